"""The way here: tallies month by month, and one indicator over time."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from indicators import clock
from indicators.access import Principal, needs
from indicators.board.calendar import months_back, shown_periods
from indicators.board.view import SeriesPoint, Tally, TrendPoint
from indicators.workspace import Workspace


@needs("read")
def trend(
    workspace: Workspace,
    who: Principal,
    *,
    period: str,
    unit: str,
    plan: str | None = None,
    group: str | None = None,
    months: int = 12,
    provisional: bool = False,
    as_of: datetime | None = None,
) -> list[TrendPoint]:
    """Return the tallies of the last `months` months up to `period`, oldest first.

    Counted over every cell that units of the branch report (not over roll-ups); months without
    any cell are left out. A tally of the last month equals that of its board, also as known at
    `as_of` or with waiting figures counted: both are counted from the figures, which takes longer.
    """
    shown = {month: shown_periods(month) for month in months_back(period, months)}
    pairs = [(month, each) for month, each_periods in shown.items() for each in each_periods]
    common: dict[str, Any] = {
        "months": [month for month, _ in pairs],
        "periods": [each for _, each in pairs],
        "units": branch(workspace, unit, group),
        "plan_id": plan,
        "scope": who.roots("read"),
    }
    if as_of is None and not provisional:
        rows = workspace.store.rows("board/trend", today=clock.today(), **common)
    else:
        known_at = as_of or clock.now()
        today = clock.local(known_at).date()
        rows = workspace.store.rows(
            "board/trend_known",
            known_at=known_at,
            today=today,
            count_submitted=provisional,
            **common,
        )
    return [
        TrendPoint(
            period=row.pop("month"), tally=Tally(**{name: int(n) for name, n in row.items()})
        )
        for row in rows
    ]


def branch(workspace: Workspace, unit: str, group: str | None) -> list[str]:
    """Return the units whose cells are counted for `unit`: its branch, within `group` if given."""
    catalogue = workspace.catalogue
    codes = catalogue.subtree(unit)
    if group is None:
        return list(codes)
    inside = {
        each for member in catalogue.groups[group].members for each in catalogue.subtree(member)
    }
    return [code for code in codes if code in inside]


@needs("read")
def series(
    workspace: Workspace,
    who: Principal,
    *,
    indicator: str,
    unit: str,
    period: str,
    count: int = 12,
    as_of: datetime | None = None,
) -> list[SeriesPoint]:
    """Return one indicator of one unit over the last `count` periods up to `period`.

    As known at `as_of`, where that is given.
    """
    asked: dict[str, Any] = {
        "indicator_id": indicator,
        "unit_id": unit,
        "periods": months_back(period, count),
        "scope": who.roots("read"),
    }
    if as_of is None:
        rows = workspace.store.rows("board/series", today=clock.today(), **asked)
    else:
        today = clock.local(as_of).date()
        rows = workspace.store.rows("board/series_known", known_at=as_of, today=today, **asked)
    return [
        SeriesPoint(
            period=row["period"],
            value=row["value"],
            goal=row["goal"],
            upper=row["upper_goal"],
            status=row["status"],
            is_provisional=row["is_provisional"],
        )
        for row in rows
    ]
