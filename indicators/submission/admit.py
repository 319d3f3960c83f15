"""What may be sent at all: by whom, of which units, for which periods, with what proof."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from indicators import clock, locks
from indicators.access import Principal
from indicators.errors import BangXanhError, Conflict, InputRejected, NotFound, Problem
from indicators.evidence.demands import PROOF, unproved
from indicators.intake.reading import Figure, Reading
from indicators.periods import Period
from indicators.submission.parcel import Parcel
from indicators.submission.rows import Pair, pair_of
from indicators.warned import place_of
from indicators.workspace import Workspace
from queries import Transaction

_NOTHING = Problem.error("nothing-read", "Không đọc được số liệu nào trong tệp này")


def refuse_unfit(
    workspace: Workspace, who: Principal, parcel: Parcel, *, is_sample: bool
) -> Reading:
    """Return what is sent, with a warning for each figure that lacks the proof it must have.

    Raises:
        InputRejected: the reading has errors, or a figure that must be proved has neither
            evidence nor a word on why not; at the command line whoever loads answers for that.
        NotFound: a unit is not among those that `who` reports for.
        Conflict: a period has not begun, or the catalogue changed since the file was read.
    """
    reading = parcel.reading
    if not reading.ok:
        raise InputRejected([each for each in reading.problems if each.is_error] or [_NOTHING])
    _still_there(workspace, who, reading.rows)
    reading = unproved(workspace, who, [reading])[0]
    if not (is_sample or who.is_sample or who.is_operator):
        _refuse_unsaid(reading, parcel)
    return reading


def refused(
    workspace: Workspace, write: Transaction, who: Principal, readings: Sequence[Reading]
) -> list[BangXanhError | None]:
    """Return why each reading may not be recorded as things stand inside the write, None if it may.

    `NotFound` for a unit that `who` does not report for, `Conflict` for a closed period.
    """
    pairs = [sorted({pair_of(row) for row in each.rows}) for each in readings]
    every = {pair for each in pairs for pair in each}
    rows = write.rows(
        "access/outside", units=sorted({unit for unit, _ in every}), scope=who.roots("submit")
    )
    outside = {row["unit_id"] for row in rows}
    closed = locks.closed_now(write, workspace.settings, every)
    return [_why(each, outside, closed) for each in pairs]


def _why(
    pairs: Sequence[Pair], outside: Collection[str], closed: Mapping[Pair, str]
) -> BangXanhError | None:
    for unit, _ in pairs:
        if unit in outside:
            return NotFound(_no_unit(unit))
    return next((Conflict(closed[pair]) for pair in pairs if pair in closed), None)


def _refuse_unsaid(reading: Reading, parcel: Parcel) -> None:
    """Raise where proof is lacking and not a word says why."""
    lacking = [
        Problem.error(each.code, each.message, sheet=each.sheet, cell=each.cell)
        for each in reading.problems
        if each.code in PROOF and not parcel.explained.get(place_of(each), "").strip()
    ]
    if lacking:
        raise InputRejected(lacking)


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
