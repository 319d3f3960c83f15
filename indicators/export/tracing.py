"""Figures for a document, each with the place in the snapshot it was taken from (dẫn nguồn).

A trace is a path: "tally/red", "previous/rate", "unit/dl-sxd-qlvt/green", "row/UNIT/CODE/value",
"row/UNIT/CODE/goal", "point/UNIT/CODE/2026-09/value", "whole/UNIT/CODE/value",
"trend/2026-09/rate", "change/rate", "count/units", "cells/UNIT/missing", and those of
`indicators.export.counting`. `resolve` follows it; a test follows all.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Literal

from indicators.board.explain import target_text, value_text
from indicators.board.view import Status, Tally
from indicators.export import counting
from indicators.export.document import Figure
from indicators.export.palette import Mark
from indicators.export.palette import mark as mark_of
from indicators.export.snapshot import Point, Row, Snapshot
from indicators.numbers import format_against, format_measure, format_number


def resolve(snapshot: Snapshot, trace: str) -> float | None:
    """Return the number that stands at a trace.

    Raises:
        KeyError: there is no such place.
    """
    kind, *path = trace.split("/")
    return _PLACES[kind](snapshot, *path)


def mark(snapshot: Snapshot, of: Row | Point) -> Mark:
    """Return how a cell, or a point on its way, looks: hollow where it waits and is not counted."""
    found = of.cell if isinstance(of, Row) else of
    return mark_of(found.status, waits=found.is_provisional and not snapshot.head.counts_waiting)


def value(snapshot: Snapshot, row: Row) -> Figure:
    """Return a cell's figure; an empty text where there is none."""
    text = value_text(snapshot.indicator[row.cell.indicator], row.cell)
    trace = f"row/{row.cell.unit}/{row.cell.indicator}/value"
    return Figure(text, row.cell.value, trace, mark(snapshot, row))


def goal(snapshot: Snapshot, row: Row) -> Figure:
    """Return what was due: "tối thiểu 98 %"."""
    cell = row.cell
    what = "final" if cell.goal is None else "goal"
    number = cell.final if cell.goal is None else cell.goal
    text = target_text(snapshot.indicator[cell.indicator], cell)
    return Figure(text, number, f"row/{cell.unit}/{cell.indicator}/{what}")


def count_of(row: Row, part: str) -> Figure:
    """Return a cell's "numerator" or "denominator" as written; empty where there is none."""
    number: float | None = getattr(row.cell, part)
    text = "" if number is None else format_number(number)
    return Figure(text, number, f"row/{row.cell.unit}/{row.cell.indicator}/{part}")


def delta(snapshot: Snapshot, row: Row) -> Figure | None:
    """Return the change against the period before, without its sign; None where there is none.

    It has the decimals that its figure takes: 98 and 97,96 are not alike.
    """
    change = row.cell.delta
    if change is None:
        return None
    indicator = snapshot.indicator[row.cell.indicator]
    unit = "điểm phần trăm" if indicator.is_percentage else indicator.unit_of_measure
    told = value(snapshot, row).text.split(" ", maxsplit=1)[0].partition(",")[2]
    text = format_measure(abs(change), unit, max(indicator.decimals, 1, len(told)))
    return Figure(text, change, f"row/{row.cell.unit}/{row.cell.indicator}/delta")


def point(snapshot: Snapshot, row: Row, at: Point) -> Figure:
    """Return the figure of one period on the way."""
    indicator = snapshot.indicator[row.cell.indicator]
    if at.value is None:
        text = ""
    elif indicator.formula == "yes_no":
        text = "Có" if at.value >= 1 else "Không"
    else:
        goal = row.cell.final if at.goal is None else at.goal
        measure, places = indicator.unit_of_measure, indicator.decimals
        text = format_against(at.value, goal, measure, places, upper=at.upper)
    trace = f"point/{row.cell.unit}/{row.cell.indicator}/{at.period}/value"
    return Figure(text, at.value, trace, mark(snapshot, at))


def due(row: Row) -> float | None:
    """Return what a figure is seen against: what is due now, before there is any the final goal."""
    return row.cell.final if row.cell.goal is None else row.cell.goal


def goal_at(snapshot: Snapshot, row: Row, at: Point) -> str:
    """Return what was due in one period on the way: "tối thiểu 93,1 %"; "" where nothing was."""
    then = replace(row.cell, goal=at.goal, upper=at.upper, final=None)
    return target_text(snapshot.indicator[row.cell.indicator], then)


def whole(snapshot: Snapshot, row: Row) -> Figure:
    """Return the figure of the whole period; "" where there is no true one.

    It is told apart from the goal it stands beside, as the month's figure is.
    """
    indicator = snapshot.indicator[row.cell.indicator]
    number = row.whole.value if row.whole else None
    if number is None:
        text = ""
    elif indicator.formula == "yes_no":
        text = "Có" if number >= 1 else "Không"
    else:
        measure, places = indicator.unit_of_measure, indicator.decimals
        text = format_against(number, due(row), measure, places, upper=row.cell.upper)
    return Figure(text, number, f"whole/{row.cell.unit}/{row.cell.indicator}/value")


def tally(
    snapshot: Snapshot, what: Status | Literal["provisional"], unit: str | None = None
) -> Figure:
    """Return how many cells have a status, of the whole branch or of one unit's own row.

    "provisional": how many figures wait for approval, whatever they are counted as.
    """
    status = None if what == "provisional" else what
    if unit is None:
        number = _of_tally(snapshot.tally, what)
        return Figure(format_number(number or 0), number, f"tally/{what}", status)
    number = _of_tally(snapshot.unit[unit].tally, what)
    return Figure(format_number(number or 0), number, f"unit/{unit}/{what}", status)


def judged(snapshot: Snapshot, unit: str | None = None) -> Figure:
    """Return how many cells had to be green, of the whole branch or of one unit's own row."""
    trace = f"unit/{unit}/judged" if unit else "tally/judged"
    number = resolve(snapshot, trace)
    return Figure(format_number(number or 0), number, trace)


def rate(snapshot: Snapshot, unit: str | None = None, month: str | None = None) -> Figure:
    """Return the greening rate of the branch, of one unit's row, or of a month on the way.

    A dash where nothing had to be green.
    """
    trace = f"unit/{unit}/rate" if unit else f"trend/{month}/rate" if month else "tally/rate"
    number = resolve(snapshot, trace)
    return Figure(_rate_text(number), number, trace)


def rate_change(snapshot: Snapshot) -> float | None:
    """Return the change of the greening rate in points; None when either month had none."""
    now, before = snapshot.tally.greening_rate, snapshot.previous.greening_rate
    return None if now is None or before is None else now - before


def change(snapshot: Snapshot) -> Figure | None:
    """Return the size of the change of the greening rate, in points; None without one."""
    number = rate_change(snapshot)
    if number is None:
        return None
    return Figure(format_number(abs(number), 1, keep_zeros=True), number, "change/rate")


def count(snapshot: Snapshot, what: str) -> Figure:
    """Return a count: "units", "indicators", "red_units" (units with a red cell of their own)."""
    number = _count(snapshot, what)
    return Figure(format_number(number), number, f"count/{what}")


def cells(snapshot: Snapshot, unit: str, what: Status | Literal["waiting"]) -> Figure:
    """Return how many approved cells of a unit's row have a status, or how many figures wait."""
    number = _cells(snapshot, unit, what)
    status = None if what == "waiting" else what
    return Figure(format_number(number), number, f"cells/{unit}/{what}", status)


def _rate_text(number: float | None) -> str:
    return "–" if number is None else f"{format_number(number, 1, keep_zeros=True)} %"


def _of_tally(found: Tally, what: str) -> float | None:
    if what == "rate":
        return found.greening_rate
    number: int = getattr(found, what)
    return float(number)


def _of_month(snapshot: Snapshot, month: str, what: str) -> float | None:
    return _of_tally({each.period: each.tally for each in snapshot.trend}[month], what)


def _of_row(snapshot: Snapshot, unit: str, code: str, what: str) -> float | None:
    number: float | None = getattr(snapshot.by_key[unit, code].cell, what)
    return number


def _of_point(snapshot: Snapshot, unit: str, code: str, period: str, what: str) -> float | None:
    points = {each.period: each for each in snapshot.by_key[unit, code].points}
    number: float | None = getattr(points[period], what)
    return number


def _of_whole(snapshot: Snapshot, unit: str, code: str, what: str) -> float | None:
    found = snapshot.by_key[unit, code].whole
    number: float | None = getattr(found, what) if found else None
    return number


def _count(snapshot: Snapshot, what: str) -> float:
    return float(_COUNTS[what](snapshot))


def _cells(snapshot: Snapshot, unit: str, what: str) -> float:
    """Count the cells of one row; a figure that waits for approval is "waiting" and nothing else.

    Where figures that wait are counted (`head.counts_waiting`), they have their status.
    """
    named = (
        "waiting" if each.cell.is_provisional and not snapshot.head.counts_waiting
        else each.cell.status
        for each in snapshot.rows
        if each.cell.unit == unit
    )  # fmt: skip
    return float(sum(1 for name in named if name == what))


_COUNTS: dict[str, Callable[[Snapshot], int]] = {
    "units": lambda found: sum(1 for each in found.units if each.depth),
    "indicators": lambda found: len(found.indicators),
    "red_units": lambda found: len(
        {row.cell.unit for row in found.own_rows if row.cell.counted == "red"}
    ),
}
_PLACES: dict[str, Callable[..., float | None]] = {
    "tally": lambda found, what: _of_tally(found.tally, what),
    "previous": lambda found, what: _of_tally(found.previous, what),
    "change": lambda found, _: rate_change(found),
    "unit": lambda found, code, what: _of_tally(found.unit[code].tally, what),
    "trend": _of_month,
    "row": _of_row,
    "point": _of_point,
    "whole": _of_whole,
    "count": _count,
    "cells": _cells,
    "listed": counting.count_cells,
    "listed-units": counting.count_units,
    "top": counting.count_top,
    "streak": lambda found, unit, code: counting.streak(found.by_key[unit, code]),
}
