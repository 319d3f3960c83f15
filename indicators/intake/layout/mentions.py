"""Periods that a text mentions, in every way offices write them; a year may be said elsewhere.

"BÁO CÁO THÁNG 10, NHIỆM VỤ THÁNG 11 NĂM 2026" mentions two months: whoever takes one of them may
take the wrong one. "THÁNG … NĂM 2026" mentions a month that nobody filled in, and no year.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from indicators.periods import Period
from indicators.text import fold

_MONTHS = {
    "gieng": 1, "mot": 1, "hai": 2, "ba": 3, "tu": 4, "bon": 4, "nam": 5, "sau": 6, "bay": 7,
    "tam": 8, "chin": 9, "muoi": 10, "muoi mot": 11, "muoi hai": 12, "chap": 12,
}  # fmt: skip
_ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "1": 1, "2": 2, "3": 3, "4": 4}
_WORDED = re.compile(
    r"\bthang (gieng|mot|hai|ba|tu|bon|nam(?= nam)|sau|bay|tam|chin|muoi mot|muoi hai|muoi|chap)"
    r"(?= (?:nam )?20\d\d\b)"
)
_DAY = re.compile(
    r"\bngay \d{1,2}(?: thang)? \d{1,2}(?: nam)? \d{4}\b|\bngay thang\b.*"
    r"|(?<!thang )\b\d{1,2} \d{1,2} (?:19|20)\d\d\b"
)
_SHORT_MONTH = re.compile(r"\bt(?:h|hg)? ?(\d{1,2}) (?=20\d\d\b)")
_SHORT_QUARTER = re.compile(r"\bq ?([1-4]|iv|i{1,3}) (?=20\d\d\b)")
_HALF = re.compile(r"\b(?:0?6|sau) thang (dau|cuoi) nam (20\d\d)\b")
_NINE = re.compile(r"\b(?:0?9|chin) thang(?: dau)?(?: nam)? (20\d\d)\b")
# "10 tháng đầu năm 2026" is no period anyone reports by, and not the whole year.
_SOME_MONTHS = re.compile(r"\b\w{1,4} thang (?:dau |cuoi )?(?:nam )?(20\d\d)\b")
_BLANK = re.compile(r"\b(?:thang|qui|tuan) nam (20\d\d)\b")
_QUARTER = r"(?:iv|i{1,3}|[1-4])\b"
_MENTION = re.compile(
    r"\bthang (?P<months>\d{1,2}(?: (?:(?:va|den|toi|sang) )?(?:thang )?\d{1,2}\b)*)"
    r"(?:(?: cua)?(?: nam)? (?P<month_year>20\d\d)\b)?"
    rf"|\bqui (?P<quarters>{_QUARTER}(?: (?:(?:va|den) )?(?:qui )?{_QUARTER})*)"
    r"(?:(?: cua)?(?: nam)? (?P<quarter_year>20\d\d)\b)?"
    r"|\btuan (?:thu )?(?P<week>\d{1,2})\b.{0,12}?\b(?P<week_year>20\d\d)\b"
    r"|\bnam (?P<year>20\d\d)\b(?! 20\d\d)"
)
_YEAR_FIRST = re.compile(r"(20\d\d)\s*[/.]\s*(0?[1-9]|1[0-2])")


@dataclass(frozen=True, slots=True)
class Mentions:
    """What a text says of time.

    `periods` are whole; `loose` are months and quarters whose year the text does not say, as
    periods of the year 2000; `is_blank` says that a place for a month was left empty.
    """

    periods: tuple[Period, ...] = ()
    loose: tuple[Period, ...] = ()
    is_blank: bool = False

    def in_year(self, year: int | None) -> tuple[Period, ...]:
        """Return all that is said, the loose ones taken for those of `year` when it is known."""
        if year is None:
            return self.periods
        dated = (Period(each.frequency, year, each.number) for each in self.loose)
        return tuple(dict.fromkeys((*self.periods, *dated)))


NO_MENTION = Mentions()


def mentions_in(text: str) -> Mentions:
    """Return what `text`, a title or a label's value, mentions; days of dates are no mention."""
    return _mentions(fold(text))


def whole_mention(text: str) -> Mentions:
    """Return what `text` mentions when it is meant as a period and nothing else ("2026/10")."""
    if found := _YEAR_FIRST.fullmatch(text.strip()):
        return Mentions((Period("month", int(found[1]), int(found[2])),))
    said = mentions_in(text)
    if said != NO_MENTION:
        return said
    try:
        return Mentions((Period.parse(text),))
    except ValueError:
        return NO_MENTION


@lru_cache(maxsize=10_000)
def _mentions(folded: str) -> Mentions:
    bare = _SHORT_MONTH.sub(r"thang \1 ", _SHORT_QUARTER.sub(r"qui \1 ", _DAY.sub(" ", folded)))
    bare = _WORDED.sub(lambda found: f"thang {_MONTHS[found[1]]}", bare)
    periods = [Period("half", int(f[2]), 1 if f[1] == "dau" else 2) for f in _HALF.finditer(bare)]
    bare = _HALF.sub(" ", bare)
    periods += [Period("nine_months", int(found[1])) for found in _NINE.finditer(bare)]
    bare = _SOME_MONTHS.sub(_keep_months, _NINE.sub(" ", bare))
    is_blank = _BLANK.search(bare) is not None
    bare = _BLANK.sub(" ", bare)
    dated, loose = _dated(list(_MENTION.finditer(bare)))
    return Mentions(tuple(dict.fromkeys((*periods, *dated))), tuple(dict.fromkeys(loose)), is_blank)


def _keep_months(found: re.Match[str]) -> str:
    """Drop "10 tháng năm 2026", keep "của tháng năm 2026", whose month was left blank."""
    return " " if found[0].split()[0].isdigit() else found[0]


def _dated(found: list[re.Match[str]]) -> tuple[list[Period], list[Period]]:
    """Return whole periods and loose ones; a month without a year has that of the next one."""
    dated: list[Period] = []
    loose: list[Period] = []
    year = 0
    for each in reversed(found):
        said = each["month_year"] or each["quarter_year"] or each["week_year"] or each["year"]
        year = int(said) if said else year
        for period in _of_year(each, year or 2000):
            (dated if year else loose).append(period)
    years = {each for each in dated if each.frequency == "year"}
    finer = [each for each in dated if each not in years]
    kept = [each for each in years if not any(each.year == other.year for other in finer)]
    return [*reversed(finer), *kept], loose[::-1]


def _of_year(found: re.Match[str], year: int) -> list[Period]:
    """Return the periods of one mention that can be: there is no month 13."""
    if months := found["months"]:
        numbers = [int(number) for number in re.findall(r"\d+", months)]
        return [Period("month", year, number) for number in numbers if 1 <= number <= 12]
    if quarters := found["quarters"]:
        words = re.findall(r"\b(?:iv|i{1,3}|[1-4])\b", quarters)
        return [Period("quarter", year, _ROMAN[word]) for word in words]
    if week := found["week"]:
        return _week(year, int(week))
    return [Period("year", year)]


def _week(year: int, number: int) -> list[Period]:
    try:
        return [Period.parse(f"{year}-W{number:02d}")]
    except ValueError:
        return []
