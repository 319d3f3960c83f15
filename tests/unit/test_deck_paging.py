"""Slides laid out: nothing overlaps or runs off, no word is lost, however long."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest

from indicators.export import Options, Snapshot
from indicators.export.document import (
    Chart,
    Column,
    Figure,
    Section,
    Table,
    TableCell,
    Text,
    figures_of,
)
from indicators.export.measure import fitting, shortened, width, wrapped
from indicators.export.outlines.meeting import meeting
from indicators.export.slides.geometry import Box
from indicators.export.slides.pages import Page, pages
from indicators.export.slides.rows import MOST_ROWS, column_widths, measured
from tests import snapshots

ROOM = Box(36, 84, 888, 410)
NARROW = Box(36, 100, 648, 370)
LONG = "Tỷ lệ hồ sơ thủ tục hành chính được tiếp nhận, giải quyết và trả kết quả trước hạn " * 2


def long_named(found: Snapshot) -> Snapshot:
    return replace(
        found,
        units=tuple(replace(each, name=LONG[:120], short="") for each in found.units),
        indicators=tuple(replace(each, name=LONG, short="") for each in found.indicators),
    )


def stands(page: Page, room: Box) -> None:
    """Every part lies within the room, below or beside the one before it."""
    for part in page.parts:
        assert part.box.x >= room.x - 0.01
        assert part.box.x + part.box.w <= room.x + room.w + 0.01
        assert part.box.y >= room.y - 0.01
        assert part.box.bottom <= room.bottom + 0.01
        if part.cut:
            assert part.cut.height <= part.box.h + 0.01
    for one, next_ in pairwise(page.parts):
        is_beside = isinstance(one.block, Chart) and one.box.y == next_.box.y
        if is_beside:
            assert one.box.x + one.box.w <= next_.box.x
        else:
            assert one.box.bottom <= next_.box.y


@pytest.mark.parametrize("room", [ROOM, NARROW])
@pytest.mark.parametrize("by", ["unit", "indicator"])
@pytest.mark.parametrize(
    "snapshot",
    [
        snapshots.snapshot(12, 18),
        long_named(snapshots.snapshot(3, 30)),
        snapshots.snapshot(40, 2),
        snapshots.explained(snapshots.snapshot(3, 3), ("u1", "c1"), cause="Thiếu người. " * 300),
        snapshots.empty(),
        snapshots.snapshot(3, 20, period="2026-Q3"),
    ],
)
def test_nothing_overlaps_or_runs_off_and_nothing_is_lost(
    snapshot: Snapshot, by: str, room: Box
) -> None:
    for section in meeting(snapshot, Options(by=by)).sections:  # type: ignore[arg-type]
        laid = pages(section, room)
        for page in laid:
            stands(page, room)
            for block in page.blocks:
                assert not isinstance(block, Table) or len(block.rows) <= MOST_ROWS
        shown = [figure for page in laid for figure in figures_of(page.blocks)]
        assert sorted(map(repr, shown)) == sorted(map(repr, figures_of(section.blocks)))


@pytest.mark.parametrize("by", ["unit", "indicator"])
def test_a_unit_or_indicator_is_one_slide(by: str) -> None:
    for count in range(5, 20):  # heights are sums of fractions: some would not fit by a hair
        board = snapshots.snapshot(8, count)
        found = [s for s in meeting(board, Options(by=by)).sections if s.kind == by]  # type: ignore[arg-type]
        assert len(found) > 6
        assert {len(pages(section, ROOM)) for section in found} == {1}, count


def test_a_row_higher_than_a_slide_goes_on_word_by_word() -> None:
    figure = Figure("97,96 %", 97.96, "row/a/b/value")
    told = " ".join(f"từ{number}" for number in range(2500))
    row = (TableCell(("Đơn vị",)), TableCell((figure,), "red"), TableCell((told,)))
    columns = (Column("Đơn vị"), Column("Thực hiện"), Column("Vì sao", 4.0))
    laid = pages(Section("Chưa đạt", (Table(columns, (row,)),)), ROOM)
    assert len(laid) > 2
    parts = [row for page in laid for block in page.blocks for row in block.rows]  # type: ignore[union-attr]
    assert " ".join(part[2].plain for part in parts) == told
    assert [part[1].spans for part in parts] == [(figure,)] + [()] * (len(parts) - 1)
    assert {part[1].status for part in parts} == {"red"}


def test_rows_are_as_high_as_their_longest_cell() -> None:
    columns = (Column("A", 3.0), Column("B"))
    rows = tuple((TableCell((text,)), TableCell(("1",))) for text in ("ngắn", LONG))
    cut = measured(Table(columns, rows), 400, 400)
    short, high = cut.heights[1:]
    assert high > 3 * short
    assert sum(column_widths(cut.table, 400)) == pytest.approx(400)


def test_rows_are_shared_out_over_the_slides() -> None:
    rows = tuple((TableCell((str(number),)),) for number in range(MOST_ROWS + 4))
    laid = pages(Section("Bảng", (Table((Column("Số"),), rows),)), ROOM)
    assert [len(block.rows) for page in laid for block in page.blocks] == [9, 8]  # type: ignore[union-attr]
    assert [page.title for page in laid] == ["Bảng (1/2)", "Bảng (2/2)"]


def test_a_long_paragraph_goes_on() -> None:
    told = " ".join(f"chữ{number}" for number in range(3000))
    laid = pages(Section("Lời", (Text((told,)),)), ROOM)
    assert len(laid) > 1
    shown = " ".join(part.block.plain.strip() for page in laid for part in page.parts)  # type: ignore[union-attr]
    assert shown == told


def test_text_is_measured_by_its_base_letters() -> None:
    assert width("Đường", 10) > width("Đuong", 10)
    assert width("ệ", 10) == width("e", 10)
    assert width("ii", 10) < width("WW", 10)
    figure = Figure("1.234,5 tỷ đồng", 1.0, "x")
    lines = wrapped(("Tổng là ", figure, " trong kỳ"), width("1.234,5 tỷ đồng", 11), 11)
    assert (figure,) in lines
    assert all(width("".join(map(str, line)), 11) <= 40 for line in wrapped(("x" * 99,), 40, 11))
    assert fitting(LONG, 300, (20.0, 10.0, 4.0), 2) == 4.0
    assert shortened("một hai ba bốn năm", 10) == "một hai…"
    assert shortened("x" * 30, 10) == "x" * 9 + "…"
