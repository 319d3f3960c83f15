"""Pins (ghim): which evidence a submission rests on, recorded with the submission itself."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from queries import Transaction


def pin(write: Transaction, pairs: Iterable[tuple[str, str]], *, at: datetime) -> None:
    """Pin what now proves the figures of some units and periods to their waiting submissions.

    Call it in the write that records a submission, and in no other place: attaching does so by
    itself. What is pinned already stays as it is.

    Args:
        write: the transaction of the submission, which must be in it.
        pairs: (unit, period) of what was submitted.
        at: the moment of the write.
    """
    asked = sorted(set(pairs))
    write.run(
        "evidence/record_pins",
        units=[unit for unit, _ in asked],
        periods=[period for _, period in asked],
        pinned_at=at,
    )
