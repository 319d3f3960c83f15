"""A report whose counts are all those of the period before."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby

from indicators.catalogue.model import Indicator
from indicators.checks.history import Earlier
from indicators.checks.past import Past, warning
from indicators.errors import Problem
from indicators.intake.reading import Figure
from indicators.periods import Period

CODE = "copy-of-last-period"
_LEAST = 2


def find(past: Past) -> Iterator[Problem]:
    """Yield one warning for each unit and period that repeats the period before, count by count.

    Stocks may well stay as they are: at least two counts that are not 0 have to be of what
    happened in the period.
    """
    for (unit, code), group in groupby(sorted(past.figures, key=_report), key=_report):
        before = Period.parse(code).previous
        both = [
            (figure, _counts(figure, measured), _counts(found, measured))
            for figure in group
            for measured in [past.indicator(figure)]
            for found in past.before(figure)[-1:]
            if found.period == str(before)
        ]
        if any(now != then for _, now, then in both):
            continue
        flows = [now for each, now, _ in both if past.indicator(each).accumulation != "stock"]
        if sum(count != 0 for now in flows for count in now) < _LEAST:
            continue
        yield warning(
            both[0][0],
            CODE,
            f"cả {sum(len(now) for _, now, _ in both)} số đếm của {past.unit(unit).name}, "
            f"{Period.parse(code).label} giống hệt {before.label}",
        )


def _counts(told: Figure | Earlier, indicator: Indicator) -> tuple[float, ...]:
    """Return the counts behind a figure; a rate without them, or a value, has none."""
    is_count = indicator.formula == "count"
    given = (told.value,) if is_count else (told.numerator, told.denominator)
    return tuple(each for each in given if each is not None)


def _report(figure: Figure) -> tuple[str, str]:
    return figure.unit, figure.period
