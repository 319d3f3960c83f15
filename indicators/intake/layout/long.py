"""The long table (bảng dọc): a row for each unit, period and indicator.

A table that has a column for units only takes its period from the titles, and the other way
round.
"""

from __future__ import annotations

from indicators.intake.layout.body import Body, read_body
from indicators.intake.layout.form import sheet_period
from indicators.intake.layout.grid import Grid
from indicators.intake.layout.table import Table
from indicators.intake.layout.whose import unit_above
from indicators.intake.match import Names
from indicators.intake.rows import SheetRows


def read_long(grid: Grid, tables: list[Table], names: Names, out: SheetRows) -> None:
    """Read a sheet's tables as figures of several units or periods.

    Args:
        grid: the sheet.
        tables: found on it, at least one.
        names: of the catalogue.
        out: takes the rows and problems.
    """
    out.layout = "long"
    first = tables[0].first
    needs_unit = any("unit" not in table.columns for table in tables)
    needs_period = any("period" not in table.columns for table in tables)
    unit = unit_above(grid, first, names, out) if needs_unit else None
    period = sheet_period(grid, tables, out) if needs_period else None
    for table in tables:
        read_body(Body(grid, table, names, out, unit, period))
