"""A deadline's text in the forms that the rules of `deadlines` look at.

Patterns meet folded text: no diacritics, no signs, "kỳ" and "quý" end in i.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from indicators.catalogue.dates import WrittenDate, written_dates
from indicators.catalogue.model import Plan
from indicators.text import clean, fold

_QUARTERS = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "1": 1, "2": 2, "3": 3, "4": 4}
RECURRING = re.compile(
    r"\b(?:thuong xuyen|lien tuc|dinh ki|(?:hang|moi) (?:nam|qui|thang|tuan|ngay))\b"
)
CONDITIONAL = re.compile(
    r"^(?:theo|tuy)\b|\b(?:sau khi|ngay khi|ke tu khi)\b|^khi\b|^trong vong \d+ (?:ngay|thang)\b"
)
# A day in a conditional text is a document's ("sau khi có Nghị quyết ngày …") unless set firmly.
FIRM = re.compile(r"\b(?:cham nhat|truoc ngay|den ngay|hoan thanh)\b")
FROM = re.compile(r"\b(?:tiep theo|tro di)\b|\btu (?:nam )?20\d\d$")
SINCE = re.compile(r"\btu (?:nam )?(20\d\d)\b|\bnam (20\d\d) va\b")
_BEFORE = re.compile(r"\btruoc (?:ngay|thang|qui|nam|\d)")
_QUARTER = re.compile(
    r"\bqui(?P<numbers>(?: (?:i{1,3}|iv|[1-4]|va|den|qui)\b)+)(?:(?: nam)? (?P<year>20\d\d)\b)?"
)
PART_OF_YEAR = re.compile(
    r"\b(?P<length>0?6|sau|0?9|chin) thang(?P<end> dau| cuoi)?(?: nam)? (?P<year>20\d\d)\b"
)
_MONTH = re.compile(
    r"\b(?:thang (?P<named>\d{1,2}(?: (?:va |den )?(?:thang )?\d{1,2})*)\b"
    r"(?:(?: nam)? (?P<year>20\d\d)\b)?|(?P<bare>\d{1,2}) (?P<bare_year>20\d\d)\b)"
)
_YEAR = re.compile(r"\b20\d\d\b")
VAGUE_YEAR = re.compile(r"\b(?:dau|giua) (?:nam )?20\d\d\b")
_OPEN = re.compile(r"(?:ke )?tu\b")
_UNTIL = re.compile(r"\bden\b")
_DASH_BETWEEN_DAYS = re.compile(r"\d{4}\s*[-–—]\s*(?:ngày\s*)?\d")


@dataclass(frozen=True, slots=True)
class Reading:
    """The text as written and folded, the days it names; `plan` gives the years left out."""

    text: str
    folded: str
    dates: tuple[WrittenDate, ...]
    plan: Plan | None

    @classmethod
    def of(cls, text: str, plan: Plan | None) -> Reading:
        """Return `text` read."""
        kept = clean(text)
        return cls(kept, fold(kept), written_dates(kept), plan)

    @property
    def before(self) -> bool:
        """Whether what it names is already late ("trước ngày 15/7")."""
        return _BEFORE.search(self.folded) is not None

    @property
    def has_until(self) -> bool:
        """Whether it says "đến"."""
        return _UNTIL.search(self.folded) is not None

    @property
    def is_open(self) -> bool:
        """Whether it names a beginning only ("từ quý IV/2025")."""
        return _OPEN.match(self.folded) is not None and not self.has_until

    @property
    def is_range_of_days(self) -> bool:
        """Whether two days are the ends of a span, and not a deadline and a document's day."""
        return self.has_until or _DASH_BETWEEN_DAYS.search(self.text) is not None

    @property
    def years(self) -> list[int]:
        """The years it names."""
        return [int(year) for year in _YEAR.findall(self.folded)]

    @property
    def quarters(self) -> list[tuple[int, int]]:
        """The quarters it names, as (year, quarter)."""
        return self._with_years(
            (
                [_QUARTERS[word] for word in found["numbers"].split() if word in _QUARTERS],
                found["year"],
            )
            for found in _QUARTER.finditer(self.folded)
        )

    @property
    def months(self) -> list[tuple[int, int]]:
        """The months it names, as (year, month); a month may not exist."""
        return self._with_years(
            (
                [int(number) for number in re.findall(r"\d+", found["named"] or found["bare"])],
                found["year"] or found["bare_year"],
            )
            for found in _MONTH.finditer(self.folded)
        )

    def day(self, written: WrittenDate) -> date | None:
        """Return the day meant; without a year: the first since the plan is in force."""
        if not written.is_usable:
            return None
        if written.year is not None:
            return written.on(written.year)
        if self.plan is None:
            return None
        start = self.plan.valid_from
        this_year = written.on(start.year)
        return this_year if this_year >= start else written.on(start.year + 1)

    def _with_years(self, groups: Iterable[tuple[list[int], str | None]]) -> list[tuple[int, int]]:
        """Return (year, number) pairs; "Quý III, Quý IV/2025" says the year behind the last only.

        Nothing is returned when a year is left out and no plan gives it.
        """
        year = self.plan.valid_from.year if self.plan else None
        named: list[tuple[int, int]] = []
        for numbers, written in reversed(list(groups)):
            year = int(written) if written else year
            if year is None:
                return []
            named[:0] = [(year, number) for number in numbers]
        return named
