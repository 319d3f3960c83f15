"""Checks of what was read: one module each, a code and a generator of problems.

A new check is a module with `CODE` and `find(scene)`, one line in `CHECKS`, and a file of cases
in `tests/cases/`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from indicators.checks import (
    count_misplaced,
    count_missing,
    count_not_whole,
    denominator_zero,
    figure_duplicate,
    figure_missing,
    figure_negative,
    frequency_differs,
    indicator_not_assigned,
    numerator_above,
    percent_or_fraction,
    period_before_target,
    period_future,
    period_unfinished,
    result_disagrees,
    unit_not_valid,
    value_above_maximum,
)
from indicators.checks.scene import Scene
from indicators.errors import Problem

Check = Callable[[Scene], Iterator[Problem]]
CHECKS: dict[str, Check] = {
    each.CODE: each.find
    for each in (
        count_missing,
        count_misplaced,
        count_not_whole,
        figure_negative,
        denominator_zero,
        numerator_above,
        value_above_maximum,
        percent_or_fraction,
        result_disagrees,
        indicator_not_assigned,
        unit_not_valid,
        frequency_differs,
        period_future,
        period_unfinished,
        period_before_target,
        figure_duplicate,
        figure_missing,
    )
}


def problems_of(scene: Scene) -> Iterator[Problem]:
    """Yield every problem that any check finds."""
    for find in CHECKS.values():
        yield from find(scene)
