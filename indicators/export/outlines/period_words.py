"""How an official document names a period (tên kỳ báo cáo), and which months lie in one."""

from __future__ import annotations

from indicators import windows
from indicators.export.snapshot import Head, Snapshot
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


def figures_text(head: Head) -> str:
    """Return which days the figures are of: "số liệu từ 15/9/2026 đến 14/10/2026".

    "" where they are those of the period's own days, all of them: "số liệu đến hết tháng 10/2026"
    of a longer period whose later months are to come.
    """
    if head.windows:
        return windows.words(head.windows)
    return f"số liệu {until_text(head)}" if head.is_unfinished else ""


def until_text(head: Head) -> str:
    """Return up to when an unfinished period is told: "đến hết tháng 10/2026"."""
    month = Period.parse(head.month)
    return f"đến hết tháng {month_text(month.number)}/{month.year}"


def named_whole(head: Head) -> str:
    """Return a report's period within a sentence, and of which days its figures are."""
    days = figures_text(head)
    return f"{in_words(head.period)} ({days})" if days else in_words(head.period)


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
