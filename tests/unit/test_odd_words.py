"""What is said of figures that are nearly something else: nearly as before, nearly none."""

from __future__ import annotations

from dataclasses import replace

from indicators.board.view import Tally
from indicators.export import Snapshot, tracing
from indicators.export.document import plain_text
from indicators.export.outlines import sentences
from indicators.export.outlines.wording import change_cell
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
