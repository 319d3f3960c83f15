"""Which duty asks for a figure, and when its report is due: its rule laid on a period."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta

from indicators.catalogue.model import Catalogue, DueRule, Duty, Indicator, Shift
from indicators.periods import Period


def duty_of(catalogue: Catalogue, indicator: Indicator, unit: str) -> Duty | None:
    """Return the duty that asks `unit` for this indicator: same plan, same rhythm; or None."""
    for duty in catalogue.duties:
        same = duty.plan == indicator.plan and duty.frequency == indicator.frequency
        if same and unit in duty.reporters:
            return duty
    return None


def due_date(duty: Duty, period: Period, default: DueRule) -> date:
    """Return the last day (Asia/Ho_Chi_Minh) on which the report for `period` is on time.

    A rule that names a month may fall before the period begins (a half-year rule "10/6" says
    nothing of the second half): then, and where the plan names no day, `default` holds.
    """
    day = _day(duty.due, period) if duty.due else None
    if day is None or day < period.start:
        day = _day(default, period)
    return _shifted(day, duty.shift)


def _day(rule: DueRule, period: Period) -> date:
    if rule.weekday is not None:
        day = period.start + timedelta(days=rule.weekday - 1)
    else:
        months = period.end.year * 12 + period.end.month - 1 + rule.month_offset
        year, month = months // 12, months % 12 + 1
        if rule.month is not None:
            year, month = period.end.year, rule.month
        day = date(year, month, min(rule.day or 31, monthrange(year, month)[1]))
    return day - timedelta(days=1) if rule.before else day


def _shifted(day: date, shift: Shift) -> date:
    if shift == "none":
        return day
    import holidays  # noqa: PLC0415 - half a second, and few duties move

    free = holidays.country_holidays("VN", years=[day.year, day.year + 1])
    step = timedelta(days=1 if shift == "next" else -1)
    while day.weekday() >= 5 or day in free:
        day += step
    return day
