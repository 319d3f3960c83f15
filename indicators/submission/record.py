"""Writing submissions and decisions, inside a transaction that the caller opened."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from datetime import datetime
from itertools import groupby
from pathlib import Path
from typing import Literal

from indicators import cells, warned
from indicators.catalogue.sync import arrow
from indicators.evidence.pins import pin
from indicators.intake.reading import Reading
from indicators.submission.rows import actual, pair_of
from indicators.warned import Place
from indicators.workspace import Workspace
from queries import StoreBroken, Transaction

Decision = Literal["approved", "returned"]


def record(
    write: Transaction,
    reading: Reading,
    *,
    by: str,
    at: datetime,
    is_sample: bool,
    explained: Mapping[Place, str] | None = None,
) -> list[int]:
    """Record a reading inside a write, undecided; cells are the caller's to refresh.

    Returns:
        The numbers of the new submissions, as `submit` does.
    """
    numbers = write.rows("submission/numbers")[0]
    version = numbers["version"] + 1
    new: list[int] = []
    rows = sorted(reading.rows, key=pair_of)
    groups = [list(group) for _, group in groupby(rows, key=pair_of)]
    shares = warned.shared_out(reading.problems, groups)
    for figures, problems in zip(groups, shares, strict=True):
        unit, period = pair_of(figures[0])
        if _is_repeated(write, unit, period, reading.sha256):
            continue
        number = numbers["submission_id"] + len(new) + 1
        write.run(
            "submission/record_submission",
            submission_id=number,
            file_name=Path(reading.file).name,
            file_sha256=reading.sha256,
            layout=reading.layout or "",
            unit_id=unit,
            period=period,
            submitted_by=by,
            submitted_at=at,
            count_figures=len(figures),
            is_sample=is_sample,
        )
        sent = [actual(figure, number, version, at) for figure in figures]
        write.insert("submission/record_actuals", arrow(sent))
        warned.record(write, number, figures, problems, explained or {})
        pin(write, [(unit, period)], at=at)
        new.append(number)
    return new


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


def _is_repeated(write: Transaction, unit: str, period: str, sha256: str) -> bool:
    """Whether this very file is the newest submission of that unit and period, and stands."""
    standing = write.rows("submission/standing", unit_id=unit, period=period)
    newest = standing[0] if standing else None
    return bool(newest and newest["file_sha256"] == sha256 and newest["decision"] != "returned")
