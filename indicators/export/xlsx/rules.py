"""The rule of a status as formulas over cells, so that colours live on when a figure is edited.

Source: DESIGN.md, "Status"; queries/macros/01_rules.sql, which is where the rule is decided.
"""

from __future__ import annotations

from xlsxwriter.worksheet import Worksheet

from indicators.board.view import STATUSES, Cell, Status
from indicators.catalogue.model import Indicator
from indicators.export.palette import COLOURS, SYMBOLS, WORDS
from indicators.export.xlsx.book import Book, number_format

Area = tuple[int, int, int, int]  # first row, first column, last row, last column


def is_in_percent(cell: Cell, indicator: Indicator) -> bool:
    """Whether a figure is kept as a percentage of Excel's, 0.009 shown as 0,9 %.

    A rate of at most 1 % without its counts reads as doubtful to our own intake: 0,9 may be meant
    as a fraction. Excel's percent says which.
    """
    if cell.value is None or not indicator.is_percentage or not 0 < cell.value <= 1:
        return False
    return cell.numerator is None or cell.denominator is None


def figure(place: str, cell: Cell, indicator: Indicator) -> str:
    """Return the formula for the figure at `place` in the indicator's own unit."""
    return f"ROUND(100*{place},12)" if is_in_percent(cell, indicator) else place


def judgement(cell: Cell, place: str, number: str | None = None) -> str:
    """Return the formula for a cell's symbol, from the numbers it was judged by.

    Args:
        cell: of the board.
        place: what holds the figure, or a symbol where there is none.
        number: the formula for the figure in the indicator's own unit, `place` by default.
    """
    held = _holds(cell, number or place)
    if held is None:
        symbol = f'"{SYMBOLS[cell.status]}"'
    elif cell.goal is None:
        symbol = f'IF({held},"●","▲")'
    else:
        symbol = f'IF({held},"●",IF({_amber(cell, number or place)},"▲","■"))'
    return f'IF(ISNUMBER({place}),{symbol},IF({place}="","!",LEFT({place},1)))'


def _amber(cell: Cell, number: str) -> str:
    low = f"{number}>={cell.amber_low!r}" if cell.amber_low is not None else ""
    high = f"{number}<={cell.amber_high!r}" if cell.amber_high is not None else ""
    return f"AND({','.join(part for part in (low, high) if part)})" if low or high else "FALSE"


def _holds(cell: Cell, number: str) -> str | None:
    goal = cell.final if cell.goal is None else cell.goal
    if cell.operator is None or goal is None:
        return None
    if cell.operator == "between":
        return f"AND({number}>={goal!r},{number}<={cell.upper!r})"
    return f"{number}{cell.operator}{goal!r}"


def worded(cell: Cell, place: str, number: str) -> str:
    """Return the formula for symbol and word; without a figure the cell keeps its own."""
    judged = judgement(cell, place, number)
    chosen = f'"{SYMBOLS[cell.status]} {WORDS[cell.status]}"'
    if cell.value is not None:
        chosen = f'"{SYMBOLS["missing"]} {WORDS["missing"]}"'
    named = "".join(
        f'IF({judged}="{SYMBOLS[each]}","{SYMBOLS[each]} {WORDS[each]}",'
        for each in ("green", "amber")
    )
    other = f'"{SYMBOLS["red"]} {WORDS["red"]}"))'
    return f'IF({place}="",{chosen},{named}{other})'


def marked(status: Status, decimals: int | None) -> str:
    """Return the number format with a status' symbol before the figure: ■ 97,96.

    `decimals` None is for yes and no: ● Có.
    """
    mark = SYMBOLS[status]
    if decimals is None:
        return f'"{mark} Có";"{mark} Không";"{mark} Không"'
    above = number_format(decimals).replace("#,##0", f'"{mark} "#,##0', 1)
    return f"{above};{above.replace('#,##0', '-#,##0', 1)}"  # else a minus stands before the mark


def colour(
    book: Book, sheet: Worksheet, area: Area, symbol: str, decimals: int | None = None
) -> None:
    """Colour `area` by the symbol that `symbol` (relative to its first cell) holds.

    `decimals` are those of its figures; of texts they say nothing.
    """
    for status in STATUSES:
        ground, ink = COLOURS[status]
        look = book.book.add_format(
            {"bg_color": ground, "font_color": ink, "num_format": marked(status, decimals)}
        )
        rule = {"type": "formula", "criteria": f'={symbol}="{SYMBOLS[status]}"', "format": look}
        sheet.conditional_format(*area, rule)
