"""A stated result above what the indicator can reach."""

from __future__ import annotations

from collections.abc import Iterator

from indicators.checks.scene import Scene, error
from indicators.errors import Problem
from indicators.numbers import format_measure

CODE = "value-above-maximum"


def find(scene: Scene) -> Iterator[Problem]:
    """Yield one problem for each stated result above the indicator's maximum."""
    for entry in scene.entries:
        most, stated = entry.indicator.maximum, entry.value
        if most is None or stated is None or stated.number <= most:
            continue
        measure = entry.indicator.unit_of_measure
        yield error(
            entry,
            CODE,
            f"Ô {stated.cell} là {format_measure(stated.number, measure)}, cao hơn mức tối đa "
            f"{format_measure(most, measure)}: kiểm tra lại",
            cell=stated.cell,
        )
