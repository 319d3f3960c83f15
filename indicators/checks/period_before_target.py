"""A figure for a period before any target of its indicator."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from indicators.checks.scene import Scene, warning
from indicators.errors import Problem
from indicators.periods import Period

CODE = "period-before-target"


def find(scene: Scene) -> Iterator[Problem]:
    """Yield one warning for each figure that ends before its indicator's first target begins."""
    first: dict[str, date | None] = {}
    ends: dict[Period, date] = {}
    for entry in scene.entries:
        code, period = entry.indicator.code, entry.row.period
        if period is None:
            continue
        if code not in first:
            starts = (target.valid_from for target in scene.catalogue.targets_of(code))
            first[code] = min(starts, default=None)
        start = first[code]
        if period not in ends:
            ends[period] = period.end
        if start is not None and ends[period] < start:
            yield warning(
                entry,
                CODE,
                f"Ô {entry.row.cell}: {period.label} trước khi có chỉ tiêu giao "
                f"(từ {start:%d/%m/%Y}): số liệu được giữ nhưng không chấm xanh, đỏ",
            )
