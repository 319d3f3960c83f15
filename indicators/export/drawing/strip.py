"""Small charts side by side in a table's cell: a figure against what is due, its way there."""

from __future__ import annotations

from collections.abc import Sequence

from indicators.export.document import Chart, ChartPoint
from indicators.export.drawing import bars
from indicators.export.drawing.canvas import Canvas, Scale
from indicators.export.drawing.line import extent, goal_steps, unbroken, value_of
from indicators.export.palette import ACCENT, INK, LINE

WIDTH, HEIGHT = 200.0, 20.0
_GROUND, _GOAL_INK = "#EEF1F5", "#5B6878"
_AIR, _MARK = 10.0, 4.5


def strip(charts: Sequence[Chart]) -> str:
    """Return small charts in one sheet: bars of one point (a bullet) left, a way right."""
    canvas = Canvas(WIDTH, HEIGHT)
    half = (WIDTH - _AIR) / 2
    for chart in charts:
        if chart.kind == "bars":
            _bullet(canvas, chart, 0.0, half)
        else:
            _trend(canvas, chart, half + _AIR, WIDTH)
    return canvas.svg("; ".join(each.title for each in charts))


def _bullet(canvas: Canvas, chart: Chart, left: float, right: float) -> None:
    """Draw one figure as a bar on its scale, what is due as an upright stroke across it."""
    across = Scale(0.0, bars.reach(chart), left + 1, right - 1)
    canvas.rect((left, 4), (right - left, 12), _GROUND)
    for point in chart.points[:1]:
        value = value_of(point)
        if value is not None:
            size = (max(across(value) - left, 0.75), 7.0)
            canvas.bar((left, 6.5), size, point.status)
        for goal in (point.goal, point.upper):
            if goal is not None:
                canvas.rect((across(goal) - 1, 1), (2, 18), INK)


def _trend(canvas: Canvas, chart: Chart, left: float, right: float) -> None:
    up = Scale(*extent(chart), HEIGHT - 2, 2.0)
    slot = (right - left) / max(len(chart.points), 1)
    centres = [left + slot * (place + 0.5) for place in range(len(chart.points))]
    canvas.way([(left, HEIGHT - 1), (right, HEIGHT - 1)], LINE, width=0.75)
    for which in ("goal", "upper"):
        goals = [getattr(point, which) for point in chart.points]
        for way in goal_steps(goals, centres, slot, up):
            canvas.way(way, _GOAL_INK, width=0.9, dashes="3 2")
    for way in unbroken(chart.points, centres, up):
        canvas.way(way, ACCENT, width=1.1)
    told = [(centre, up(value), point.status) for centre, point, value in _figures(chart, centres)]
    for place, (centre, height, status) in enumerate(told):
        if status == "red" or place == len(told) - 1:  # all of them would hide the way
            canvas.mark((centre, height), status, _MARK)


def _figures(chart: Chart, centres: list[float]) -> list[tuple[float, ChartPoint, float]]:
    paired = zip(centres, chart.points, strict=True)
    return [(at, point, value) for at, point in paired if (value := value_of(point)) is not None]
