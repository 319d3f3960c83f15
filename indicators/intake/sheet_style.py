"""How the pre-filled workbook looks: columns, styles, page, validations.

One place writes cells: text is never a formula, control characters never get in.
"""

from __future__ import annotations

import re
from math import ceil
from typing import Literal

from openpyxl.cell.cell import Cell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.properties import PageSetupProperties
from openpyxl.worksheet.worksheet import Worksheet

Style = Literal[
    "title", "label", "hint", "head", "section", "fixed", "number", "input", "text_input", "plain"
]
HEADER_ROW = 6
# Head and width in characters of each column. The heads are words that `layout.roles` knows.
HEAD: tuple[tuple[str, float], ...] = (
    ("STT", 5),
    ("Mã", 15),
    ("Chỉ tiêu", 38),
    ("Đơn vị tính", 8),
    ("Chỉ tiêu được giao", 11),
    ("Kỳ trước", 11),
    ("Nội dung tử số", 26),
    ("Tử số", 10),
    ("Nội dung mẫu số", 26),
    ("Mẫu số", 10),
    ("Kết quả", 11),
    ("Ghi chú", 22),
)
NUMERATOR, DENOMINATOR, RESULT, NOTE = 8, 10, 11, 12
_FONT = "Times New Roman"
_LINE = Side(style="thin", color="A6A6A6")
_GRID = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)
_INPUT = PatternFill("solid", fgColor="FFF7D6")
_SHADE = PatternFill("solid", fgColor="E8EEF4")
_PALE = PatternFill("solid", fgColor="F4F6F8")
_WRAP = Alignment(wrap_text=True, vertical="center")
_MIDDLE = Alignment(wrap_text=True, vertical="center", horizontal="center")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def printable(text: str) -> str:
    """Return `text` without the signs that no XML file may hold."""
    return _CONTROL.sub("", text)


def put(sheet: Worksheet, row: int, column: int, value: str | float | None, style: Style) -> Cell:
    """Write one cell; a text beginning with "=" stays a text."""
    cell = _cell(sheet, row, column)
    if isinstance(value, str):
        cell.value = printable(value)
        cell.data_type = "s"
    else:
        cell.value = value
    _dress(cell, style)
    return cell


def put_formula(sheet: Worksheet, row: int, column: int, formula: str) -> Cell:
    """Write a formula of our own, never one made of anybody's text."""
    cell = _cell(sheet, row, column)
    cell.value = formula
    _dress(cell, "number")
    return cell


def _cell(sheet: Worksheet, row: int, column: int) -> Cell:
    cell = sheet.cell(row, column)
    if not isinstance(cell, Cell):
        raise TypeError(f"{cell.coordinate} is inside a merge")
    return cell


def _dress(cell: Cell, style: Style) -> None:
    cell.font = Font(
        name=_FONT,
        size={"title": 14, "label": 12}.get(style, 11),
        bold=style in {"title", "label", "head", "section"},
        italic=style == "hint",
    )
    if style in {"title", "label", "hint", "plain"}:
        return
    cell.border = _GRID
    cell.alignment = _MIDDLE if style in {"head", "number", "input"} else _WRAP
    if style == "section":  # its words run on over the cells beside it
        cell.alignment, cell.border = Alignment(vertical="center"), Border(top=_LINE, bottom=_LINE)
    if style in {"head", "section"}:
        cell.fill = _SHADE
    elif style in {"input", "text_input"}:
        cell.fill = _INPUT
        cell.protection = Protection(locked=False)
    elif style == "number":
        cell.fill = _PALE


def dress_head(sheet: Worksheet) -> None:
    """Set the columns' widths and the header's height."""
    for column, (_, width) in enumerate(HEAD, start=1):
        sheet.column_dimensions[get_column_letter(column)].width = width
    sheet.row_dimensions[HEADER_ROW].height = 34


def height_for(texts: tuple[str, ...]) -> float:
    """Return the points a row needs to show `texts`, one a column, wrapped."""
    lines = max(
        (ceil(len(text) * 1.12 / width) for text, (_, width) in zip(texts, HEAD, strict=True)),
        default=1,
    )
    return 15.0 * max(lines, 1) + 4


def dress_page(sheet: Worksheet, last_row: int) -> None:
    """Set protection, frozen panes and the printed page: A4 landscape, as wide as it is."""
    sheet.protection.enable()
    sheet.protection.formatColumns = False
    sheet.protection.formatRows = False
    sheet.freeze_panes = f"D{HEADER_ROW + 1}"
    sheet.print_title_rows = f"{HEADER_ROW}:{HEADER_ROW}"
    sheet.print_area = f"A1:{get_column_letter(len(HEAD))}{last_row}"
    sheet.page_setup.paperSize = 9  # A4
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)
    sheet.page_margins.left = sheet.page_margins.right = 0.5
    if sheet.oddFooter is not None and (footer := sheet.oddFooter.center) is not None:
        footer.text = "Trang &P/&N"
    sheet.sheet_view.showGridLines = False


def count_validation(label: str) -> DataValidation:
    """Return the rule of a count: a whole number from 0; `label` is what is counted."""
    return _with_words(
        DataValidation(type="whole", operator="greaterThanOrEqual", formula1="0"),
        label,
        "Ghi số nguyên từ 0 trở lên.",
    )


def choice_validation() -> DataValidation:
    """Return the rule of a yes-or-no figure."""
    rule = DataValidation(type="list", formula1='"Có,Không"', allow_blank=True)
    return _with_words(rule, "Chọn Có hoặc Không", "Chọn «Có» hoặc «Không» trong danh sách.")


def value_validation(cell: str, label: str) -> DataValidation:
    """Return the rule of a measured figure: a number, or the words "không phát sinh"."""
    formula = f'OR(ISNUMBER({cell}),LOWER({cell})="không phát sinh")'
    rule = DataValidation(type="custom", formula1=formula)
    return _with_words(rule, label, "Ghi số, hoặc ghi «không phát sinh».")


def _with_words(rule: DataValidation, prompt: str, error: str) -> DataValidation:
    rule.allow_blank = True
    rule.showErrorMessage = rule.showInputMessage = True
    rule.errorTitle, rule.error = "Số liệu chưa đúng", error
    rule.promptTitle, rule.prompt = "Ghi vào đây", printable(prompt)[:250]
    return rule
