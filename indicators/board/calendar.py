"""Which periods a month's board shows: each indicator in the last period of its rhythm."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from indicators import clock
from indicators.catalogue.sync import FREQUENCIES
from indicators.periods import Period
from indicators.workspace import Workspace


def shown_periods(month: str) -> list[str]:
    """Return the periods whose cells stand on the board of `month`.

    The month itself, and for every other rhythm the last period that had ended by the month's
    end: in October 2026 the third quarter of 2026 and the year 2025. Any period may be given:
    its last day counts.
    """
    period = Period.parse(month)
    others = (Period.last_ended(period.end, each) for each in FREQUENCIES)
    return sorted({str(period), *(str(p) for p in others if p.frequency != period.frequency)})


def months_back(month: str, count: int) -> list[str]:
    """Return `count` periods of the kind of `month` that end with it, oldest first."""
    found = [Period.parse(month)]
    while len(found) < count:
        found.append(found[-1].previous)
    return [str(period) for period in reversed(found)]


def periods(workspace: Workspace) -> list[str]:
    """Return the months that have cells, newest first: what the period picker offers."""
    workspace.keep_current()
    rows = workspace.store.rows("board/months")
    return [row["period"] for row in rows]


def latest_period(workspace: Workspace) -> str:
    """Return the month that every page, command and answer shows when nobody chose one.

    The newest that is over and has a figure: who has one in the month that runs is early, and its
    board is not due yet. Else the newest with a figure; else the newest that is over, which is
    what is reported now; else the newest there is.
    """
    months = workspace.store.rows("board/months")
    today = clock.today()
    if not months:
        return str(Period.containing(today, "month"))
    return _foremost(months, today)


def coloured_month(workspace: Workspace, period: str, known_at: datetime) -> str:
    """Return the month whose board stands for a period: its last one once that is over.

    Before that the newest of its months that was over by then and had approved figures, else that
    was over: a report of the year is due in November, and December's board has nothing to tell.
    """
    whole, today = Period.parse(period), clock.local(known_at).date()
    last = Period.containing(whole.end, "month")
    if last.end < today:
        return str(last)
    rows = workspace.store.rows("board/months_known", known_at=known_at)
    counts = {row["period"]: row["count_figures"] for row in rows}
    months, first = [last], Period.containing(whole.start, "month")
    while months[-1] != first:
        months.append(months[-1].previous)
    return _foremost(
        [{"period": str(each), "count_figures": counts.get(str(each), 0)} for each in months], today
    )


def _foremost(months: list[dict[str, Any]], today: date) -> str:
    """Return the newest month that is over and has a figure, or what comes nearest to that."""

    def claim(row: dict[str, Any]) -> tuple[bool, bool, bool]:
        has_figure, is_over = row["count_figures"] > 0, Period.parse(row["period"]).end < today
        return has_figure and is_over, has_figure, is_over

    return str(max(months, key=claim)["period"])  # newest first: of equals, the first


def known_at(text: str) -> datetime | None:
    """Return the past moment that `text` names; None for now: nothing, today or later.

    Args:
        text: a day, which means its end ("2026-10-31"), or a moment ("2026-10-31T08:00+07:00").

    Raises:
        ValueError: it names no moment. The message is Vietnamese.
    """
    if not text:
        return None
    found = clock.moment(text)
    return found if found < clock.now() else None
