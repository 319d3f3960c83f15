"""Checks of what was read: one module each, a code and a generator of problems.

A new check is a module with `CODE` and `find(scene)`, one line in `CHECKS`, and a file of cases
in `tests/cases/`. One that needs what stood before is `find(past)` and one line in
`HISTORY_CHECKS`: it warns of what is unusual, and asks for a word of explanation.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date

from indicators.catalogue.model import Catalogue
from indicators.checks import (
    at_threshold,
    changed_before_deadline,
    copy_of_last_period,
    count_misplaced,
    count_missing,
    count_not_whole,
    cumulative_falls,
    denominator_shrank,
    denominator_zero,
    figure_duplicate,
    figure_missing,
    figure_negative,
    frequency_differs,
    indicator_not_assigned,
    jump,
    numerator_above,
    percent_or_fraction,
    period_before_target,
    period_future,
    period_unfinished,
    relation_broken,
    result_disagrees,
    unit_not_valid,
    value_above_maximum,
)
from indicators.checks.history import History
from indicators.checks.past import Past
from indicators.checks.scene import Scene
from indicators.errors import Problem
from indicators.intake.reading import Reading

Check = Callable[[Scene], Iterator[Problem]]
HistoryCheck = Callable[[Past], Iterator[Problem]]
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
HISTORY_CHECKS: dict[str, HistoryCheck] = {
    each.CODE: each.find
    for each in (
        cumulative_falls,
        jump,
        copy_of_last_period,
        denominator_shrank,
        at_threshold,
        relation_broken,
        changed_before_deadline,
    )
}


def problems_of(scene: Scene) -> Iterator[Problem]:
    """Yield every problem that any check finds."""
    for find in CHECKS.values():
        yield from find(scene)


def against_history(
    reading: Reading, catalogue: Catalogue, history: History, *, today: date
) -> list[Problem]:
    """Return what is unusual about the figures of one file, in the order of its figures.

    Args:
        reading: what intake understood; only figures without an error are looked at.
        catalogue: what was reported against.
        history: what stood before; empty to compare the file with itself alone.
        today: the day in Asia/Ho_Chi_Minh on which it is sent.

    Returns:
        Warnings, never errors.
    """
    past = Past.of(reading.rows, catalogue, history, today=today)
    found = [problem for find in HISTORY_CHECKS.values() for problem in find(past)]
    place = {(row.sheet, row.cell): number for number, row in enumerate(reading.rows)}
    return sorted(found, key=lambda each: place.get((each.sheet or "", each.cell or ""), 0))


def compared(reading: Reading, catalogue: Catalogue, history: History, *, today: date) -> Reading:
    """Return the reading with what is unusual behind its other problems, found anew.

    What was found before against less history is replaced, so that this can be done again.
    """
    kept = [each for each in reading.problems if each.code not in HISTORY_CHECKS]
    unusual = against_history(reading, catalogue, history, today=today)
    return replace(reading, problems=[*kept, *unusual])
