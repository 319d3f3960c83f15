"""Who has reported and who has not (tình hình báo cáo), by duty, period and unit.

A unit has reported when every figure that the duty asks of it was sent once: that moment, by
Hà Nội's clock, against the due day says whether it was on time. A report that is sent back does
not become late by it; that it was sent again is told beside.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from typing import Any, Literal, get_args

from indicators import clock
from indicators.access import Principal, needs
from indicators.board.calendar import shown_periods
from indicators.catalogue.model import Duty, Frequency
from indicators.errors import InputRejected, Problem
from indicators.periods import Period
from indicators.workspace import Workspace

State = Literal["missing", "returned", "waiting", "late", "pending", "on_time"]
STATES: tuple[State, ...] = get_args(State)  # what must be seen to first
OWED: tuple[State, ...] = ("missing", "returned", "pending")  # the unit has something to do
_RHYTHMS: tuple[Frequency, ...] = get_args(Frequency)


@dataclass(frozen=True, slots=True)
class UnitReport:
    """One unit's report under one duty for one period.

    `state`: `missing` (past due, something never sent), `returned` (all sent, some sent back),
    `waiting` (for approval), `late` or `on_time` (all approved), `pending` (not due yet).
    `days`: how late: past due until today where something is missing, else until the day on
    which everything had been sent once; 0 for on time; negative for days left.
    `unsent` and `returned` are codes of indicators. Moments are Hà Nội's.
    """

    duty: str
    period: str
    unit: str
    due_on: date
    plans: tuple[str, ...]
    state: State
    days: int
    count_expected: int
    count_sent: int
    count_approved: int
    unsent: tuple[str, ...]
    returned: tuple[str, ...]
    complete_at: datetime | None
    last_sent_at: datetime | None
    last_sent_by: str | None
    is_sent_again: bool

    @property
    def was_late(self) -> bool:
        """Whether it came after its due day, or has not come by now."""
        return self.days > 0


@dataclass(frozen=True, slots=True)
class DutyReport:
    """One duty for one period with every unit that owes it, worst first.

    `duty` is None where a plan has no duty of the rhythm: then the settings' day holds.
    """

    code: str
    duty: Duty | None
    period: str
    due_on: date
    plans: tuple[str, ...]
    units: tuple[UnitReport, ...]

    def count(self, *states: State) -> int:
        """Return how many units are in one of `states`."""
        return sum(each.state in states for each in self.units)


@needs("read")
def reporting(workspace: Workspace, who: Principal, *, period: str) -> list[DutyReport]:
    """Return the duties of a month's board with who has reported: its own, then the newest due.

    Of other rhythms than the month's, every period that the board of `period` shows, and every
    one that ends or falls due within it (the report of a year may be due in its November).

    Raises:
        InputRejected: `period` names none.
    """
    found = _grouped(workspace, _reports(workspace, who, _asked_of(period)))
    return sorted(found, key=lambda each: each.period != period)


@needs("read")
def due_between(
    workspace: Workspace, who: Principal, *, first: date, last: date
) -> list[UnitReport]:
    """Return every report whose due day is one of `first` through `last`, whatever its rhythm."""
    asked = {"periods": [], "due_from": first, "due_to": last, "rhythms": list(_RHYTHMS)}
    return _reports(workspace, who, asked)


def _asked_of(period: str) -> dict[str, Any]:
    try:
        of = Period.parse(period)
    except ValueError as error:
        raise InputRejected([Problem.error("period-unknown", str(error))]) from error
    rhythms = [each for each in _RHYTHMS if each != of.frequency]
    ended = [str(last) for each in rhythms for last in _ended_within(of, each)]
    shown = sorted({*shown_periods(str(of)), *ended})
    return {"periods": shown, "due_from": of.start, "due_to": of.end, "rhythms": rhythms}


def _ended_within(of: Period, rhythm: Frequency) -> list[Period]:
    """Return the periods of another rhythm whose last day lies within a period."""
    found, last = [], Period.last_ended(of.end, rhythm)
    while last.end >= of.start:
        found.append(last)
        last = last.previous
    return found


def _reports(workspace: Workspace, who: Principal, asked: dict[str, Any]) -> list[UnitReport]:
    rows = workspace.store.rows("reporting/standing", **asked, scope=who.roots("read"))
    return [_report(row, clock.today()) for row in rows]


def _report(row: dict[str, Any], today: date) -> UnitReport:
    complete = clock.local(row["complete_at"]) if row["complete_at"] else None
    state, days = _standing(row, complete, today)
    return UnitReport(
        duty=row["duty_id"],
        period=row["period"],
        unit=row["unit_id"],
        due_on=row["due_on"],
        plans=tuple(row["plans"]),
        state=state,
        days=days,
        count_expected=row["count_expected"],
        count_sent=row["count_sent"],
        count_approved=row["count_approved"],
        unsent=tuple(row["unsent"]),
        returned=tuple(row["returned"]),
        complete_at=complete,
        last_sent_at=clock.local(row["last_sent_at"]) if row["last_sent_at"] else None,
        last_sent_by=row["last_sent_by"],
        is_sent_again=row["is_sent_again"],
    )


def _standing(row: dict[str, Any], complete: datetime | None, today: date) -> tuple[State, int]:
    """Return the state of a report, and by how many days it is or was past its due day."""
    due: date = row["due_on"]
    if complete is None:
        left = (today - due).days
        return ("missing" if left > 0 else "pending"), left
    late = max((complete.date() - due).days, 0)
    if row["count_returned"]:
        return "returned", late
    if row["count_waiting"]:
        return "waiting", late
    return ("late" if late else "on_time"), late


def _grouped(workspace: Workspace, reports: Sequence[UnitReport]) -> list[DutyReport]:
    duties = {each.code: each for each in workspace.catalogue.duties}
    order = {code: place for place, code in enumerate(workspace.catalogue.units)}
    found = []
    for (code, period), group in groupby(reports, key=lambda each: (each.duty, each.period)):
        units = sorted(
            group,
            key=lambda each: (STATES.index(each.state), -each.days, order.get(each.unit, 0)),
        )
        plans = tuple(sorted({plan for each in units for plan in each.plans}))
        due_on = units[0].due_on
        found.append(DutyReport(code, duties.get(code), period, due_on, plans, tuple(units)))
    return sorted(found, key=lambda each: (-each.due_on.toordinal(), each.period, each.code))
