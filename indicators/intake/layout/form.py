"""The one-unit form (biểu của một đơn vị): one unit, one period, an indicator a row.

Its unit and period stand in titles, labels or the sheet's name; a column for either makes it a
long table, see `long`.
"""

from __future__ import annotations

from indicators.intake.layout.body import Body, read_body
from indicators.intake.layout.grid import Grid, address
from indicators.intake.layout.roles import FIGURES
from indicators.intake.layout.table import Table
from indicators.intake.layout.when import period_above, period_in
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
    unit = unit_above(grid, tables[0].first, names, out)
    period = sheet_period(grid, tables, out)
    for table in tables:
        read_body(Body(grid, table, names, out, unit, period))


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
        if role in FIGURES and period_in(table.heads[column], is_whole=False) is not None
    ]
    return period_above(grid, tables[0].first, heads, out)


def _choose_columns(table: Table, period: Period | None) -> None:
    """Settle which of several columns of figures belongs to `period`, where their heads tell."""
    for role in FIGURES:
        own = [
            column
            for column in table.doubtful.get(role, ())
            if period is not None and period_in(table.heads[column], is_whole=False) == period
        ]
        if len(own) == 1:
            table.columns[role] = own[0]
            del table.doubtful[role]
