"""What is usual for a unit: the median of its own history and how far from it is far.

Robust, so that one wild month neither hides nor makes another: the spread is the median absolute
deviation (MAD), times 1.4826 to be a standard deviation of normal noise. Far is 3.5 such spreads.
Source: B. Iglewicz, D. Hoaglin, How to Detect and Handle Outliers (1993): modified z-scores.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from indicators.catalogue.model import Part
from indicators.checks.past import Past
from indicators.intake.reading import Figure
from indicators.periods import Period

LEAST = 6  # fewer earlier periods make nothing usual
_FAR, _TO_SIGMA, _FLOOR = 3.5, 1.4826, 0.05


@dataclass(frozen=True, slots=True)
class Usual:
    """The middle of `count` earlier numbers, and the distance from it that is still usual."""

    middle: float
    reach: float
    count: int

    def holds(self, number: float) -> bool:
        """Whether `number` is as usual."""
        return abs(number - self.middle) <= self.reach * (1 + 1e-12)


def usual(earlier: Sequence[float], noise: Callable[[float], float]) -> Usual | None:
    """Return what `earlier` makes usual; None where they are fewer than six.

    A history that hardly moves would make every trifle unusual: its spread counts as 5 % of its
    middle at least, and as `noise` of the middle, what chance alone may do.
    """
    if len(earlier) < LEAST:
        return None
    middle = median(earlier)
    mad = median(abs(number - middle) for number in earlier)
    spread = max(_TO_SIGMA * mad, _FLOOR * abs(middle), noise(middle))
    return Usual(middle, _FAR * spread, len(earlier))


def series(past: Past, figure: Figure, part: Part) -> tuple[list[float], float] | None:
    """Return one number of earlier periods and of this one; of running totals what each adds.

    None where the figure has no such number, or what it adds cannot be told.
    """
    told = [(each.period, getattr(each, part)) for each in past.before(figure)]
    now = getattr(figure, part)
    if now is None:
        return None
    known = [(period, number) for period, number in told if number is not None]
    known.append((figure.period, now))
    indicator = past.indicator(figure)
    if indicator.accumulation == "ytd" and not (indicator.formula == "ratio" and part == "value"):
        known = _added(known)
    if not known or known[-1][0] != figure.period:
        return None
    return [number for _, number in known[:-1]], known[-1][1]


def _added(totals: list[tuple[str, float]]) -> list[tuple[str, float]]:
    """Return what each period adds to its year's total, where the period before is known."""
    found = [totals[0]] if Period.parse(totals[0][0]).number == 1 else []
    for (before, total_before), (code, total) in pairwise(totals):
        period = Period.parse(code)
        if period.number == 1:
            found.append((code, total))
        elif str(period.previous) == before:
            found.append((code, total - total_before))
    return found
