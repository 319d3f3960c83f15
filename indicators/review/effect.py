"""What approving would do to the board, roll-ups among it: done for real, looked at, taken back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from indicators import clock
from indicators.access import Principal, needs
from indicators.board.view import Status, Tally
from indicators.errors import NotFound
from indicators.submission import Change, record_decision, refresh_pairs
from indicators.workspace import Workspace
from queries import Transaction

_Cells = dict[tuple[str, str, str], dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Effect:
    """The cells that would change, what units report first, then their roll-ups.

    `before` and `after` count the reported cells of the units and periods concerned.
    """

    changes: tuple[Change, ...]
    before: Tally
    after: Tally


@needs("review")
def effect(workspace: Workspace, who: Principal, submissions: Sequence[int]) -> Effect:
    """Return what approving all of `submissions` would change, cells above them included.

    Raises:
        NotFound: one of them does not exist in the branch that `who` reviews.
    """
    with workspace.store.rehearse() as write:
        pairs = _pairs(write, who, submissions)
        units = {unit for unit, _ in pairs}
        known = units & workspace.catalogue.units.keys()
        above = {each for unit in known for each in workspace.catalogue.ancestors(unit)}
        asked = {
            "units": sorted(units | above),
            "periods": sorted({period for _, period in pairs}),
            "today": clock.today(),
            "scope": who.roots("read"),
        }
        before, now = _cells(write, asked), clock.now()
        for number in sorted(submissions):
            record_decision(write, number, decision="approved", by=who.account, at=now, reason="")
        refresh_pairs(workspace, write, pairs, known_at=now)
        after = _cells(write, asked)
    return Effect(tuple(_changes(before, after)), _tally(before, units), _tally(after, units))


def _pairs(write: Transaction, who: Principal, submissions: Sequence[int]) -> set[tuple[str, str]]:
    found = set()
    for number in submissions:
        rows = write.rows("submission/one", submission_id=number, scope=who.roots("review"))
        if not rows:
            raise NotFound(f"Không có lần nộp số {number}")
        found.add((rows[0]["unit_id"], rows[0]["period"]))
    return found


def _cells(write: Transaction, asked: dict[str, Any]) -> _Cells:
    rows = write.rows("review/cells", **asked)
    return {(row["unit_id"], row["indicator_id"], row["period"]): row for row in rows}


def _changes(before: _Cells, after: _Cells) -> list[Change]:
    found = []
    for key, new in after.items():
        old = before.get(key)
        status: Status = old["status"] if old else "pending"
        value: float | None = old["value"] if old else None
        if (status, value) != (new["status"], new["value"]):
            unit, indicator, period = key
            found.append(
                Change(
                    unit=unit,
                    indicator=indicator,
                    period=period,
                    before=status,
                    after=new["status"],
                    value_before=value,
                    value_after=new["value"],
                    is_rolled_up=new["is_rolled_up"],
                )
            )
    return sorted(found, key=lambda each: (each.is_rolled_up, not each.changes_colour, each.unit))


def _tally(cells: _Cells, units: set[str]) -> Tally:
    counts = dict.fromkeys(Tally.__dataclass_fields__, 0)
    for (unit, _, _), row in cells.items():
        if unit in units and not row["is_rolled_up"]:
            counts[row["counted"]] += 1
    return Tally(**counts)
