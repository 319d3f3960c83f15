"""Two rows for one and the same unit, indicator and period."""

from __future__ import annotations

from collections.abc import Iterator

from indicators.checks.scene import Scene
from indicators.errors import Problem
from indicators.intake.rows import Row

CODE = "figure-duplicate"


def find(scene: Scene) -> Iterator[Problem]:
    """Yield one problem for each further row of what an earlier row already reports."""
    seen: dict[tuple[str, str, str], Row] = {}
    for row in scene.rows:
        if row.unit is None or row.period is None:
            continue
        earlier = seen.setdefault((row.unit.code, row.indicator.code, str(row.period)), row)
        if earlier is row:
            continue
        where = earlier.cell if earlier.sheet == row.sheet else f"{earlier.sheet}!{earlier.cell}"
        message = (
            f"Ô {where} và ô {row.cell} cùng là «{row.indicator.name}» của {row.unit.name}, "
            f"{row.period.label}: chỉ giữ một dòng"
        )
        yield Problem.error(CODE, message, sheet=row.sheet, cell=row.cell)
