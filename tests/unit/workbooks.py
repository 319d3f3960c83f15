"""A small catalogue and crooked workbooks as offices make them, for the tests of intake.

A page is a list of rows of plain values; `xlsx` writes real files, `book_of` typed cells without a
file. A formula or an error is written `Formula("=A1/B1")`, `Error("#DIV/0!")`; a number with a
format of its own `Shown(0.985, "0.0%")`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from openpyxl import Workbook
from openpyxl.utils import range_boundaries

from indicators.catalogue.model import (
    Catalogue,
    Indicator,
    Plan,
    Target,
    Task,
    Unit,
)
from indicators.intake.cells import Book, Sheet, TypedCell

TODAY = date(2026, 11, 22)
ROOMS = ("qlxd", "qlvt", "nha")
UNITS = {
    "sxd": Unit("sxd", "Sở Xây dựng", None, "Sở XD"),
    "vp": Unit("vp", "Văn phòng Sở", "sxd", "VP", aliases=("VP Sở",)),
    "qlxd": Unit("qlxd", "Phòng Quản lý xây dựng", "sxd", "QLXD", aliases=("Quản lý xây dựng",)),
    "qlvt": Unit("qlvt", "Phòng Quản lý vận tải", "sxd", "QLVT"),
    "nha": Unit(
        "nha",
        "Phòng Quản lý nhà và thị trường bất động sản",
        "sxd",
        "QLN",
        aliases=("Phòng Quản lý nhà",),
    ),
    "gtvt": Unit(
        "gtvt", "Sở Giao thông vận tải", None, valid_to=date(2025, 2, 28), successors=("sxd",)
    ),
}


def indicator(code, clause, name, **changes: object):
    """Return an indicator; a monthly percentage of two counts unless told otherwise."""
    usual: dict[str, Any] = {
        "code": code,
        "plan": "kh",
        "clause": clause,
        "name": name,
        "short": code.title(),
        "name_en": "",
        "unit_of_measure": "%",
        "decimals": 2,
        "formula": "ratio",
        "direction": "up",
        "frequency": "month",
        "accumulation": "period",
        "roll_up": "ratio",
        "numerator": f"Số đạt của {code}",
        "denominator": f"Tổng số của {code}",
        "applies_to": ROOMS,
        "lead": ROOMS,
        "supporting": (),
        "maximum": 100.0,
    }
    if changes.get("formula", "ratio") != "ratio":
        usual |= {"numerator": "", "denominator": "", "roll_up": "own", "maximum": None}
    return Indicator(**(usual | changes))


INDICATORS = {
    each.code: each
    for each in (
        indicator(
            "DUNG-HAN",
            "III.9",
            "Tỷ lệ hồ sơ xử lý đúng hạn",
            aliases=("Tỷ lệ giải quyết hồ sơ đúng hạn",),
        ),
        indicator("TRUC-TUYEN", "III.10", "Tỷ lệ thanh toán trực tuyến trong giải quyết TTHC"),
        indicator("TOAN-TRINH", "III.11", "Tỷ lệ hồ sơ trực tuyến toàn trình"),
        indicator(
            "DVC",
            "III.14",
            "Tỷ lệ cung cấp dịch vụ công trực tuyến toàn trình trên tổng số TTHC có đủ điều kiện",
        ),
        indicator("HAI-LONG", "III.16", "Mức độ hài lòng của người dân", formula="value"),
        indicator(
            "DIEM",
            "III.17",
            "Điểm chỉ số phục vụ người dân, doanh nghiệp",
            formula="value",
            unit_of_measure="điểm",
            maximum=100.0,
        ),
        indicator(
            "VAN-BAN", "II.2", "Số văn bản đã ban hành", formula="count", unit_of_measure="văn bản"
        ),
        indicator(
            "KE-HOACH", "II.1", "Đã ban hành kế hoạch", formula="yes_no", unit_of_measure="có/không"
        ),
        indicator("SO-HOA", "IV.1", "Tỷ lệ số hóa hồ sơ", frequency="quarter"),
        indicator("NHIEM-VU", "I.2", "Tỷ lệ hoàn thành nhiệm vụ được giao", applies_to=("vp",)),
        indicator("TANG-TRUONG", "V.1", "Tốc độ tăng năng suất", formula="value", maximum=None),
    )
}


def target(code, **changes: object):
    """Return a standing target of 98 from 11/2025 unless told otherwise."""
    usual: dict[str, Any] = {
        "code": f"{code}-1",
        "plan": "kh",
        "clause": INDICATORS[code].clause,
        "indicator": code,
        "operator": ">=",
        "value": 98.0,
        "upper": None,
        "kind": "standing",
        "valid_from": date(2025, 11, 1),
        "valid_to": None,
        "due": None,
        "units": (),
        "amber": None,
        "amber_unit": "percent",
        "baseline": None,
        "milestones": (),
        "text": "Tối thiểu 98%",
    }
    return Target(**(usual | changes))


PLAN = Plan(
    "kh",
    "…/KH-SXD",
    "Kế hoạch",
    "Kế hoạch 11/2025",
    "sxd",
    "tháng 11 năm 2025",
    None,
    date(2025, 1, 1),
    None,
    None,
    (),
    "",
    "kh.toml",
)
SECTION = Task("kh-1", "kh", "III.1", "III. Thủ tục hành chính", "", (), (), "", "", "", "")
CATALOGUE = Catalogue(
    {"kh": PLAN},
    UNITS,
    {},
    INDICATORS,
    tuple(target(code) for code in INDICATORS),
    (SECTION,),
    (),
    "c0ffee",
)


@dataclass(frozen=True)
class Formula:
    """A formula that was never calculated."""

    text: str


@dataclass(frozen=True)
class Error:
    """An error value: #DIV/0!."""

    text: str


@dataclass(frozen=True)
class Shown:
    """A number with a format of its own."""

    value: float
    format: str


@dataclass(frozen=True)
class Page:
    """One sheet: rows of values from the cell `at` (row, column) on, and merges ("B2:D2")."""

    rows: list[list[Any]]
    name: str = "Biểu 1"
    at: tuple[int, int] = (1, 1)
    merges: tuple[str, ...] = ()
    is_hidden: bool = False


def xlsx(pages, path):
    """Write `pages` as a real workbook at `path` and return the path."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for page in pages:
        fill(book.create_sheet(page.name), page)
    book.save(path)
    return path


def fill(sheet, page):
    """Write the values, merges and visibility of `page` into an openpyxl sheet."""
    for row, values in enumerate(page.rows, page.at[0]):
        for column, value in enumerate(values, page.at[1]):
            if value is not None:
                _put(sheet.cell(row, column), value)
    for merge in page.merges:
        sheet.merge_cells(merge)
    if page.is_hidden:
        sheet.sheet_state = "hidden"


def _put(cell, value) -> None:
    if isinstance(value, Shown):
        cell.value, cell.number_format = value.value, value.format
    elif isinstance(value, Formula):
        cell.value = value.text
    elif isinstance(value, Error):
        cell.value, cell.data_type = value.text, "e"
    else:
        cell.value = value
        if isinstance(value, str):
            cell.data_type = "s"


def book_of(*pages: Page, properties=None):
    """Return `pages` as the reader would type them."""
    sheets = tuple(_sheet(page) for page in pages)
    return Book("so-lieu.xlsx", "0" * 64, sheets, properties or {})


def _sheet(page) -> Sheet:
    cells = {}
    for row, values in enumerate(page.rows, page.at[0]):
        for column, value in enumerate(values, page.at[1]):
            if value is not None and value != "":
                cells[row, column] = typed(row, column, value)
    merges = tuple(
        (top, left, bottom, right)
        for left, top, right, bottom in map(range_boundaries, page.merges)
    )
    return Sheet(page.name, page.is_hidden, cells, merges)


def typed(row, column, value):
    """Return one value as a typed cell."""
    if isinstance(value, Shown):
        return TypedCell(row, column, "number", value.value, value.format)
    if isinstance(value, Formula):
        return TypedCell(row, column, "uncalculated", None)
    if isinstance(value, Error):
        return TypedCell(row, column, "error", value.text)
    if isinstance(value, date):
        return TypedCell(row, column, "date", value, "mm-dd-yy")
    kinds = {bool: "bool", str: "text"}
    return TypedCell(row, column, kinds.get(type(value), "number"), value)


def form(
    *lines: tuple[Any, ...],
    unit="Phòng Quản lý xây dựng",
    period="Tháng 10/2026",
    **changes: object,
):
    """Return a plain form: unit in A1, period in A2, header in row 4, `lines` from row 5.

    A line is (name, numerator, denominator, result); columns are STT, Chỉ tiêu, Tử số, Mẫu số,
    Kết quả, Ghi chú.
    """
    rows = [
        [f"Đơn vị: {unit}" if unit else None],
        [f"Kỳ báo cáo: {period}" if period else None],
        [],
        ["STT", "Chỉ tiêu", "Tử số", "Mẫu số", "Kết quả (%)", "Ghi chú"],
        *([number, *line] for number, line in enumerate(lines, 1)),
    ]
    return Page(rows, **changes)


def told(reading):
    """Return what a reading says: "code cell", a ? before warnings; absent rows left out."""
    return sorted(
        f"{'' if each.is_error else '?'}{each.code} {each.cell or '-'}"
        for each in reading.problems
        if (each.code, each.cell) != ("figure-missing", None)
    )
