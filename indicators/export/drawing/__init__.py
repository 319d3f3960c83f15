"""Charts drawn as SVG (vẽ biểu đồ), from their description alone: for pages and for pictures."""

from __future__ import annotations

from dataclasses import dataclass

from indicators.export.document import Chart
from indicators.export.drawing import bars, line
from indicators.export.drawing.canvas import Canvas
from indicators.export.drawing.strip import strip
from indicators.export.palette import SOFT
from indicators.export.press.typeface import wrapped

_LINE_HEIGHT = 190.0
_MARGIN, _LEADING = 20.0, 1.35
_HEAD, _NOTICE, _FOOT = 16.0, 12.0, 9.5
_WARNING = "#7A4B00"


@dataclass(frozen=True, slots=True)
class Drawn:
    """A drawing and its size in px."""

    svg: str
    width: float
    height: float


def size_of(chart: Chart, width: float) -> tuple[float, float]:
    """Return how wide and high `chart` comes to, in px, at a width."""
    return width, (_LINE_HEIGHT if chart.kind == "line" else bars.height(chart))


def svg(chart: Chart, width: float = 760.0) -> str:
    """Return a chart as an SVG file without a title above it, `width` px wide."""
    size = size_of(chart, width)
    canvas = Canvas(*size)
    (line if chart.kind == "line" else bars).draw(canvas, chart, (0.0, 0.0), size)
    return canvas.svg(chart.title, chart.alt)


def framed(chart: Chart, *, foot: str, notices: str = "", width: float = 900.0) -> Drawn:
    """Return a chart as a picture that stands alone: title, what must be known of it, origin."""
    inner = width - 2 * _MARGIN
    heads = wrapped(chart.title, inner, _HEAD, bold=True)
    feet = wrapped(foot, inner, _FOOT)
    above = _MARGIN + len(heads) * _HEAD * _LEADING + (_NOTICE * _LEADING if notices else 0) + 6
    _, high = size_of(chart, inner)
    canvas = Canvas(width, above + high + 8 + len(feet) * _FOOT * _LEADING + _MARGIN / 2)
    canvas.rect((0, 0), (canvas.width, canvas.height), "#FFFFFF")
    y = _MARGIN
    if notices:
        canvas.text((_MARGIN, y + _NOTICE), notices, size=_NOTICE, fill=_WARNING, bold=True)
        y += _NOTICE * _LEADING
    for place, line_ in enumerate(heads):
        at = (_MARGIN, y + _HEAD * (1 + _LEADING * place))
        canvas.text(at, line_, size=_HEAD, bold=True)
    draw = line.draw if chart.kind == "line" else bars.draw
    draw(canvas, chart, (_MARGIN, above), (inner, high))
    for place, line_ in enumerate(feet):
        at = (_MARGIN, above + high + 8 + _FOOT * (1 + _LEADING * place))
        canvas.text(at, line_, size=_FOOT, fill=SOFT)
    return Drawn(canvas.svg(chart.title, chart.alt), canvas.width, canvas.height)


__all__ = ["Drawn", "framed", "size_of", "strip", "svg"]
