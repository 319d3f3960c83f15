"""Which reminders are due today, to whom, and how far each has come.

A reminder belongs to the last of the office's days that has been reached: when the job did not
run for some days, the newest one goes out and the older ones never do.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any, Literal

from indicators import clock, locks
from indicators.access import Principal, needs
from indicators.reporting import OWED, UnitReport, due_between
from indicators.workspace import Workspace

State = Literal["sending", "sent", "failed"]
MOST_TRIES = 5
# What has been owed for longer is for people to speak of: no flood when mail is first set up.
_LOOK_BACK = timedelta(days=62)


@dataclass(frozen=True, slots=True)
class Reminder:
    """One report, one moment to be reminded of it, one address.

    `kind` is "before-3", "due" or "late-1": the office's day, not how late it is now. `state` is
    that of the newest try, None where there was none: a `sending` that nobody ended may or may
    not have gone out. `detail` says why it failed.
    """

    report: UnitReport
    kind: str
    recipient: str
    account: str
    state: State | None = None
    count_tries: int = 0
    detail: str = ""

    @property
    def key(self) -> tuple[str, str, str, str, str]:
        """What is never sent twice."""
        return self.report.duty, self.report.unit, self.report.period, self.kind, self.recipient

    @property
    def is_waiting(self) -> bool:
        """Whether it is still to be sent: not tried yet, or refused and worth another try."""
        return self.state is None or (self.state == "failed" and self.count_tries < MOST_TRIES)


@dataclass(frozen=True, slots=True)
class Plan:
    """What is due today; `unreachable` are owed by units nobody with an address reports for."""

    reminders: tuple[Reminder, ...]
    unreachable: tuple[UnitReport, ...]


@needs("review")
def planned(workspace: Workspace, who: Principal) -> Plan:
    """Return every reminder due today in the branch that `who` reviews, sent ones among them."""
    today, days = clock.today(), days_of(workspace.settings.remind_days)
    first, last = today - _LOOK_BACK, today + timedelta(days=max(*days, 0))
    addresses = _addresses(workspace, who)
    states = _states(workspace, who)
    reminders: list[Reminder] = []
    unreachable = []
    for report in _owed(workspace, who, first, last):
        kind = kind_on(report.due_on, today, days)
        if kind is None:
            continue
        found = _recipients(workspace, report.unit, addresses)
        if not found:
            unreachable.append(report)
        for recipient, account in found.items():
            made = Reminder(report, kind, recipient, account)
            reminders.append(replace(made, **states.get(made.key, {})))
    return Plan(tuple(reminders), tuple(unreachable))


def days_of(text: str) -> tuple[int, ...]:
    """Return the setting BANGXANH_REMIND_DAYS as days left, most first: "3,0,-1" is (3, 0, -1)."""
    return tuple(sorted({int(each) for each in text.split(",")}, reverse=True))


def kind_on(due_on: date, today: date, days: Sequence[int]) -> str | None:
    """Return the kind of the last of `days` that has been reached; None before the first."""
    left = (due_on - today).days
    reached = [each for each in days if left <= each]
    if not reached:
        return None
    day = min(reached)
    return f"before-{day}" if day > 0 else f"late-{-day}" if day < 0 else "due"


def standing_of(row: dict[str, Any]) -> dict[str, Any]:
    """Return what a row of reminder/standing says of a `Reminder`."""
    return {name: row[name] for name in ("state", "count_tries", "detail")}


def key_of(row: dict[str, Any]) -> tuple[str, str, str, str, str]:
    """Return the `Reminder.key` of a row of reminder/standing."""
    return row["duty_id"], row["unit_id"], row["period"], row["kind"], row["recipient"]


def _owed(workspace: Workspace, who: Principal, first: date, last: date) -> list[UnitReport]:
    """Return what the reviewed units still owe; a closed period takes nothing any more."""
    reviewed = {
        unit
        for root in who.roots("review")
        if root in workspace.catalogue.units
        for unit in workspace.catalogue.subtree(root)
    }
    owed = [
        each
        for each in due_between(workspace, who, first=first, last=last)
        if each.state in OWED and each.unit in reviewed
    ]
    closed = {
        (lock.unit, lock.period)
        for period in sorted({each.period for each in owed})
        for lock in locks.locks(workspace, who, period)
    }
    return [each for each in owed if (each.unit, each.period) not in closed]


def _addresses(workspace: Workspace, who: Principal) -> dict[str, dict[str, str]]:
    """Return, by unit, the account behind each address of its own reporters."""
    found: dict[str, dict[str, str]] = {}
    for row in workspace.store.rows("reminder/reporters", scope=who.roots("review")):
        found.setdefault(row["unit_id"], {})[row["email"].casefold()] = row["account"]
    return found


def _recipients(
    workspace: Workspace, unit: str, addresses: dict[str, dict[str, str]]
) -> dict[str, str]:
    """Return who reports for exactly this unit, else for the nearest unit above it."""
    if unit not in workspace.catalogue.units:
        return {}
    line = (unit, *workspace.catalogue.ancestors(unit))
    return next((addresses[each] for each in line if each in addresses), {})


def _states(
    workspace: Workspace, who: Principal
) -> dict[tuple[str, str, str, str, str], dict[str, Any]]:
    rows = workspace.store.rows("reminder/standing", scope=who.roots("review"))
    return {key_of(row): standing_of(row) for row in rows}
