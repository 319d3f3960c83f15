"""Bars side by side (so sánh), lying, since units have long names: each with what was due."""

from __future__ import annotations

from indicators.export.document import Chart, ChartPoint
from indicators.export.drawing.canvas import Canvas, Place, Scale
from indicators.export.drawing.line import value_of
from indicators.export.palette import HOLLOW, INK, LINE, SOFT
from indicators.export.press.typeface import typeface, wrapped

ROW, _TOP = 22.0, 22.0
_NAME_SHARE, _LINES, _SIZE = 0.34, 2, 9.5
_THICK, _GAP, _LABEL = 12.0, 6.0, 10.0
_WAITS = "chờ duyệt, chưa tính"


def height(chart: Chart) -> float:
    """Return how high the bars come to."""
    return _TOP + ROW * max(len(chart.points), 1)


def draw(canvas: Canvas, chart: Chart, at: Place, size: Place) -> None:
    """Draw `chart` into the rectangle from `at`: names, bars from zero, figures behind them."""
    name = size[0] * _NAME_SHARE
    widest = max(
        (typeface(bold=True).width(_told(each), _LABEL) for each in chart.points), default=0
    )
    first, last = at[0] + name + 8, at[0] + size[0] - min(widest + 26, size[0] / 3)
    across = Scale(0.0, reach(chart), first, last)
    _legend(canvas, chart, (first, at[1] + 11))
    canvas.way([(first, at[1] + _TOP - 4), (first, at[1] + height(chart))], LINE)
    for place, point in enumerate(chart.points):
        top = at[1] + _TOP + ROW * place
        _name(canvas, point.label, (at[0], top), name)
        _bar(canvas, point, top, across)


def reach(chart: Chart) -> float:
    """Return the end of the scale: the largest of all figures and goals."""
    told = [value_of(each) for each in chart.points]
    told += [each for point in chart.points for each in (point.goal, point.upper)]
    return max((each for each in told if each is not None and each > 0), default=1.0)


def _bar(canvas: Canvas, point: ChartPoint, top: float, across: Scale) -> None:
    y = top + (ROW - _THICK) / 2
    value = value_of(point)
    end = across(value or 0.0)
    if value is not None:
        canvas.bar((across.first, y), (max(end - across.first, 0.75), _THICK), point.status)
    for goal in (point.goal, point.upper):
        if goal is not None:
            canvas.rect((across(goal) - 1, y - 3), (2, _THICK + 6), INK)
            end = max(end, across(goal))
    canvas.sign((end + _GAP, top + ROW / 2 + 3.5), point.status, _LABEL)
    where = (end + _GAP + _LABEL * 1.3, top + ROW / 2 + 3.5)
    canvas.text(where, _told(point), size=_LABEL, bold=True)


def _told(point: ChartPoint) -> str:
    return point.figure.text if point.figure is not None else ""


def _name(canvas: Canvas, words: str, at: Place, width: float) -> None:
    lines = wrapped(words, width, _SIZE)
    if len(lines) > _LINES:
        lines = [*lines[: _LINES - 1], f"{lines[_LINES - 1]}…"]
    size = _SIZE if len(lines) == 1 else _SIZE - 1
    first = at[1] + ROW / 2 + 3.5 - (len(lines) - 1) * (size + 0.5) / 2
    for place, line in enumerate(lines):
        canvas.text((at[0] + width, first + place * (size + 0.5)), line, size=size, anchor="end")


def _legend(canvas: Canvas, chart: Chart, at: Place) -> None:
    x, y = at
    measure = f" ({chart.measure})" if chart.measure else ""
    told = f"{chart.value_label}{measure}"
    canvas.text((x, y), told, size=_SIZE, fill=SOFT)
    if any(point.goal is not None for point in chart.points):
        x += typeface().width(told, _SIZE) + 18
        canvas.rect((x, y - 9), (2, 11), INK)
        canvas.text((x + 7, y), chart.goal_label, size=_SIZE, fill=SOFT)
        told = f"  {chart.goal_label}"
    if any(point.status in HOLLOW for point in chart.points):
        x += typeface().width(told, _SIZE) + 18
        canvas.bar((x, y - 8), (12, 9), "waiting")
        canvas.text((x + 17, y), _WAITS, size=_SIZE, fill=SOFT)
