"""Charts that Office programs draw and edit themselves (biểu đồ gốc): one part, one workbook.

The same two go into a slide and into a page. Bars are one clustered column with a series per
status, laid over each other, so that the legend's colours are right; what was due is a series of
marks. Source: EXPORTS.md, "PowerPoint"; ECMA-376 part 1, 21.2 (DrawingML charts).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from html import escape
from io import BytesIO

from indicators.board.view import STATUSES
from indicators.export.chart_room import Stance, gap_at, number_of, stance, stride
from indicators.export.chart_xml import (
    GROUND,
    TEXT,
    WORKBOOK_ID,
    fill,
    letters,
    names_at,
    part,
    told_plainly,
)
from indicators.export.document import Chart, ChartPoint, Figure
from indicators.export.measure import shortened
from indicators.export.palette import ACCENT, FILLS, HOLLOW, INK, SYMBOLS, WORDS, Mark

_SHEET = "Số liệu"
_STRAIGHT = '<c:smooth val="0"/>'
_LONGEST_LABEL = 36
_UPRIGHT = -5_400_000  # 60,000ths of a degree
_SHOWN = (
    '<c:showLegendKey val="0"/><c:showVal val="1"/><c:showCatName val="0"/>'
    '<c:showSerName val="0"/><c:showPercent val="0"/><c:showBubbleSize val="0"/>'
)


@dataclass(frozen=True, slots=True)
class NativeChart:
    """A chart's part, related by `WORKBOOK_ID` to a part with its workbook."""

    xml: bytes
    workbook: bytes


@dataclass(frozen=True, slots=True)
class _Series:
    """One series: its name and values; its look as XML before `c:cat` and after `c:val`."""

    name: str
    values: tuple[float | None, ...]
    look: str
    tail: str = ""


def native(chart: Chart, *, width: float, size: int = 10) -> NativeChart:
    """Return a chart to be placed in an Office file.

    Args:
        chart: with at least one point that has a figure.
        width: of the place it will have, in points: names under the axis are turned where they
            would not fit side by side.
        size: of its letters, in points.
    """
    labels = [shortened(told_plainly(point.label), _LONGEST_LABEL) for point in chart.points]
    if chart.kind == "bars":
        values = _bars(chart, size, stance(chart, width, size))
    else:
        values = [_line(chart, size, stride(chart, width, size))]
    goals = _goals(chart)
    drawn = [_drawn(series, place, labels) for place, series in enumerate((*values, *goals))]
    gap = gap_at(width / max(len(labels), 1))
    plots = _plots(chart, drawn[: len(values)], drawn[len(values) :], gap)
    return NativeChart(
        part(chart, plots, names_at(labels, width, size), width, size, has_legend=len(drawn) > 1),
        _workbook(labels, [*values, *goals]),
    )


def _plots(chart: Chart, values: list[str], goals: list[str], gap: int) -> str:
    axes = '<c:axId val="1"/><c:axId val="2"/>'
    lines = "".join(goals if chart.kind == "bars" else [*values, *goals])
    line = (
        f'<c:lineChart><c:grouping val="standard"/><c:varyColors val="0"/>{lines}'
        f'<c:marker val="1"/>{axes}</c:lineChart>'
        if lines
        else ""
    )
    if chart.kind == "line":
        return line
    bars = "".join(values)
    return (
        f'<c:barChart><c:barDir val="col"/><c:grouping val="clustered"/><c:varyColors val="0"/>'
        f'{bars}<c:gapWidth val="{gap}"/><c:overlap val="100"/>{axes}</c:barChart>{line}'
    )


def _bars(chart: Chart, size: int, stands: Stance) -> list[_Series]:
    """Return a series a status, each bar with its figure as that stands."""
    least = 3 if stands == "upright" else 8
    turned = _UPRIGHT if stands == "upright" else None
    top = max(abs(point.figure.value or 0.0) for point in chart.points if point.figure) or 1.0
    found = []
    for status in (*STATUSES, *HOLLOW):
        mine = [each if each.status == status else None for each in chart.points]
        values = tuple(each.figure.value if each and each.figure else None for each in mine)
        if all(value is None for value in values):
            continue
        is_dark = status in {"green", "red", "missing"}
        # Above a bar too short to hold its label, in the letters of the page.
        places = [
            ("outEnd", "")
            if abs(value or 0.0) < top / least
            else ("inBase", "#FFFFFF" if is_dark else INK)
            for value in values
        ]
        labels = "" if stands == "none" else _labels(chart, mine, places, size, turned=turned)
        look = f'<c:spPr>{_ground(status)}</c:spPr><c:invertIfNegative val="0"/>{labels}'
        found.append(_Series(WORDS[status], values, look))
    return found


def _ground(mark: Mark) -> str:
    """Return the inside of a bar or point; of what waits only the outline, in dashes."""
    if mark not in HOLLOW:
        return fill(FILLS[mark])
    line = f'<a:ln w="19050">{fill(FILLS[mark])}<a:prstDash val="sysDash"/></a:ln>'
    return f"{fill('#FFFFFF')}{line}"


def _line(chart: Chart, size: int, every: int) -> _Series:
    """Return the way of the figures; where they are too wide, every so many has its own told."""
    last = len(chart.points) - 1
    named = [each if (last - at) % every == 0 else None for at, each in enumerate(chart.points)]
    points = "".join(
        f'<c:dPt><c:idx val="{at}"/><c:marker><c:symbol val="circle"/><c:size val="8"/>'
        f'<c:spPr>{_ground(each.status)}</c:spPr></c:marker><c:bubble3D val="0"/></c:dPt>'
        for at, each in enumerate(chart.points)
        if each.figure and each.status != "pending"
    )
    places = [(side, "") for side in _sides(chart.points)]
    look = (
        f'<c:spPr><a:ln w="28575">{fill(ACCENT)}</a:ln></c:spPr><c:marker>'
        f'<c:symbol val="circle"/><c:size val="6"/><c:spPr>{fill(ACCENT)}</c:spPr></c:marker>'
        f"{points}{_labels(chart, named, places, size)}"
    )
    return _Series(chart.value_label, _values(chart.points), look, _STRAIGHT)


def _sides(points: tuple[ChartPoint, ...]) -> Iterator[str]:
    """Yield where labels miss the mark of what was due; without one, where they miss the line."""
    values = _values(points)
    for at, (point, value) in enumerate(zip(points, values, strict=True)):
        around = [each for each in (*values[max(at - 1, 0) : at], *values[at + 1 : at + 2])
                  if each is not None]  # fmt: skip
        if value is None:
            yield "t"
        elif point.goal is not None and value != point.goal:
            yield "b" if value < point.goal else "t"
        else:
            yield "b" if around and value < sum(around) / len(around) else "t"


def _values(points: tuple[ChartPoint, ...]) -> tuple[float | None, ...]:
    return tuple(each.figure.value if each.figure else None for each in points)


def _goals(chart: Chart) -> list[_Series]:
    """Return what was due as marks without a line: at most two series, the second for `upper`."""
    dash = "22" if chart.kind == "bars" else "12"
    look = (
        '<c:spPr><a:ln w="28575"><a:noFill/></a:ln></c:spPr>'
        f'<c:marker><c:symbol val="dash"/><c:size val="{dash}"/>'
        f'<c:spPr>{TEXT}<a:ln w="6350">{GROUND}</a:ln></c:spPr></c:marker>'
    )
    named = (
        (chart.goal_label, tuple(each.goal for each in chart.points)),
        (f"{chart.goal_label} (cận trên)", tuple(each.upper for each in chart.points)),
    )
    return [
        _Series(name, values, look, _STRAIGHT)
        for name, values in named
        if any(value is not None for value in values)
    ]


def _labels(
    chart: Chart,
    points: Sequence[ChartPoint | None],
    places: list[tuple[str, str]],
    size: int,
    *,
    turned: int | None = None,
) -> str:
    """Label each point with its figure, to the digit that its text has, at a place in an ink.

    A point given as None has none.
    """
    told = []
    for index, (point, (where, ink)) in enumerate(zip(points, places, strict=True)):
        if point is None and chart.kind == "line":
            told.append(f'<c:dLbl><c:idx val="{index}"/><c:delete val="1"/></c:dLbl>')
        if point is None or point.figure is None or point.figure.value is None:
            continue
        form = _format(point.figure, point.status if where == "outEnd" else None)
        told.append(
            f'<c:dLbl><c:idx val="{index}"/><c:numFmt formatCode="{form}"'
            f' sourceLinked="0"/><c:spPr><a:noFill/></c:spPr>{letters(size, ink, turned=turned)}'
            f'<c:dLblPos val="{where}"/>{_SHOWN}</c:dLbl>'
        )
    common = f'<c:numFmt formatCode="{chart.number_format}" sourceLinked="0"/>'
    side = "inBase" if chart.kind == "bars" else "t"
    return (
        f"<c:dLbls>{''.join(told)}{common}<c:spPr><a:noFill/></c:spPr>{letters(size)}"
        f'<c:dLblPos val="{side}"/>{_SHOWN}</c:dLbls>'
    )


def _format(figure: Figure, mark: Mark | None) -> str:
    """Return the number format that shows as many decimals as the figure's text has.

    Its symbol stands in front where `mark` is given: a bar too short to be seen has no colour.
    """
    places = len(number_of(figure.text).partition(",")[2])
    sign = f"&quot;{SYMBOLS[mark]} &quot;" if mark else ""
    return f"[$-42A]{sign}#,##0{'.' + '0' * places if places else ''}"


def _drawn(series: _Series, place: int, labels: list[str]) -> str:
    column = chr(ord("B") + place)
    last = len(labels) + 1
    names = "".join(
        f'<c:pt idx="{at}"><c:v>{escape(label)}</c:v></c:pt>' for at, label in enumerate(labels)
    )
    numbers = "".join(
        f'<c:pt idx="{at}"><c:v>{value!r}</c:v></c:pt>'
        for at, value in enumerate(series.values)
        if value is not None
    )
    count = f'<c:ptCount val="{len(labels)}"/>'
    return (
        f'<c:ser><c:idx val="{place}"/><c:order val="{place}"/><c:tx><c:strRef>'
        f"<c:f>'{_SHEET}'!${column}$1</c:f><c:strCache><c:ptCount val=\"1\"/>"
        f'<c:pt idx="0"><c:v>{escape(series.name)}</c:v></c:pt></c:strCache></c:strRef></c:tx>'
        f"{series.look}<c:cat><c:strRef><c:f>'{_SHEET}'!$A$2:$A${last}</c:f>"
        f"<c:strCache>{count}{names}</c:strCache></c:strRef></c:cat>"
        f"<c:val><c:numRef><c:f>'{_SHEET}'!${column}$2:${column}${last}</c:f>"
        f"<c:numCache><c:formatCode>General</c:formatCode>{count}{numbers}</c:numCache>"
        f"</c:numRef></c:val>{series.tail}</c:ser>"
    )


def _workbook(labels: list[str], series: list[_Series]) -> bytes:
    """Return the figures behind the chart, for those who edit it; no text becomes a formula."""
    import xlsxwriter  # noqa: PLC0415 - only a file with charts needs it

    buffer = BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book = xlsxwriter.Workbook(buffer, options)
    book.set_properties({"created": datetime(2000, 1, 1)})  # noqa: DTZ001 - the file has no zone
    sheet = book.add_worksheet(_SHEET)
    sheet.set_column(0, 0, 36)
    for row, label in enumerate(labels, start=1):
        sheet.write_string(row, 0, label)
    for column, each in enumerate(series, start=1):
        sheet.write_string(0, column, each.name)
        for row, value in enumerate(each.values, start=1):
            if value is not None:
                sheet.write_number(row, column, value)
    book.close()
    return buffer.getvalue()


__all__ = ["WORKBOOK_ID", "NativeChart", "native"]
