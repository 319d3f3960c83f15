"""Counts beside an indicator that is no ratio."""

from __future__ import annotations

from collections.abc import Iterator

from indicators.checks.scene import Scene, error
from indicators.errors import Problem

CODE = "count-misplaced"


def find(scene: Scene) -> Iterator[Problem]:
    """Yield an error where only counts are given, a warning where they stand beside the result."""
    for entry in scene.entries:
        given = entry.numerator or entry.denominator
        if entry.indicator.formula == "ratio" or given is None or entry.is_nothing:
            continue
        if entry.value is None:
            yield error(
                entry,
                CODE,
                f"Ô {given.cell}: chỉ tiêu «{entry.indicator.name}» không tính từ tử số và mẫu "
                "số: ghi số liệu vào cột Kết quả",
                cell=given.cell,
            )
        else:
            yield Problem.warning(
                CODE,
                f"Ô {given.cell}: tử số, mẫu số của «{entry.indicator.name}» không được đọc, "
                "chỉ đọc cột Kết quả",
                sheet=entry.row.sheet,
                cell=given.cell,
            )
