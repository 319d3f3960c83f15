"""A running total (lũy kế) below what it was earlier in the same year."""

from __future__ import annotations

from collections.abc import Iterator

from indicators.catalogue.model import Indicator, Part
from indicators.checks.past import Past, label, shown, warning
from indicators.errors import Problem
from indicators.periods import Period

CODE = "cumulative-falls"


def find(past: Past) -> Iterator[Problem]:
    """Yield one warning for each figure of which a total since the start of the year fell."""
    for figure in past.figures:
        indicator = past.indicator(figure)
        earlier = [each for each in past.before(figure) if each.period[:4] == figure.period[:4]]
        for part in _totals(indicator) if earlier else ():
            now = getattr(figure, part)
            told = [each for each in earlier if getattr(each, part) is not None]
            if now is None or not told or now >= getattr(told[-1], part):
                continue
            before = Period.parse(told[-1].period).label
            yield warning(
                figure,
                CODE,
                f"«{label(indicator, part)}» lũy kế {shown(now, indicator, part)}, thấp hơn "
                f"{shown(getattr(told[-1], part), indicator, part)} của {before}",
            )
            break


def _totals(indicator: Indicator) -> tuple[Part, ...]:
    """Return which numbers of an indicator only grow within a year: rates may fall."""
    if indicator.accumulation != "ytd" or indicator.formula == "yes_no":
        return ()
    if indicator.formula == "ratio":
        return ("numerator", "denominator")
    return ("value",) if indicator.scale == 1 else ()
