"""The trail for those who look after it (nhật ký): a page at a time, and whether it is whole.

The trail is one for the whole store. Who administers everything in it reads every row; who
administers a branch reads what concerns it: what people did, or had done to them, who never held
a role outside the branch, and what was done to submissions of its units. Whether the chain is
whole is told to both: a verdict names rows by number only.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from indicators import audit, clock
from indicators.access import Principal, needs
from indicators.access.person import tops
from indicators.audit.actions import Kind, names_of
from indicators.downloads import Download, record_taken
from indicators.workspace import Workspace

ROWS = 100  # a page
_MOST_EXPORTED = 200_000


@dataclass(frozen=True, slots=True)
class Row:
    """One row as a person reads it; `at` in UTC."""

    seq: int
    at: datetime
    actor: str
    action: str
    on: str
    details: dict[str, Any]
    session: str | None


@dataclass(frozen=True, slots=True)
class LogPage:
    """Rows, newest first; `number` counts pages from 1, `count_all` the rows of all of them."""

    rows: tuple[Row, ...]
    number: int
    count_all: int

    @property
    def count_pages(self) -> int:
        """How many pages there are, one at least."""
        return max(1, -(-self.count_all // ROWS))


@needs("audit")
def entries(
    workspace: Workspace,
    who: Principal,
    wanted: audit.AuditFilter,
    *,
    kind: Kind | None = None,
    page: int = 1,
) -> LogPage:
    """Return one page of what `who` may read of the trail.

    Args:
        workspace: the open office.
        who: an administrator of everything, or of a branch.
        wanted: days, person and thing.
        kind: only actions of this kind.
        page: from 1; one past the end is the last.
    """
    number = max(1, page)
    rows = _rows(workspace, who, wanted, kind, count=ROWS, skipped=(number - 1) * ROWS)
    if not rows and number > 1:  # past the end, or the filter changed
        rows = _rows(workspace, who, wanted, kind, count=ROWS, skipped=0)
        last = max(1, -(-rows[0]["count_all"] // ROWS)) if rows else 1
        return entries(workspace, who, wanted, kind=kind, page=last)
    return LogPage(tuple(map(_row, rows)), number, rows[0]["count_all"] if rows else 0)


@needs("audit")
def verdict(workspace: Workspace, who: Principal) -> audit.Verdict:  # noqa: ARG001 - the guard asks
    """Return whether every row is as it was written, and up to the anchor."""
    trail = workspace.trail
    return audit.verify(workspace.store, trail.keys(), trail.anchored())


@needs("audit")
def exported(
    workspace: Workspace, who: Principal, wanted: audit.AuditFilter, *, kind: Kind | None = None
) -> Download:
    """Return what `who` may read of the trail as CSV, oldest first; that it was taken is kept."""
    from indicators.export import audit_table  # noqa: PLC0415 - only this writes it

    found = _rows(workspace, who, wanted, kind, count=_MOST_EXPORTED, skipped=0)
    rows = [{**row, "details": json.loads(row["details"])} for row in reversed(found)]
    name = f"nhat-ky-{clock.local(clock.now()):%Y%m%d-%H%M%S}.csv"
    made = Download(audit_table.as_csv(rows), name, "text/csv")
    record_taken(
        workspace, who, audit.EXPORTED, "audit", made, audit.told(wanted, len(rows), kind=kind)
    )
    return made


def _rows(
    workspace: Workspace,
    who: Principal,
    wanted: audit.AuditFilter,
    kind: Kind | None,
    *,
    count: int,
    skipped: int,
) -> Sequence[dict[str, Any]]:
    roots = who.roots("audit")
    return workspace.store.rows(
        "audit/page",
        from_at=wanted.from_at,
        before_at=wanted.before_at,
        actor=wanted.actor,
        object_id=wanted.on,
        actions=names_of(kind) if kind else None,
        scope=roots,
        sees_all=tops(workspace) <= set(roots),
        count_rows=count,
        count_skipped=skipped,
    )


def _row(row: dict[str, Any]) -> Row:
    return Row(
        seq=row["seq"],
        at=row["recorded_at"],
        actor=row["actor"],
        action=row["action"],
        on=row["object_id"],
        details=json.loads(row["details"]),
        session=row["session_id"],
    )
