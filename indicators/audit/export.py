"""Reading the trail: by day, person and thing."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from indicators import clock
from queries import Store

EXPORTED = "audit.exported"


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

    @property
    def from_at(self) -> datetime | None:
        """The first moment wanted."""
        return _midnight(self.first_day) if self.first_day else None

    @property
    def before_at(self) -> datetime | None:
        """The first moment that is not wanted any more."""
        return _midnight(self.last_day + timedelta(days=1)) if self.last_day else None


def selected(store: Store, wanted: AuditFilter) -> list[dict[str, Any]]:
    """Return the rows wanted, oldest first, `details` as values and `recorded_at` with its zone."""
    rows = store.rows(
        "audit/rows",
        from_at=wanted.from_at,
        before_at=wanted.before_at,
        actor=wanted.actor,
        object_id=wanted.on,
    )
    return [{**row, "details": json.loads(row["details"])} for row in rows]


def told(wanted: AuditFilter, count: int, *, kind: str | None = None) -> dict[str, object]:
    """Return what the trail keeps of its own export: how much, and what was asked for."""
    asked = {
        "from": wanted.first_day,
        "to": wanted.last_day,
        "actor": wanted.actor,
        "object": wanted.on,
        "kind_of_action": kind,
    }
    given = {name: str(value) for name, value in asked.items() if value is not None}
    return {"count_rows": count, **given}


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time.min, tzinfo=clock.HANOI)
