"""A figure for a period that has not begun."""

from __future__ import annotations

from collections.abc import Iterator

from indicators.checks.scene import Scene, error
from indicators.errors import Problem

CODE = "period-future"


def find(scene: Scene) -> Iterator[Problem]:
    """Yield one problem for each period, at its first figure, whose first day is after today."""
    seen = set()
    for entry in scene.entries:
        period = entry.row.period
        if period is None or period in seen:
            continue
        seen.add(period)
        if period.start <= scene.today:
            continue
        yield error(
            entry,
            CODE,
            f"Ô {entry.row.cell}: {period.label} chưa đến (hôm nay {scene.today:%d/%m/%Y}): "
            "kiểm tra kỳ báo cáo",
        )
