"""Writing submissions and decisions, inside a transaction that the caller opened."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from itertools import groupby
from typing import Any, Literal

from indicators import cells, warned
from indicators.catalogue.sync import arrow
from indicators.errors import Problem
from indicators.evidence.pins import pin
from indicators.intake.reading import Figure, Reading
from indicators.submission.parcel import Parcel
from indicators.submission.rows import Pair, actual, pair_of, sent
from indicators.workspace import Workspace
from queries import StoreBroken, Transaction

Decision = Literal["approved", "returned"]


def record(
    write: Transaction, parcels: Sequence[Parcel], *, by: str, at: datetime, is_sample: bool
) -> list[list[int]]:
    """Record workbooks inside a write, undecided; cells are the caller's to refresh.

    However many there are, each table is written once.

    Returns:
        The numbers of the new submissions of each, as `submit` does.
    """
    numbers = write.rows("submission/numbers")[0]
    newest = _newest(write, {pair_of(row) for each in parcels for row in each.reading.rows})
    rows = _Rows()
    made: list[list[int]] = []
    for place, parcel in enumerate(parcels, start=1):
        new: list[int] = []
        for figures, problems in _shares(parcel.reading):
            if newest.get(pair_of(figures[0])) == parcel.reading.sha256:
                continue
            newest[pair_of(figures[0])] = parcel.reading.sha256
            number = numbers["submission_id"] + len(rows.sent) + 1
            rows.sent.append(
                sent(parcel.reading, figures, number, by=by, at=at, is_sample=is_sample)
            )
            version = numbers["version"] + place
            rows.figures += [actual(figure, number, version, at) for figure in figures]
            rows.warnings += warned.rows_of(number, figures, problems, parcel.explained)
            new.append(number)
        made.append(new)
    rows.insert(write)
    pin(write, {(each["unit_id"], each["period"]) for each in rows.sent}, at=at)
    return made


@dataclass(slots=True)
class _Rows:
    """What is about to be inserted, by table."""

    sent: list[dict[str, Any]] = field(default_factory=list)
    figures: list[dict[str, Any]] = field(default_factory=list)
    warnings: list[dict[str, Any]] = field(default_factory=list)

    def insert(self, write: Transaction) -> None:
        for query, rows in (
            ("submission/record_submissions", self.sent),
            ("submission/record_actuals", self.figures),
            ("review/record_warnings", self.warnings),
        ):
            if rows:
                write.insert(query, arrow(rows))


def _shares(reading: Reading) -> Iterator[tuple[list[Figure], list[Problem]]]:
    """Yield the figures of each unit and period of a file with the problems that are theirs."""
    rows = sorted(reading.rows, key=pair_of)
    groups = [list(group) for _, group in groupby(rows, key=pair_of)]
    yield from zip(groups, warned.shared_out(reading.problems, groups), strict=True)


def _newest(write: Transaction, pairs: Collection[Pair]) -> dict[Pair, str]:
    """Return the SHA-256 of the file that was sent last for each pair, and was not returned."""
    asked = sorted(pairs)
    rows = write.rows(
        "submission/newest",
        units=[unit for unit, _ in asked],
        periods=[period for _, period in asked],
    )
    return {
        (row["unit_id"], row["period"]): row["file_sha256"]
        for row in rows
        if row["decision"] != "returned"
    }


def record_decision(
    write: Transaction,
    submission: int,
    *,
    decision: Decision,
    by: str,
    at: datetime,
    reason: str,
) -> int:
    """Record a decision inside a write and return its number; cells are the caller's to refresh."""
    number = int(write.rows("submission/numbers")[0]["review_id"]) + 1
    write.run(
        "submission/record_review",
        review_id=number,
        submission_id=submission,
        decision=decision,
        decided_by=by,
        decided_at=at,
        reason=reason,
    )
    return number


def refresh_pairs(
    workspace: Workspace, write: Transaction, pairs: set[tuple[str, str]], *, known_at: datetime
) -> None:
    """Lay the cells of some (unit, period) and of the units above anew, inside a write."""
    units = {unit for unit, _ in pairs}
    known = units & workspace.catalogue.units.keys()  # one may have left the plans meanwhile
    above = {each for unit in known for each in workspace.catalogue.ancestors(unit)}
    periods = sorted({period for _, period in pairs})
    cells.refresh(write, known_at=known_at, periods=periods, units=sorted(units | above))


def settle(workspace: Workspace) -> None:
    """Anchor what was recorded and move it out of the log; where that fails it is safe in it."""
    workspace.trail.anchor(workspace.store)
    with suppress(StoreBroken):  # a full disk: the next write says so, and so does `doctor`
        workspace.store.checkpoint()
