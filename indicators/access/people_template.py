"""The workbook in which an administrator names many people at once: `accounts_file` reads it."""

from __future__ import annotations

import io
from collections.abc import Iterable

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from indicators.access.accounts_file import HEADINGS, ROLE_NAMES
from indicators.catalogue.model import Unit

_WIDTHS = {"A": 22, "B": 30, "C": 30, "D": 20, "E": 34}
_HEAD_ROW, _LAST_ROW = 3, 1000
_HOW = (
    "Mỗi dòng là một vai trò của một người ở một đơn vị; người có nhiều vai trò ghi nhiều dòng cùng"
    " tài khoản. Đơn vị: mã hoặc tên ở trang «Đơn vị»."
)


def write(units: Iterable[Unit]) -> bytes:
    """Return the workbook's bytes: a sheet to fill in, and one with the units there are."""
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = "Người dùng"
    listed = list(units)
    _dress(sheet)
    _offer(sheet, "D", f'"{",".join(ROLE_NAMES.values())}"', "Chọn một trong bốn vai trò.")
    if listed:
        places = f"'Đơn vị'!$A$2:$A${len(listed) + 1}"
        _offer(sheet, "E", places, "Ghi mã hoặc tên một đơn vị ở trang «Đơn vị».", is_strict=False)
    _list(book.create_sheet("Đơn vị"), listed)
    kept = io.BytesIO()
    book.save(kept)
    return kept.getvalue()


def _dress(sheet: Worksheet) -> None:
    sheet.append(["DANH SÁCH NGƯỜI DÙNG"])
    sheet.append([_HOW])
    sheet.append(list(HEADINGS.values()))
    sheet["A1"].font = Font(bold=True, size=14)
    sheet.merge_cells("A2:E2")
    sheet["A2"].alignment = Alignment(wrap_text=True, vertical="top")
    sheet.row_dimensions[2].height = 32
    for cell in sheet[_HEAD_ROW]:
        cell.font = Font(bold=True)
        cell.fill = PatternFill("solid", fgColor="DCE6F1")
    for column, width in _WIDTHS.items():
        sheet.column_dimensions[column].width = width
    sheet.freeze_panes = f"A{_HEAD_ROW + 1}"


def _offer(
    sheet: Worksheet, column: str, choices: str, told: str, *, is_strict: bool = True
) -> None:
    """Let Excel offer what may stand in a column."""
    offered = DataValidation(type="list", formula1=choices, allow_blank=True)
    offered.showErrorMessage, offered.error = is_strict, told
    offered.add(f"{column}{_HEAD_ROW + 1}:{column}{_LAST_ROW}")
    sheet.add_data_validation(offered)


def _list(sheet: Worksheet, units: Iterable[Unit]) -> None:
    sheet.append(["Mã", "Tên"])
    for unit in units:
        sheet.append([unit.code, unit.name])
        for cell in sheet[sheet.max_row]:
            cell.data_type = "s"  # a name is never a formula
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = 22, 60
