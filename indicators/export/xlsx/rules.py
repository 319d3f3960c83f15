"""The rule of a status as formulas over cells, so that colours live on when a figure is edited.

Source: DESIGN.md, "Status"; queries/macros/01_rules.sql, which is where the rule is decided.
"""

from __future__ import annotations

from collections.abc import Callable

from xlsxwriter.worksheet import Worksheet

from indicators.board.view import Cell, Status
from indicators.catalogue.model import Indicator
from indicators.export.palette import COLOURS, HOLLOW, SYMBOLS, WORDS, Mark
from indicators.export.palette import mark as mark_of
from indicators.export.xlsx.book import Book, number_format

Area = tuple[int, int, int, int]  # first row, first column, last row, last column
_JUDGED: tuple[Status, ...] = ("green", "amber", "red")
_DASHED = 3
NOTHING = "Không phát sinh"  # as our templates say it, and our intake reads it


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


def judgement(cell: Cell, place: str, number: str | None = None, *, waits: bool = False) -> str:
    """Return the formula for a cell's symbol, from the numbers it was judged by.

    Args:
        cell: of the board.
        place: what holds the figure, or a symbol where there is none.
        number: the formula for the figure in the indicator's own unit, `place` by default.
        waits: whether it waits for approval and is not counted: its symbols are hollow.
    """
    symbol = _chosen(cell, number or place, lambda mark: f'"{SYMBOLS[mark]}"', waits=waits)
    return f'IF(ISNUMBER({place}),{symbol},IF({place}="","!",LEFT({place},1)))'


def _chosen(cell: Cell, number: str, told: Callable[[Mark], str], *, waits: bool) -> str:
    """Return the formula that chooses what is told of the mark a figure has."""
    green, amber, red = (told(mark_of(each, waits=waits)) for each in _JUDGED)
    held = _holds(cell, number)
    if held is None:
        return told(mark_of(cell.status, waits=waits))
    if cell.goal is None:
        return f"IF({held},{green},{amber})"
    return f"IF({held},{green},IF({_amber(cell, number)},{amber},{red}))"


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


def worded(cell: Cell, place: str, number: str, *, waits: bool = False) -> str:
    """Return the formula for symbol and word; without a figure the cell keeps its own.

    Args:
        cell: of the board.
        place: what holds the figure.
        number: the formula for it in the indicator's own unit.
        waits: whether it waits for approval and is not counted.
    """
    nothing = named(mark_of("not_applicable", waits=waits))
    absent = named(mark_of(cell.status, waits=waits))
    if cell.value is not None or cell.status == "not_applicable":
        absent = named(cell.counted if waits else "missing")
    absent = f'IF({place}="{NOTHING}",{nothing},{absent})'
    return f"IF(ISNUMBER({place}),{_chosen(cell, number, named, waits=waits)},{absent})"


def named(mark: Mark) -> str:
    """Return symbol and word of a mark as a text in a formula."""
    return f'"{SYMBOLS[mark]} {WORDS[mark]}"'


def marked(status: Mark, decimals: int | None) -> str:
    """Return the number format with a mark's symbol before the figure: ■ 97,96.

    `decimals` None is for yes and no: ● Có.
    """
    mark = SYMBOLS[status]
    if decimals is None:
        return f'"{mark} Có";"{mark} Không";"{mark} Không"'
    above = number_format(decimals).replace("#,##0", f'"{mark} "#,##0', 1)
    return f"{above};{above.replace('#,##0', '-#,##0', 1)}"  # else a minus stands before the mark


def looks_of(mark: Mark) -> dict[str, object]:
    """Return ground and ink of a mark; what waits has an edge of dashes."""
    ground, ink = COLOURS[mark]
    edge = {"border": _DASHED, "border_color": ink} if mark in HOLLOW else {}
    return {"bg_color": ground, "font_color": ink, **edge}


def colour(
    book: Book,
    sheet: Worksheet,
    area: Area,
    symbol: str,
    marks: tuple[Mark, ...],
    decimals: int | None = None,
) -> None:
    """Colour `area` by the first sign of what `symbol` (relative to its first cell) holds.

    `marks` are those that there may be; `decimals` those of its figures, of texts they say nothing.
    """
    for mark in marks:
        look = book.book.add_format({**looks_of(mark), "num_format": marked(mark, decimals)})
        rule = {"type": "formula", "criteria": f'=LEFT({symbol},1)="{SYMBOLS[mark]}"',
                "format": look}  # fmt: skip
        sheet.conditional_format(*area, rule)
