"""A figure of a unit for a period in which the unit did not exist."""

from __future__ import annotations

from collections.abc import Iterator

from indicators.catalogue.model import Catalogue, Unit
from indicators.checks.scene import Scene, error
from indicators.errors import Problem

CODE = "unit-not-valid"


def find(scene: Scene) -> Iterator[Problem]:
    """Yield one problem for each figure outside its unit's validity; units merge and split."""
    for entry in scene.entries:
        unit, period = entry.row.unit, entry.row.period
        if unit is None or period is None:
            continue
        is_over = unit.valid_to is not None and period.start > unit.valid_to
        is_not_yet = unit.valid_from is not None and period.end < unit.valid_from
        if is_over or is_not_yet:
            yield error(
                entry,
                CODE,
                f"Ô {entry.row.cell}: {unit.name} không hoạt động trong {period.label}"
                f"{_instead(unit, scene.catalogue)}",
            )


def _instead(unit: Unit, catalogue: Catalogue) -> str:
    names = [catalogue.units[code].name for code in unit.successors if code in catalogue.units]
    if not names:
        return ": kiểm tra đơn vị và kỳ báo cáo"
    return f": báo cáo theo đơn vị mới ({', '.join(names)})"
