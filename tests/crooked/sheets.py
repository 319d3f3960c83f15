"""Several sheets: a month each, a unit each, covers, copies, hidden and protected ones."""

from __future__ import annotations

from openpyxl.comments import Comment
from openpyxl.formatting.rule import CellIsRule
from openpyxl.styles import PatternFill
from openpyxl.worksheet.datavalidation import DataValidation

from tests.crooked.making import (
    DUNG_HAN,
    HEAD,
    THANH_TOAN,
    Made,
    book_of_pages,
    raw_form,
    saved,
    simple_line,
)
from tests.unit.workbooks import Page, form

UNIT = ["PHÒNG QUẢN LÝ XÂY DỰNG"]


def month(name: str, title: str, above: float, unit: list[str] | None = None) -> Page:
    """Return a sheet with one figure, `above` of 120."""
    return Page([unit or UNIT, [title], HEAD, [1, DUNG_HAN, above, 120]], name=name)


def protected() -> bytes:
    book = book_of_pages([form((DUNG_HAN, 118, 120, None))])
    book.worksheets[0].protection.enable()
    book.worksheets[0].protection.password = "bi-mat"  # noqa: S105 - a sheet's, made up here
    book.security.lockStructure = True
    return saved(book)


def dressed_up() -> bytes:
    book = book_of_pages([form((DUNG_HAN, 118, 120, None))])
    sheet = book.worksheets[0]
    sheet["C5"].comment = Comment("Đã đối chiếu với Cổng: 118 hồ sơ, không phải 108", "cán bộ")
    sheet.freeze_panes = "C5"
    sheet.conditional_formatting.add(
        "E5:E9",
        CellIsRule(operator="lessThan", formula=["98"], fill=PatternFill("solid", "FFC7CE")),
    )
    rule = DataValidation(type="whole", operator="greaterThanOrEqual", formula1="0")
    rule.add("C5:D9")
    sheet.add_data_validation(rule)
    sheet.print_title_rows = "4:4"
    sheet.oddHeader.center.text = "Tháng 9/2026 &P"
    return saved(book)


def very_hidden() -> bytes:
    book = book_of_pages([form((DUNG_HAN, 118, 120, None)), month("Cũ", "THÁNG 9 NĂM 2026", 60)])
    book["Cũ"].sheet_state = "veryHidden"
    return saved(book)


def chart_sheet_first() -> bytes:
    book = book_of_pages([form((DUNG_HAN, 118, 120, None))])
    book.create_chartsheet("Biểu đồ", 0)
    return saved(book)


WORKBOOKS: dict[str, Made] = {
    "a month a sheet": [
        month("T8", "THÁNG 8 NĂM 2026", 96),
        month("T9", "THÁNG 9 NĂM 2026", 102),
        month("T10", "THÁNG 10 NĂM 2026", 118),
    ],
    "a month a sheet, the title left as copied": [
        month("T9.2026", "THÁNG 9 NĂM 2026", 102),
        month("T10.2026", "THÁNG 9 NĂM 2026", 118),
    ],
    "a unit a sheet": [
        Page([["Tháng 10/2026"], HEAD, [1, DUNG_HAN, 118, 120]], name="QLXD"),
        Page([["Tháng 10/2026"], HEAD, [1, DUNG_HAN, 90, 100]], name="QLVT"),
    ],
    "cover and guide before the table": [
        Page([["BÁO CÁO"], ["Số: 12/BC-QLXD"], ["Tháng 10/2026"]], name="Bìa"),
        Page([["Hướng dẫn"], [1, "Mở tệp"], [2, "Điền số"], [3, "Gửi"]], name="Hướng dẫn"),
        form((DUNG_HAN, 118, 120, None)),
    ],
    "a copy of the sheet": [
        form((DUNG_HAN, 118, 120, None)),
        form((DUNG_HAN, 118, 120, None), name="Biểu 1 (2)"),
    ],
    "last year's table beside this year's": [
        month("2026", "THÁNG 10 NĂM 2026", 118),
        month("2025", "THÁNG 10 NĂM 2025", 90),
    ],
    "a sheet of sums and sketches": [
        form((DUNG_HAN, 118, 120, None)),
        Page([[118, "=C5"], [2, 4], [120, 7]], name="Sheet2"),
    ],
    "stale numbers on a hidden sheet": [
        form((DUNG_HAN, 118, 120, None)),
        Page([UNIT, ["THÁNG 9"], HEAD, [1, THANH_TOAN, 60, 120]], name="Cũ", is_hidden=True),
    ],
    "stale numbers on a very hidden sheet": very_hidden,
    "every sheet hidden": lambda: raw_form(simple_line(), states={"Biểu 1": "hidden"}),
    "empty sheets around the table": [
        Page([], name="Sheet1"),
        form((DUNG_HAN, 118, 120, None)),
        Page([], name="Sheet3"),
    ],
    "a sheet named like a formula": [form((DUNG_HAN, 118, 120, None), name="=1+1 & 'x'")],
    "protected sheet and workbook": protected,
    "comments, rules, frozen panes and a stale page header": dressed_up,
    "a chart sheet first": chart_sheet_first,
    "sixty-one sheets": [Page([["x"]], name=f"Trang {n}") for n in range(61)],
}
