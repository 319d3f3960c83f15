"""Charts: one template, Vietnamese numbers, status colours, and a sentence for who cannot see."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import streamlit as st

from indicators.board.view import SeriesPoint, Status, TrendPoint
from indicators.export import palette
from indicators.i18n import language, t
from pages import _picture
from pages import _widgets as widgets
from pages import _words as words

if TYPE_CHECKING:
    from plotly.graph_objects import Figure

# Fill and outline of each status, as in _matrix.css.
COLOURS: dict[Status, str] = {
    "green": "#5fb884",
    "amber": "#f0b429",
    "red": "#c4302b",
    "missing": "#57457a",
    "pending": "#c9d1db",
    "not_applicable": "#e6eaef",
}
_INK, _SOFT, _LINE, _LINE_INK = "#1c2733", "#55616f", "#d5dbe3", "#12304f"
_FONT = '"Segoe UI", "Noto Sans", "DejaVu Sans Condensed", sans-serif'
_SHAPES: dict[Status, str] = {"green": "circle", "amber": "triangle-up", "red": "square"}


def _figure(height: int) -> Figure:
    """Return an empty figure in the house's look; `height` in pixels."""
    from plotly.graph_objects import Figure  # noqa: PLC0415  # loaded before the first visitor

    figure = Figure()
    figure.update_layout(
        template="none",
        height=height,
        separators=",.",
        font={"family": _FONT, "size": 13, "color": _INK},
        margin={"l": 44, "r": 44, "t": 10, "b": 30},
        paper_bgcolor="#fff",
        plot_bgcolor="#fff",
        hovermode="x unified",
        legend={"orientation": "h", "y": 1.02, "yanchor": "bottom", "x": 0, "traceorder": "normal"},
        bargap=0.25,
        dragmode=False,
    )
    figure.update_xaxes(
        fixedrange=True, linecolor=_LINE, tickfont={"color": _SOFT}, type="category"
    )
    figure.update_yaxes(
        fixedrange=True, gridcolor="#e9edf2", zeroline=False, tickfont={"color": _SOFT}
    )
    return figure


def ticks(periods: Sequence[str]) -> list[str]:
    """Return the names under an axis of periods: months bare, the year where it begins."""
    told: list[str] = []
    year = ""
    for period in periods:
        began, _, rest = period.partition("-")
        told.append(rest or began if began == year else f"{rest}<br>{began}" if rest else began)
        year = began
    return told


def _months(figure: Figure, periods: Sequence[str]) -> list[str]:
    """Name the months under the axis once; return the places to draw at."""
    figure.update_xaxes(tickvals=list(periods), ticktext=ticks(periods), tickangle=0)
    return list(periods)


def trend(points: Sequence[TrendPoint]) -> Figure:
    """Return the greening rate as a line, and below it the judged cells as stacked bars.

    The figure is shared by all who look at the same points: nobody may change it.
    """
    return _trend(tuple(points), language())


@lru_cache(maxsize=256)
def _trend(points: tuple[TrendPoint, ...], _language: str) -> Figure:
    """Draw a trend once: building a figure takes longer than everything else on the page."""
    figure = _figure(400)
    months = _months(figure, [point.period for point in points])
    rates = [point.tally.greening_rate for point in points]
    figure.add_scatter(
        x=months,
        y=rates,
        name=t("tỷ lệ xanh hóa (%)"),
        yaxis="y2",
        mode="lines+markers+text",
        text=["" if rate is None else _brief(rate) for rate in rates],
        textposition="top center",
        textfont={"size": 11},  # twelve stand side by side on a phone
        line={"color": _LINE_INK, "width": 2.5},
        marker={"size": 7},
        hovertemplate="%{y:,.1f} %",
        cliponaxis=False,
    )
    named = words.status_words()
    for status in ("green", "amber", "red", "missing"):
        figure.add_bar(
            x=months,
            y=[getattr(point.tally, status) for point in points],
            name=f"{palette.SYMBOLS[status]} {named[status]}",
            marker={"color": COLOURS[status]},
            hovertemplate="%{y:,.0f}",
        )
    small = {"size": 12, "color": _SOFT}
    figure.update_layout(
        barmode="stack",
        yaxis={"title": {"text": t("số ô"), "font": small}, "domain": [0, 0.56]},
        yaxis2={
            "title": {"text": "%", "font": small},
            "domain": [0.64, 1],
            "range": [0, 118],
            "tickvals": [0, 50, 100],
            "gridcolor": "#e9edf2",
            "zeroline": False,
            "fixedrange": True,
            "tickfont": {"color": _SOFT},
        },
        margin={"l": 52, "r": 16, "t": 10, "b": 44},
    )
    return figure


def _brief(rate: float) -> str:
    """Return a rate for a narrow place: a full one without its decimal."""
    return "100" if rate == 100 else words.decimal(rate)


def describe_trend(points: Sequence[TrendPoint]) -> str:
    """Return the trend as a sentence, for screen readers."""
    told = [
        f"{words.month(point.period)} {words.decimal(rate)} %"
        for point in points
        if (rate := point.tally.greening_rate) is not None
    ]
    return t("Tỷ lệ xanh hóa theo tháng: {months}").format(months="; ".join(told) or "–")


def series(points: Sequence[SeriesPoint], unit: str, decimals: int) -> Figure:
    """Return one indicator over time: figures as a line, what was due as steps; shared too."""
    return _series(tuple(points), unit, decimals, language())


@lru_cache(maxsize=512)
def _series(points: tuple[SeriesPoint, ...], unit: str, decimals: int, _language: str) -> Figure:
    figure = _figure(230)
    months = _months(figure, [point.period for point in points])
    named = words.status_words()
    shown = f"%{{y:,.{decimals}f}} {unit}"
    due: dict[str, Any] = {
        "x": months, "mode": "lines", "hovertemplate": shown,
        "line": {"color": "#7a8796", "width": 2, "dash": "dash", "shape": "hvh"},
    }  # fmt: skip
    figure.add_scatter(y=[point.goal for point in points], name=t("chỉ tiêu"), **due)
    if any(point.upper is not None for point in points):
        figure.add_scatter(y=[point.upper for point in points], name=t("chỉ tiêu trên"), **due)
    figure.add_scatter(
        x=months,
        y=[point.value for point in points],
        name=t("thực hiện"),
        mode="lines+markers",
        connectgaps=False,
        line={"color": _LINE_INK, "width": 2},
        marker={
            "size": 10,
            "color": [COLOURS[point.status] for point in points],
            "symbol": [
                _SHAPES.get(point.status, "circle") + ("-open" if point.is_provisional else "")
                for point in points
            ],
            "line": {"color": _LINE_INK, "width": 1},
        },
        customdata=[named[point.status] for point in points],
        hovertemplate=shown + " (%{customdata})",
    )
    figure.update_layout(margin={"l": 44, "r": 12, "t": 8, "b": 40})
    return figure


def describe_series(points: Sequence[SeriesPoint], unit: str) -> str:
    """Return a series as a sentence, for screen readers."""
    named = words.status_words()
    told = [
        f"{words.month(point.period)}: "
        + (
            named[point.status]
            if point.value is None
            else f"{words.decimal(point.value, 2)} {unit}"
        )
        for point in points
    ]
    return "; ".join(told)


def draw(figure: Figure, *, key: str, title: str, alt: str, file: str) -> None:
    """Draw a chart with the two buttons that save it; `file` is the name without its ending."""
    if note := widgets.sample_note():
        title = f"{title}. {note}"
    st.plotly_chart(
        figure, theme=None, key=key, alt=alt, config={"displayModeBar": False, "locale": "vi"}
    )
    _picture.buttons(key=key, title=title, file=file)
