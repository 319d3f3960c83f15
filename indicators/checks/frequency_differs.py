"""A figure for another kind of period than its indicator is reported by."""

from __future__ import annotations

from collections.abc import Iterator

from indicators.checks.scene import Scene, error
from indicators.errors import Problem

CODE = "frequency-differs"
_BY = {
    "week": "tuần",
    "month": "tháng",
    "quarter": "quý",
    "half": "6 tháng",
    "nine_months": "9 tháng",
    "year": "năm",
}


def find(scene: Scene) -> Iterator[Problem]:
    """Yield one problem for each monthly figure in a quarter's report, and so on."""
    for entry in scene.entries:
        period = entry.row.period
        if period is not None and period.frequency != entry.indicator.frequency:
            yield error(
                entry,
                CODE,
                f"Ô {entry.row.cell}: chỉ tiêu «{entry.indicator.name}» báo cáo theo "
                f"{_BY[entry.indicator.frequency]}, không theo {_BY[period.frequency]} "
                f"({period.label}): ghi vào biểu đúng kỳ",
            )
