"""Something out of nothing: a denominator of 0 below a numerator that is not."""

from __future__ import annotations

from collections.abc import Iterator

from indicators.checks.scene import Scene, error
from indicators.errors import Problem

CODE = "denominator-zero"


def find(scene: Scene) -> Iterator[Problem]:
    """Yield one problem for each ratio whose denominator is zero but numerator is not."""
    for entry in scene.entries:
        numerator, denominator = entry.numerator, entry.denominator
        if not entry.is_counted or numerator is None or denominator is None:
            continue
        if denominator.number == 0 and numerator.number != 0:
            yield error(
                entry,
                CODE,
                f"Ô {denominator.cell}: mẫu số bằng 0 nhưng tử số là {numerator.shown}: sửa mẫu "
                "số, hoặc ghi 0 ở cả hai nếu không phát sinh",
                cell=denominator.cell,
            )
