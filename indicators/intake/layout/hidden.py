"""Rows and columns that nobody sees: left unread like hidden sheets, with a warning.

A filtered list and last month's column folded away hold figures that the reporter does not look
at when sending the file. Source: SECURITY.md, "Workbook intake" (hidden sheets).
"""

from __future__ import annotations

from dataclasses import replace

from indicators.intake.cells import Sheet, TypedCell, column_letters
from indicators.intake.layout.grid import is_figure, text_of
from indicators.intake.rows import SheetRows

_SHOWN = 8  # rows or columns named in one message


def leave_out_hidden(sheet: Sheet, out: SheetRows) -> Sheet:
    """Return `sheet` as a person sees it; `out` is warned of figures that are hidden."""
    if not (sheet.hidden_rows or sheet.hidden_columns):
        return sheet
    seen: dict[tuple[int, int], TypedCell] = {}
    by_row: dict[int, list[TypedCell]] = {}
    by_column: dict[int, list[TypedCell]] = {}
    for (row, column), cell in sorted(sheet.cells.items()):
        if row in sheet.hidden_rows:
            by_row.setdefault(row, []).append(cell)
        elif column in sheet.hidden_columns:
            by_column.setdefault(column, []).append(cell)
        else:
            seen[row, column] = cell
    rows = {row: cells for row, held in by_row.items() if (cells := _figures_across(held))}
    columns = {
        column: cells for column, held in by_column.items() if (cells := _figures_down(held))
    }
    _warn("hidden-row", "dòng", {str(row): cells for row, cells in rows.items()}, out)
    lettered = {column_letters(column): cells for column, cells in columns.items()}
    _warn("hidden-column", "cột", lettered, out)
    return replace(sheet, cells=seen)


def _figures_across(cells: list[TypedCell]) -> list[TypedCell]:
    """Return the figures of a row, without an order number at its left."""
    return [cell for cell in cells[1:] if is_figure(cell)] or (
        [cell for cell in cells if is_figure(cell)] if len(cells) == 1 else []
    )


def _figures_down(cells: list[TypedCell]) -> list[TypedCell]:
    """Return the figures of a column, none where it only numbers the rows."""
    figures = [cell for cell in cells if is_figure(cell)]
    numbers = [text_of(cell).rstrip(".") for cell in figures]
    return [] if numbers == [str(n + 1) for n in range(len(numbers))] else figures


def _warn(code: str, what: str, found: dict[str, list[TypedCell]], out: SheetRows) -> None:
    if not found:
        return
    first = next(iter(found.values()))[0].address
    named = ", ".join(list(found)[:_SHOWN]) + (" …" if len(found) > _SHOWN else "")
    out.warning(
        code,
        first,
        f"Ô {first}: {what} {named} đang ẩn nên số liệu ở đó không được đọc. Cần nộp thì bỏ lọc, "
        "bỏ ẩn (Unhide), Lưu, rồi tải lên lại",
    )
