"""Which cells a report speaks of, and how many of a kind there are (đếm lượt chỉ tiêu).

A report counts approved figures only: a cell whose figure waits stands as `counted` says. One
indicator of one unit is one count (một lượt chỉ tiêu). Places: "listed/UNIT/SCOPE/KIND" counts
cells, "listed-units/UNIT/SCOPE/KIND" the units they stand in, "top/SCOPE/KIND" the cells of the
unit the board is drawn for; UNIT may be "*", SCOPE an indicator's code, "plan:CODE" or "*".
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from itertools import takewhile

from indicators.board.view import Status
from indicators.export.document import Figure
from indicators.export.snapshot import Row, Snapshot
from indicators.numbers import format_number

ALL = "*"
_PLAN = "plan:"
_ASKED: tuple[Status, ...] = ("red", "amber")


def listed(snapshot: Snapshot) -> tuple[Row, ...]:
    """Return the cells that are told one by one: all but the roll-ups of the board's own unit.

    Where that unit stands alone, its roll-ups too.
    """
    top, alone = snapshot.head.unit, len(snapshot.units) == 1
    return tuple(r for r in snapshot.rows if alone or r.cell.unit != top or not r.cell.is_rolled_up)


def tops(snapshot: Snapshot) -> tuple[Row, ...]:
    """Return the cells of the unit the board is drawn for, its roll-ups among them."""
    return tuple(row for row in snapshot.rows if row.cell.unit == snapshot.head.unit)


def chosen(
    snapshot: Snapshot, rows: Iterable[Row], *, unit: str = ALL, scope: str = ALL, kind: str = ALL
) -> list[Row]:
    """Return the rows of a unit, scope and kind, in their order.

    Raises:
        KeyError: there is no such kind.
    """
    holds = (lambda _: True) if kind == ALL else KINDS[kind]
    return [
        row
        for row in rows
        if unit in (ALL, row.cell.unit) and _is_in(snapshot, row, scope) and holds(row)
    ]


def cells(snapshot: Snapshot, kind: str, *, unit: str = ALL, scope: str = ALL) -> Figure:
    """Return how many listed cells are of a kind; kinds are statuses and the keys of `KINDS`."""
    return _counted(snapshot, f"listed/{unit}/{scope}/{kind}", count_cells)


def units(snapshot: Snapshot, kind: str, *, scope: str = ALL) -> Figure:
    """Return in how many units the listed cells of a kind stand."""
    return _counted(snapshot, f"listed-units/{ALL}/{scope}/{kind}", count_units)


def top(snapshot: Snapshot, kind: str, *, scope: str = ALL) -> Figure:
    """Return how many indicators of the board's own unit, rolled up or its own, are of a kind."""
    return _counted(snapshot, f"top/{scope}/{kind}", count_top)


def of_row(row: Row, part: str) -> Figure:
    """Return a whole number of a cell: "count_reported" or "count_expected" of a roll-up."""
    number: int = getattr(row.cell, part)
    place = f"row/{row.cell.unit}/{row.cell.indicator}/{part}"
    return Figure(format_number(number), float(number), place)


def in_a_row(row: Row) -> Figure:
    """Return for how many periods on end, this one the last, a cell has had its status."""
    place = f"streak/{row.cell.unit}/{row.cell.indicator}"
    number = streak(row)
    return Figure(format_number(number), float(number), place)


def count_cells(snapshot: Snapshot, unit: str, scope: str, kind: str) -> float:
    """Return the number at "listed/UNIT/SCOPE/KIND"."""
    return float(len(chosen(snapshot, listed(snapshot), unit=unit, scope=scope, kind=kind)))


def count_units(snapshot: Snapshot, unit: str, scope: str, kind: str) -> float:
    """Return the number at "listed-units/UNIT/SCOPE/KIND"."""
    found = chosen(snapshot, listed(snapshot), unit=unit, scope=scope, kind=kind)
    return float(len({row.cell.unit for row in found}))


def count_top(snapshot: Snapshot, scope: str, kind: str) -> float:
    """Return the number at "top/SCOPE/KIND"."""
    return float(len(chosen(snapshot, tops(snapshot), scope=scope, kind=kind)))


def streak(row: Row) -> int:
    """Return the number at "streak/UNIT/INDICATOR": 1 where the period before was another."""
    before = [each for each in row.points if each.period < row.cell.period]
    same = takewhile(
        lambda each: each.status == row.cell.counted and not each.is_provisional, reversed(before)
    )
    return 1 + sum(1 for _ in same)


def _counted(snapshot: Snapshot, place: str, of: Callable[..., float]) -> Figure:
    number = of(snapshot, *place.split("/")[1:])
    return Figure(format_number(number), number, place)


def _is_in(snapshot: Snapshot, row: Row, scope: str) -> bool:
    if scope.startswith(_PLAN):
        return snapshot.indicator[row.cell.indicator].plan == scope.removeprefix(_PLAN)
    return scope in (ALL, row.cell.indicator)


def _has(status: Status) -> Callable[[Row], bool]:
    return lambda row: row.cell.counted == status


def _is_explained(row: Row) -> bool:
    return row.explanation is not None and row.explanation.newest is not None


def _owes(row: Row) -> bool:
    """Whether nobody has said why a cell is red or amber: of a roll-up, those below it do."""
    return row.cell.counted in _ASKED and not _is_explained(row)


KINDS: dict[str, Callable[[Row], bool]] = {
    "green": _has("green"),
    "amber": _has("amber"),
    "red": _has("red"),
    "missing": _has("missing"),
    "pending": _has("pending"),
    "not_applicable": _has("not_applicable"),
    "judged": lambda row: row.cell.counted in ("green", *_ASKED, "missing"),
    "waiting": lambda row: row.cell.counted == "missing" and row.cell.is_provisional,
    "returned": lambda row: row.cell.counted == "missing" and row.cell.reported == "returned",
    "absent": lambda row: row.cell.counted == "missing" and row.cell.reported == "missing",
    "asked": lambda row: row.cell.counted in _ASKED,
    "explained": lambda row: row.cell.counted in _ASKED and _is_explained(row),
    "unexplained": lambda row: _owes(row) and not row.cell.is_rolled_up,
    "summed": lambda row: _owes(row) and row.cell.is_rolled_up,
    "open": lambda row: row.explanation is not None and row.explanation.question is not None,
}
