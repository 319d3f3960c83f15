"""Deadlines of tasks (thời hạn) as plans write them, and how each is judged.

A date; a month; a range of quarters; a year; from a year on; recurring; conditional; none. The
text is always kept. What is not understood is said to be so and is never counted as overdue.
Source: DESIGN.md, "The catalogue"; the wording of the plans in `data/plans`.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from indicators.catalogue.dates import WrittenDate
from indicators.catalogue.deadline_text import (
    CONDITIONAL,
    FIRM,
    FROM,
    PART_OF_YEAR,
    RECURRING,
    SINCE,
    VAGUE_YEAR,
    Reading,
)
from indicators.catalogue.model import Plan

Kind = Literal[
    "date", "month", "quarter", "year", "from", "recurring", "conditional", "none", "unknown"
]

_ONE_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Deadline:
    """When a task has to be done.

    `due` is the last day on which it is in time; `named` the day the text names, which is one
    later where the text says "trước ngày" (`before`). `is_mended` says that the day named does
    not exist and the month's last day was taken. `judged_by` is a Vietnamese sentence.
    """

    text: str
    kind: Kind
    judged_by: str
    due: date | None = None
    starts: date | None = None
    named: date | None = None
    before: bool = False
    is_mended: bool = False


def parse_deadline(text: str, plan: Plan | None = None) -> Deadline:
    """Return what the deadline `text` of a task of `plan` means.

    Args:
        text: as the plan prints it.
        plan: gives the year where the text has none ("trước ngày 30/11", "Quý IV").

    Returns:
        Always a deadline; `kind` is "unknown" when the text is not understood.
    """
    reading = Reading.of(text, plan)
    for rule in _RULES:
        if found := rule(reading):
            return found
    return _unknown(reading)


def _unknown(reading: Reading) -> Deadline:
    return Deadline(
        reading.text,
        "unknown",
        "Chưa hiểu thời hạn này nên không tính quá hạn: viết lại như 31/12/2025, tháng 12/2025,"
        " Quý IV/2025, năm 2025 hoặc Thường xuyên.",
    )


def _none(reading: Reading) -> Deadline | None:
    if reading.folded:
        return None
    return Deadline(reading.text, "none", "Kế hoạch không ghi thời hạn: không tính quá hạn.")


def _full_date(reading: Reading) -> Deadline | None:
    """Read one day with its year, or a range of two ("từ 01/7/2025 đến 31/12/2025")."""
    if not all(each.is_usable for each in reading.dates):
        return _unknown(reading)
    last = reading.dates[-1] if reading.dates else None
    if last is None or last.year is None:
        return None
    if len(reading.dates) == 1:
        starts = reading.day(last) if reading.is_open else None
        return _open(reading, starts) if starts else _dated(reading, last)
    first = reading.dates[0]
    if len(reading.dates) > 2 or not reading.is_range_of_days:
        return _unknown(reading)
    return _dated(reading, last, starts=first.on(first.year or last.year))


def _recurring(reading: Reading) -> Deadline | None:
    if not RECURRING.search(reading.folded):
        return None
    since = SINCE.search(reading.folded)
    starts = date(int(since[1] or since[2]), 1, 1) if since else None
    return Deadline(reading.text, "recurring", _recurring_sentence(reading, starts), starts=starts)


def _conditional(reading: Reading) -> Deadline | None:
    if not CONDITIONAL.search(reading.folded):
        return None
    is_named = reading.folded.startswith("theo") or FIRM.search(reading.folded)
    if reading.dates and is_named:
        return None
    return Deadline(
        reading.text,
        "conditional",
        "Thời hạn còn tùy điều kiện nêu trong kế hoạch: không tính quá hạn cho đến khi điều kiện"
        " ấy có và được giao ngày cụ thể.",
    )


def _partial_date(reading: Reading) -> Deadline | None:
    return _dated(reading, reading.dates[-1]) if reading.dates else None


def _from_year(reading: Reading) -> Deadline | None:
    years = reading.years
    if not years or not FROM.search(reading.folded):
        return None
    return Deadline(
        reading.text,
        "from",
        f"Thực hiện từ năm {years[0]} và các năm tiếp theo, không có ngày kết thúc:"
        " không tính quá hạn, xem kết quả từng năm.",
        starts=date(years[0], 1, 1),
    )


def _quarters(reading: Reading) -> Deadline | None:
    named = reading.quarters
    if not named:
        return None
    (first_year, first), (last_year, last) = named[0], named[-1]
    if reading.is_open and len(named) == 1:
        return _open(reading, date(first_year, first * 3 - 2, 1))
    return _ranged(reading, "quarter", (first_year, first * 3 - 2), (last_year, last * 3))


def _part_of_year(reading: Reading) -> Deadline | None:
    found = PART_OF_YEAR.search(reading.folded)
    if not found:
        return None
    year, length = int(found["year"]), 6 if found["length"] in {"6", "06", "sau"} else 9
    first = 13 - length if found["end"] == " cuoi" else 1
    return _ranged(reading, "month", (year, first), (year, first + length - 1))


def _months(reading: Reading) -> Deadline | None:
    named = reading.months
    if not named:
        return None
    if not all(1 <= month <= 12 for _, month in named):
        return _unknown(reading)
    if reading.is_open and len(named) == 1:
        return _open(reading, date(*named[0], 1))
    return _ranged(reading, "month", named[0], named[-1])


def _whole_years(reading: Reading) -> Deadline | None:
    years = reading.years
    # "Đầu năm 2026" names no day: nobody should be late by our guess.
    if not years or VAGUE_YEAR.search(reading.folded):
        return None
    return _ranged(reading, "year", (years[0], 1), (years[-1], 12))


_RULES: tuple[Callable[[Reading], Deadline | None], ...] = (
    _none,
    _conditional,
    _full_date,
    _recurring,
    _partial_date,
    _from_year,
    _quarters,
    _part_of_year,
    _months,
    _whole_years,
)


def _dated(
    reading: Reading, written: WrittenDate, *, starts: date | None = None
) -> Deadline | None:
    named = reading.day(written)
    if named is None:
        return None
    if starts is not None and starts > named:
        return _unknown(reading)
    is_mended = written.day != named.day
    # "Trước ngày 31/11" still means the whole of November.
    due = named - _ONE_DAY if reading.before and not is_mended else named
    sentence = f"Đúng hạn khi hoàn thành chậm nhất ngày {_vn(due)}."
    if due != named:
        sentence = f"{sentence[:-1]} (kế hoạch ghi trước ngày {_vn(named)})."
    if is_mended:
        sentence = f"Ngày {written.text} không có thật, lấy ngày cuối tháng. {sentence}"
    return Deadline(
        reading.text, "date", sentence, due, starts, named, reading.before, is_mended=is_mended
    )


def _open(reading: Reading, starts: date) -> Deadline:
    sentence = f"Thực hiện từ ngày {_vn(starts)}, không có ngày kết thúc: không tính quá hạn."
    return Deadline(reading.text, "from", sentence, starts=starts)


def _ranged(
    reading: Reading, kind: Kind, first: tuple[int, int], last: tuple[int, int]
) -> Deadline:
    """Return the deadline of a span from month `first` through month `last` (year, month)."""
    starts = date(*first, 1)
    end = date(*last, monthrange(*last)[1])
    if end < starts:
        return _unknown(reading)
    if reading.before:  # "trước tháng 12/2025": done by the last day of November
        due = starts - _ONE_DAY
        sentence = f"Đúng hạn khi hoàn thành chậm nhất ngày {_vn(due)}."
        return Deadline(reading.text, kind, sentence, due, named=starts, before=True)
    if reading.has_until and first[0] == last[0] and kind == "year":
        sentence = f"Đúng hạn khi hoàn thành chậm nhất ngày {_vn(end)}."
        return Deadline(reading.text, kind, sentence, end, named=end)
    sentence = (
        f"Thực hiện từ ngày {_vn(starts)}; đúng hạn khi hoàn thành chậm nhất ngày {_vn(end)}."
    )
    return Deadline(reading.text, kind, sentence, end, starts, named=end)


def _recurring_sentence(reading: Reading, starts: date | None) -> str:
    since = f" từ năm {starts.year}" if starts else ""
    sentence = f"Việc làm thường xuyên{since}: không tính quá hạn, xem kết quả từng kỳ báo cáo."
    if not reading.dates:
        return sentence
    word = "trước ngày" if reading.before else "chậm nhất ngày"
    days = ", ".join(f"{each.day:02d}/{each.month:02d}" for each in reading.dates)
    return (
        f"Lặp lại hằng năm, mỗi lần {word} {days}: theo dõi ở chế độ báo cáo, không tính quá hạn."
    )


def _vn(day: date) -> str:
    return f"{day:%d/%m/%Y}"
