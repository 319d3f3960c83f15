"""Keep the materialised cells true.

They are laid anew when figures are decided, when a period begins and when targets change. The
rule by which they are judged is SQL (queries/macros).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from queries import Store, Transaction

# Of an office's few figures a statement takes longer to plan than to run, however many periods it
# lays; of a country's millions it has to hold them all.
_PERIODS_AT_ONCE = 12


def refresh(
    write: Transaction, *, known_at: datetime, periods: Sequence[str], units: Sequence[str] | None
) -> None:
    """Lay the cells of `periods` anew inside a write; `units` None means all of them."""
    _remove(write, periods, units)
    _lay(write, known_at, periods, units)


def begin_periods(store: Store, *, today: date, known_at: datetime) -> list[str]:
    """Lay the cells of every period that has begun and has none yet, and return those periods."""
    begun = {row["period"] for row in store.rows("catalogue/periods_begun", on_day=today)}
    lacking = sorted(begun - {row["period"] for row in store.rows("cells/periods")})
    if lacking:
        with store.write("new periods") as write:
            refresh(write, known_at=known_at, periods=lacking, units=None)
    return lacking


def rebuild(write: Transaction, *, today: date, known_at: datetime) -> list[str]:
    """Lay every cell anew inside a write, as after a change of targets; return the periods laid."""
    periods = [row["period"] for row in write.rows("catalogue/periods_begun", on_day=today)]
    kept = [row["period"] for row in write.rows("cells/periods")]
    _remove(write, sorted({*kept, *periods}), None)
    _lay(write, known_at, periods, None)
    return periods


def count_differences(store: Store, *, known_at: datetime) -> int:
    """Return how many cells are not what a rebuild would lay: 0 on a sound store."""
    periods = [row["period"] for row in store.rows("cells/periods")]
    row = store.rows("cells/differences", known_at=known_at, periods=periods)[0]
    return int(row["count_differences"])


def _remove(write: Transaction, periods: Sequence[str], units: Sequence[str] | None) -> None:
    where = {"periods": list(periods), "units": list(units) if units is not None else None}
    write.run("cells/remove", **where)
    write.run("cells/remove_trend", **where)


def _lay(
    write: Transaction, known_at: datetime, periods: Sequence[str], units: Sequence[str] | None
) -> None:
    where = {"units": list(units) if units is not None else None}
    for first in range(0, len(periods), _PERIODS_AT_ONCE):
        some = list(periods[first : first + _PERIODS_AT_ONCE])
        write.run("cells/refresh", known_at=known_at, periods=some, **where)
    write.run("cells/refresh_trend", periods=list(periods), **where)
