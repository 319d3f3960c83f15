"""Who sent what and when, and what the office decided: the sample's index.

SỐ LIỆU MẪU, KHÔNG CÓ THẬT. Roles, no people. Most rooms send on the first working days of the
next month; Phòng Quản lý nhà is often late; Phòng Quản lý kết cấu hạ tầng giao thông misses two
months; one report is returned and sent again, one approved figure is corrected later; in the last
month one room has not reported and one report waits for approval. The department's own reports
to the province go half-yearly and yearly.
"""

from __future__ import annotations

from dataclasses import astuple, dataclass, fields
from datetime import date, datetime, timedelta
from random import Random

from data.samples.story import FIRST, LAST, ROOMS, Reported
from indicators.clock import HANOI
from indicators.periods import Period, periods_between

OFFICE = "van-phong"
# New Year, Tết, 30/4, 1/5 and 2/9 of these twelve months.
DAYS_OFF = {
    date(2026, 1, 1),
    *(date(2026, 2, day) for day in range(16, 21)),
    date(2026, 4, 30),
    date(2026, 5, 1),
    *(date(2026, 9, day) for day in (1, 2)),
}
MISSED = {("dl-sxd-kchtgt", "2026-02"), ("dl-sxd-kchtgt", "2026-07"), ("dl-sxd-nha", "2026-10")}
WAITING = {("dl-sxd-qhkt", "2026-10")}
LATE = {
    *(("dl-sxd-nha", month) for month in ("2025-12", "2026-02", "2026-04", "2026-07", "2026-08")),
    ("dl-sxd-pc", "2026-02"),
    ("dl-sxd-gdcl", "2026-02"),
    ("dl-sxd-gdcl", "2026-06"),
    ("dl-sxd-qlvt", "2026-09"),
}
RETURNED_BECAUSE = (
    "Số hồ sơ thanh toán trực tuyến (III.10) thấp hơn số trên Hệ thống thông tin giải quyết TTHC"
    " (chưa tính tuần cuối tháng): rà soát, nộp lại"
)
CORRECTED_BECAUSE = "Đính chính số hồ sơ đã số hóa theo biên bản đối soát"


@dataclass(frozen=True, slots=True)
class Sending:
    """One workbook sent, and the office's decision; `decision` is "" while it waits."""

    file: str
    unit: str
    period: str
    submitted_at: str
    submitted_by: str
    decided_at: str = ""
    decided_by: str = ""
    decision: str = ""
    reason: str = ""


# The department's reports to the province: period, sent, decided.
TO_PROVINCE = (
    ("2025-H1", date(2025, 11, 20), date(2025, 11, 21)),
    ("2025", date(2025, 11, 24), date(2025, 11, 25)),
    ("2025-H2", date(2026, 1, 8), date(2026, 1, 9)),
    ("2026-H1", date(2026, 6, 8), date(2026, 6, 9)),
)

# Figures of first versions that later ones replaced: (unit, month) -> indicator -> figure.
FIRST_VERSIONS: dict[tuple[str, str], dict[str, Reported]] = {
    ("dl-sxd-qlxd", "2026-05"): {"TT-TRUC-TUYEN": Reported(151, 252)},
    ("dl-sxd-qhkt", "2026-01"): {"SO-HOA": Reported(149, 158)},
}
HEADER = tuple(each.name for each in fields(Sending))


def sendings() -> list[Sending]:
    """Return every sending, in the order in which they arrived."""
    found: list[Sending] = []
    for period in periods_between(FIRST.start, LAST.end, "month"):
        for unit in ROOMS:
            if (unit, str(period)) not in MISSED:
                found += _of_one(unit, period)
    for name, sent, decided in TO_PROVINCE:
        rng = Random(f"dl-sxd|{name}|sending")
        period = Period.parse(name)
        found.append(_sending("dl-sxd", period, "", _moment(sent, rng), _moment(decided, rng)))
    return sorted(found, key=lambda each: (each.submitted_at, each.file))


def as_row(sending: Sending) -> tuple[str, ...]:
    """Return the values under `HEADER`."""
    return astuple(sending)


def _of_one(unit: str, period: Period) -> list[Sending]:
    """Return what `unit` sent for `period`: one workbook, or a first version and its successor."""
    key = (unit, str(period))
    rng = Random(f"{unit}|{period}|sending")
    sent = _moment(_working_day(period.end, rng.randint(6, 8) if key in LATE else _early(rng)), rng)
    decided = _moment(_working_day(sent.date(), rng.choice((1, 1, 2))), rng)
    first = _sending(unit, period, "", sent, decided)
    if key in WAITING:
        return [Sending(first.file, unit, str(period), first.submitted_at, first.submitted_by)]
    if key not in FIRST_VERSIONS:
        return [first]
    if unit == "dl-sxd-qlxd":
        again = _moment(_working_day(decided.date(), 1), rng)
        first = _sending(unit, period, "", sent, decided, "returned", RETURNED_BECAUSE)
        reason = ""
    else:
        again = _moment(_working_day(decided.date(), 10), rng)
        reason = CORRECTED_BECAUSE
    approved = _moment(_working_day(again.date(), 1), rng)
    return [first, _sending(unit, period, "-2", again, approved, reason=reason)]


def _sending(
    unit: str,
    period: Period,
    suffix: str,
    sent: datetime,
    decided: datetime,
    decision: str = "approved",
    reason: str = "",
) -> Sending:
    return Sending(
        file=f"{period}/{unit}{suffix}.xlsx",
        unit=unit,
        period=str(period),
        submitted_at=sent.isoformat(),
        submitted_by=f"dau-moi-{unit.removeprefix('dl-').removeprefix('sxd-')}",
        decided_at=decided.isoformat(),
        decided_by=OFFICE,
        decision=decision,
        reason=reason,
    )


def _early(rng: Random) -> int:
    return rng.choice((1, 1, 2, 2, 3))


def _working_day(after: date, count: int) -> date:
    """Return the `count`-th day after `after` that is neither weekend nor holiday."""
    day = after
    while count:
        day += timedelta(days=1)
        count -= day.isoweekday() < 6 and day not in DAYS_OFF
    return day


def _moment(day: date, rng: Random) -> datetime:
    """Return a moment of `day` within office hours, Asia/Ho_Chi_Minh."""
    minutes = rng.randint(0, 8 * 60 - 1)
    return datetime(day.year, day.month, day.day, 8, tzinfo=HANOI) + timedelta(minutes=minutes)
