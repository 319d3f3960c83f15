"""A deck read back: every figure on a slide, charts unrounded, sources in the notes."""

from __future__ import annotations

import io
import zipfile
from dataclasses import replace
from types import SimpleNamespace
from typing import Any

import pytest
from openpyxl import load_workbook
from pptx import Presentation
from pptx.chart.data import CategoryChartData

from indicators.export import EXPORTS, Options, write
from indicators.export.document import Chart, Table, Tiles
from indicators.export.model import By, Cancelled
from indicators.export.outlines.meeting import meeting
from indicators.export.palette import FILLS, SAMPLE, WORDS
from tests import snapshots

FULL = snapshots.snapshot(5, 6, is_sample=True)
EVIL = "=cmd|' /C calc'!A0 <b>&amp; \u202e\u200bđảo\x07 ]]> @x"
MARKS = "Phải đạt"
Found = Any  # what the library reads back has no types


@pytest.fixture(scope="module")
def content() -> bytes:
    return write("pptx", FULL)


@pytest.fixture(scope="module")
def deck(content: bytes) -> Found:
    return Presentation(io.BytesIO(content))


def opened(content: bytes) -> Found:
    return Presentation(io.BytesIO(content))


def texts(deck: Found) -> list[str]:
    """Return every piece of text on the slides: paragraphs and cells."""
    found = []
    for slide in deck.slides:
        for shape in slide.shapes:
            if shape.has_text_frame:
                found += [each.text for each in shape.text_frame.paragraphs]
            if shape.has_table:
                found += [cell.text for row in shape.table.rows for cell in row.cells]
    return [each.replace("\xa0", " ") for each in found]


def charts(deck: Found) -> list[Found]:
    return [s.chart for slide in deck.slides for s in slide.shapes if s.has_chart]


def told(slide: Found) -> str:
    return "\n".join(texts(SimpleNamespace(slides=[slide])))


def test_the_registry_has_it_first() -> None:
    export = EXPORTS["pptx"]
    assert next(iter(EXPORTS)) == "pptx"
    assert export.file_name(FULL) == "bang-xanh-so-2026-10.pptx"
    assert export.mime.endswith("presentationml.presentation")


@pytest.mark.parametrize("by", ["unit", "indicator"])
def test_every_figure_of_the_document_is_on_a_slide(by: By) -> None:
    document = meeting(FULL, Options(by=by))
    deck = opened(write("pptx", FULL, Options(by=by)))
    shown = "\n".join(texts(deck))
    drawn = {value for chart in charts(deck) for s in chart.series for value in s.values}
    for section in document.sections:
        for block in section.blocks:
            if isinstance(block, Chart):
                figures = [each.figure for each in block.points if each.figure]
                assert {each.value for each in figures} <= drawn
            elif isinstance(block, Table):
                for row in block.rows:
                    assert all(cell.plain in shown for cell in row)
            elif isinstance(block, Tiles):
                assert all(tile.figure.text in shown for tile in block.tiles)
            else:
                assert block.plain in shown


def test_charts_hold_unrounded_values_and_what_was_due(deck: Found) -> None:
    cells = {row.cell.value: row.cell for row in FULL.rows if row.cell.value is not None}
    checked = 0
    for chart in charts(deck):
        if MARKS not in [each.name for each in chart.series]:
            continue
        goals = next(each.values for each in chart.series if each.name == MARKS)
        for series in chart.series:
            for value, goal in zip(series.values, goals, strict=True):
                if series.name != MARKS and value in cells and value != goal:
                    assert goal == cells[value].goal
                    checked += 1
    assert checked > 20
    assert any(value != round(value, 6) for value in cells)


def test_a_status_has_a_series_of_its_own_colour_and_labels_to_the_digit(deck: Found) -> None:
    names = {word: status for status, word in WORDS.items()}
    found = 0
    for chart in charts(deck):
        for series in chart.series:
            status = names.get(series.name)
            if status is None:
                continue
            found += 1
            assert str(series.format.fill.fore_color.rgb) == FILLS[status][1:]
            for index, value in enumerate(series.values):
                label = series._element.xpath(f"c:dLbls/c:dLbl[c:idx/@val='{index}']/c:numFmt")
                assert bool(label) == (value is not None)
    assert found >= 10
    unit = meeting(FULL, Options()).sections[5]
    chart = next(block for block in unit.blocks if isinstance(block, Chart))
    figure = next(each.figure for each in chart.points if each.figure)
    places = len(figure.text.removesuffix(" %").partition(",")[2])
    assert places == 2
    assert (
        ".00" in charts(deck)[3].series[0]._element.xpath("c:dLbls/c:dLbl/c:numFmt/@formatCode")[0]
    )


def test_marks_stay_marks_when_somebody_edits_the_figures(content: bytes) -> None:
    deck = opened(content)
    chart = next(each for each in charts(deck) if MARKS in [s.name for s in each.series])
    before = len(list(chart.series))
    assert [type(plot).__name__ for plot in chart.plots] == ["BarPlot", "LinePlot"]
    data = CategoryChartData()
    data.categories = ["Một", "Hai"]
    for place in range(before):
        data.add_series(f"Dãy {place}", (50.0, 60.0))
    chart.replace_data(data)
    line = chart.plots[1].series[0]
    assert line.values == (50.0, 60.0)
    assert line._element.xpath("c:marker/c:symbol/@val") == ["dash"]
    assert line._element.xpath("c:spPr/a:ln/a:noFill")


def test_a_chart_opens_with_its_own_figures(deck: Found) -> None:
    for chart in charts(deck):
        book = load_workbook(io.BytesIO(chart.part.chart_workbook.xlsx_part.blob))
        rows = list(book["Số liệu"].iter_rows(values_only=True))
        assert [row[0] for row in rows[1:]] == list(chart.plots[0].categories)
        for column, series in enumerate(chart.series, start=1):
            assert rows[0][column] == series.name
            assert [row[column] for row in rows[1:]] == [
                None if value is None else pytest.approx(value, abs=1e-9) for value in series.values
            ]


def test_charts_are_vietnamese_and_say_what_they_show(deck: Found) -> None:
    frames = [s for slide in deck.slides for s in slide.shapes if s.has_chart or s.has_table]
    for frame in frames:
        assert frame._element.xpath("p:nvGraphicFramePr/p:cNvPr/@descr")[0]
    for chart in charts(deck):
        assert chart._chartSpace.xpath("c:lang/@val") == ["vi-VN"]
        formats = chart._chartSpace.xpath("//c:numFmt[@sourceLinked='0']/@formatCode")
        assert {each[:7] for each in formats if each != "General"} == {"[$-42A]"}


def test_notes_name_the_sources_of_the_slides_own_figures(deck: Found) -> None:
    slides = [each for each in deck.slides if each.has_notes_slide]
    assert len(slides) == len(deck.slides) - 1  # all but the cover
    unit = [s for s in slides if "Phòng Quản lý lĩnh vực số 1" in s.shapes.title.text]
    notes = "\n".join(each.notes_slide.notes_text_frame.text for each in unit)
    for row in FULL.rows:
        if row.key[0] == "u1" and row.source:
            assert f"mục {FULL.indicator[row.key[1]].clause}" in notes
            assert f"ô {row.cell.address}" in notes
    assert "tệp «u1-2026-10.xlsx», trang «Biểu 1»" in notes
    assert "van-phong duyệt 09:00 04/11/2026" in notes
    assert "minh chứng: «0/BB»" in notes
    assert "QL lĩnh vực 3" not in notes


def test_every_slide_says_whose_figures_of_when_and_that_they_are_a_sample(deck: Found) -> None:
    for number, slide in enumerate(deck.slides, start=1):
        said = told(slide)
        assert SAMPLE in said, number
        assert "Sở Thử nghiệm" in said
        assert "Tháng 10/2026" in said
        assert "số liệu lúc 09:12 22/11/2026, phiên bản 7" in said
        assert slide._element.xpath("//a:fld[@type='slidenum']")


def test_red_items_stand_before_the_units(deck: Found) -> None:
    titles = [slide.shapes.title.text for slide in deck.slides]
    assert titles[:2] == ["Bảng Xanh: Sở Thử nghiệm", "Tổng quan"]
    red = next(i for i, title in enumerate(titles) if title.startswith("Chưa đạt"))
    missing = titles.index("Chưa báo cáo, chờ duyệt")
    first = next(i for i, title in enumerate(titles) if title.startswith("Phòng"))
    assert red < missing < first
    last = titles.index("Cách xét màu và căn cứ")
    assert first < last
    assert all(title.startswith("Phụ lục: ") for title in titles[last + 1 :])


def test_the_same_snapshot_gives_the_same_bytes(content: bytes) -> None:
    kept = type(FULL).read(FULL.kept())
    assert write("pptx", kept) == content
    assert write("pptx", replace(FULL, head=replace(FULL.head, version=8))) != content


@pytest.mark.parametrize("by", ["unit", "indicator"])
def test_words_of_people_stay_words(by: By) -> None:
    evil = snapshots.renamed(FULL, EVIL)
    content = write("pptx", evil, Options(by=by))
    deck = opened(content)
    assert "=cmd|' /C calc'!A0 <b>&amp; đảo ]]> @x" in texts(deck)
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        for name in package.namelist():
            if name.endswith((".xml", ".rels")):
                text = package.read(name).decode()
                assert "\u202e" not in text
                assert "\x07" not in text
            if name.endswith(".rels"):
                assert 'TargetMode="External"' not in text
    for chart in charts(deck):
        book = load_workbook(io.BytesIO(chart.part.chart_workbook.xlsx_part.blob))
        types = {cell.data_type for row in book["Số liệu"].iter_rows() for cell in row}
        assert "f" not in types


def test_progress_counts_sections_and_may_stop() -> None:
    seen: list[tuple[int, int]] = []
    write("pptx", snapshots.snapshot(2, 2), Options(), lambda *at: seen.append(at))
    total = seen[0][1]
    assert seen == [(number, total) for number in range(1, total + 1)]

    def stop(done: int, _: int) -> None:
        if done == 2:
            raise Cancelled

    with pytest.raises(Cancelled):
        write("pptx", snapshots.snapshot(2, 2), Options(), stop)


def test_an_empty_board_makes_a_deck() -> None:
    deck = opened(write("pptx", snapshots.empty()))
    assert charts(deck) == []
    assert "Tháng 10/2026: chưa có chỉ tiêu nào đến hạn." in texts(deck)
