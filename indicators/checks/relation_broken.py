"""Two indicators whose counts cannot both be true by a relation that the plan implies."""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterator

from indicators.catalogue.model import Comparison, Relation, Side
from indicators.checks.past import NOTHING, Past, label, shown, warning
from indicators.errors import Problem
from indicators.intake.reading import Figure

CODE = "relation-broken"
_HOLDS: dict[Comparison, Callable[[float, float], bool]] = {
    ">=": operator.ge,
    ">": operator.gt,
    "<=": operator.le,
    "<": operator.lt,
    "=": operator.eq,
}
_BREAKS = {
    ">=": "nhỏ hơn",
    ">": "không lớn hơn",
    "<=": "lớn hơn",
    "<": "không nhỏ hơn",
    "=": "khác",
}
_Key = tuple[str, str, str]


def find(past: Past) -> Iterator[Problem]:
    """Yield one warning for each relation that the file breaks, by itself or with what stands."""
    told = {(each.unit, each.period, each.indicator): each for each in past.figures}
    for unit, period in dict.fromkeys((key[0], key[1]) for key in told):
        for relation in past.catalogue.relations:
            sides = (relation.left, relation.right)
            ours = [told.get((unit, period, side.indicator)) for side in sides]
            at = ours[0] or ours[1]
            left, right = (_number(past, told, (unit, period), side) for side in sides)
            if at is None or left is None or right is None:
                continue
            if not _HOLDS[relation.operator](left, right):
                yield warning(at, CODE, _message(past, relation, left, right))


def _number(
    past: Past, told: dict[_Key, Figure], where: tuple[str, str], side: Side
) -> float | None:
    """Return one side: what the file says, else what stands in its cell."""
    unit, period = where
    found = told.get((*where, side.indicator))
    standing = past.history.standing.get((unit, side.indicator, period), NOTHING)
    number: float | None = getattr(found or standing, side.part)
    return number


def _message(past: Past, relation: Relation, left: float, right: float) -> str:
    named = [
        f"«{label(indicator, side.part)}» ({shown(number, indicator, side.part)})"
        for side, number in ((relation.left, left), (relation.right, right))
        for indicator in [past.catalogue.indicators[side.indicator]]
    ]
    return (
        f"{named[0]} {_BREAKS[relation.operator]} {named[1]}, không khớp mục {relation.clause} "
        f"({relation.why})"
    )
