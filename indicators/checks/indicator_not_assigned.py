"""A figure from a unit that does not report the indicator."""

from __future__ import annotations

from collections.abc import Iterator

from indicators.checks.scene import Scene, error
from indicators.errors import Problem

CODE = "indicator-not-assigned"


def find(scene: Scene) -> Iterator[Problem]:
    """Yield one problem for each figure of an indicator that its unit was not given."""
    for entry in scene.entries:
        unit = entry.row.unit
        if unit is not None and unit.code not in entry.indicator.applies_to:
            yield error(
                entry,
                CODE,
                f"Ô {entry.row.cell}: {unit.name} không được giao báo cáo chỉ tiêu "
                f"«{entry.indicator.name}»: xóa số liệu, hoặc kiểm tra tên đơn vị và chỉ tiêu",
            )
