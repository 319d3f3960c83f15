"""Boards as no one wishes for them: figures beside their goals, long names, holes, odd words."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO
from typing import Any

import pytest
from pptx import Presentation

from indicators.export import Snapshot, tracing, write
from indicators.export.inert import plain
from pages import _words
from tests import snapshots

KEY = ("u1", "c1")
LONGEST = "Phòng " * 60


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
