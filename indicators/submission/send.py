"""Sending figures: what a workbook holds becomes submissions, all in one write."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path

from indicators import audit, clock, locks
from indicators.access import Principal, needs
from indicators.errors import Conflict, Forbidden, InputRejected, NotFound, Problem
from indicators.intake.reading import Figure, Reading
from indicators.periods import Period
from indicators.submission.decision import decided
from indicators.submission.files import keep_file
from indicators.submission.record import record, refresh_pairs, settle
from indicators.submission.rows import pair_of
from indicators.warned import Place
from indicators.workspace import Workspace
from queries import Transaction

OWN = "Không ai được duyệt số liệu do chính mình nộp: hãy nhờ người khác của Văn phòng."
_NOTHING = Problem.error("nothing-read", "Không đọc được số liệu nào trong tệp này")


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
    explained: Mapping[Place, str] | None = None,
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
        explained: the sender's word on warnings of the file.

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
        locks.refuse_closed(write, workspace.settings, map(pair_of, reading.rows))
        numbers = record(
            write, reading, by=actor, at=moment, is_sample=is_sample, explained=explained
        )
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
                done += decided(write, who, number, "approved", at=moment)
        pairs = {pair_of(row) for row in reading.rows}
        refresh_pairs(workspace, write, pairs, known_at=max(moment, clock.now()))
        workspace.trail.record(write, *done)
    settle(workspace)
    return numbers


def _waiting(write: Transaction, reading: Reading) -> list[int]:
    """Return this file's submissions that nobody has decided on, sent now or before."""
    newest = (
        write.rows("submission/standing", unit_id=unit, period=period)[0]
        for unit, period in sorted({pair_of(row) for row in reading.rows})
    )
    return [
        each["submission_id"]
        for each in newest
        if each["file_sha256"] == reading.sha256 and each["decision"] == "submitted"
    ]


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
