"""The one-unit form (biểu của một đơn vị): one unit, one period, an indicator a row.

Its unit and period stand in titles, labels or the sheet's name; a column for either makes it a
long table, see `long`.
"""

from __future__ import annotations

from indicators.catalogue.model import Unit
from indicators.intake.layout.body import Body, read_body
from indicators.intake.layout.grid import Grid, address, is_report
from indicators.intake.layout.roles import FIGURES
from indicators.intake.layout.table import Table
from indicators.intake.layout.when import mentions_period, period_above, period_in
from indicators.intake.layout.whose import unit_above
from indicators.intake.match import Names
from indicators.intake.rows import SheetRows
from indicators.periods import Period


def read_form(grid: Grid, tables: list[Table], names: Names, out: SheetRows) -> None:
    """Read a sheet's tables as one unit's figures for one period.

    Args:
        grid: the sheet.
        tables: found on it, at least one, none with a column of units or periods.
        names: of the catalogue.
        out: takes the rows and problems.
    """
    out.layout = "form"
    said = SheetRows(out.sheet)
    unit = unit_above(grid, tables[0].first, names, said)
    period = sheet_period(grid, tables, out)
    for place, table in enumerate(tables):
        if place:
            after = _last_figures(grid, tables[place - 1])
            unit = _restated_unit(grid, table.first, after, unit, names, out)
            period = _restated_period(grid, table.first, after, period, out)
        read_body(Body(grid, table, names, out, unit, period))
    are_headed = bool(out.rows) and all(row.unit is not None for row in out.rows)
    if not are_headed or any(problem.code != "unit-missing" for problem in said.problems):
        out.problems += said.problems


def _last_figures(grid: Grid, table: Table) -> int:
    """Return the last row of a table that holds figures: what follows may head the next table."""
    columns = [column for role, column in table.columns.items() if role in FIGURES]
    held = (
        line
        for line, cells in table.lines(grid)
        if any(is_report(cells.get(column)) for column in columns)
    )
    return max(held, default=table.last)


def _restated_unit(
    grid: Grid, before: int, after: int, unit: Unit | None, names: Names, out: SheetRows
) -> Unit | None:
    """Return the unit that texts between two tables name, or the one so far."""
    said = SheetRows(out.sheet)
    found = unit_above(grid, before, names, said, after)
    if found is None:
        told = [problem for problem in said.problems if problem.code != "unit-missing"]
        out.problems += told
        return None if told else unit
    is_above = unit is not None and found.code in names.catalogue.ancestors(unit.code)
    return unit if is_above else found


def _restated_period(
    grid: Grid, before: int, after: int, period: Period | None, out: SheetRows
) -> Period | None:
    """Return the period that texts between two tables name, or the one so far."""
    said = SheetRows(out.sheet)
    found = period_above(grid, before, (), said, after)
    told = [problem for problem in said.problems if problem.code != "period-missing"]
    out.problems += told
    return found or (None if told else period)


def sheet_period(grid: Grid, tables: list[Table], out: SheetRows) -> Period | None:
    """Return the one period of a sheet, from what stands above or at the heads of its figures.

    Columns of another period than the titles' (the month before) are left aside.
    """
    said = SheetRows(out.sheet)
    titled = period_above(grid, tables[0].first, (), said)
    for table in tables:
        _choose_columns(table, titled)
    heads = [
        (table.heads[column], address(table.last, column))
        for table in tables
        for role, column in table.columns.items()
        if role in FIGURES and mentions_period(table.heads[column])
    ]
    return period_above(grid, tables[0].first, heads, out)


def _choose_columns(table: Table, period: Period | None) -> None:
    """Settle which of several columns of figures belongs to `period`, where their heads tell."""
    for role in FIGURES:
        own = [
            column
            for column in table.doubtful.get(role, ())
            if period is not None and _head_period(table.heads[column], period) == period
        ]
        if len(own) == 1:
            table.columns[role] = own[0]
            del table.doubtful[role]


def _head_period(head: str, period: Period) -> Period | None:
    """Return the period at a column's head; a month without a year is of the titles' year."""
    return period_in(head, is_whole=False, year=period.year)
