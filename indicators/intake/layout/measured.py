"""What a sheet says its figures are counted in: in the row, at the column's head, above the table.

Source: `indicators.intake.measures`, which knows what a measure is.
"""

from __future__ import annotations

import re

from indicators.intake.layout.grid import Grid, address
from indicators.intake.layout.table import Table
from indicators.intake.measures import Stated, is_measure

_LABEL = re.compile(r"\(?\s*(?:đvt|đơn vị(?: tính| đo)?)\s*:\s*(.*?)\s*\)?", re.IGNORECASE)
_TITLE_ROWS = 200
_BRACKETS = re.compile(r"\(([^)]*)\)")


def measures_between(
    grid: Grid, after: int, before: int, known: frozenset[str]
) -> tuple[Stated, ...]:
    """Return the measures that labels between two rows name: "Đơn vị tính: triệu đồng".

    Args:
        grid: the sheet.
        after: the row from which on texts count.
        before: the first header row.
        known: folded units of measure of the catalogue.
    """
    found: list[Stated] = []
    for number in grid.between(after, before, _TITLE_ROWS):
        line = grid.lines[number]
        for column, cell in line.items():
            label = _LABEL.fullmatch(str(cell.value)) if cell.kind == "text" else None
            if label is None:
                continue
            beside = min((other for other in line if other > column), default=None)
            text = label[1] or grid.text(number, beside)
            if is_measure(text, known):
                where = cell.address if label[1] or beside is None else line[beside].address
                found.append(Stated(text, where))
    return tuple(found)


def note_measures(grid: Grid, tables: list[Table], known: frozenset[str]) -> None:
    """Give every table the measures stated above it, those above earlier tables with them."""
    after, stated = 0, dict[str, Stated]()
    for table in tables:
        stated |= {each.text: each for each in measures_between(grid, after, table.first, known)}
        table.measures = tuple(stated.values())
        after = table.last


def measures_of(
    grid: Grid, table: Table, line: int, value: int | None, known: frozenset[str]
) -> tuple[Stated, ...]:
    """Return the measures stated in a row and at the head of its result; `known` as above."""
    found: list[Stated] = []
    column = table.columns.get("measure")
    if column is not None and is_measure(own := grid.text(line, column), known):
        found.append(Stated(own, address(line, column), is_own=True))
    if value is not None:
        heads = _BRACKETS.findall(table.heads.get(value, ""))
        where = address(table.last, value)
        found += [Stated(text, where) for text in heads if is_measure(text, known)]
    return tuple(found)
