"""How crooked workbooks are made: pages of plain values, or parts of XML where a library is tidy.

Whatever a module's `WORKBOOKS` holds under a name becomes the bytes of one file: a list of pages
(`tests.unit.workbooks`), or a function that returns bytes.
"""

from __future__ import annotations

import io
from collections.abc import Callable

from openpyxl import Workbook

from tests.unit.intake_files import parts_of, sheet_xml, zipped
from tests.unit.workbooks import Page, fill

Made = list[Page] | Callable[[], bytes]

DUNG_HAN = "Tỷ lệ hồ sơ xử lý đúng hạn"
THANH_TOAN = "Tỷ lệ thanh toán trực tuyến trong giải quyết TTHC"
TOAN_TRINH = "Tỷ lệ hồ sơ trực tuyến toàn trình"
DVC = "Tỷ lệ cung cấp dịch vụ công trực tuyến toàn trình trên tổng số TTHC có đủ điều kiện"
HAI_LONG = "Mức độ hài lòng của người dân"
DIEM = "Điểm chỉ số phục vụ người dân, doanh nghiệp"
GIAI_NGAN = "Số vốn đầu tư công đã giải ngân"
NHA_O = "Số căn nhà ở xã hội hoàn thành"
HEAD = ["STT", "Chỉ tiêu", "Tử số", "Mẫu số", "Kết quả (%)", "Ghi chú"]


def content(made: Made) -> bytes:
    """Return the bytes of one crooked workbook."""
    return made() if callable(made) else saved(book_of_pages(made))


def book_of_pages(pages: list[Page]) -> Workbook:
    """Return `pages` as an openpyxl workbook, to be bent further."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for page in pages:
        fill(book.create_sheet(page.name), page)
    return book


def saved(book: Workbook) -> bytes:
    """Return the file of a workbook."""
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def text(address: str, value: str, extra: str = "") -> str:
    """Return the XML of a cell with its text inline."""
    return f'<c r="{address}" t="inlineStr"{extra}><is><t>{value}</t></is></c>'


def number(address: str, value: object, extra: str = "") -> str:
    """Return the XML of a number cell."""
    return f'<c r="{address}"{extra}><v>{value}</v></c>'


def formula(address: str, written: str, value: object = None, extra: str = "") -> str:
    """Return the XML of a formula, with the result a program left in it, if any."""
    result = "" if value is None else f"<v>{value}</v>"
    return f'<c r="{address}"{extra}><f>{written}</f>{result}</c>'


def line(row: int, name: str, *cells: str) -> str:
    """Return the XML of one row of a form: its indicator in B and the cells given."""
    return f'<row r="{row}">{text(f"B{row}", name)}{"".join(cells)}</row>'


def head_rows() -> str:
    """Return the XML of the first four rows of a form: unit, period, and the head in row 4."""
    heads = "".join(text(f"{letter}4", name) for letter, name in zip("ABCDEF", HEAD, strict=True))
    return (
        f'<row r="1">{text("A1", "Đơn vị: Phòng Quản lý xây dựng")}</row>'
        f'<row r="2">{text("A2", "Kỳ báo cáo: Tháng 10/2026")}</row><row r="4">{heads}</row>'
    )


def form_parts(*lines: str, after: str = "", **more: object) -> dict[str, object]:
    """Return the parts of a workbook with one form made of `line`s."""
    return parts_of({"Biểu 1": sheet_xml(head_rows() + "".join(lines), after)}, **more)


def raw_form(*lines: str, after: str = "", **more: object) -> bytes:
    """Return the file of a form made of `line`s."""
    return zipped(form_parts(*lines, after=after, **more))


def simple_line() -> str:
    """Return the line that a program's dialect is tried with: 118 of 120."""
    return line(5, DUNG_HAN, number("C5", 118), number("D5", 120))
