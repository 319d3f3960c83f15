"""The office's decision: approve (duyệt) or send back (trả lại), one or several at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from indicators import audit, clock, locks
from indicators.access import Principal, needs
from indicators.errors import Conflict, Forbidden, InputRejected, NotFound, Problem
from indicators.submission import OWN, Decision, decided, refresh_pairs, settle
from indicators.workspace import Workspace
from queries import Transaction

_DID = {"approved": "duyệt", "returned": "trả lại"}


@needs("review")
def decide(
    workspace: Workspace,
    who: Principal,
    submission: int,
    *,
    decision: Decision,
    reason: str = "",
    remarks: Mapping[str, str] | None = None,
    at: datetime | None = None,
) -> None:
    """Approve a submission or send it back, and lay its cells anew.

    Approving one also sends back, in the same write, what it replaces: older waiting submissions
    of the same unit and period whose every figure it holds.

    Args:
        workspace: the open office.
        who: who decides; never on their own.
        submission: its number.
        decision: which way.
        reason: why it is sent back, for the whole of it.
        remarks: why single figures are sent back, by indicator.
        at: when; now.

    Raises:
        InputRejected: it is to be sent back without any reason.
        NotFound: there is no such submission in the branch that `who` reviews.
        Forbidden: it is `who`'s own.
        Conflict: somebody has decided on it, a newer one replaces it, or its period is closed.
    """
    told = {code: text.strip() for code, text in (remarks or {}).items() if text.strip()}
    if decision == "returned" and not reason.strip() and not told:
        fault = "Trả lại phải nêu lý do: số nào sai, cần làm gì."
        raise InputRejected([Problem.error("reason-missing", fault)])
    _decide(
        workspace, who, [submission], decision=decision, reason=reason.strip(), remarks=told, at=at
    )


@needs("review")
def decide_all(
    workspace: Workspace, who: Principal, submissions: Sequence[int], *, at: datetime | None = None
) -> None:
    """Approve several submissions at once: all of them, or none when one cannot be approved.

    Raises:
        NotFound, Forbidden, Conflict: as `decide`, naming the submission.
    """
    _decide(workspace, who, sorted(submissions), decision="approved", reason="", remarks={}, at=at)


def _decide(
    workspace: Workspace,
    who: Principal,
    numbers: Sequence[int],
    *,
    decision: Decision,
    reason: str,
    remarks: Mapping[str, str],
    at: datetime | None,
) -> None:
    moment = at or clock.now()
    with workspace.store.write("review") as write:
        pairs: set[tuple[str, str]] = set()
        entries: list[audit.Entry] = []
        for number in numbers:
            found = _decidable(write, who, number, decision)
            pairs.add((found["unit_id"], found["period"]))
            entries += decided(
                write, who, number, decision, at=moment, reason=reason, remarks=remarks
            )
        locks.refuse_closed(write, workspace.settings, pairs)
        refresh_pairs(workspace, write, pairs, known_at=max(moment, clock.now()))
        workspace.trail.record(write, *entries)
    settle(workspace)


def _decidable(
    write: Transaction, who: Principal, number: int, decision: Decision
) -> dict[str, Any]:
    """Return a submission that `who` may decide on, as it stands inside the write."""
    rows = write.rows("submission/one", submission_id=number, scope=who.roots("review"))
    if not rows:
        raise NotFound(f"Không có lần nộp số {number}")
    found = rows[0]
    if found["decision"] != "submitted":
        when = f"{clock.local(found['decided_at']):%H:%M %d/%m/%Y}"
        did = f"{found['decided_by']} {_DID[found['decision']]} lúc {when}"
        raise Conflict(f"Lần nộp số {number} đã được {did}; hãy tải lại trang.")
    if found["submitted_by"] == who.account:
        raise Forbidden(OWN)
    newer = write.rows("review/newer", submission_id=number)
    if newer and decision == "approved":
        last = newer[-1]["submission_id"]
        raise Conflict(
            f"Lần nộp số {number} đã cũ: đơn vị đã nộp lại (lần nộp số {last}). Hãy xem bản mới."
        )
    return found
