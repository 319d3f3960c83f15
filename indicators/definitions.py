"""What is measured (chỉ tiêu), told to one who reports or reads: definitions, targets, units.

The plans are public; which units an indicator and a target are for is told only of the units in
the asker's own branches.
"""

from __future__ import annotations

from typing import Any

from indicators.access import Principal, needs
from indicators.catalogue.model import Indicator, Target
from indicators.errors import NotFound
from indicators.workspace import Workspace

_AS_WRITTEN = (
    "code",
    "name",
    "short",
    "name_en",
    "plan",
    "clause",
    "unit_of_measure",
    "decimals",
    "formula",
    "direction",
    "frequency",
    "accumulation",
    "roll_up",
    "numerator",
    "denominator",
)


@needs("read")
def definitions(
    workspace: Workspace, who: Principal, *, plan: str | None = None
) -> list[dict[str, Any]]:
    """Return the indicators that apply to any unit of `who`, in plan order, as plain JSON values.

    Values of targets are in the indicator's own unit; days are ISO text.

    Raises:
        NotFound: no such plan.
    """
    catalogue = workspace.catalogue
    if plan is not None and plan not in catalogue.plans:
        raise NotFound(f"Không có kế hoạch «{plan}»")
    found = []
    for indicator in catalogue.indicators.values():
        units = [unit for unit in indicator.applies_to if workspace.sees(who, unit)]
        if units and plan in {None, indicator.plan}:
            found.append(_definition(indicator, catalogue.targets_of(indicator.code), units))
    return found


def _definition(
    indicator: Indicator, targets: tuple[Target, ...], units: list[str]
) -> dict[str, Any]:
    """Return one indicator, with the targets that hold for any of `units`."""
    own = [each for each in targets if not each.units or not {*each.units}.isdisjoint(units)]
    return {
        **{name: getattr(indicator, name) for name in _AS_WRITTEN},
        "units": units,
        "targets": [_target(each, units) for each in own],
    }


def _target(target: Target, units: list[str]) -> dict[str, Any]:
    """Return one target; `units` is empty where it holds for every unit of the indicator."""
    return {
        "clause": target.clause,
        "text": target.text,
        "kind": target.kind,
        "operator": target.operator,
        "value": target.value,
        "upper": target.upper,
        "valid_from": target.valid_from.isoformat(),
        "valid_to": target.valid_to.isoformat() if target.valid_to else None,
        "due": target.due.isoformat() if target.due else None,
        "milestones": [
            {"on": each.on.isoformat(), "value": each.value} for each in target.milestones
        ],
        "units": [unit for unit in target.units if unit in units],
    }
