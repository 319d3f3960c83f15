"""A figure far from what its unit usually reports: the rate, or one of its counts."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator

from indicators.catalogue.model import Indicator, Part
from indicators.checks.past import Past, shown, warning
from indicators.checks.usual import Usual, series, usual
from indicators.errors import Problem
from indicators.intake.reading import Figure

CODE = "jump"
_CALLED = {"numerator": "tử số ", "denominator": "mẫu số ", "value": ""}
_LEAST_RATE = 0.005  # of the whole: half a point of a percentage


def find(past: Past) -> Iterator[Problem]:
    """Yield one warning for each figure that is far from its unit's own history."""
    for figure in past.figures:
        indicator = past.indicator(figure)
        if indicator.formula == "yes_no":
            continue
        is_ratio = indicator.formula == "ratio"
        parts: tuple[Part, ...] = ("value", "numerator", "denominator") if is_ratio else ("value",)
        odd = [said for part in parts if (said := _odd(past, figure, part))]
        if odd:
            yield warning(figure, CODE, f"«{indicator.name}» khác thường: {'; '.join(odd)}")


def _odd(past: Past, figure: Figure, part: Part) -> str | None:
    """Return what is unusual about one number of a figure, and what would be usual."""
    found, indicator = series(past, figure, part), past.indicator(figure)
    if found is None:
        return None
    earlier, number = found
    known = usual(earlier, _noise(figure, indicator, part))
    if known is None or known.holds(number):
        return None
    adds = "thêm " if indicator.accumulation == "ytd" and number != getattr(figure, part) else ""
    return (
        f"{_CALLED[part]}{adds}{shown(number, indicator, part)}, thường từ "
        f"{_range(known, indicator, part)} (trung vị {shown(known.middle, indicator, part)} của "
        f"{known.count} kỳ trước)"
    )


def _noise(figure: Figure, indicator: Indicator, part: Part) -> Callable[[float], float]:
    """Return what chance alone does: the root of a count; to a rate, one count more or less."""
    if part != "value" or indicator.formula == "count":
        return lambda middle: math.sqrt(max(abs(middle), 1.0))
    one = indicator.scale / figure.denominator if figure.denominator else 0.0
    least = _LEAST_RATE * indicator.scale if indicator.scale > 1 else 0.0
    return lambda _middle: max(one, least)


def _range(known: Usual, indicator: Indicator, part: Part) -> str:
    low, high = known.middle - known.reach, known.middle + known.reach
    if part != "value" or indicator.formula == "count":
        low, high = math.ceil(low), math.floor(high)
    if part != "value" or indicator.formula in {"ratio", "count"}:
        low = max(low, 0.0)
    if part == "value" and indicator.maximum is not None:
        high = min(high, indicator.maximum)
    return f"{shown(low, indicator, part)} đến {shown(high, indicator, part)}"
