"""A count or rate below zero."""

from __future__ import annotations

from collections.abc import Iterator

from indicators.checks.scene import Scene, error
from indicators.errors import Problem

CODE = "figure-negative"


def find(scene: Scene) -> Iterator[Problem]:
    """Yield one problem for each number below zero of a ratio or count; a growth may be."""
    for entry in scene.entries:
        if entry.indicator.formula not in {"ratio", "count"}:
            continue
        for amount in (entry.numerator, entry.denominator, entry.value):
            if amount is not None and amount.number < 0:
                message = f"Ô {amount.cell} ghi {amount.shown}: số này không thể âm, kiểm tra lại"
                yield error(entry, CODE, message, cell=amount.cell)
