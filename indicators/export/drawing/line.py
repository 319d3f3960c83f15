"""A way through time (đường diễn biến): figures as points, what was due as steps."""

from __future__ import annotations

from collections.abc import Sequence

from indicators.export.document import Chart, ChartPoint
from indicators.export.drawing.canvas import Canvas, Place, Scale, steps
from indicators.export.palette import ACCENT, LINE, SOFT
from indicators.export.press.typeface import typeface
from indicators.numbers import format_number

_LEFT, _RIGHT, _TOP, _BOTTOM = 46.0, 14.0, 38.0, 26.0
_MARK, _LABEL = 8.0, 10.0
_GOAL_INK = "#5B6878"
_DASHES = "5 3"


def draw(canvas: Canvas, chart: Chart, at: Place, size: Place) -> None:
    """Draw `chart` into the rectangle from `at`, with axes, legend and every figure written."""
    left, right = at[0] + _LEFT, at[0] + size[0] - _RIGHT
    top, bottom = at[1] + _TOP, at[1] + size[1] - _BOTTOM
    marks = steps(*extent(chart))
    up = Scale(marks[0], marks[-1], bottom, top)
    for each in marks:
        canvas.way([(left, up(each)), (right, up(each))], LINE, width=0.75)
        canvas.text(
            (left - 6, up(each) + 3.5), format_number(each), size=9, fill=SOFT, anchor="end"
        )
    slot = (right - left) / max(len(chart.points), 1)
    centres = [left + slot * (place + 0.5) for place in range(len(chart.points))]
    for centre, point in zip(centres, chart.points, strict=True):
        shown = canvas.fitting(point.label, slot - 4, 9.5)
        canvas.text((centre, bottom + 16), point.label, size=shown, fill=SOFT, anchor="middle")
    for which in ("goal", "upper"):
        goals = [getattr(point, which) for point in chart.points]
        for way in goal_steps(goals, centres, slot, up):
            canvas.way(way, _GOAL_INK, width=1.25, dashes=_DASHES)
    for way in unbroken(chart.points, centres, up):
        canvas.way(way, ACCENT, width=1.75)
    heights = [
        up(value) if (value := value_of(each)) is not None else None for each in chart.points
    ]
    for place, (centre, point) in enumerate(zip(centres, chart.points, strict=True)):
        height = heights[place]
        if height is not None:
            canvas.mark((centre, height), point.status, _MARK)
            sides = (heights[place - 1] if place else None, (*heights, None)[place + 1])
            _label(canvas, point, (centre, height), up, slot, sides)
    _legend(canvas, chart, (left, at[1] + 12))


def extent(chart: Chart) -> tuple[float, float]:
    """Return the least and largest of all figures and goals, with air between and around."""
    told = [value_of(point) for point in chart.points]
    told += [each for point in chart.points for each in (point.goal, point.upper)]
    values = [each for each in told if each is not None]
    if not values:
        return 0.0, 1.0
    low, high = min(values), max(values)
    air = (high - low) * 0.2 or abs(high) * 0.05 or 0.5
    top = 100.0 if chart.measure == "%" and high <= 100 < high + air else high + air
    return (0.0 if low >= 0 > low - air else low - air), top


def goal_steps(
    goals: Sequence[float | None], centres: Sequence[float], slot: float, up: Scale
) -> list[list[Place]]:
    """Return the unbroken ways of what was due: level over each period, a step where it changes."""
    found: list[list[Place]] = [[]]
    for goal, centre in zip(goals, centres, strict=True):
        if goal is None:
            found.append([])
        else:
            found[-1] += [(centre - slot / 2, up(goal)), (centre + slot / 2, up(goal))]
    return [each for each in found if each]


def unbroken(
    points: Sequence[ChartPoint], centres: Sequence[float], up: Scale
) -> list[list[Place]]:
    """Return the ways through neighbouring figures; a period without one breaks the way."""
    found: list[list[Place]] = [[]]
    for point, centre in zip(points, centres, strict=True):
        value = value_of(point)
        if value is None:
            found.append([])
        else:
            found[-1].append((centre, up(value)))
    return found


def value_of(point: ChartPoint) -> float | None:
    """Return a point's figure as a number, None where there is none."""
    return point.figure.value if point.figure is not None else None


def _label(  # what, where, and what lies around it
    canvas: Canvas,
    point: ChartPoint,
    where: Place,
    up: Scale,
    slot: float,
    sides: tuple[float | None, float | None],
) -> None:
    """Write a figure above its point; below it in a valley, or where the goal runs just above.

    `sides` are the heights of the points before and after: a label moves off a steep line.
    """
    if point.figure is None:
        return
    near = [each for each in sides if each is not None]
    goals = [where[1] - up(each) for each in (point.goal, point.upper) if each is not None]
    over = any(0 < gap < 2 * _LABEL for gap in goals)
    under = any(0 < -gap < 2 * _LABEL for gap in goals)
    is_valley = bool(near) and where[1] > min(near) and where[1] >= max(near)
    low = (is_valley or over) and not under and up.first - where[1] > _LABEL + _MARK / 2
    size = canvas.fitting(point.figure.text, slot - 3, _LABEL)
    y = where[1] + (size + _MARK / 2 + 1) if low else where[1] - _MARK
    before, after = (_steep(where[1], each, low=low) for each in sides)
    x = where[0] + slot * 0.28 * (before - after)
    canvas.text((x, y), point.figure.text, size=size, anchor="middle", bold=True)


def _steep(height: float, side: float | None, *, low: bool) -> bool:
    """Whether the line to a neighbour runs through the place of a label."""
    return side is not None and (side - height if low else height - side) > 2 * _LABEL


def _legend(canvas: Canvas, chart: Chart, at: Place) -> None:
    x, y = at
    canvas.way([(x, y - 3.5), (x + 18, y - 3.5)], ACCENT, width=1.75)
    measure = f" ({chart.measure})" if chart.measure else ""
    told = f"{chart.value_label}{measure}"
    canvas.text((x + 23, y), told, size=9.5, fill=SOFT)
    if any(point.goal is not None for point in chart.points):
        x += 23 + typeface().width(told, 9.5) + 18
        canvas.way([(x, y - 3.5), (x + 24, y - 3.5)], _GOAL_INK, width=1.25, dashes=_DASHES)
        canvas.text((x + 29, y), chart.goal_label, size=9.5, fill=SOFT)
