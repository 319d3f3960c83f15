"""The sample says that it is one, is what its script makes, and is read as what it says."""

from __future__ import annotations

import csv
import zipfile
from datetime import datetime, timedelta
from pathlib import Path
from xml.etree.ElementTree import canonicalize

import pikepdf
import pytest

from data.samples import make as script
from data.samples import proofs
from data.samples.layouts import NOTICE
from data.samples.sendings import FIRST_VERSIONS, MISSED, TO_PROVINCE, WAITING, sendings
from data.samples.story import ROOMS
from indicators.catalogue.load import load
from indicators.intake.check import check_files
from indicators.periods import Period

SAMPLES = Path(__file__).parents[2] / "data" / "samples"
# The month in which the template, a room's own form and a long table all occur.
MONTH = "2026-03"


@pytest.fixture(scope="module")
def index():
    with (SAMPLES / "index.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def contents(path: Path) -> dict[str, bytes]:
    """The parts of a workbook: what is in the file, however it was compressed and set in XML."""
    with zipfile.ZipFile(path) as archive:
        return {name: canonicalize(archive.read(name)).encode() for name in archive.namelist()}


def test_the_script_makes_what_is_kept(tmp_path):
    script.make(tmp_path, [MONTH])
    kept = sorted(path.name for path in (SAMPLES / MONTH).iterdir())
    assert kept == sorted(path.name for path in (tmp_path / MONTH).iterdir())
    for name in kept:
        assert contents(SAMPLES / MONTH / name) == contents(tmp_path / MONTH / name), name
    assert (SAMPLES / "index.csv").read_bytes() == (tmp_path / "index.csv").read_bytes()


def test_the_script_makes_the_evidence_that_is_kept(tmp_path):
    catalogue = load(SAMPLES.parent)
    count = proofs.write_proofs(tmp_path, catalogue, (), script.figures_of)
    kept = sorted((SAMPLES / "minh-chung").iterdir())
    assert count == len(kept) == len({each["file"] for each in proofs.entries()} - {""})
    for path in kept:
        assert path.read_bytes() == (tmp_path / "minh-chung" / path.name).read_bytes(), path
        with pikepdf.open(path) as opened:
            assert str(opened.docinfo["/Title"]).startswith(NOTICE)
            assert len(opened.pages) == 1


def test_the_list_of_evidence_says_that_it_is_invented_and_comes_before_its_figures(index):
    sent = {(each["unit"], each["period"]): each["submitted_at"] for each in index}
    told = proofs.entries()
    assert {each["note"] for each in told} == {NOTICE}
    for each in told:
        assert "mẫu" in each["says"].lower()
        assert each["attached_at"] < sent[each["unit"], each["period"]]
    moments = [each["attached_at"] for each in told]
    assert moments == sorted(moments)


def test_every_workbook_is_in_the_index_and_every_entry_has_one(index):
    files = {path.relative_to(SAMPLES).as_posix() for path in SAMPLES.rglob("*.xlsx")}
    assert files == {entry["file"] for entry in index}


def test_everything_says_that_it_is_invented(index):
    assert {entry["note"] for entry in index} == {NOTICE}
    for path in SAMPLES.rglob("*.xlsx"):
        parts = contents(path)
        assert NOTICE.encode() in parts.pop("docProps/core.xml"), path
        assert any(NOTICE.encode() in part for part in parts.values()), path


def test_intake_reads_every_layout_as_the_story_tells_it(catalogue):
    chosen = [each for each in sendings() if each.period == MONTH]
    readings = check_files([SAMPLES / each.file for each in chosen], catalogue)
    layouts = set()
    for sending, reading in zip(chosen, readings, strict=True):
        assert reading.problems == [], sending.file
        layouts.add(reading.layout)
        told = script.figures_of(catalogue, sending.unit, Period.parse(MONTH))
        read = {row.indicator: row for row in reading.rows}
        assert read.keys() == told.keys()
        for code, figure in told.items():
            row = read[code]
            assert (row.unit, row.period) == (sending.unit, MONTH)
            assert (row.numerator, row.denominator) == (figure.numerator, figure.denominator)
            assert row.value == pytest.approx(script.result_of(catalogue.indicators[code], figure))
    assert layouts == {"template", "form", "long"}


def test_the_index_tells_the_year_in_order(index):
    moments = [datetime.fromisoformat(entry["submitted_at"]) for entry in index]
    assert moments == sorted(moments)
    assert {moment.utcoffset() for moment in moments} == {timedelta(hours=7)}
    reported = {(entry["unit"], entry["period"]) for entry in index}
    months = {period for unit, period in reported if unit in ROOMS}
    assert {each for each in reported if each[0] == "dl-sxd"} == {
        ("dl-sxd", period) for period, _, _ in TO_PROVINCE
    }
    assert len(months) == 12
    assert {(unit, month) for unit in ROOMS for month in months} - reported == MISSED
    assert {(e["unit"], e["period"]) for e in index if not e["decision"]} == WAITING
    assert [e["unit"] for e in index if e["decision"] == "returned"] == ["dl-sxd-qlxd"]
    twice = [e for e in index if (e["unit"], e["period"]) in FIRST_VERSIONS]
    assert len(twice) == 2 * len(FIRST_VERSIONS)


def test_some_reports_come_late(index):
    late = [
        entry
        for entry in index
        if entry["unit"] in ROOMS
        and datetime.fromisoformat(entry["submitted_at"]).date()
        > Period.parse(entry["period"]).end + timedelta(days=5)
        and not entry["file"].endswith("-2.xlsx")
    ]
    assert 5 <= len(late) <= 15
