"""Submissions (lần nộp số liệu): figures sent, decided on, and the cells they change.

A correction is a new submission; nothing sent is ever changed. One file may hold several units
or periods: each pair is a submission of its own. Everything of one call happens in one write.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from pathlib import Path
from typing import Any, Literal

from indicators import audit, cells, clock, locks
from indicators.access import Principal, needs
from indicators.board.view import Status
from indicators.catalogue.sync import arrow
from indicators.errors import Conflict, Forbidden, InputRejected, NotFound, Problem
from indicators.evidence.pins import pin
from indicators.intake.reading import Figure, Reading
from indicators.periods import Period
from indicators.workspace import Workspace
from queries import StoreBroken, Transaction

Decision = Literal["approved", "returned"]


@dataclass(frozen=True, slots=True)
class Change:
    """What submitting would do to one cell: its status and figure before and after."""

    unit: str
    indicator: str
    period: str
    before: Status
    after: Status
    value_before: float | None
    value_after: float | None
    is_rolled_up: bool = False

    @property
    def changes_colour(self) -> bool:
        """Whether the cell would show another status."""
        return self.before != self.after


@needs("read")
def would_change(workspace: Workspace, who: Principal, readings: Iterable[Reading]) -> list[Change]:
    """Return what the figures of `readings` would change on the board once approved."""
    rows = [_proposed(figure) for reading in readings if reading.ok for figure in reading.rows]
    if not rows:
        return []
    found = workspace.store.rows_over(
        "submission/proposed", arrow(rows), today=clock.today(), scope=who.roots("read")
    )
    return [
        Change(
            unit=row["unit_id"],
            indicator=row["indicator_id"],
            period=row["period"],
            before=row["before"],
            after=row["after"],
            value_before=row["value_before"],
            value_after=row["value_after"],
        )
        for row in found
    ]


@needs("submit")
def submit(
    workspace: Workspace,
    who: Principal,
    reading: Reading,
    *,
    approve: bool = False,
    at: datetime | None = None,
    source: Path | None = None,
    is_sample: bool = False,
) -> list[int]:
    """Record the figures of one workbook, approved at once when asked.

    Args:
        workspace: the open office.
        who: who sends it; the invented people send invented figures.
        reading: what intake understood; must be `ok`.
        approve: whether the sender also decides: at the command line alone, where whoever holds
            the store answers for it; on the board nobody approves their own.
        at: when it was sent; now, except for the sample.
        source: the workbook itself, kept as received.
        is_sample: whether the figures are invented.

    Returns:
        The numbers of the submissions made, or approved now, one for each unit and period in the
        file; empty when exactly this file was submitted before and nothing changes.

    Raises:
        InputRejected: the reading has errors.
        Forbidden: `approve` by anyone but the operator of the command line.
        NotFound: a unit is not among those that `who` reports for.
        Conflict: the period is closed or has not begun, or a unit or indicator is no longer in
            the catalogue.
    """
    if not reading.ok:
        raise InputRejected([each for each in reading.problems if each.is_error] or [_NOTHING])
    if approve and not who.is_operator:
        workspace.refused(who, "submission.approve-own")
        raise Forbidden(OWN)
    moment = at or clock.now()
    workspace.keep_current()
    _still_there(workspace, who, reading.rows)
    if source is not None:
        keep_file(workspace, source, reading.sha256)
    actor, is_sample = who.account, is_sample or who.is_sample
    with workspace.store.write("submission") as write:
        _refuse_outside(write, who, reading.rows)
        locks.refuse_closed(write, workspace.settings, map(_pair, reading.rows))
        numbers = record(write, reading, by=actor, at=moment, is_sample=is_sample)
        done = audit.submitted(
            write,
            numbers,
            by=actor,
            session=who.session,
            file=Path(reading.file).name,
            sha256=reading.sha256,
        )
        if approve:
            numbers = _waiting(write, reading)
            for number in numbers:
                record_decision(write, number, decision="approved", by=actor, at=moment, reason="")
                done.append(
                    audit.decided(number, "approved", by=actor, session=who.session, reason="")
                )
        _refresh(workspace, write, reading.rows, known_at=max(moment, clock.now()))
        workspace.trail.record(write, *done)
    settle(workspace)
    return numbers


def record(
    write: Transaction, reading: Reading, *, by: str, at: datetime, is_sample: bool
) -> list[int]:
    """Record a reading inside a write, undecided; cells are the caller's to refresh.

    Returns:
        The numbers of the new submissions, as `submit` does.
    """
    numbers = write.rows("submission/numbers")[0]
    version = numbers["version"] + 1
    new: list[int] = []
    for (unit, period), group in groupby(sorted(reading.rows, key=_pair), key=_pair):
        if _is_repeated(write, unit, period, reading.sha256):
            continue
        figures = list(group)
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
        rows = [_actual(figure, number, version, at) for figure in figures]
        write.insert("submission/record_actuals", arrow(rows))
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


def keep_file(workspace: Workspace, source: Path, sha256: str) -> Path:
    """Keep a workbook as it was received, named by its SHA-256, before anything refers to it."""
    folder = workspace.settings.files_path
    folder.mkdir(parents=True, exist_ok=True)
    kept = folder / f"{sha256}{source.suffix.lower() or '.xlsx'}"  # backups take names with a dot
    if kept.exists():
        return kept
    with tempfile.NamedTemporaryFile(dir=folder, delete=False) as copy:
        with source.open("rb") as original:
            shutil.copyfileobj(original, copy)
        copy.flush()
        os.fsync(copy.fileno())
    if _digest(Path(copy.name)) != sha256:
        Path(copy.name).unlink()
        raise Conflict(f"Tệp {source.name} đã đổi trong lúc xử lý, hãy chọn lại tệp")
    Path(copy.name).replace(kept)
    return kept


OWN = "Không ai được duyệt số liệu do chính mình nộp: hãy nhờ người khác của Văn phòng."
_NOTHING = Problem.error("nothing-read", "Không đọc được số liệu nào trong tệp này")


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def settle(workspace: Workspace) -> None:
    """Anchor what was recorded and move it out of the log; where that fails it is safe in it."""
    workspace.trail.anchor(workspace.store)
    with suppress(StoreBroken):  # a full disk: the next write says so, and so does `doctor`
        workspace.store.checkpoint()


def _waiting(write: Transaction, reading: Reading) -> list[int]:
    """Return this file's submissions that nobody has decided on, sent now or before."""
    newest = (
        write.rows("submission/standing", unit_id=unit, period=period)[0]
        for unit, period in sorted({_pair(row) for row in reading.rows})
    )
    return [
        each["submission_id"]
        for each in newest
        if each["file_sha256"] == reading.sha256 and each["decision"] == "submitted"
    ]


def _is_repeated(write: Transaction, unit: str, period: str, sha256: str) -> bool:
    """Whether this very file is the newest submission of that unit and period, and stands."""
    standing = write.rows("submission/standing", unit_id=unit, period=period)
    newest = standing[0] if standing else None
    return bool(newest and newest["file_sha256"] == sha256 and newest["decision"] != "returned")


def _refresh(
    workspace: Workspace, write: Transaction, rows: Sequence[Figure], *, known_at: datetime
) -> None:
    refresh_pairs(workspace, write, {_pair(row) for row in rows}, known_at=known_at)


def refresh_pairs(
    workspace: Workspace, write: Transaction, pairs: set[tuple[str, str]], *, known_at: datetime
) -> None:
    """Lay the cells of some (unit, period) and of the units above anew, inside a write."""
    units = {unit for unit, _ in pairs}
    known = units & workspace.catalogue.units.keys()  # one may have left the plans meanwhile
    above = {each for unit in known for each in workspace.catalogue.ancestors(unit)}
    periods = sorted({period for _, period in pairs})
    cells.refresh(write, known_at=known_at, periods=periods, units=sorted(units | above))


def _refuse_outside(write: Transaction, who: Principal, rows: Sequence[Figure]) -> None:
    """Raise when a figure is of a unit that `who` does not report for.

    Raises:
        NotFound: as for a unit that does not exist.
    """
    units = sorted({row.unit for row in rows})
    outside = write.rows("access/outside", units=units, scope=who.roots("submit"))
    if outside:
        raise NotFound(_no_unit(outside[0]["unit_id"]))


def _no_unit(code: str) -> str:
    return f"Không có đơn vị «{code}» trong phạm vi nộp số liệu của tài khoản này."


def _still_there(workspace: Workspace, who: Principal, rows: Sequence[Figure]) -> None:
    catalogue = workspace.catalogue
    for row in rows:
        if not workspace.sees(who, row.unit, "submit"):
            if row.unit in catalogue.units:
                workspace.refused(who, f"submission/{row.unit}")
            raise NotFound(_no_unit(row.unit))
        indicator, period = catalogue.indicators.get(row.indicator), Period.parse(row.period)
        if period.start > clock.today():
            raise Conflict(f"{period.label} chưa bắt đầu: kiểm tra kỳ báo cáo rồi nộp lại.")
        if (
            indicator is None
            or row.unit not in indicator.applies_to
            or indicator.frequency != period.frequency
        ):
            raise Conflict(
                f"Danh mục đã thay đổi: {row.unit} không còn báo cáo {row.indicator} theo kỳ này."
                " Tải biểu mẫu mới rồi nộp lại."
            )


def _pair(figure: Figure) -> tuple[str, str]:
    return figure.unit, figure.period


def _proposed(figure: Figure) -> dict[str, Any]:
    return {
        "indicator_id": figure.indicator,
        "unit_id": figure.unit,
        "period": figure.period,
        "numerator": figure.numerator,
        "denominator": figure.denominator,
        "value": figure.value,
    }


def _actual(figure: Figure, number: int, version: int, at: datetime) -> dict[str, Any]:
    return {
        **_proposed(figure),
        "version": version,
        "submission_id": number,
        "sheet_name": figure.sheet,
        "cell_address": figure.cell,
        "note": figure.note,
        "recorded_at": at,
    }
