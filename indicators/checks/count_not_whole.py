"""A count of a ratio that is no whole number."""

from __future__ import annotations

from collections.abc import Iterator

from indicators.checks.scene import Scene, error
from indicators.errors import Problem

CODE = "count-not-whole"


def find(scene: Scene) -> Iterator[Problem]:
    """Yield one problem for each count with decimals: of a ratio, or a figure that is a count."""
    for entry in scene.entries:
        counts = (entry.numerator, entry.denominator)
        if entry.indicator.formula == "count":
            counts = (entry.value, None)
        elif entry.indicator.formula != "ratio":
            continue
        for amount in counts:
            if amount is not None and amount.number != int(amount.number):
                message = f"Ô {amount.cell} ghi {amount.shown}: đây là số đếm, ghi số nguyên"
                yield error(entry, CODE, message, cell=amount.cell)
