"""Boards as no one wishes for them: figures beside their goals, long names, holes, odd words."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO
from typing import Any
from zipfile import ZipFile

import pypdfium2
import pytest
from lxml import etree
from openpyxl import Workbook
from openpyxl.utils import column_index_from_string
from pptx import Presentation

from indicators.export import Snapshot, tracing, write
from indicators.export.document import Chart, ChartPoint, Figure
from indicators.export.inert import plain
from indicators.export.measure import wrapped
from indicators.export.native_chart import native
from indicators.export.xlsx.rules import marked
from indicators.numbers import format_number
from pages import _words
from tests import snapshots
from tests.exported import opened

KEY = ("u1", "c1")
LONGEST = "Phòng " * 60
_DRAWING = "http://schemas.openxmlformats.org/drawingml/2006"
_WORDS = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
NAMES = {"c": f"{_DRAWING}/chart", "a": f"{_DRAWING}/main", "w": _WORDS}


def changed(found: Snapshot, decimals: int = 1, **cell: object) -> Snapshot:
    """Return the board with one cell changed, and its last point with it."""
    rows = []
    for row in found.rows:
        if row.key == KEY:
            new = replace(row.cell, **cell)  # type: ignore[arg-type]  # any part
            point = replace(row.points[-1], value=new.value, goal=new.goal, upper=new.upper)
            row = replace(row, cell=new, points=(*row.points[:-1], point))  # noqa: PLW2901
        rows.append(row)
    asked = tuple(
        replace(each, decimals=decimals) if each.code == KEY[1] else each
        for each in found.indicators
    )
    return replace(found, rows=tuple(rows), indicators=asked)


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ({"operator": "between", "goal": 3.0, "upper": 5.0, "value": 5.04}, "5,04 %"),
        ({"operator": "between", "goal": None, "final": 3.0, "upper": 5.0, "value": 5.04},
         "5,04 %"),
        ({"goal": None, "final": 98.0, "value": 97.96}, "97,96 %"),
        ({"goal": 98.0, "final": 98.0, "value": 97.96}, "97,96 %"),
        ({"goal": 98.0, "final": 97.0, "value": 97.04}, "97 %"),
    ],
)  # fmt: skip
def test_a_figure_shows_that_it_is_not_what_it_is_judged_by(
    cell: dict[str, Any], text: str
) -> None:
    board = changed(snapshots.snapshot(2, 2), **cell)
    row = board.by_key[KEY]
    assert tracing.value(board, row).text == text
    assert tracing.point(board, row, row.points[-1]).text == text
    assert _words.figure(row.cell, board.indicator[KEY[1]]) == text


def test_names_longer_than_a_property_are_cut_there_only() -> None:
    board = snapshots.renamed(snapshots.snapshot(2, 1), LONGEST)
    named = Presentation(BytesIO(write("pptx", board))).core_properties
    assert (len(named.title), len(named.author)) == (255, 255)
    assert plain(named.title).startswith("Bảng Xanh: Phòng Phòng")


def way(value: float, text: str) -> Chart:
    """Return a year of one figure."""
    told = Figure(text, value, "count/units", "green")
    points = tuple(ChartPoint(f"T{n}", told, 1.0, None, "green") for n in range(1, 13))
    return Chart("line", "Năm", "đồng", points, "")


@pytest.mark.parametrize(
    ("value", "text", "labelled"),
    [
        (97.96, "97,96 %", list(range(12))),
        (1e12, "1.000.000.000.000 đồng", [3, 7, 11]),
    ],
)
def test_figures_too_wide_for_a_year_are_told_at_some_of_its_points(
    value: float, text: str, labelled: list[int]
) -> None:
    xml = etree.fromstring(native(way(value, text), width=430).xml)
    labels = xml.xpath("//c:dLbl", namespaces=NAMES)
    shown = [
        int(each.xpath("string(c:idx/@val)", namespaces=NAMES))
        for each in labels
        if not each.xpath("c:delete[@val='1']", namespaces=NAMES)
    ]
    assert (len(labels), shown) == (12, labelled)


def test_figures_wider_than_their_bars_stand_upright_and_long_ones_not_at_all() -> None:
    def turns(found: Chart, width: float) -> list[str]:
        xml = etree.fromstring(native(replace(found, kind="bars"), width=width).xml)
        return [
            each.xpath("string(.//a:bodyPr/@rot)", namespaces=NAMES)
            for each in xml.xpath("//c:dLbl", namespaces=NAMES)
        ]

    assert turns(way(97.96, "97,96 %"), 430) == [""] * 12
    assert turns(way(97.96, "97,96 %"), 230) == ["-5400000"] * 12
    assert turns(way(1e12, "1.000.000.000.000 đồng"), 430) == []
    assert turns(way(1e12, "1.000.000.000.000 đồng"), 2400) == [""] * 12


def test_a_figure_wider_than_its_column_takes_the_lines_it_breaks_into() -> None:
    figure = Figure("tối thiểu 1.000.000.000.000 đồng", 1e12, "count/units")
    assert wrapped((figure,), 300.0, 11.0) == [(figure,)]
    assert wrapped((figure,), 100.0, 11.0) == [(figure,), (), ()]
    assert wrapped(("phải đạt ", figure, " vào cuối năm"), 100.0, 11.0) == [
        ("phải", " ", "đạt"), (figure,), (), (), ("vào", " ", "cuối", " ", "năm"),
    ]  # fmt: skip
    assert len(wrapped((figure,), 60.0, 11.0)) == 4


@pytest.mark.parametrize(
    ("value", "axis"),
    [(98.0, "#,##0"), (2.5, "#,##0.0"), (0.09, "#,##0.00"), (0.003, "#,##0.0000")],
)
def test_an_axis_tells_its_steps_apart(value: float, axis: str) -> None:
    small = way(value, "x")
    points = tuple(replace(each, goal=None) for each in small.points)
    xml = etree.fromstring(native(replace(small, points=points), width=430).xml)
    (told,) = xml.xpath("//c:valAx/c:numFmt/@formatCode", namespaces=NAMES)
    assert told == f"[$-42A]{axis}"


def test_pages_break_names_without_spaces_and_set_long_figures_smaller() -> None:
    name = "Phòngquảnlýhạtầngkỹthuật" * 6
    board = changed(
        snapshots.snapshot(2, 11), value=1e12, numerator=None, denominator=None, status="green"
    )
    board = replace(
        board,
        units=tuple(replace(each, name=name) if each.depth else each for each in board.units),
        indicators=tuple(replace(each, short="Chỉtiêucótêndài" * 4) for each in board.indicators),
    )
    document = pypdfium2.PdfDocument(write("pdf", board))
    try:
        pages = [page.get_textpage() for page in document]
        (matrix,) = [each for each in pages if "Bảng theo đơn vị" in each.get_text_range()]
        assert boxes_of(matrix, "1.000.000.000.000")
        assert not list(overlapping(matrix))
    finally:
        document.close()


def boxes_of(page: pypdfium2.PdfTextPage, text: str) -> list[tuple[float, ...]]:
    """Return the boxes of a text's letters where it stands on a page, once."""
    at = page.get_text_range().find(text)
    return [page.get_charbox(n) for n in range(at, at + len(text))] if at >= 0 else []


def overlapping(page: pypdfium2.PdfTextPage) -> Iterator[tuple[str, str]]:
    """Yield pairs of letters that stand in one another's middle."""
    signs = page.get_text_range()
    middles: dict[tuple[int, int], str] = {}
    for at, sign in enumerate(signs):
        left, bottom, right, top = page.get_charbox(at)
        if sign.strip(" \r\n\u200b") and right - left > 1:
            place = (round((left + right) / 2), round((bottom + top) / 2))
            if place in middles:
                yield middles[place], sign
            middles[place] = sign


def test_no_line_of_a_report_parts_a_number() -> None:
    def sizes(value: float) -> dict[str, set[str]]:
        board = changed(snapshots.snapshot(3, 3), value=value, numerator=None, denominator=None)
        with ZipFile(BytesIO(write("docx", board))) as package:
            xml = etree.fromstring(package.read("word/document.xml"))
        found: dict[str, set[str]] = {}
        for run in xml.xpath("//w:tc//w:r", namespaces=NAMES):
            text = run.xpath("string(.)").split("(")[0].strip(" ■")
            size = run.xpath("string(w:rPr/w:sz/@w:val)", namespaces=NAMES)
            found.setdefault(text, set()).add(size)
        return found

    usual = sizes(89.5)
    assert usual["89,5\u00a0%"] == {""}
    large = sizes(1e12)
    (small,) = (each for text, each in large.items() if text.startswith("1.000.000.000.000"))
    assert small - {""}
    assert all(12 <= int(each) < 24 for each in small if each)


@pytest.fixture(scope="module")
def workbook() -> Workbook:
    """A board of one sum of twelve noughts, one figure beside its goal and a goal of halves."""
    board = changed(snapshots.snapshot(2, 3), value=1e12, numerator=None, denominator=None)
    near = {"value": 97.96, "goal": 98.0, "upper": None, "status": "amber"}
    rows = []
    for row in board.rows:
        if row.key == ("u1", "c2"):
            points = tuple(replace(each, value=80.04, goal=80.0) for each in row.points)
            row = replace(row, points=points)  # noqa: PLW2901
        if row.key == ("u1", "c3"):
            points = tuple(replace(each, value=98.0, goal=97.5) for each in row.points)
            row = replace(row, cell=replace(row.cell, **near), points=points)  # type: ignore[arg-type]  # noqa: PLW2901
        rows.append(row)
    asked = tuple(
        replace(each, decimals=1) if each.code.startswith("c") else each
        for each in board.indicators
    )
    long = tuple(replace(each, name="Phòng quản lý " * 9) for each in board.units)
    return opened(write("xlsx", replace(board, rows=tuple(rows), indicators=asked, units=long)))


@pytest.mark.parametrize("sheet", ["Bảng", "Số liệu", "Xu hướng"])
def test_no_number_of_a_workbook_is_wider_than_its_column(workbook: Workbook, sheet: str) -> None:
    seen = 0
    for line in workbook[sheet].iter_rows():
        for cell in line:
            if isinstance(cell.value, float | int) and not isinstance(cell.value, bool):
                places = decimals_of_format(cell.number_format)
                text = format_number(cell.value, places, keep_zeros=True)
                letter = cell.column_letter
                assert len(text) < width_at(workbook, sheet, letter), (cell.coordinate, text)
                seen += len(text) > 15
    assert seen


def decimals_of_format(form: str) -> int:
    """Return how many decimals a number format shows."""
    return len(form.split(";", maxsplit=1)[0].partition(".")[2].rstrip("%"))


def width_at(book: Workbook, sheet: str, letter: str) -> float:
    """Return a column's width; one entry may stand for several columns."""
    at = column_index_from_string(letter)
    spans = book[sheet].column_dimensions.values()
    return next((each.width for each in spans if each.min <= at <= each.max), 8.43)


def test_a_trend_tells_figures_as_everywhere_and_goals_whole(workbook: Workbook) -> None:
    shown: dict[tuple[float, int], int] = {}
    for line in workbook["Xu hướng"].iter_rows(min_row=5):
        for cell in line:
            if isinstance(cell.value, float | int):
                places = decimals_of_format(cell.number_format)
                shown[float(cell.value), places] = cell.column
    assert (80.04, 2) in shown  # beside a goal of 80, where one decimal is usual
    assert (97.5, 1) in shown
    yes = next(cell for cell in workbook["Xu hướng"]["P"] if '"Có"' in str(cell.number_format))
    assert yes.value == 1


def test_rows_of_the_matrix_are_as_high_as_their_names(workbook: Workbook) -> None:
    heights = [workbook["Bảng"].row_dimensions[row].height for row in (6, 7, 8)]
    assert all(height >= 4 * 13 for height in heights)


def test_a_minus_stands_behind_the_symbol() -> None:
    assert marked("red", 1) == '[$-42A]"■ "#,##0.0;[$-42A]"■ "-#,##0.0'
