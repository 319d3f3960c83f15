"""A figure that reaches what is due by a hair: exactly, or by a single count."""

from __future__ import annotations

import math
from collections.abc import Iterator

from indicators.catalogue.model import Indicator
from indicators.checks.history import Standing
from indicators.checks.past import Past, shown, warning
from indicators.errors import Problem
from indicators.intake.reading import Figure
from indicators.numbers import format_target

CODE = "at-threshold"
_LEAST = 20  # counts: with fewer, one is worth over 5 % and chance decides
_ROOM = 5  # better counts there could have been: one step is no hair next to the best there is
_TINY = 1e-9


def find(past: Past) -> Iterator[Problem]:
    """Yield one warning for each green figure at what is due, or at the first count above it.

    The best there is (100 %, none late) is where good work ends, and a stock that stands where
    it stood was explained before.
    """
    for figure in past.figures:
        due, indicator = past.standing(figure), past.indicator(figure)
        if figure.value is None or due.goal is None or past.becomes(figure) != "green":
            continue
        if figure.value in {0.0, indicator.maximum} or indicator.formula == "yes_no":
            continue
        gap, step = _gap(figure.value, due.goal, due), _step(figure, indicator, due.goal)
        if gap > step * (1 + _TINY) or _stands_still(past, figure):
            continue
        is_second = gap > step * (1 - _TINY) and due.operator not in {">", "<"}
        if gap > _TINY and (is_second or _room(figure, indicator) < _ROOM):
            continue
        goal = format_target(due.operator, due.goal, due.upper, indicator.unit_of_measure, 2)
        by = "vừa đúng" if gap <= _TINY else "cách chưa quá một số đếm so với"
        value = shown(figure.value, indicator)
        yield warning(figure, CODE, f"«{indicator.name}» {value}, {by} mức phải đạt {goal}")


def _gap(value: float, goal: float, due: Standing) -> float:
    """Return how far inside its bounds a green figure is."""
    above, below = value - goal, goal - value
    within = min(above, (goal if due.upper is None else due.upper) - value)
    gaps = {">=": above, ">": above, "<=": below, "<": below, "between": within}
    return gaps.get(due.operator or "", math.inf)


def _step(figure: Figure, indicator: Indicator, goal: float) -> float:
    """Return what one count is worth: next to nothing without counts, too much with few."""
    if indicator.formula == "count":
        return 1.0 if abs(goal) >= _LEAST else -math.inf
    if figure.denominator is None:
        return _TINY
    return indicator.scale / figure.denominator if figure.denominator >= _LEAST else -math.inf


def _room(figure: Figure, indicator: Indicator) -> float:
    """Return how many counts better the figure could be."""
    if figure.numerator is None or figure.denominator is None:
        return math.inf
    if indicator.direction == "down":
        return figure.numerator
    is_share = indicator.maximum is not None
    return figure.denominator - figure.numerator if is_share else math.inf


def _stands_still(past: Past, figure: Figure) -> bool:
    is_stock = past.indicator(figure).accumulation == "stock"
    return is_stock and any(
        (each.numerator, each.denominator, each.value)
        == (figure.numerator, figure.denominator, figure.value)
        for each in past.before(figure)[-1:]
    )
