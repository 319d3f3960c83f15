"""Of which period a sheet's figures are: what labels, titles, heads or its name agree on."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date

from indicators.intake.cells import TypedCell
from indicators.intake.layout.claims import ASIDE, Claim, claims
from indicators.intake.layout.grid import Grid, text_of
from indicators.intake.rows import SheetRows
from indicators.periods import Period
from indicators.text import fold

_DAY = re.compile(r"\bngay \d{1,2}(?: thang)? \d{1,2}(?: nam)? \d{4}\b|\bngay thang\b.*")
_SHORT_MONTH = re.compile(r"^t(?:h(?:ang)?)?\s?(\d{1,2})\s(20\d\d)$")
_SHORT_QUARTER = re.compile(r"^q\s?([1-4]|i{1,3}|iv)\s(20\d\d)$")


def period_above(
    grid: Grid, before: int, heads: Iterable[tuple[str, str]], out: SheetRows
) -> Period | None:
    """Return the period that the texts above row `before`, or else column heads, name.

    Args:
        grid: the sheet.
        before: the first header row.
        heads: text and cell of the heads of the columns that are read.
        out: told why there is no period.
    """
    found: dict[Period, Claim] = {}
    said = [*claims(grid, before, "period"), *(Claim(*head) for head in heads)]
    for claim in said:
        if (period := _claimed(claim)) is not None:
            found.setdefault(period, claim)
        elif claim.label:
            ask_period(claim.text, claim.cell, out)
            return None
    if not found and (period := period_in(grid.sheet.name, is_whole=True)) is not None:
        return period
    finest = [each for each in found if not any(_is_part(other, each) for other in found)]
    if len(finest) == 1:
        return finest[0]
    if not finest:
        out.error(
            "period-missing",
            None,
            f"Trang «{out.sheet}» không ghi kỳ báo cáo: viết «Kỳ báo cáo: Tháng 10/2026» vào một "
            "ô phía trên bảng",
        )
        return None
    quoted = "; ".join(f"ô {found[each].cell} ghi {each.label}" for each in finest)
    out.error(
        "period-conflict",
        found[finest[-1]].cell,
        f"Trang «{out.sheet}» ghi hai kỳ báo cáo khác nhau ({quoted}): chỉ giữ kỳ của số liệu",
    )
    return None


def _claimed(claim: Claim) -> Period | None:
    if claim.day is not None:
        return period_of_cell(claim.day)
    if not claim.label:
        return period_in(claim.text, is_whole=False)
    alone = period_in(claim.text, is_whole=True)
    return alone or period_in(f"{claim.label} {claim.text}", is_whole=True)


def ask_period(text: str, cell: str, out: SheetRows) -> None:
    """Note that `text` at `cell` is no period."""
    out.error(
        "period-unknown",
        cell,
        f"Ô {cell}: «{text}» không phải là kỳ báo cáo: viết như Tháng 10/2026 hoặc Quý III/2026",
    )


def period_in(text: str, *, is_whole: bool) -> Period | None:
    """Return the period that `text` names, None without one.

    `is_whole` says that the text is meant as a period and nothing else (a label's value, a cell
    of a period column). Days of dates ("ngày 31 tháng 10 năm 2026") name none.
    """
    folded = fold(text)
    if not is_whole and ASIDE.search(folded):
        return None
    if found := _SHORT_MONTH.match(folded):
        folded = f"thang {found[1]} {found[2]}"
    elif found := _SHORT_QUARTER.match(folded):
        folded = f"qui {found[1]} {found[2]}"
    for form in (text, folded) if is_whole else (_DAY.sub(" ", folded),):
        try:
            return Period.parse(form)
        except ValueError:
            continue
    return None


def period_of_cell(cell: TypedCell) -> Period | None:
    """Return the period that a cell of a period column names; Excel turns 10/2026 into a date."""
    if cell.kind == "date":
        shows_day = "d" in cell.number_format.lower().replace("red", "")
        day = cell.value
        if not isinstance(day, date) or (shows_day and day.day != 1):
            return None
        return Period("month", day.year, day.month)
    return period_in(text_of(cell), is_whole=True)


def _is_part(inner: Period, outer: Period) -> bool:
    return inner != outer and outer.start <= inner.start and inner.end <= outer.end
