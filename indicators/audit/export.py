"""Reading the trail: by day, person and thing."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from indicators import clock
from queries import Store


@dataclass(frozen=True, slots=True)
class AuditFilter:
    """Which rows are wanted; None asks for all.

    Days are whole days in Asia/Ho_Chi_Minh, both included. `on` also takes what lies below it:
    "submission" finds "submission/12".
    """

    first_day: date | None = None
    last_day: date | None = None
    actor: str | None = None
    on: str | None = None


def selected(store: Store, wanted: AuditFilter) -> list[dict[str, Any]]:
    """Return the rows wanted, oldest first, `details` as values and `recorded_at` with its zone."""
    last = wanted.last_day
    rows = store.rows(
        "audit/rows",
        from_at=_midnight(wanted.first_day) if wanted.first_day else None,
        before_at=_midnight(last + timedelta(days=1)) if last else None,
        actor=wanted.actor,
        object_id=wanted.on,
    )
    return [{**row, "details": json.loads(row["details"])} for row in rows]


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time.min, tzinfo=clock.HANOI)
