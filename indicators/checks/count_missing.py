"""A ratio given by one of its two counts only."""

from __future__ import annotations

from collections.abc import Iterator

from indicators.checks.scene import Scene, error
from indicators.errors import Problem
from indicators.intake.cells import column_letters

CODE = "count-missing"


def find(scene: Scene) -> Iterator[Problem]:
    """Yield one problem for each ratio that lacks its numerator or its denominator."""
    for entry in scene.entries:
        if entry.indicator.formula != "ratio" or entry.is_nothing:
            continue
        if (entry.numerator is None) == (entry.denominator is None):
            continue
        lacks_numerator = entry.numerator is None
        column = entry.row.slots.numerator if lacks_numerator else entry.row.slots.denominator
        given = entry.denominator if lacks_numerator else entry.numerator
        if given is None:
            continue
        cell = f"{column_letters(column)}{entry.row.line}" if column else given.cell
        what = "tử số" if lacks_numerator else "mẫu số"
        label = entry.indicator.numerator if lacks_numerator else entry.indicator.denominator
        yield error(
            entry, CODE, f"Ô {cell}: thiếu {what} ({label}): ghi đủ cả tử số và mẫu số", cell=cell
        )
