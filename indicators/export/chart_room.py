"""What room a chart's figures have (chỗ cho số): Office programs draw labels over each other."""

from __future__ import annotations

from math import ceil
from typing import Literal

from indicators.export.document import Chart
from indicators.export.measure import width as width_of

_AXIS = 50.0  # points left of the chart that its axis takes at least
_WIDEST_BAR = 90.0  # points
_TALLEST = 45.0  # points: what fits upright into most bars
_LENIENT = 1.25  # widths are reckoned amply, and neighbours rarely stand at one height

Stance = Literal["level", "upright", "none"]


def _widest(chart: Chart, size: int) -> float:
    """Return the width of the widest figure, in points."""
    told = (number_of(point.figure.text) for point in chart.points if point.figure)
    return max(width_of(each, size) for each in told)


def _slot(chart: Chart, width: float, size: int) -> float:
    """Return the room of one point, in points: the axis left of them is as wide as its numbers."""
    return (width - max(_AXIS, _widest(chart, size) * 1.1)) / max(len(chart.points), 1)


def stride(chart: Chart, width: float, size: int) -> int:
    """Return how many points a figure above them takes the room of: 1 where all fit."""
    widest, slot = _widest(chart, size), _slot(chart, width, size)
    return 1 if widest <= slot * _LENIENT else ceil(widest / slot)


def stance(chart: Chart, width: float, size: int) -> Stance:
    """Return how figures stand on their bars: upright where these are narrower, or not at all.

    A long one would stand out of a bar both ways, in letters that are read on a bar alone; the
    table beside the chart has it.
    """
    slot, widest = _slot(chart, width, size), _widest(chart, size)
    if widest <= slot / (1 + gap_at(slot) / 100) * _LENIENT:
        return "level"
    return "upright" if widest <= _TALLEST else "none"


def number_of(text: str) -> str:
    """Return the number of a figure's text, without its unit."""
    return text.split(" ", maxsplit=1)[0]


def gap_at(slot: float) -> int:
    """Return the space between bars, in percent of a bar: few bars do not become walls."""
    return max(45, min(500, round((slot / _WIDEST_BAR - 1) * 100)))
