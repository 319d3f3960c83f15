"""Closing periods (khóa sổ): by hand or by the calendar; opening again takes a reason.

A closed period takes no new figure and no decision, from anyone; that is asked inside the very
write that would add one. It can be read as it was: nothing of it is removed.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from indicators import audit, clock
from indicators.access import Principal, needs
from indicators.errors import Conflict, InputRejected, NotFound, Problem
from indicators.periods import Period
from indicators.settings import Settings
from indicators.workspace import Workspace
from queries import Store, Transaction

Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Lock:
    """A closed period of one unit; `by` is None where the calendar closed it, `name` theirs.

    `at` is the moment from which nothing could change: the board as of it is what was closed.
    """

    unit: str
    period: str
    by: str | None
    at: datetime
    reason: str
    name: str = ""

    @property
    def told(self) -> str:
        """What is said to whoever would change it."""
        when = f"{clock.local(self.at):%H:%M %d/%m/%Y}"
        label = Period.parse(self.period).label
        if self.by is None:
            return f"{label} đã khóa sổ theo lịch lúc {when}."
        who = f"{self.name} ({self.by})" if self.name not in ("", self.by) else self.by
        return f"{label} đã được {who} khóa sổ lúc {when}."


@needs("read")
def locks(
    workspace: Workspace, who: Principal, period: str, units: Sequence[str] | None = None
) -> list[Lock]:
    """Return the units within the scope of `who` whose `period` is closed, by code."""
    found = _closed(
        workspace.store, workspace.settings, [period], units=units, scope=who.roots("read")
    )
    return list(found.values())


@needs("submit")
def refusals(workspace: Workspace, who: Principal, pairs: Iterable[Pair]) -> dict[Pair, str]:
    """Return, of these (unit, period), those that are closed and what to tell whoever would send.

    Asked before anything is sent, so that nobody learns it from a refusal; `refuse_closed` still
    asks inside the write. Nothing is said of units that `who` does not report for.
    """
    return _refusals(workspace.store, workspace.settings, pairs, scope=who.roots("submit"))


@needs("read")
def closed_together(
    workspace: Workspace, who: Principal, period: str, units: Sequence[str]
) -> Lock | None:
    """Return the lock of `units` that came last, None while one of them is open.

    The board as of it is what all of them had been closed with.
    """
    found = locks(workspace, who, period, units)
    if not found or {*units} - {each.unit for each in found}:
        return None
    return max(found, key=lambda each: each.at)


@needs("review")
def lock(workspace: Workspace, who: Principal, *, unit: str, period: str, reason: str = "") -> None:
    """Close a period for `unit` and everything below it.

    Raises:
        NotFound: there is no such unit in the branch that `who` reviews.
        Conflict: it is closed already.
    """
    _decide(workspace, who, unit, period, closes=True, reason=reason.strip())


@needs("review")
def unlock(workspace: Workspace, who: Principal, *, unit: str, period: str, reason: str) -> None:
    """Open a closed period again, and keep why.

    Raises:
        InputRejected: no reason is given.
        NotFound: there is no such unit in the branch that `who` reviews.
        Conflict: it is not closed.
    """
    if not reason.strip():
        fault = "Mở lại kỳ đã khóa phải nêu lý do: ai cần sửa số nào, vì sao."
        raise InputRejected([Problem.error("reason-missing", fault)])
    _decide(workspace, who, unit, period, closes=False, reason=reason.strip())


def refuse_closed(write: Transaction, settings: Settings, pairs: Iterable[Pair]) -> None:
    """Raise when one of these (unit, period) is closed; to be asked inside the changing write.

    Raises:
        Conflict: saying by whom and when it was closed, and what to do.
    """
    for told in closed_now(write, settings, pairs).values():
        raise Conflict(told)


def closed_now(write: Transaction, settings: Settings, pairs: Iterable[Pair]) -> dict[Pair, str]:
    """Return which of these (unit, period) are closed inside a write, and what is said of each."""
    asked = sorted(set(pairs))
    return _refusals(write, settings, asked, scope=sorted({unit for unit, _ in asked}))


def _refusals(
    reader: Store | Transaction, settings: Settings, pairs: Iterable[Pair], *, scope: list[str]
) -> dict[Pair, str]:
    asked = sorted(set(pairs))
    units, periods = sorted({unit for unit, _ in asked}), sorted({each for _, each in asked})
    found = _closed(reader, settings, periods, units=units, scope=scope)
    return {
        pair: f"{found[pair].told} Cần sửa thì đề nghị Văn phòng mở lại kỳ, có nêu lý do."
        for pair in asked
        if pair in found
    }


def _decide(
    workspace: Workspace, who: Principal, unit: str, period: str, *, closes: bool, reason: str
) -> None:
    label = Period.parse(period).label
    with workspace.store.write("lock") as write:
        if write.rows("access/outside", units=[unit], scope=who.roots("review")):
            raise NotFound(f"Không có đơn vị «{unit}»")
        now = _closed(write, workspace.settings, [period], units=[unit], scope=[unit])
        if closes == ((unit, period) in now):
            already = now[unit, period].told if closes else f"{label} đang mở."
            raise Conflict(already)
        write.run(
            "locks/record_lock",
            unit_id=unit,
            period=period,
            is_locked=closes,
            decided_by=who.account,
            decided_at=clock.now(),
            reason=reason,
        )
        entry = audit.Entry(
            who.account,
            "period.locked" if closes else "period.unlocked",
            f"period/{period}/{unit}",
            session=who.session,
            details={"reason": reason} if reason else {},
        )
        workspace.trail.record(write, entry)


def _closed(
    reader: Store | Transaction,
    settings: Settings,
    periods: Sequence[str],
    *,
    units: Sequence[str] | None,
    scope: list[str],
) -> dict[Pair, Lock]:
    """Return what is closed, by (unit, period)."""
    rows = reader.rows(
        "locks/standing",
        periods=list(periods),
        units=list(units) if units is not None else None,
        scope=scope,
    )
    found = (_lock(row, settings) for row in rows)
    return {(each.unit, each.period): each for each in found if each is not None}


def _lock(row: dict[str, Any], settings: Settings) -> Lock | None:
    """Return the lock of a row of locks/standing; the newest of calendar and hand decides."""
    by_calendar = _closing(row["due_on"], settings)
    if row["decided_at"] is not None and (
        by_calendar is None or row["decided_at"] >= by_calendar or row["is_locked"]
    ):
        if not row["is_locked"]:
            return None
        return Lock(
            row["unit_id"],
            row["period"],
            row["decided_by"],
            row["decided_at"],
            row["reason"],
            row["decided_by_name"] or "",
        )
    if by_calendar is None or clock.now() < by_calendar:
        return None
    return Lock(row["unit_id"], row["period"], None, by_calendar, "")


def _closing(due_on: date | None, settings: Settings) -> datetime | None:
    """Return the midnight at which the calendar closes what was due on a day."""
    if due_on is None or settings.lock_after_days is None:
        return None
    day = due_on + timedelta(days=settings.lock_after_days + 1)
    return datetime.combine(day, time.min, tzinfo=clock.HANOI)
