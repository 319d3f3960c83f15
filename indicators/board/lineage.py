"""Where a figure came from (nguồn gốc), and what a rolled-up one is made of."""

from __future__ import annotations

from dataclasses import dataclass

from indicators import clock
from indicators.access import Principal, needs
from indicators.board.view import Cell, Reported, Source, Status
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


@needs("read")
def source(workspace: Workspace, who: Principal, cell: Cell) -> Source | None:
    """Return the file, sheet and cell a figure was read from; None for roll-ups and gaps."""
    if cell.submission is None:
        return None
    rows = workspace.store.rows(
        "board/source",
        submission_id=cell.submission,
        indicator_id=cell.indicator,
        scope=who.roots("read"),
    )
    if not rows:
        return None
    row = rows[0]
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
def parts(workspace: Workspace, who: Principal, cell: Cell) -> list[Part]:
    """Return what each unit below gave to a rolled-up cell, the missing ones among them."""
    if not cell.is_rolled_up:
        return []
    rows = workspace.store.rows(
        "board/children",
        indicator_id=cell.indicator,
        unit_id=cell.unit,
        period=cell.period,
        today=clock.today(),
        scope=who.roots("read"),
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
