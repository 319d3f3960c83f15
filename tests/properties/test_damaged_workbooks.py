"""Workbooks with one to six faults put anywhere inside: every one of them gets a clear answer."""

from __future__ import annotations

import io
import random
import re
import warnings
import zipfile

import pytest

from indicators.intake.check import check_files
from tests.crooked import flavours, reports, tables, templates
from tests.crooked.making import content
from tests.crooked.offices import OFFICE
from tests.unit.workbooks import TODAY

VARIANTS = 250
ODD_VALUES = (
    b"-1", b"0", b"4294967296", b"9" * 30, b"1e308", b"NaN", b"", b"abc", b"1048577", b"1.5",
    b"\xc2\xa05", b"0x10", b"&#48;", b"\xef\xbc\x91",
)  # fmt: skip
ODD_PIECES = (
    b'<row r="5">', b'<c r="A1" t="s"><v>0</v></c>', b"<c/>", b"</row>", b"<row/>", b"<!-- x -->",
    b"<![CDATA[1]]>", b'<mergeCell ref="A1:XFD1048576"/>', b"<v/>", b"<is><t>x</t></is>",
    b'<col min="1" max="99999999" hidden="1"/>', b'<c r="C5"><v>97</v></c>', b"\x00", b"\xff\xfe",
    b'<x:c xmlns:x="urn:x"><x:v>7</x:v></x:c>', b"<!DOCTYPE a>", b"<?x y?>",
)  # fmt: skip
ATTRIBUTE = re.compile(rb'="([^"]*)"')
TEXT = re.compile(rb">([^<>]+)<")
ELEMENT = re.compile(rb"(<(\w+)[^<>]*?(?:/>|>[^<>]*</\2>))")
TAG = re.compile(rb"(>)")


@pytest.fixture(scope="module")
def sound():
    """Parts of workbooks of every kind, as they are before the damage."""
    made = {**reports.WORKBOOKS, **tables.WORKBOOKS, **templates.WORKBOOKS, **flavours.WORKBOOKS}
    found = []
    for each in list(made.values())[::3]:
        with zipfile.ZipFile(io.BytesIO(content(each))) as archive:
            found.append({name: archive.read(name) for name in archive.namelist()})
    return found


def spliced(data, pattern, draw, change):
    """Return `data` with one match of `pattern`, drawn at random, changed."""
    places = [found.span(1) for found in pattern.finditer(data)]
    if not places:
        return data
    start, end = draw.choice(places)
    return data[:start] + change(data[start:end]) + data[end:]


def damaged(data, draw):
    """Return one part with one fault."""
    match draw.randrange(7):
        case 0 | 1:
            return spliced(data, ATTRIBUTE, draw, lambda _: draw.choice(ODD_VALUES))
        case 2:
            return spliced(data, TEXT, draw, lambda _: draw.choice(ODD_VALUES))
        case 3:
            return spliced(data, ELEMENT, draw, lambda held: held * draw.choice((0, 2, 50)))
        case 4:
            return spliced(data, TAG, draw, lambda held: held + draw.choice(ODD_PIECES))
        case 5:
            at = draw.randrange(len(data) + 1)
            return data[:at] + bytes([draw.randrange(256)]) + data[at + 1 :]
        case _:
            return data[: draw.randrange(len(data) + 1)]


def variant(parts, draw):
    """Return the file of a workbook with some parts damaged, lost or exchanged."""
    changed = dict(parts)
    for _ in range(draw.choice((1, 1, 2, 6))):
        name = draw.choice(list(changed))
        kind = draw.random()
        if kind < 0.08 and len(changed) > 1:
            del changed[name]
        elif kind < 0.14:
            changed[name] = changed[draw.choice(list(changed))]
        else:
            changed[name] = damaged(changed[name], draw)
    buffer = io.BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(buffer, "w") as archive:
        for name, data in changed.items():
            archive.writestr(zipfile.ZipInfo(name), data, zipfile.ZIP_DEFLATED)
    return buffer.getvalue()


@pytest.mark.parametrize("seed", [1, 2])
def test_every_damaged_workbook_gets_a_clear_answer(sound, seed, tmp_path):
    draw = random.Random(seed)
    paths = []
    for number in range(VARIANTS):
        paths.append(tmp_path / f"{number}.xlsx")
        paths[-1].write_bytes(variant(draw.choice(sound), draw))
    readings = list(check_files(paths, OFFICE, today=TODAY))
    assert len(readings) == VARIANTS
    for path, reading in zip(paths, readings, strict=True):
        codes = {problem.code for problem in reading.problems}
        assert reading.rows or codes, path
        assert not codes & {"E_PARSER_CRASH", "E_PARSER_TIME", "E_BUSY"}, path
        assert all(problem.message for problem in reading.problems)
