"""The Word report read back: every figure of its outline, charts, colours, hostile words, bytes."""

from __future__ import annotations

import io
import subprocess
import sys
import zipfile
from dataclasses import replace

import pytest
from docx.oxml.ns import qn
from lxml import etree
from openpyxl import load_workbook

from indicators.errors import InputRejected
from indicators.export import EXPORTS, Options, Snapshot, write
from indicators.export.document import Table, Text
from indicators.export.model import Cancelled
from indicators.export.outlines.report import report
from indicators.export.palette import COLOURS, SAMPLE, SYMBOLS
from tests.unit.reported import OFFICIAL, month, of_sample, opened, snapshots, texts, written

HOSTILE = '<w:p>&amp; "]]>" {{ x }} {% for %} =1+1 \x00\x07\x0c\u202e\ud800 ' + "Đ" * 120
KEPT = '<w:p>&amp; "]]>" {{ x }} {% for %} =1+1 \u202e ' + "Đ" * 120
CHART = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"


def parts(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return {name: package.read(name) for name in package.namelist()}


def hostile() -> Snapshot:
    """Return October with the worst words in every place where people write."""
    taken = month()
    red = taken.by_key["a", "RATE"]
    assert red.explanation is not None
    assert red.explanation.newest is not None
    word = replace(red.explanation.newest, cause=HOSTILE, remedy=HOSTILE)
    changed = replace(red, explanation=replace(red.explanation, newest=word))
    return replace(
        taken,
        units=tuple(replace(each, name=HOSTILE, short=HOSTILE) for each in taken.units),
        indicators=tuple(replace(each, name=HOSTILE, clause=HOSTILE) for each in taken.indicators),
        plans=tuple(replace(each, title=HOSTILE, short=HOSTILE) for each in taken.plans),
        rows=tuple(changed if each is red else each for each in taken.rows),
        head=replace(taken.head, unit_name=HOSTILE, office=HOSTILE),
    )


def test_it_is_one_of_the_exports() -> None:
    assert EXPORTS["docx"].file_name(month()) == "bang-xanh-so-2026-10.docx"
    assert written().startswith(b"PK")


@pytest.mark.parametrize("period", ["2026-10", "2026-Q3"])
def test_every_word_and_figure_of_the_outline_is_in_the_file(period: str) -> None:
    shown = texts(opened(written(period)))
    told = "\n".join(shown)
    for section in report(snapshots()[period]).sections:
        assert section.title in told
        for block in section.blocks:
            if isinstance(block, Text):
                assert any(each.removeprefix("- ") == block.plain for each in shown), block.plain
            elif isinstance(block, Table):
                for cell in (cell for row in block.rows for cell in row):
                    lines = "".join(cell.plain.split("\n"))
                    assert any(each.endswith(lines) for each in shown), cell.plain


def test_the_same_snapshot_gives_the_same_bytes() -> None:
    again = write("docx", Snapshot.read(month().kept()), Options(official=OFFICIAL))
    assert again == written()
    later = replace(month(), head=replace(month().head, version=99))
    assert write("docx", later, Options(official=OFFICIAL)) != again


def test_the_properties_name_the_report() -> None:
    named = opened(written()).core_properties
    assert named.title == "Kết quả thực hiện các chỉ tiêu tháng 10 năm 2026"
    assert named.author == month().head.office
    assert named.created is not None
    assert f"{named.created:%Y-%m-%d %H:%M}" == "2026-11-22 02:00"  # in UTC
    assert "docProps/thumbnail.jpeg" not in parts(written())


def test_charts_are_native_with_their_workbooks() -> None:
    found = parts(written())
    charts = sorted(name for name in found if name.startswith("word/charts/chart"))
    assert len(charts) == 2
    bars, line = (etree.fromstring(found[name]) for name in charts)
    assert bars.find(f".//{CHART}barChart") is not None
    assert line.find(f".//{CHART}lineChart") is not None
    values = [float(each.text or "") for each in line.iterfind(f".//{CHART}val//{CHART}v")]
    assert values == [each.tally.greening_rate for each in month().trend if each.tally.judged]
    books = sorted(name for name in found if name.startswith("word/embeddings/"))
    rows = list(load_workbook(io.BytesIO(found[books[1]])).active.iter_rows(values_only=True))
    assert [row[1] for row in rows[1:]] == pytest.approx(values)


def test_charts_say_themselves_in_words() -> None:
    drawn = opened(written()).element.body.iter(
        "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}docPr"
    )
    alts = {int(each.get("id")): each.get("descr") for each in drawn}
    assert len(alts) == 2
    assert "Phòng An: 66,7 %" in alts[1001]


def test_statuses_have_symbol_word_and_the_colours_of_the_screen() -> None:
    word = opened(written())
    cells = list(word.element.body.iter(qn("w:tc")))
    for status, words in (("red", "chưa đạt"), ("amber", "cận đạt"), ("green", "đạt")):
        ground, ink = COLOURS[status]  # type: ignore[index]
        found = [each for each in cells if _text(each) == f"{SYMBOLS[status]} {words}"]  # type: ignore[index]
        assert found, status
        for cell in found:
            assert cell.xpath("string(w:p/w:pPr/w:shd/@w:fill)") == ground.removeprefix("#")
            assert cell.xpath("string(.//w:color/@w:val)") == ink.removeprefix("#")


def test_invented_figures_say_so_on_every_page() -> None:
    sample = opened(write("docx", of_sample(month())))
    for section in sample.sections:
        for foot in (section.footer, section.first_page_footer):
            assert SAMPLE in "".join(each.text for each in foot.paragraphs)
    plain = opened(written())
    assert SAMPLE not in "".join(each.text for each in plain.sections[0].footer.paragraphs)


def test_people_s_words_stay_words() -> None:
    content = write("docx", hostile(), Options(official=replace(OFFICIAL, agency=HOSTILE)))
    for name, data in parts(content).items():
        if name.endswith((".xml", ".rels")):
            etree.fromstring(data)
    shown = texts(opened(content))
    assert f"- {KEPT}" not in shown
    assert any(KEPT in each for each in shown)
    assert sum(f"Nguyên nhân: {KEPT}".strip() in each for each in shown) == 1
    charts = [data for name, data in parts(content).items() if "charts/chart" in name]
    assert charts


def test_a_report_of_nothing_is_a_document() -> None:
    head = replace(month().head, period="2026-12", month="2026-12")
    nothing = replace(
        month(), head=head, units=month().units[:1], indicators=(), plans=(), rows=(), trend=(),
        tally=type(month().tally)(), previous=type(month().tally)(),
    )  # fmt: skip
    word = opened(write("docx", nothing))
    assert len(word.sections) == 1  # no annex without a row
    assert "Chưa có lượt chỉ tiêu nào phải đánh giá trong tháng 12 năm 2026." in texts(word)


def test_figures_that_wait_make_no_file() -> None:
    counted = replace(month(), head=replace(month().head, counts_waiting=True))
    with pytest.raises(InputRejected):
        write("docx", counted)


def test_progress_is_told_and_may_stop_it() -> None:
    told: list[tuple[int, int]] = []

    def stop(done: int, total: int) -> None:
        told.append((done, total))
        if done == 3:
            raise Cancelled

    with pytest.raises(Cancelled):
        write("docx", month(), Options(), stop)
    assert told[-1] == (3, len(report(month()).sections))


def test_the_outline_loads_no_library() -> None:
    code = (
        "import sys, indicators.export, indicators.export.outlines.report, indicators.export.word;"
        "print('docx' in sys.modules, 'docxtpl' in sys.modules)"
    )
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True)
    assert told.stdout.strip() == "False False"


def _text(cell: etree._Element) -> str:
    return "".join(each.text or "" for each in cell.iter(qn("w:t")))
