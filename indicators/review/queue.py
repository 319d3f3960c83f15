"""What waits for the office, oldest and worst first; and its answers, for those who sent."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from indicators import clock
from indicators.access import Principal, needs
from indicators.board.view import SubmissionState
from indicators.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Waiting:
    """One submission without a decision.

    `first_sent_at` is when this unit first sent anything for the period that is not approved yet:
    work that was sent back and came again keeps its place. `count_turns` figures would show
    another status than the board does now; `count_unexplained` warnings have no word of the
    sender. `is_own`: the asker sent it, and so cannot decide on it.
    """

    submission: int
    file: str
    unit: str
    period: str
    submitted_by: str
    submitted_at: datetime
    first_sent_at: datetime
    count_figures: int
    count_red: int
    count_amber: int
    count_green: int
    count_turns: int
    count_warnings: int
    count_unexplained: int
    is_own: bool


@dataclass(frozen=True, slots=True)
class Answer:
    """One submission as its senders see it: where it stands, and why single figures came back.

    `is_replaced`: the unit sent another for the same period since.
    """

    submission: int
    file: str
    unit: str
    period: str
    submitted_by: str
    submitted_at: datetime
    count_figures: int
    state: SubmissionState
    decided_by: str | None
    decided_at: datetime | None
    reason: str
    remarks: dict[str, str]
    is_replaced: bool


@needs("review")
def queue(workspace: Workspace, who: Principal) -> list[Waiting]:
    """Return what waits in the branches that `who` reviews, oldest first, the reddest of a day."""
    rows = workspace.store.rows("review/queue", scope=who.roots("review"))
    found = [
        Waiting(
            submission=row["submission_id"],
            file=row["file_name"],
            unit=row["unit_id"],
            period=row["period"],
            submitted_by=row["submitted_by"],
            submitted_at=clock.local(row["submitted_at"]),
            first_sent_at=clock.local(row["first_sent_at"]),
            count_figures=row["count_figures"],
            count_red=row["count_red"],
            count_amber=row["count_amber"],
            count_green=row["count_green"],
            count_turns=row["count_turns"],
            count_warnings=row["count_warnings"],
            count_unexplained=row["count_unexplained"],
            is_own=row["submitted_by"] == who.account,
        )
        for row in rows
    ]
    return sorted(found, key=lambda each: (each.first_sent_at.date(), -each.count_red))


@needs("submit")
def answers(workspace: Workspace, who: Principal, *, days: int = 60) -> list[Answer]:
    """Return what the units of `who` sent or were answered in the last `days`, newest first."""
    scope = who.roots("submit")
    since = clock.now() - timedelta(days=days)
    rows = workspace.store.rows("review/answers", since=since, scope=scope)
    numbers = [row["submission_id"] for row in rows]
    remarks: dict[int, dict[str, str]] = {}
    for row in workspace.store.rows("review/remarks", submission_ids=numbers, scope=scope):
        remarks.setdefault(row["submission_id"], {})[row["indicator_id"]] = row["reason"]
    return [
        Answer(
            submission=row["submission_id"],
            file=row["file_name"],
            unit=row["unit_id"],
            period=row["period"],
            submitted_by=row["submitted_by"],
            submitted_at=clock.local(row["submitted_at"]),
            count_figures=row["count_figures"],
            state=row["decision"],
            decided_by=row["decided_by"],
            decided_at=clock.local(row["decided_at"]) if row["decided_at"] else None,
            reason=row["reason"],
            remarks=remarks.get(row["submission_id"], {}),
            is_replaced=row["is_replaced"],
        )
        for row in rows
    ]
