"""Reporting periods (kỳ báo cáo): week, month, quarter, half-year, nine months, year.

A period parses and prints itself: `2026-W42`, `2026-10`, `2026-Q3`, `2026-H1`, `2026-9M`,
`2026`. Its window of figures is the calendar's, or that of Nghị định 09/2019/NĐ-CP (15th to
14th). Deadlines are days in Asia/Ho_Chi_Minh.
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

from indicators.catalogue.model import Cutoff, Frequency
from indicators.text import fold

_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "1": 1, "2": 2, "3": 3, "4": 4}
_MONTHS = {"month": 1, "quarter": 3, "half": 6, "nine_months": 9, "year": 12}
_CODES: dict[str, Frequency] = {
    r"(\d{4})-W(\d{2})": "week",
    r"(\d{4})-(\d{2})": "month",
    r"(\d{4})-Q([1-4])": "quarter",
    r"(\d{4})-H([12])": "half",
    r"(\d{4})-9M": "nine_months",
    r"(\d{4})": "year",
}
_WORDS: tuple[tuple[re.Pattern[str], Frequency], ...] = (
    (re.compile(r"\btuan (?:thu )?(\d{1,2})\b.{0,12}?\b(20\d\d)\b"), "week"),
    (re.compile(r"\bthang (\d{1,2})\b.{0,6}?\b(20\d\d)\b"), "month"),
    (re.compile(r"\bqu[iy] (iv|i{1,3}|[1-4])\b.{0,6}?\b(20\d\d)\b"), "quarter"),
    (re.compile(r"\b(?:0?6|sau) thang (dau|cuoi) nam (20\d\d)\b"), "half"),
    (re.compile(r"\b(?:0?9|chin) thang(?: dau)?(?: nam)? (20\d\d)\b"), "nine_months"),
    (re.compile(r"\bnam (20\d\d)\b"), "year"),
)
_BARE_MONTH = re.compile(r"^\D*?\b(\d{1,2})\s*[/.-]\s*(20\d\d)\s*$")


@dataclass(frozen=True, slots=True, order=True)
class Window:
    """The days that a period's figures cover (khoảng số liệu), the first and the last included."""

    first: date
    last: date

    @property
    def words(self) -> str:
        """The days as they stand within a sentence: "từ 15/9/2026 đến 14/10/2026"."""
        return f"từ {_written(self.first)} đến {_written(self.last)}"


@dataclass(frozen=True, slots=True)
class Period:
    """One reporting period: `number` is the week, month, quarter or half of `year`."""

    frequency: Frequency
    year: int
    number: int = 1

    @classmethod
    def parse(cls, text: str) -> Period:
        """Return the period that `text` names: a code ("2026-Q3") or words ("Quý III/2026").

        Raises:
            ValueError: no period, or one that does not exist, is named. The message is Vietnamese.
        """
        stripped = text.strip()
        for pattern, frequency in _CODES.items():
            if found := re.fullmatch(pattern, stripped, re.IGNORECASE):
                number = int(found[2]) if found.lastindex and found.lastindex > 1 else 1
                return _existing(cls(frequency, int(found[1]), number), text)
        folded = fold(stripped)
        for words, frequency in _WORDS:
            if found := words.search(folded):
                return _existing(cls._from_words(frequency, found), text)
        if found := _BARE_MONTH.match(stripped):
            return _existing(cls("month", int(found[2]), int(found[1])), text)
        raise ValueError(
            f"«{text}» không phải là kỳ báo cáo: viết như 2026-10, Tháng 10/2026, Quý III/2026"
        )

    @classmethod
    def _from_words(cls, frequency: Frequency, found: re.Match[str]) -> Period:
        if frequency in {"nine_months", "year"}:
            return cls(frequency, int(found[1]))
        if frequency == "half":
            return cls(frequency, int(found[2]), 1 if found[1] == "dau" else 2)
        number = _ROMAN[found[1]] if frequency == "quarter" else int(found[1])
        return cls(frequency, int(found[2]), number)

    @classmethod
    def containing(cls, day: date, frequency: Frequency) -> Period:
        """Return the period of `frequency` in which `day` lies (nine months: its year's)."""
        if frequency == "week":
            iso = day.isocalendar()
            return cls("week", iso.year, iso.week)
        months = 12 if frequency == "nine_months" else _MONTHS[frequency]
        return cls(frequency, day.year, (day.month - 1) // months + 1)

    @classmethod
    def last_ended(cls, day: date, frequency: Frequency) -> Period:
        """Return the latest period of `frequency` whose last day is on or before `day`."""
        period = cls.containing(day, frequency)
        return period if period.end <= day else period.previous

    @property
    def start(self) -> date:
        """The first calendar day."""
        if self.frequency == "week":
            return date.fromisocalendar(self.year, self.number, 1)
        if self.frequency in {"nine_months", "year"}:
            return date(self.year, 1, 1)
        return date(self.year, (self.number - 1) * _MONTHS[self.frequency] + 1, 1)

    @property
    def end(self) -> date:
        """The last calendar day: targets are compared on it."""
        if self.frequency == "week":
            return self.start + timedelta(days=6)
        month = self.start.month + _MONTHS[self.frequency] - 1
        return date(self.year, month, monthrange(self.year, month)[1])

    def window(self, cutoff: Cutoff) -> Window:
        """Return the days that the figures cover (chốt số liệu).

        Source: Nghị định 09/2019/NĐ-CP, REFERENCE.md, "Reporting windows": the 15th of the month
        before the period to the 14th of its last month. Weeks know the calendar window only.
        """
        if cutoff == "calendar" or self.frequency == "week":
            return Window(self.start, self.end)
        before = self.start - timedelta(days=1)
        return Window(date(before.year, before.month, 15), date(self.end.year, self.end.month, 14))

    @property
    def previous(self) -> Period:
        """The period of the same kind just before."""
        return self._moved(-1)

    @property
    def next(self) -> Period:
        """The period of the same kind just after."""
        return self._moved(1)

    def _moved(self, by: int) -> Period:
        if self.frequency == "nine_months":
            return Period("nine_months", self.year + by)
        step = self.start - timedelta(days=1) if by < 0 else self.end + timedelta(days=1)
        return Period.containing(step, self.frequency)

    @property
    def label(self) -> str:
        """The Vietnamese name: "Tháng 10/2026", "Quý III/2026", "6 tháng đầu năm 2026"."""
        match self.frequency:
            case "week":
                return f"Tuần {self.number:02d}/{self.year}"
            case "month":
                return f"Tháng {self.number:02d}/{self.year}"
            case "quarter":
                return f"Quý {('I', 'II', 'III', 'IV')[self.number - 1]}/{self.year}"
            case "half":
                return f"6 tháng {'đầu' if self.number == 1 else 'cuối'} năm {self.year}"
            case "nine_months":
                return f"9 tháng năm {self.year}"
            case "year":
                return f"Năm {self.year}"

    def __str__(self) -> str:
        """Return the code: sorts in time order within one frequency."""
        match self.frequency:
            case "week":
                return f"{self.year}-W{self.number:02d}"
            case "month":
                return f"{self.year}-{self.number:02d}"
            case "quarter":
                return f"{self.year}-Q{self.number}"
            case "half":
                return f"{self.year}-H{self.number}"
            case "nine_months":
                return f"{self.year}-9M"
            case "year":
                return str(self.year)


def _written(day: date) -> str:
    """Return a day by its numbers, those of days below 10 and of months 1 and 2 with a zero.

    Source: Nghị định 30/2020/NĐ-CP, annex I.
    """
    month = f"{day.month:02d}" if day.month <= 2 else f"{day.month}"
    return f"{day.day:02d}/{month}/{day.year}"


def _existing(period: Period, text: str) -> Period:
    last = {"week": 53, "month": 12, "quarter": 4, "half": 2}.get(period.frequency, 1)
    message = f"«{text}» không phải là kỳ báo cáo có thật"
    if not (1 <= period.number <= last and 2000 <= period.year <= 2100):
        raise ValueError(message)
    try:
        _ = period.start
    except ValueError as error:  # week 53 of a year that has 52
        raise ValueError(message) from error
    return period


def periods_between(first: date, last: date, frequency: Frequency) -> list[Period]:
    """Return every period of `frequency` from the one containing `first` through `last`'s."""
    found = [Period.containing(first, frequency)]
    while found[-1].next.start <= last:
        found.append(found[-1].next)
    return found


def longer_periods(month: str) -> list[str]:
    """Return the longer periods that end with a month, longest first ("2025", "2025-H2").

    Args:
        month: its code, "2025-12".
    """
    last = Period.parse(month).end
    kinds: tuple[Frequency, ...] = ("year", "nine_months", "half", "quarter")
    found = (
        Period("nine_months", last.year) if kind == "nine_months" else Period.containing(last, kind)
        for kind in kinds
    )
    return [str(each) for each in found if each.end == last]
