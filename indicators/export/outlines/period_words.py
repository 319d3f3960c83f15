"""How an official document names a period (tên kỳ báo cáo), and which months lie in one."""

from __future__ import annotations

from indicators.export.snapshot import Snapshot
from indicators.periods import Period

_ROMAN = ("I", "II", "III", "IV")


def in_words(code: str) -> str:
    """Return a period within a sentence: "tháng 10 năm 2026", "quý III năm 2026".

    Source: Nghị định 30/2020/NĐ-CP, annex I: months 1 and 2 have a leading zero.
    """
    period = Period.parse(code)
    match period.frequency:
        case "week":
            return f"tuần {period.number} năm {period.year}"
        case "month":
            return f"tháng {month_text(period.number)} năm {period.year}"
        case "quarter":
            return f"quý {_ROMAN[period.number - 1]} năm {period.year}"
        case "half":
            return f"6 tháng {'đầu' if period.number == 1 else 'cuối'} năm {period.year}"
        case "nine_months":
            return f"9 tháng đầu năm {period.year}"
        case "year":
            return f"năm {period.year}"


def month_text(number: int) -> str:
    """Return a month's number as official documents write it: "01", "02", "3", "10"."""
    return f"{number:02d}" if number <= 2 else str(number)


def is_long(code: str) -> bool:
    """Whether a period is longer than the month its colours are from."""
    return Period.parse(code).frequency not in {"week", "month"}


def months_within(snapshot: Snapshot) -> list[str]:
    """Return the months of a longer period of which a greening rate is known, oldest first."""
    whole = Period.parse(snapshot.head.period)
    if not is_long(snapshot.head.period):
        return []
    return [
        each.period
        for each in snapshot.trend
        if each.tally.greening_rate is not None
        and whole.start <= Period.parse(each.period).start <= whole.end
    ]
