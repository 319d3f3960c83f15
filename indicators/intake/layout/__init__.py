"""From typed cells to rows of figures: one module a layout that offices use.

`template` (our own workbook), `form` (one unit, one period), `long` (a row for each unit, period
and indicator), `cross` (units by indicators). `grid`, `roles`, `table`, `body` read tables;
`claims`, `whose`, `when` find unit and period in the texts above them.
"""

from __future__ import annotations

from indicators.intake.cells import Sheet
from indicators.intake.layout.cross import find_cross, read_cross
from indicators.intake.layout.form import read_form
from indicators.intake.layout.grid import Grid, has_figures
from indicators.intake.layout.hidden import leave_out_hidden
from indicators.intake.layout.long import read_long
from indicators.intake.layout.measured import note_measures
from indicators.intake.layout.roles import FIGURES
from indicators.intake.layout.table import Table, find_tables
from indicators.intake.layout.template import Identity, read_template
from indicators.intake.match import Names
from indicators.intake.rows import SheetRows


def read_sheet(sheet: Sheet, names: Names, identity: Identity | None = None) -> SheetRows:
    """Return the rows and problems of one visible sheet, whatever its layout.

    Args:
        sheet: as the reader typed it.
        names: of the catalogue.
        identity: of the template the workbook was made from, None for any other.
    """
    out = SheetRows(sheet.name)
    grid = Grid.of(leave_out_hidden(sheet, out))
    tables = find_tables(grid, names)
    note_measures(grid, tables, names.measures)
    cross = find_cross(grid, names) if _may_be_cross(tables) else None
    if cross is not None:
        read_cross(grid, cross, names, out)
    elif tables:
        if identity is not None:
            read_template(grid, tables, identity, names, out)
        elif any({"unit", "period"} & table.columns.keys() for table in tables):
            read_long(grid, tables, names, out)
        else:
            read_form(grid, tables, names, out)
    elif has_figures(grid):
        out.error(
            "layout-unknown",
            None,
            f"Trang «{sheet.name}» có số liệu nhưng không nhận ra bảng: đặt một dòng tiêu đề có "
            "cột «Chỉ tiêu» và cột «Tử số», «Mẫu số», «Kết quả», hoặc dùng mẫu tải từ hệ thống",
        )
    return out


def _may_be_cross(tables: list[Table]) -> bool:
    """Whether no table was found, or one that repeats its counts: once for each unit across."""
    return not tables or not FIGURES.isdisjoint(tables[0].doubtful)
