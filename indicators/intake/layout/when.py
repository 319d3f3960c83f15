"""Of which period a sheet's figures are: what labels, titles, heads or its name agree on."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date

from indicators.intake.cells import TypedCell
from indicators.intake.layout.claims import ASIDE, Claim, claims
from indicators.intake.layout.grid import Grid, text_of
from indicators.intake.layout.mentions import NO_MENTION, Mentions, mentions_in, whole_mention
from indicators.intake.rows import SheetRows
from indicators.periods import Period
from indicators.text import fold

_COPY = re.compile(r"\s*\(\d+\)$")  # "T10 (2)": what Excel calls a copied sheet
_SHORT_SHEET = re.compile(r"t(?:h|hang|hg)?[ ._-]?(\d{1,2})", re.IGNORECASE)
_YEARS = range(2000, 2101)


def period_above(
    grid: Grid, before: int, heads: Iterable[tuple[str, str]], out: SheetRows, after: int = 0
) -> Period | None:
    """Return the period that the texts above row `before`, or else column heads, name.

    The sheet's own name counts where nothing else does, and must not say another period.

    Args:
        grid: the sheet.
        before: the first header row.
        heads: text and cell of the heads of the columns that are read.
        out: told why there is no period.
        after: the row from which on texts count; the sheet's name counts from 0 on only.
    """
    found: dict[Period, Claim] = {}
    loose: list[tuple[Mentions, Claim]] = []
    blank: Claim | None = None
    said = [*claims(grid, before, "period", after), *(Claim(*head) for head in heads)]
    for claim in said:
        mentions = _claimed(claim)
        for period in mentions.periods:
            found.setdefault(period, claim)
        if mentions.loose:
            loose.append((mentions, claim))
        elif claim.label and not mentions.periods:
            ask_period(claim.text, claim.cell, out)
            return None
        elif mentions.is_blank:
            blank = blank or claim
    years = {period.year for period in found}
    for mentions, claim in loose:
        for period in mentions.in_year(next(iter(years)) if len(years) == 1 else None):
            found.setdefault(period, claim)
    unread = loose[0][1] if loose else blank
    if not found and unread is not None:
        ask_period(unread.text, unread.cell, out)
        return None
    return _agreed(grid, found, out, has_name=after == 0)


def _agreed(
    grid: Grid, found: dict[Period, Claim], out: SheetRows, *, has_name: bool
) -> Period | None:
    """Return the one finest period of those found, or note that there is none or several."""
    named = _sheet_mention(grid.sheet.name) if has_name else NO_MENTION
    if not found and len(named.periods) == 1:
        return named.periods[0]
    finest = [each for each in found if not any(_is_part(other, each) for other in found)]
    if not finest:
        out.error(
            "period-missing",
            None,
            f"Trang «{out.sheet}» không ghi kỳ báo cáo: viết «Kỳ báo cáo: Tháng 10/2026» vào một "
            "ô phía trên bảng",
        )
        return None
    quoted = "; ".join(f"ô {found[each].cell} ghi {each.label}" for each in finest)
    others = named.in_year(finest[0].year)
    if len(finest) == 1 and others and not any(_covers(each, finest[0]) for each in others):
        quoted += f"; tên trang ghi {' và '.join(each.label for each in others)}"
    elif len(finest) == 1:
        return finest[0]
    out.error(
        "period-conflict",
        found[finest[-1]].cell,
        f"Trang «{out.sheet}» ghi hai kỳ báo cáo khác nhau ({quoted}): chỉ giữ kỳ của số liệu",
    )
    return None


def _claimed(claim: Claim) -> Mentions:
    if claim.day is not None:
        period = period_of_cell(claim.day)
        return NO_MENTION if period is None else Mentions((period,))
    if not claim.label:
        return NO_MENTION if ASIDE.search(fold(claim.text)) else mentions_in(claim.text)
    alone = whole_mention(claim.text)
    return alone if alone != NO_MENTION else mentions_in(f"{claim.label} {claim.text}")


def _sheet_mention(name: str) -> Mentions:
    bare = _COPY.sub("", name.strip())
    short = _SHORT_SHEET.fullmatch(bare)
    return mentions_in(f"tháng {short[1]}") if short else whole_mention(bare)


def ask_period(text: str, cell: str, out: SheetRows) -> None:
    """Note that `text` at `cell` is no period."""
    out.error(
        "period-unknown",
        cell,
        f"Ô {cell}: «{text}» không phải là kỳ báo cáo: viết như Tháng 10/2026 hoặc Quý III/2026",
    )


def period_in(text: str, *, is_whole: bool, year: int | None = None) -> Period | None:
    """Return the one period that `text` names, None without one or with several.

    Args:
        text: a title or head.
        is_whole: whether the text is meant as a period and nothing else (a label's value, a cell
            of a period column). Days of dates ("ngày 31 tháng 10 năm 2026") name none.
        year: of a month whose year the text leaves out.
    """
    if not is_whole and ASIDE.search(fold(text)):
        return None
    said = (whole_mention(text) if is_whole else mentions_in(text)).in_year(year)
    finest = [each for each in said if not any(_is_part(other, each) for other in said)]
    return finest[0] if len(finest) == 1 else None


def mentions_period(text: str) -> bool:
    """Whether `text` says anything of time, be it only a month without its year."""
    said = mentions_in(text)
    return not ASIDE.search(fold(text)) and bool(said.periods or said.loose)


def period_of_cell(cell: TypedCell) -> Period | None:
    """Return the period that a cell of a period column names; Excel turns 10/2026 into a date."""
    if cell.kind == "date":
        shows_day = "d" in cell.number_format.lower().replace("red", "")
        day = cell.value
        if not isinstance(day, date) or day.year not in _YEARS or (shows_day and day.day != 1):
            return None
        return Period("month", day.year, day.month)
    return period_in(text_of(cell), is_whole=True)


def _is_part(inner: Period, outer: Period) -> bool:
    return inner != outer and _covers(outer, inner)


def _covers(outer: Period, inner: Period) -> bool:
    return outer.start <= inner.start and inner.end <= outer.end
