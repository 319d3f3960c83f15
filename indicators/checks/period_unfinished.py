"""A figure for a period whose figures are not all in."""

from __future__ import annotations

from collections.abc import Iterator

from indicators.checks.scene import Scene, warning
from indicators.errors import Problem

CODE = "period-unfinished"


def find(scene: Scene) -> Iterator[Problem]:
    """Yield one warning for each period, at its first figure, that both windows still hold open.

    Figures may be closed on the 14th of the last month (REFERENCE.md, NĐ 09/2019).
    """
    seen = set()
    for entry in scene.entries:
        period = entry.row.period
        if period is None or period in seen:
            continue
        seen.add(period)
        closes = min(period.window("nd09").last, period.end)
        if not period.start <= scene.today < closes:
            continue
        yield warning(
            entry,
            CODE,
            f"Ô {entry.row.cell}: {period.label} chưa hết (hôm nay {scene.today:%d/%m/%Y}): "
            "kiểm tra kỳ báo cáo",
        )
