"""Charts drawn as SVG (vẽ biểu đồ), from their description alone: for pages and for pictures."""

from __future__ import annotations

from indicators.export.document import Chart
from indicators.export.drawing import bars, line
from indicators.export.drawing.canvas import Canvas
from indicators.export.drawing.strip import strip

_LINE_HEIGHT = 190.0


def size_of(chart: Chart, width: float) -> tuple[float, float]:
    """Return how wide and high `chart` comes to, in px, at a width."""
    return width, (_LINE_HEIGHT if chart.kind == "line" else bars.height(chart))


def svg(chart: Chart, width: float = 760.0) -> str:
    """Return a chart as an SVG file without a title above it, `width` px wide."""
    size = size_of(chart, width)
    canvas = Canvas(*size)
    (line if chart.kind == "line" else bars).draw(canvas, chart, (0.0, 0.0), size)
    return canvas.svg(chart.title, chart.alt)


__all__ = ["size_of", "strip", "svg"]
