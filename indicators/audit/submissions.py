"""What the trail keeps of submissions: a digest of their figures, which verifying makes anew."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import groupby
from operator import itemgetter
from typing import Any

from indicators.audit.chain import Entry, digest
from queries import Store, Transaction

RECORDED = "submission.recorded"
_AT_ONCE = 1000  # submissions whose figures are in memory together


def submitted(
    write: Transaction,
    files: Mapping[int, tuple[str, str]],
    *,
    by: str,
    session: str | None,
) -> list[Entry]:
    """Return one entry a submission, inside the write that recorded them.

    Args:
        write: the transaction that recorded them.
        files: the name and SHA-256 of the workbook that each came in, by its number.
        by: who sent them.
        session: through which session.
    """
    figures = _figures(write, list(files)) if files else {}
    entries = []
    for number, (file, sha256) in files.items():
        kept = figures.get(number, [])
        told = {"file": file, "sha256": sha256, "count_figures": len(kept)}
        entries.append(
            Entry(by, RECORDED, name_of(number), after=kept, session=session, details=told)
        )
    return entries


def decided(number: int, decision: str, *, by: str, session: str | None, reason: str) -> Entry:
    """Return the entry of a decision on a submission that waited for one."""
    return Entry(
        by,
        f"submission.{decision}",
        name_of(number),
        before={"decision": "submitted"},
        after={"decision": decision, "decided_by": by, "reason": reason},
        session=session,
        details={"reason": reason} if reason else {},
    )


def digests(store: Store, numbers: Sequence[int]) -> dict[int, str | None]:
    """Return the digest of each submission's figures as they stand; of none, as of no figures."""
    found: dict[int, str | None] = {}
    for first in range(0, len(numbers), _AT_ONCE):
        some = numbers[first : first + _AT_ONCE]
        figures = _figures(store, some)
        found |= {number: digest(figures.get(number, [])) for number in some}
    return found


def name_of(number: int) -> str:
    """Return what the trail calls a submission."""
    return f"submission/{number}"


def number_of(name: str) -> int:
    """Return the number of the submission that the trail calls `name`."""
    return int(name.removeprefix("submission/"))


def _figures(reader: Store | Transaction, numbers: Sequence[int]) -> dict[int, list[Any]]:
    rows = reader.rows("audit/figures", submission_ids=list(numbers))
    groups = groupby(rows, key=itemgetter("submission_id"))
    return {number: [list(row.values()) for row in group] for number, group in groups}
