"""Days as Vietnamese documents write them: "15/7/2025", "31/11", "ngày 20 tháng 11 năm 2025".

A document may name a day that does not exist ("trước ngày 31/11"). It is kept as written and
taken as the last day of that month.
"""

from __future__ import annotations

import re
from calendar import monthrange
from dataclasses import dataclass
from datetime import date

from indicators.text import clean

# A month and a year ("12/2025") is no day; a two-part date is written with a slash only, so that
# "03-05%" stays a range.
_FIGURES = re.compile(
    r"(?<![\d/])(?P<day>\d{1,2})"
    r"(?:/(?P<month>\d{1,2})(?:/(?P<year>20\d\d))?|(?P<sign>[.-])(?P<m2>\d{1,2})(?P=sign)(?P<y2>20\d\d))"
    r"(?![\d/])"
)
_WORDS = re.compile(
    r"ngày\s+(?P<day>\d{1,2})\s+tháng\s+(?P<month>\d{1,2})(?:[\s,]+năm\s+(?P<year>20\d\d))?(?!\d)",
    re.IGNORECASE,
)
# Where a text names no year, 29/02 is a day.
LEAP_YEAR = 2024
_LONGEST_MONTH = 31


@dataclass(frozen=True, slots=True)
class WrittenDate:
    """A day named in a text; `year` is None where the text leaves it out."""

    text: str
    day: int
    month: int
    year: int | None

    @property
    def exists(self) -> bool:
        """Whether there is such a day (29/02 without a year: in some years)."""
        year = self.year or LEAP_YEAR
        return 1 <= self.month <= 12 and 1 <= self.day <= monthrange(year, self.month)[1]

    @property
    def is_usable(self) -> bool:
        """Whether it can be taken as a day: 31/11 can (30/11), 45/11 and 15/13 cannot."""
        return 1 <= self.month <= 12 and 1 <= self.day <= _LONGEST_MONTH

    def on(self, year: int) -> date:
        """Return the day in `year`, or the month's last day where it does not exist.

        Raises:
            ValueError: the date is not usable.
        """
        if not self.is_usable:
            raise ValueError(f"«{self.text}» không phải là một ngày")
        return date(year, self.month, min(self.day, monthrange(year, self.month)[1]))


def written_dates(text: str) -> tuple[WrittenDate, ...]:
    """Return the days that `text` names, in its order, existing or not."""
    kept = clean(text)
    found = sorted(
        [*_FIGURES.finditer(kept), *_WORDS.finditer(kept)], key=lambda match: match.start()
    )
    return tuple(_date_of(match) for match in found)


def impossible_dates(text: str) -> tuple[WrittenDate, ...]:
    """Return the days that `text` names but no calendar has."""
    return tuple(each for each in written_dates(text) if not each.exists)


def _date_of(match: re.Match[str]) -> WrittenDate:
    parts = match.groupdict()
    month = parts["month"] or parts["m2"]
    year = parts["year"] or parts.get("y2")
    return WrittenDate(match[0], int(parts["day"]), int(month), int(year) if year else None)
