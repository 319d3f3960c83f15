"""The parts of a chart's XML that do not hold its figures: title, axes, letters, colours."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape

from indicators.export.document import Chart
from indicators.export.inert import plain
from indicators.export.measure import shortened, wrapped
from indicators.export.palette import LINE, SOFT
from indicators.text import clean

_SLANT = -2_700_000
_SMALLEST = 7  # points, of names under an axis
_MOST_LINES = 5
WORKBOOK_ID = "rId1"  # the part's one relation: to its workbook
_NAMESPACES = (
    'xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart" '
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)
# These follow the colours of the file: light letters on a dark page.
TEXT = '<a:solidFill><a:schemeClr val="tx1"/></a:solidFill>'
GROUND = '<a:solidFill><a:schemeClr val="bg1"/></a:solidFill>'


@dataclass(frozen=True, slots=True)
class Names:
    """How names stand under an axis: turned, in 60,000ths of a degree, in letters of a size."""

    turned: int
    size: int


def told_plainly(text: str) -> str:
    """Return someone's words without control, invisible and turning characters."""
    return clean(plain(text))


def part(
    chart: Chart, plots: str, names: Names, width: float, size: int, *, has_legend: bool
) -> bytes:
    """Return the part of a chart around its plots; they share the axes 1 and 2."""
    title = shortened(told_plainly(chart.title), int(width / size * 1.7))
    legend = (
        f'<c:legend><c:legendPos val="b"/><c:overlay val="0"/>{letters(size)}</c:legend>'
        if has_legend
        else ""
    )
    xml = (
        f'<c:chartSpace {_NAMESPACES}><c:date1904 val="0"/><c:lang val="vi-VN"/>'
        f'<c:roundedCorners val="0"/><c:chart><c:title><c:tx><c:rich><a:bodyPr/><a:p><a:r>'
        f'<a:rPr lang="vi-VN" sz="{size * 100 + 200}" b="1">{TEXT}</a:rPr>'
        f"<a:t>{escape(title)}</a:t></a:r></a:p></c:rich></c:tx>"
        f'<c:overlay val="0"/></c:title><c:autoTitleDeleted val="0"/><c:plotArea><c:layout/>'
        f"{plots}{_axes(chart, names, size)}</c:plotArea>{legend}"
        f'<c:plotVisOnly val="1"/><c:dispBlanksAs val="gap"/></c:chart>'
        f"<c:spPr><a:noFill/><a:ln><a:noFill/></a:ln></c:spPr>{letters(size)}"
        f'<c:externalData r:id="{WORKBOOK_ID}"><c:autoUpdate val="0"/></c:externalData>'
        f"</c:chartSpace>"
    )
    return f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>{xml}'.encode()


def _axes(chart: Chart, names: Names, size: int) -> str:
    line = f'<c:spPr><a:ln w="9525">{fill(SOFT)}</a:ln></c:spPr>'
    grid = '<c:majorGridlines><c:spPr><a:ln w="6350">' + fill(LINE) + "</a:ln></c:spPr>"
    return (
        f'<c:catAx><c:axId val="1"/><c:scaling><c:orientation val="minMax"/></c:scaling>'
        f'<c:delete val="0"/><c:axPos val="b"/><c:numFmt formatCode="General" sourceLinked="0"/>'
        f'<c:majorTickMark val="none"/><c:minorTickMark val="none"/><c:tickLblPos val="low"/>'
        f"{line}{letters(names.size, turned=names.turned)}"
        f'<c:crossAx val="2"/><c:crosses val="autoZero"/>'
        f'<c:auto val="0"/><c:lblAlgn val="ctr"/><c:lblOffset val="100"/>'
        f'<c:noMultiLvlLbl val="1"/></c:catAx>'
        f'<c:valAx><c:axId val="2"/><c:scaling><c:orientation val="minMax"/>{_bounds(chart)}'
        f'</c:scaling><c:delete val="0"/><c:axPos val="l"/>{grid}</c:majorGridlines>'
        f'<c:numFmt formatCode="{_axis_format(chart)}" sourceLinked="0"/>'
        f'<c:majorTickMark val="none"/>'
        f'<c:minorTickMark val="none"/><c:tickLblPos val="nextTo"/>'
        f'<c:spPr><a:ln><a:noFill/></a:ln></c:spPr>{letters(size)}<c:crossAx val="1"/>'
        f'<c:crosses val="autoZero"/><c:crossBetween val="between"/>{_step(chart)}</c:valAx>'
    )


def _bounds(chart: Chart) -> str:
    """Return where the axis ends: a bar starts at nought, no percentage bar passes a hundred.

    A line gets a little more, for the labels above it.
    """
    low, high = _extent(chart)
    is_rate = chart.measure == "%" and 50 < high <= 100
    if low < 0:
        return '<c:max val="100"/>' if is_rate else ""
    if chart.kind == "bars":
        return ('<c:max val="100"/>' if is_rate else "") + '<c:min val="0"/>'
    if not is_rate:
        return '<c:min val="0"/>'
    bottom = _bottom(low)
    return f'<c:max val="{100 + (100 - bottom) / 5:g}"/><c:min val="{bottom}"/>'


def _bottom(low: float) -> int:
    """Return where a line's axis of percentages begins: the ten below, with room for a label."""
    return max(0, int((low - (100 - low) / 8) // 10) * 10)


def _step(chart: Chart) -> str:
    """Return how far the lines of a percentage axis stand apart: its last is a hundred."""
    low, high = _extent(chart)
    if chart.measure != "%" or not 50 < high <= 100 or low < 0:
        return ""
    bottom = 0 if chart.kind == "bars" else _bottom(low)
    return f'<c:majorUnit val="{20 if bottom < 50 else 10 if bottom < 80 else 5}"/>'


def _extent(chart: Chart) -> tuple[float, float]:
    numbers = [
        number
        for each in chart.points
        for number in (each.figure.value if each.figure else None, each.goal, each.upper)
        if number is not None
    ]
    return min(numbers), max(numbers)


def _axis_format(chart: Chart) -> str:
    """Return the number format of the axis: as many decimals as tell its steps apart."""
    reach = max(map(abs, _extent(chart)))
    places = next((at for at, least in enumerate((5, 0.5, 0.05, 0.005)) if reach >= least), 4)
    return f"[$-42A]#,##0{'.' + '0' * places if places else ''}"


def names_at(labels: list[str], width: float, size: int) -> Names:
    """Return how names stand under the axis: level, in smaller letters where that is enough.

    Args:
        labels: the names.
        width: of the chart, in points.
        size: of its letters, in points.
    """
    slot = (width - 50) / max(len(labels), 1) * 0.95
    level = (each for each in range(size, _SMALLEST - 1, -1) if _fit(labels, slot, each))
    found = next(level, None)
    return Names(_SLANT, size) if found is None else Names(0, found)


def _fit(labels: list[str], slot: float, size: int) -> bool:
    """Whether names of few lines fit side by side without cutting a word."""
    lines = [wrapped((label,), slot, size) for label in labels]
    is_cut = any(
        len(line) == 1 and isinstance(line[0], str) and line[0] not in label.split(" ")
        for label, found in zip(labels, lines, strict=True)
        for line in found
    )
    return not is_cut and all(len(found) <= _MOST_LINES for found in lines)


def letters(size: int, ink: str = "", *, turned: int | None = None) -> str:
    """Return how letters look: in the colour of the file's text unless `ink` is given."""
    body = "<a:bodyPr/>" if turned is None else f'<a:bodyPr rot="{turned}" vert="horz"/>'
    colour = fill(ink) if ink else TEXT
    return (
        f'<c:txPr>{body}<a:p><a:pPr><a:defRPr sz="{size * 100}">{colour}</a:defRPr></a:pPr>'
        f'<a:endParaRPr lang="vi-VN"/></a:p></c:txPr>'
    )


def fill(colour: str) -> str:
    """Return the XML of one colour, given as "#RRGGBB"."""
    return f'<a:solidFill><a:srgbClr val="{colour.removeprefix("#")}"/></a:solidFill>'
