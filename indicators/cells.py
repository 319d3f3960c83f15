"""Keep the materialised cells true.

They are laid anew when figures are decided, when a period begins and when targets change. The
rule by which they are judged is SQL (queries/macros).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from queries import Store, Transaction


def refresh(
    write: Transaction, *, known_at: datetime, periods: Sequence[str], units: Sequence[str] | None
) -> None:
    """Lay the cells of `periods` anew inside a write; `units` None means all of them."""
    where = {"periods": list(periods), "units": list(units) if units is not None else None}
    write.run("cells/remove", **where)
    write.run("cells/refresh", known_at=known_at, **where)
    write.run("cells/remove_trend", **where)
    write.run("cells/refresh_trend", **where)


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
    write.run("cells/remove", periods=sorted({*kept, *periods}), units=None)
    write.run("cells/remove_trend", periods=sorted({*kept, *periods}), units=None)
    for period in periods:
        refresh(write, known_at=known_at, periods=[period], units=None)
    return periods


def count_differences(store: Store, *, known_at: datetime) -> int:
    """Return how many cells are not what a rebuild would lay: 0 on a sound store."""
    periods = [row["period"] for row in store.rows("cells/periods")]
    row = store.rows("cells/differences", known_at=known_at, periods=periods)[0]
    return int(row["count_differences"])
