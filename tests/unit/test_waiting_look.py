"""Figures that wait for approval and are not counted: hollow in every format, never as approved."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO

import pytest
from pptx import Presentation

from indicators.board.view import Status
from indicators.export import Options, Snapshot, write
from indicators.export.document import Chart, Document, Section, Table, Text
from indicators.export.drawing import framed, strip
from indicators.export.outlines.album import album, picture
from indicators.export.outlines.headline import headline
from indicators.export.outlines.matrix import matrix
from indicators.export.outlines.meeting import meeting
from indicators.export.palette import COLOURS, FILLS, HOLLOW, SYMBOLS, WAITING_LEGEND, WORDS, mark
from tests import snapshots

UNIT = "u3"


def waiting(*, counts: bool = False) -> Snapshot:
    """Return a board one of whose units waits: counted as it is, or as nothing yet."""
    found = snapshots.snapshot(4, 4, counts_waiting=counts)
    rows = tuple(
        replace(
            row,
            cell=replace(
                row.cell,
                status="red" if row.key[1] == "c1" else row.cell.status,
                is_provisional=True,
                reported="submitted",
                counted=row.cell.status if counts else "missing",
            ),
            points=tuple(replace(each, is_provisional=True) for each in row.points),
        )
        if row.key[0] == UNIT
        else row
        for row in found.rows
    )
    own = [row.cell for row in rows if not row.cell.is_rolled_up]

    def tally(unit: str | None = None) -> dict[str, int]:
        told = [cell for cell in own if unit in (None, cell.unit)]
        counted = {each.counted: sum(c.counted == each.counted for c in told) for each in told}
        return {**counted, "provisional": sum(cell.is_provisional for cell in told)}

    units = tuple(
        replace(each, tally=type(each.tally)(**tally(each.code))) if each.depth else each
        for each in found.units
    )
    return replace(found, rows=rows, units=units, tally=type(found.tally)(**tally()))


BOARD, COUNTED = waiting(), waiting(counts=True)


def cells(document: Document) -> list[tuple[str, str]]:
    """Return trace and mark of every figure of the unit that waits, in the tables."""
    tables = [b for each in document.sections for b in each.blocks if isinstance(b, Table)]
    return [
        (span.trace, cell.status or "")
        for table in tables
        for row in table.rows
        for cell in row
        for span in cell.spans
        if not isinstance(span, str) and span.trace.endswith("/value") and f"/{UNIT}/" in span.trace
        if span.trace.startswith("row/")
    ]


def section(document: Document, title: str) -> Section:
    return next(each for each in document.sections if each.title.startswith(title))


@pytest.mark.parametrize("outline", [meeting, album, picture])
def test_what_waits_is_hollow_in_every_outline(outline: type) -> None:
    told = cells(outline(BOARD, Options()))
    assert len(told) >= 6
    assert {mark_ for _, mark_ in told} <= set(HOLLOW)
    assert all(mark_ == mark(BOARD.by_key[UNIT, trace.split("/")[2]].cell.status, waits=True)
               for trace, mark_ in told)  # fmt: skip
    assert not {mark_ for _, mark_ in cells(outline(COUNTED, Options()))} & set(HOLLOW)


def test_bars_and_points_of_what_waits_are_hollow() -> None:
    found = [
        point.status
        for each in meeting(BOARD, Options(chosen=(UNIT,))).sections
        if each.about == UNIT
        for block in each.blocks
        if isinstance(block, Chart)
        for point in block.points
    ]
    assert found
    assert set(found) <= set(HOLLOW)


def test_the_list_of_red_cells_is_as_long_as_the_tile_says() -> None:
    for board in (BOARD, COUNTED):
        red = [r for r in board.own_rows if r.cell.counted == "red"]
        table = next(
            b for b in section(meeting(board, Options()), "Chưa đạt").blocks if isinstance(b, Table)
        )
        assert len(table.rows) == len(red) == board.tally.red
    assert any(r.cell.status == "red" and r.cell.unit == UNIT for r in BOARD.own_rows)
    assert "đơn vị" in "".join(each for each in headline(BOARD) if isinstance(each, str))


def test_waiting_figures_have_a_list_of_their_own() -> None:
    found = section(meeting(BOARD, Options()), "Chưa báo cáo, chờ duyệt").blocks[0]
    assert isinstance(found, Table)
    assert [row[3].status for row in found.rows] == ["missing", "waiting"]
    counts = [
        span.value for row in found.rows for span in row[1].spans if not isinstance(span, str)
    ]
    assert sum(filter(None, counts)) == BOARD.tally.missing


def test_a_units_first_sentence_says_what_waits() -> None:
    first = section(meeting(BOARD, Options()), BOARD.unit[UNIT].name).blocks[0]
    assert isinstance(first, Text)
    assert first.plain.endswith(". 6 số liệu đang chờ duyệt, chưa tính vào tỷ lệ xanh hóa.")


def test_the_legend_names_what_is_hollow_where_something_is() -> None:
    told = [block.plain for block in matrix(BOARD).blocks if isinstance(block, Text)]
    assert WAITING_LEGEND in told[0]
    assert WAITING_LEGEND not in str(matrix(COUNTED))
    assert all(SYMBOLS[each] in WAITING_LEGEND for each in HOLLOW if each != "waiting")


def test_no_two_looks_are_alike() -> None:
    assert len(set(SYMBOLS.values())) == len(SYMBOLS) == len(WORDS) == len(set(WORDS.values()))
    assert {COLOURS[each][0] for each in HOLLOW} == {"#FFFFFF"}
    statuses: tuple[Status, ...] = ("green", "amber", "red")
    for status in statuses:
        assert FILLS[mark(status, waits=True)] == FILLS[status]


def test_slides_draw_it_hollow() -> None:
    deck = Presentation(BytesIO(write("pptx", BOARD)))
    tables = [s.table for slide in deck.slides for s in slide.shapes if s.has_table]
    filled = [c for table in tables for row in table.rows for c in row.cells
              if c.text[:1] in {SYMBOLS[each] for each in HOLLOW}]  # fmt: skip
    assert len(filled) >= 6
    for cell in filled:
        xml = cell._tc.xml
        assert "sysDash" in xml
        assert str(cell.fill.fore_color.rgb) == "FFFFFF"
    series = [
        plot for slide in deck.slides for s in slide.shapes if s.has_chart
        for plot in s.chart.plots[0].series if plot.name == WORDS["waiting_green"]
    ]  # fmt: skip
    assert series
    assert all("sysDash" in each._element.xml for each in series)


def test_drawings_are_hollow() -> None:
    found = section(meeting(BOARD, Options(chosen=(UNIT,))), BOARD.unit[UNIT].name)
    bars = next(each for each in found.blocks if isinstance(each, Chart))
    drawn = framed(bars, foot="").svg
    assert "stroke-dasharray" in drawn
    assert "chờ duyệt, chưa tính" in drawn
    full = [f'height="12" rx="0" fill="{each}"' for each in FILLS.values()]
    assert not [each for each in full if each in drawn]
    assert "stroke-dasharray" in strip((bars,))
