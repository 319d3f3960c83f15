"""A rate that turned better while most of what it is a share of went away."""

from __future__ import annotations

from collections.abc import Iterator
from statistics import median

from indicators.checks.past import COLOURS, Past, label, shown, warning
from indicators.checks.usual import series
from indicators.errors import Problem

CODE = "denominator-shrank"
_LEAST = 3  # earlier periods
_FEW = 10  # below it, chance alone halves a count
_RANK = {colour: rank for rank, colour in enumerate(COLOURS)}


def find(past: Past) -> Iterator[Problem]:
    """Yield a warning where the denominator is below half its median and the colour improves."""
    for figure in past.figures:
        found, becomes = series(past, figure, "denominator"), past.becomes(figure)
        if found is None or becomes is None or len(found[0]) < _LEAST:
            continue
        earlier, now = found
        usual, colour = median(earlier), past.before(figure)[-1].colour
        if colour is None or usual < _FEW or _RANK[becomes] <= _RANK[colour]:
            continue
        if now >= usual / 2:
            continue
        indicator = past.indicator(figure)
        yield warning(
            figure,
            CODE,
            f"«{label(indicator, 'denominator')}» chỉ còn {shown(now, indicator, 'denominator')}, "
            f"chưa bằng một nửa mức thường có {shown(usual, indicator, 'denominator')} (trung vị "
            f"{len(earlier)} kỳ trước), trong khi từ {COLOURS[colour]} thành "
            f"{COLOURS[becomes]}",
        )
