"""One figure for all months of a longer period (cả kỳ), where there is a true one."""

from __future__ import annotations

from collections.abc import Sequence

from indicators.catalogue.model import Indicator
from indicators.export.snapshot import Point, Whole
from indicators.periods import Period


def whole(indicator: Indicator, points: Sequence[Point], period: Period) -> Whole | None:
    """Return what an indicator comes to over `period`; None where it is no longer than its rhythm.

    Args:
        indicator: says how its figures add up over time (`accumulation`, `formula`, `roll_up`).
        points: its figures, oldest first, of any periods.
        period: a quarter, half-year, nine months or year.

    Source: REFERENCE.md, "Bugs found in other systems": levels are not summed across months,
    percentages not averaged.
    """
    if period.frequency in {"month", "week"} or indicator.frequency != "month":
        return None
    inside = [each for each in points if _lies_in(each.period, period)]
    told = [each for each in inside if each.value is not None or each.denominator == 0]
    expected = (period.end.month - period.start.month) + 1
    if not told:
        return Whole(None, None, None, 0, expected)
    if indicator.accumulation in {"ytd", "stock"} or indicator.formula == "yes_no":
        last = told[-1]
        return Whole(last.value, last.numerator, last.denominator, len(told), expected)
    if indicator.formula == "ratio":
        return _ratio(indicator, told, expected)
    if indicator.formula == "count" or indicator.roll_up == "sum":
        total = round(sum(each.value for each in told if each.value is not None), 9)
        return Whole(total, None, None, len(told), expected)
    return Whole(None, None, None, len(told), expected)


def _ratio(indicator: Indicator, told: Sequence[Point], expected: int) -> Whole:
    """Sum over sum; nothing where a month gave only a percentage."""
    counts = [(each.numerator, each.denominator) for each in told]
    if any(up is None or down is None for up, down in counts):
        return Whole(None, None, None, len(told), expected)
    up = sum(each or 0.0 for each, _ in counts)
    down = sum(each or 0.0 for _, each in counts)
    value = indicator.scale * up / down if down else None
    return Whole(value, up, down, len(told), expected)


def _lies_in(code: str, period: Period) -> bool:
    month = Period.parse(code)
    inside = period.start <= month.start and month.end <= period.end
    return inside and month.frequency == "month"
