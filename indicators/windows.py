"""Which days the figures of a period cover (chốt số liệu), as the duties behind them say.

Most duties close with the calendar's period, and nothing need be said of those. Source:
DESIGN.md, "Time"; REFERENCE.md, "Reporting windows".
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from indicators.catalogue.due import duty_of
from indicators.catalogue.model import Catalogue, Cutoff, Duty, Frequency, Indicator
from indicators.periods import Period, Window

_LENGTHS: dict[Frequency, int] = {
    "week": 0,
    "month": 1,
    "quarter": 3,
    "half": 6,
    "nine_months": 9,
    "year": 12,
}

_Part = tuple[str, str]  # a plan, and who reports under one of its duties


@dataclass(frozen=True, slots=True)
class Covered:
    """The days that some figures cover, and the plans that ask for them (as they are called)."""

    window: Window
    plans: tuple[str, ...]


def words(covered: Iterable[Covered]) -> str:
    """Return the days as a sentence goes on; plans are named where several windows meet.

    "số liệu từ 15/9/2026 đến 14/10/2026"; "" where the calendar's days need no word.
    """
    found = list(covered)
    if len(found) < 2:
        return "".join(f"số liệu {each.window.words}" for each in found)
    parts = (f"theo {', '.join(each.plans)} {each.window.words}" for each in found)
    return f"số liệu {'; '.join(parts)}"


def of_duty(duty: Duty | None, period: Period) -> tuple[Covered, ...]:
    """Return what figures under one duty cover; () for the calendar's days and without a duty."""
    if duty is None or period.window(duty.cutoff) == period.window("calendar"):
        return ()
    return (Covered(period.window(duty.cutoff), (duty.plan,)),)


def of_unit(catalogue: Catalogue, unit: str, period: Period) -> tuple[Covered, ...]:
    """Return what the figures that a unit reports for a period cover; () for the calendar's days.

    Args:
        catalogue: plans, duties, indicators.
        unit: its code.
        period: only indicators of its rhythm are reported for it.
    """
    asked = (
        (each, unit) for each in catalogue.indicators_of(unit) if each.frequency == period.frequency
    )
    return covered(catalogue, asked, period)


def covered(
    catalogue: Catalogue,
    asked: Iterable[tuple[Indicator, str]],
    period: Period,
    until: Period | None = None,
) -> tuple[Covered, ...]:
    """Return which days the figures of a period cover; () where all keep to the calendar.

    Figures of weeks, and of rhythms longer than the period, are of days of their own.

    Args:
        catalogue: plans and duties.
        asked: indicators, each with a unit that reports it.
        period: what is reported on.
        until: the last period whose figures are in, where `period` has not ended.
    """
    named: dict[Cutoff, dict[_Part, None]] = {}
    for indicator, unit in asked:
        if 0 < _LENGTHS[indicator.frequency] <= _LENGTHS[period.frequency]:
            duty = duty_of(catalogue, indicator, unit)
            reporters = (duty.reporters_text or duty.title) if duty else ""
            cutoff: Cutoff = duty.cutoff if duty else "calendar"
            named.setdefault(cutoff, {})[indicator.plan, reporters] = None
    if not named.keys() - {"calendar"}:
        return ()
    last = until or period
    return tuple(
        Covered(
            Window(period.window(cutoff).first, last.window(cutoff).last),
            _names(catalogue, named, cutoff),
        )
        for cutoff in sorted(named, reverse=True)  # what is out of the ordinary first
    )


def _names(
    catalogue: Catalogue, named: dict[Cutoff, dict[_Part, None]], cutoff: Cutoff
) -> tuple[str, ...]:
    """Return what the plans of a window are called; of one in several windows, whose part of it."""
    elsewhere = {plan for each in named if each != cutoff for plan, _ in named[each]}
    found: dict[str, None] = {}
    for code, reporters in named[cutoff]:
        plan = catalogue.plans.get(code)
        name = (plan.short or plan.number or plan.title) if plan else code
        part = f" ({reporters})" if code in elsewhere and reporters else ""
        found[f"{name}{part}"] = None
    return tuple(found)
