"""More than the whole: a numerator above the denominator of a rate that cannot pass 100 %."""

from __future__ import annotations

from collections.abc import Iterator

from indicators.checks.scene import Scene, error
from indicators.errors import Problem

CODE = "numerator-above-denominator"


def find(scene: Scene) -> Iterator[Problem]:
    """Yield one problem for each share of a whole that is larger than the whole."""
    for entry in scene.entries:
        numerator, denominator = entry.numerator, entry.denominator
        if not entry.is_counted or numerator is None or denominator is None:
            continue
        if entry.indicator.maximum == entry.indicator.scale and (
            numerator.number > denominator.number > 0
        ):
            yield error(
                entry,
                CODE,
                f"Ô {numerator.cell}: tử số {numerator.shown} lớn hơn mẫu số {denominator.shown} "
                f"(ô {denominator.cell}): kiểm tra hai số này",
                cell=numerator.cell,
            )
