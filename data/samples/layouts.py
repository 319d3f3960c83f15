"""Workbooks as offices make them by hand: the sample's forms that are not our template.

SỐ LIỆU MẪU, KHÔNG CÓ THẬT. One room always sends its own form (title rows, merged titles, two
header rows, its own numbering, signature rows below); one sends a long table once. The intake
gets them as it gets any stranger's workbook.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

from xlsxwriter import Workbook
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from data.samples.story import Reported
from indicators.catalogue.model import Catalogue, Indicator
from indicators.periods import Period

NOTICE = "SỐ LIỆU MẪU, KHÔNG CÓ THẬT"
# A fixed moment of making, so that the same figures give the same bytes.
MADE_AT = datetime(2026, 11, 1, tzinfo=UTC).replace(tzinfo=None)

Figures = Mapping[str, Reported]
Styles = dict[str, Format]
_HEAD_ROW = 8
_LONG_HEADERS = (
    "Đơn vị",
    "Kỳ báo cáo",
    "Mã chỉ tiêu",
    "Tên chỉ tiêu",
    "Tử số",
    "Mẫu số",
    "Kết quả",
    "Ghi chú",
)


def write_own_form(
    catalogue: Catalogue, unit: str, period: Period, figures: Figures, path: Path
) -> None:
    """Write the one-unit form of a room that keeps its own layout."""
    with Workbook(path) as book:
        book.set_properties(_properties(f"Báo cáo {period.label}"))
        sheet = book.add_worksheet("Bieu 01")
        styles = _styles(book)
        _write_titles(sheet, styles, catalogue.units[unit].name, period)
        _write_headers(sheet, styles)
        line = _HEAD_ROW + 2
        for number, (code, figure) in enumerate(figures.items(), start=1):
            _write_line(sheet, styles, line, number, catalogue.indicators[code], figure)
            line += 1
        _write_signatures(sheet, styles, line + 1)


def write_long_table(
    catalogue: Catalogue, unit: str, period: Period, figures: Figures, path: Path
) -> None:
    """Write a long table: one row a unit, period and indicator."""
    with Workbook(path) as book:
        book.set_properties(_properties(f"Số liệu {period.label}"))
        sheet = book.add_worksheet("Số liệu")
        sheet.write_row(0, 0, [NOTICE])
        sheet.write_row(2, 0, _LONG_HEADERS, book.add_format({"bold": True}))
        for line, (code, figure) in enumerate(figures.items(), start=3):
            indicator = catalogue.indicators[code]
            sheet.write_row(line, 0, [catalogue.units[unit].name, period.label, code])
            sheet.write_string(line, 3, indicator.name)
            _write_counts(sheet, line, 4, figure)
            if indicator.formula != "ratio":
                sheet.write_number(line, 6, figure.value or 0.0)
            sheet.write_string(line, 7, figure.note)


def _properties(title: str) -> dict[str, object]:
    return {"title": title, "comments": NOTICE, "created": MADE_AT}


def _styles(book: Workbook) -> Styles:
    framed = {"border": 1, "valign": "vcenter", "text_wrap": True, "font_name": "Times New Roman"}
    centred = {"align": "center", "valign": "vcenter", "font_name": "Times New Roman"}
    return {
        "title": book.add_format({**centred, "bold": True, "font_size": 14}),
        "plain": book.add_format(centred),
        "notice": book.add_format({**centred, "italic": True, "font_color": "#B42318"}),
        "head": book.add_format({**framed, "bold": True, "align": "center"}),
        "text": book.add_format(framed),
        "count": book.add_format({**framed, "num_format": "#,##0"}),
        "percent": book.add_format({**framed, "num_format": "0.00%"}),
        "points": book.add_format({**framed, "num_format": "0.00"}),
    }


def _write_titles(sheet: Worksheet, styles: Styles, unit: str, period: Period) -> None:
    sheet.set_column("A:A", 6)
    sheet.set_column("B:B", 58)
    sheet.set_column("C:H", 13)
    sheet.merge_range("A1:C1", "SỞ XÂY DỰNG", styles["plain"])
    sheet.merge_range("A2:C2", unit.upper(), styles["title"])
    sheet.merge_range("D1:H1", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", styles["title"])
    sheet.merge_range("D2:H2", "Độc lập - Tự do - Hạnh phúc", styles["plain"])
    sheet.merge_range("A4:H4", "BÁO CÁO KẾT QUẢ THỰC HIỆN CÁC CHỈ TIÊU", styles["title"])
    sheet.merge_range("A5:H5", f"Tháng {period.number} năm {period.year}", styles["plain"])
    sheet.merge_range("A6:H6", NOTICE, styles["notice"])


def _write_headers(sheet: Worksheet, styles: Styles) -> None:
    """Write two header rows: "Kết quả thực hiện" spans the figures below it."""
    head, top = styles["head"], _HEAD_ROW
    for column, text in ((0, "STT"), (1, "Nội dung chỉ tiêu"), (2, "Đơn vị tính")):
        sheet.merge_range(top, column, top + 1, column, text, head)
    sheet.merge_range(top, 3, top, 5, "Kết quả thực hiện", head)
    sheet.write_row(top + 1, 3, ["Tử số", "Mẫu số", "Kết quả"], head)
    sheet.merge_range(top, 6, top + 1, 6, "Chỉ tiêu được giao", head)
    sheet.merge_range(top, 7, top + 1, 7, "Ghi chú", head)


def _write_line(
    sheet: Worksheet,
    styles: Styles,
    line: int,
    number: int,
    indicator: Indicator,
    figure: Reported,
) -> None:
    sheet.write_number(line, 0, number, styles["count"])
    sheet.write_string(line, 1, indicator.aliases[0] if indicator.aliases else indicator.name)
    sheet.write_string(line, 2, indicator.unit_of_measure, styles["text"])
    _write_counts(sheet, line, 3, figure, styles["count"])
    if indicator.formula == "yes_no":
        sheet.write_string(line, 5, "Có" if figure.value else "Không", styles["text"])
    elif indicator.formula == "ratio" and figure.denominator:
        share = (figure.numerator or 0) / figure.denominator
        sheet.write_formula(line, 5, f"=D{line + 1}/E{line + 1}", styles["percent"], share)
    elif figure.value is not None:
        sheet.write_number(line, 5, figure.value, styles["points"])
    sheet.write_string(line, 7, figure.note, styles["text"])


def _write_counts(
    sheet: Worksheet, line: int, column: int, figure: Reported, style: Format | None = None
) -> None:
    for offset, count in enumerate((figure.numerator, figure.denominator)):
        if count is not None:
            sheet.write_number(line, column + offset, count, style)


def _write_signatures(sheet: Worksheet, styles: Styles, line: int) -> None:
    sheet.merge_range(line, 4, line, 7, "Đắk Lắk, ngày … tháng … năm …", styles["plain"])
    sheet.write_string(line + 1, 1, "NGƯỜI LẬP BIỂU", styles["title"])
    sheet.merge_range(line + 1, 4, line + 1, 7, "TRƯỞNG PHÒNG", styles["title"])
    sheet.write_string(line + 2, 1, "(Ký, ghi rõ họ tên)", styles["plain"])
    sheet.merge_range(line + 2, 4, line + 2, 7, "(Ký, ghi rõ họ tên)", styles["plain"])
