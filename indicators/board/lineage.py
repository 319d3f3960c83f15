"""Where a figure came from (nguồn gốc), what was said before it, and what a file feeds.

Each can be asked as it was known at a moment (`as_of`), like the board itself.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from indicators import clock
from indicators.access import Principal, needs
from indicators.board.view import Cell, Reported, Source, Status, SubmissionState
from indicators.errors import NotFound
from indicators.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Part:
    """One unit's share in a rolled-up cell."""

    unit: str
    status: Status
    reported: Reported
    value: float | None
    numerator: float | None
    denominator: float | None


@dataclass(frozen=True, slots=True)
class Version:
    """One of the figures ever sent for a cell; `value` is in the indicator's own unit.

    `reason` is why the submission was sent back, `remark` why this figure of it was.
    """

    submission: int
    file: str
    sheet: str
    address: str
    numerator: float | None
    denominator: float | None
    value: float | None
    note: str
    submitted_by: str
    submitted_at: datetime
    state: SubmissionState
    decided_by: str | None
    decided_at: datetime | None
    reason: str
    remark: str


@dataclass(frozen=True, slots=True)
class Fed:
    """One figure of a file and the cell it feeds.

    `status` is what the cell shows now, None where the catalogue no longer asks for it;
    `standing` is the submission whose figure it shows, None where it shows none; `rolled_into`
    are the units above that count this very figure, none while it waits for approval.
    """

    submission: int
    unit: str
    indicator: str
    period: str
    sheet: str
    address: str
    numerator: float | None
    denominator: float | None
    value: float | None
    state: SubmissionState
    remark: str
    status: Status | None
    standing: int | None
    rolled_into: tuple[str, ...]

    @property
    def stands(self) -> bool:
        """Whether the board shows this very figure."""
        return self.standing == self.submission


@needs("read")
def source(
    workspace: Workspace, who: Principal, cell: Cell, *, as_of: datetime | None = None
) -> Source | None:
    """Return the file, sheet and cell a figure was read from; None for roll-ups and gaps."""
    if cell.submission is None:
        return None
    rows = workspace.store.rows(
        "board/source",
        submission_id=cell.submission,
        indicator_id=cell.indicator,
        known_at=as_of,
        scope=who.roots("read"),
    )
    return source_of(rows[0]) if rows else None


def source_of(row: Mapping[str, Any]) -> Source:
    """Return a row of board/source, or of export/sources, as a value."""
    return Source(
        submission=row["submission_id"],
        file=row["file_name"],
        sha256=row["file_sha256"],
        sheet=row["sheet_name"],
        address=row["cell_address"],
        unit=row["unit_id"],
        submitted_by=row["submitted_by"],
        submitted_at=clock.local(row["submitted_at"]),
        state=row["decision"],
        decided_by=row["decided_by"],
        decided_at=clock.local(row["decided_at"]) if row["decided_at"] else None,
        note=row["note"],
        is_sample=row["is_sample"],
        numerator=row["numerator"],
        denominator=row["denominator"],
        value=row["value"],
    )


@needs("read")
def parts(
    workspace: Workspace,
    who: Principal,
    cell: Cell,
    *,
    as_of: datetime | None = None,
    provisional: bool = False,
) -> list[Part]:
    """Return what each unit below gave to a rolled-up cell, the missing ones among them.

    `provisional`: as where figures that wait for approval are counted.
    """
    if not cell.is_rolled_up:
        return []
    asked: dict[str, Any] = {
        "indicator_id": cell.indicator,
        "unit_id": cell.unit,
        "period": cell.period,
        "scope": who.roots("read"),
    }
    if as_of is None and not provisional:
        rows = workspace.store.rows("board/children", today=clock.today(), **asked)
    else:
        known_at = as_of or clock.now()
        rows = workspace.store.rows(
            "board/children_known",
            known_at=known_at,
            today=clock.local(known_at).date(),
            count_submitted=provisional,
            **asked,
        )
    return [
        Part(
            unit=row["unit_id"],
            status=row["status"],
            reported=row["reported"] or row["status"],
            value=row["value"],
            numerator=row["numerator"],
            denominator=row["denominator"],
        )
        for row in rows
    ]


@needs("read")
def versions(
    workspace: Workspace,
    who: Principal,
    *,
    unit: str,
    indicator: str,
    period: str,
    as_of: datetime | None = None,
) -> list[Version]:
    """Return every figure ever sent for one cell, newest first; none outside the scope."""
    rows = workspace.store.rows(
        "board/versions",
        unit_id=unit,
        indicator_id=indicator,
        period=period,
        known_at=as_of,
        scope=who.roots("read"),
    )
    return [
        Version(
            submission=row["submission_id"],
            file=row["file_name"],
            sheet=row["sheet_name"],
            address=row["cell_address"],
            numerator=row["numerator"],
            denominator=row["denominator"],
            value=row["value"],
            note=row["note"],
            submitted_by=row["submitted_by"],
            submitted_at=clock.local(row["submitted_at"]),
            state=row["decision"],
            decided_by=row["decided_by"],
            decided_at=clock.local(row["decided_at"]) if row["decided_at"] else None,
            reason=row["reason"],
            remark=row["remark"],
        )
        for row in rows
    ]


@needs("read")
def feeds(workspace: Workspace, who: Principal, *, submission: int) -> list[Fed]:
    """Return the cells that the file of one submission feeds.

    A file of several units or periods became several submissions: those that `who` may see are
    all here.

    Raises:
        NotFound: there is no such submission within the scope of `who`.
    """
    rows = workspace.store.rows(
        "board/feeds", submission_id=submission, today=clock.today(), scope=who.roots("read")
    )
    if not rows:
        raise NotFound(f"Không có lần nộp số {submission}")
    return [
        Fed(
            submission=row["submission_id"],
            unit=row["unit_id"],
            indicator=row["indicator_id"],
            period=row["period"],
            sheet=row["sheet_name"],
            address=row["cell_address"],
            numerator=row["numerator"],
            denominator=row["denominator"],
            value=row["value"],
            state=row["decision"],
            remark=row["remark"],
            status=row["status"],
            standing=row["standing_id"],
            rolled_into=tuple(row["rolled_into"]) if _is_counted(row) else (),
        )
        for row in rows
    ]


def _is_counted(row: dict[str, Any]) -> bool:
    """Whether the figure of a row of board/feeds is the approved one of its cell."""
    return bool(row["decision"] == "approved" and row["standing_id"] == row["submission_id"])
