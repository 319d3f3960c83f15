"""The office's word on a submission, inside the write that carries it, with all that follows."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from indicators import audit
from indicators.access import Principal
from indicators.submission.record import Decision, record_decision
from queries import Transaction


def decided(
    write: Transaction,
    who: Principal,
    number: int,
    decision: Decision,
    *,
    at: datetime,
    reason: str = "",
    remarks: Mapping[str, str] | None = None,
) -> list[audit.Entry]:
    """Record a decision, and return what the trail keeps of it; whether `who` may, is not asked.

    Approving sends back what it replaces: older waiting submissions of the same unit and period
    whose every figure it holds. `remarks` are why single figures come back, by indicator.
    """
    said = remarks or {}
    review = record_decision(write, number, decision=decision, by=who.account, at=at, reason=reason)
    for code, text in said.items():
        write.run(
            "review/record_remark",
            review_id=review,
            submission_id=number,
            indicator_id=code,
            reason=text,
        )
    told = "; ".join([*([reason] if reason else []), *(f"{c}: {t}" for c, t in said.items())])
    entries = [audit.decided(number, decision, by=who.account, session=who.session, reason=told)]
    if decision == "approved":
        for row in write.rows("review/replaced", submission_id=number):
            entries += decided(
                write,
                who,
                row["submission_id"],
                "returned",
                at=at,
                reason=f"Đã thay bằng lần nộp số {number}.",
            )
    return entries
