"""What is said of figures that are nearly something else: nearly as before, nearly none."""

from __future__ import annotations

import csv
from dataclasses import replace

from indicators.board.view import Tally
from indicators.export import Snapshot, tracing, write
from indicators.export.document import Text, Tiles, plain_text
from indicators.export.outlines import sentences
from indicators.export.outlines.album_pages import RowCharts, unit_page
from indicators.export.outlines.overview import month_words
from indicators.export.outlines.report import report
from indicators.export.outlines.report_tables import full_table
from indicators.export.outlines.wording import change_cell
from indicators.export.snapshot import Whole
from tests import snapshots

KEY = ("u1", "c1")


def with_cell(found: Snapshot, **cell: object) -> Snapshot:
    """Return the board with one cell changed."""
    rows = tuple(
        replace(row, cell=replace(row.cell, **cell)) if row.key == KEY else row  # type: ignore[arg-type]  # any part
        for row in found.rows
    )
    return replace(found, rows=rows)


def test_a_change_is_told_as_finely_as_its_figure() -> None:
    asked = snapshots.snapshot(2, 2)
    asked = replace(asked, indicators=tuple(replace(each, decimals=1) for each in asked.indicators))
    told = {}
    for value, before in ((97.96, 98.0), (97.94, 98.0), (90.04, 90.0), (97.96, 97.96)):
        board = with_cell(asked, value=value, previous=before, goal=98.0)
        told[value, before] = change_cell(board, board.by_key[KEY]).plain
    assert told == {
        (97.96, 98.0): "−0,04 điểm phần trăm",  # both would be 98 with one decimal
        (97.94, 98.0): "−0,1 điểm phần trăm",
        (90.04, 90.0): "không đổi",
        (97.96, 97.96): "không đổi",
    }


def test_a_change_too_small_to_be_shown_is_none() -> None:
    board = snapshots.snapshot(2, 2)
    told = [
        plain_text(
            sentences.overall(
                replace(
                    board, tally=Tally(green=1000, red=1000), previous=Tally(green, 2000 - green)
                )
            )
        )
        for green in (999, 995)
    ]
    assert "không đổi so với" in told[0]
    assert "tăng 0,3 điểm phần trăm" in told[1]
    assert tracing.change(board) is not None


def test_what_was_due_on_the_way_is_told_in_words_of_its_own_period() -> None:
    board = with_cell(snapshots.snapshot(2, 2), operator="between", goal=3.0, upper=5.0)
    row = board.by_key[KEY]
    before = replace(row.points[0], goal=2.5, upper=4.5)
    told = [tracing.goal_at(board, row, at) for at in (before, replace(before, goal=None))]
    assert told == ["từ 2,5 % đến 4,5 %", ""]


def test_nobody_is_said_to_wait_where_nobody_does() -> None:
    board = snapshots.snapshot(3, 2)
    told = plain_text(sentences.standing(board))
    assert "quá hạn chưa có số liệu được duyệt" in told
    assert "chờ duyệt" not in told
    waits = with_cell(board, is_provisional=True, counted="missing", reported="submitted")
    assert "(trong đó 1 lượt đã nộp, đang chờ duyệt)" in plain_text(sentences.standing(waits))


def test_a_unit_of_which_nothing_is_due_has_no_rate_in_the_annex() -> None:
    board = snapshots.empty(2)
    heads = [row[0].plain for row in full_table(board).rows if len(row) == 1]
    assert heads == [each.name for each in board.units if each.depth]
    full = snapshots.snapshot(2, 2)
    heads = [row[0].plain for row in full_table(full).rows if len(row) == 1]
    assert heads[0] == full.units[0].name  # the roll-ups' row has no rate of its own
    assert "tỷ lệ xanh hóa" in heads[1]


def test_a_unit_alone_has_its_rate_on_its_page() -> None:
    full = snapshots.snapshot(2, 2)
    own = replace(full.unit["u1"], depth=0)
    alone = replace(
        full, units=(own,), rows=tuple(row for row in full.rows if row.cell.unit == "u1")
    )
    page = unit_page(alone, own, RowCharts(alone))
    assert isinstance(page.blocks[0], Tiles)
    assert page.title == own.name
    above = unit_page(full, full.units[0], RowCharts(full))
    assert not isinstance(above.blocks[0], Tiles)


def test_periods_under_an_axis() -> None:
    assert [month_words(each) for each in ("2026-09", "2026-Q3")] == ["09/26", "Quý III/2026"]


def test_a_whole_period_s_figure_shows_that_it_is_not_what_is_due() -> None:
    board = with_cell(snapshots.snapshot(2, 2, period="2026-Q3"), goal=98.0)
    board = replace(board, indicators=tuple(replace(x, decimals=0) for x in board.indicators))
    row = board.by_key[KEY]
    near, far = (replace(row, whole=Whole(each, None, None, 3, 3)) for each in (97.96, 96.04))
    assert [tracing.whole(board, each).text for each in (near, far)] == ["97,96 %", "96 %"]


def test_the_annex_names_the_place_each_figure_was_read_from() -> None:
    board = snapshots.snapshot(2, 2)
    told = [
        row[-1].plain
        for row in full_table(board).rows
        if len(row) > 1 and row[1].plain == board.indicator["c1"].name
    ]
    assert told == ["cộng dồn từ 1/2 đơn vị", "u1-2026-10.xlsx, Biểu 1!E8", ""]


def test_a_remedy_without_a_day_is_no_promise() -> None:
    def promised(board: Snapshot) -> str:
        texts = (
            block.plain
            for section in report(board).sections
            if section.about == "next"
            for block in section.blocks
            if isinstance(block, Text)
        )
        return next((each for each in texts if each.startswith("Thực hiện giải pháp")), "")

    board = snapshots.snapshot(1, 3)
    assert promised(board).count("(đến 15/12/2026)") == 2
    assert board.indicator["c1"].name in promised(board)
    rows = []
    for row in board.rows:
        told = row.explanation
        if row.key == KEY and told and told.newest:
            told = replace(told, newest=replace(told.newest, remedy_due=None))
        rows.append(replace(row, explanation=told))
    some = promised(replace(board, rows=tuple(rows)))
    assert some.count("(đến ") == 1
    assert board.indicator["c1"].name not in some


def test_the_central_report_says_yes_or_no() -> None:
    board = snapshots.snapshot(1, 1)
    for value, word in ((1.0, "Có"), (0.0, "Không")):
        rows = tuple(
            replace(row, cell=replace(row.cell, value=value)) if row.cell.indicator == "CO" else row
            for row in board.rows
        )
        lines = write("central-csv", replace(board, rows=rows)).decode("utf-8-sig").splitlines()
        heads, *told = csv.reader(lines, delimiter=";")
        found = {line[heads.index("Tên chỉ tiêu")]: line for line in told}
        of = heads.index("Thực hiện")
        assert found["Ban hành quy chế"][of] == word
        assert found["Số cuộc kiểm tra"][of] == "13"
