"""A deck on a narrow base (4:3): nothing parts; and bars too short to show a colour have a sign."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO
from pathlib import Path

import pytest
from pptx import Presentation

from indicators.export import Options, write
from indicators.export.chart_xml import names_at
from indicators.export.document import Chart, ChartPoint, Column, Figure, Table, TableCell
from indicators.export.measure import width
from indicators.export.native_chart import native
from indicators.export.slides.rows import HEAD_SIZE, PADDING_X, SIZE, column_widths, measured
from tests import snapshots

WIDE, NARROW = 888.0, 648.0  # points: tables on our base, and on the program's own 4:3
DAY, RATE = "05/11/2026", "▲ 74,24 %"


def table(day_share: float) -> Table:
    columns = (Column("Chỉ tiêu", 8.0), Column("Hạn", day_share), Column("Thực hiện", 1.2, "right"))
    figure = Figure("74,24 %", 74.24, "row/u/c/value", "amber")
    row = (TableCell(("Tên",)), TableCell((DAY,)), TableCell((figure,), "amber", is_strong=True))
    return Table(columns, (row,))


@pytest.mark.parametrize("room", [WIDE, NARROW])
def test_letters_are_as_small_as_a_date_and_a_figure_need(room: float) -> None:
    found = table(1.0)
    cut = measured(found, room, 400)
    free = [each - 2 * PADDING_X for each in column_widths(found, room)]
    assert width(DAY, cut.size) <= free[1]
    assert width(RATE, cut.size, bold=True) <= free[2]
    assert cut.head_size <= min(cut.size, HEAD_SIZE)
    assert (cut.size == SIZE) == (room == WIDE)


def test_a_long_word_makes_nothing_smaller() -> None:
    name = TableCell(("Đơnvịcótênkhôngcókhoảngtrắngnào",))
    found = Table((Column("Đơn vị", 1.0), Column("Ghi chú", 9.0)), ((name, TableCell(("x",))),))
    assert measured(found, NARROW, 400).size == SIZE


def test_a_base_of_four_to_three_has_whole_dates_and_figures(tmp_path: Path) -> None:
    path = tmp_path / "hep.pptx"
    base = Presentation()
    assert base.slide_width is not None
    base.save(str(path))
    content = write("pptx", snapshots.snapshot(6, 8), Options(bases={"pptx": path}))
    deck = Presentation(BytesIO(content))
    assert deck.slide_width == base.slide_width
    told = 0
    for frame in (s for slide in deck.slides for s in slide.shapes if s.has_table):
        for row in frame.table.rows:
            for cell, column in zip(row.cells, frame.table.columns, strict=True):
                for run in (r for p in cell.text_frame.paragraphs for r in p.runs):
                    free = column.width / 12_700 - 2 * PADDING_X
                    for piece in run.text.split(" "):
                        if piece[-1:].isdigit() or piece.endswith("%"):
                            told += 1
                            size = run.font.size.pt
                            assert width(piece, size, bold=bool(run.font.bold)) <= free, piece
    assert told > 50


def chart(values: tuple[float, ...]) -> Chart:
    points = tuple(
        ChartPoint(f"Phòng {n}", Figure(f"{value:.1f}".replace(".", ",") + " %", value, ""),
                   status="missing" if value == 0 else "red")
        for n, value in enumerate(values)
    )  # fmt: skip
    return Chart("bars", "Tỷ lệ", "%", points, "Tỷ lệ")


def test_a_bar_of_nought_has_its_symbol_before_the_figure() -> None:
    xml = native(chart((0.0, 90.0)), width=400).xml.decode()
    assert 'formatCode="[$-42A]&quot;! &quot;#,##0.0"' in xml
    assert xml.count("&quot;! &quot;") == 1  # the other bar is seen
    assert "&quot;■ &quot;" not in xml
    short = replace(chart((0.0, 90.0)), points=chart((2.0, 90.0)).points)
    assert "&quot;■ &quot;" in native(short, width=400).xml.decode()


def test_names_stand_level_in_smaller_letters_before_they_slant() -> None:
    names = ["TTHC chỉnh quy trình ĐT", "Thanh toán trực tuyến", "Công khai TTHC đúng hạn"] * 9
    at = names_at(names, WIDE, 10)
    assert at.turned == 0
    assert 7 <= at.size < 10
    assert names_at(names[:3], WIDE, 10) == replace(at, size=10)
    slanted = names_at(["Khôngcókhoảngtrắngtrongtên"] * 20, WIDE, 10)
    assert (slanted.turned, slanted.size) == (-2_700_000, 10)
