"""The pre-filled workbook (biểu mẫu) that a unit downloads, fills and sends back.

Its hidden sheet and custom properties say which template it is: `layout.template` reads them.
Written with openpyxl; the same input gives the same bytes.
Source: EXPORTS.md, "Excel"; SECURITY.md, "Files and exports" (text is never a formula).
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Protocol

from openpyxl import Workbook
from openpyxl.packaging.custom import StringProperty
from openpyxl.worksheet.worksheet import Worksheet

from indicators import windows
from indicators.catalogue.model import Catalogue, Unit
from indicators.errors import NotFound
from indicators.intake.layout.template import HIDDEN_SHEET, KEYS, PROPERTY, VERSION
from indicators.intake.sheet_style import (
    HEAD,
    HEADER_ROW,
    dress_head,
    dress_page,
    printable,
    put,
)
from indicators.intake.template_rows import Line, lines_of, write_lines
from indicators.periods import Period

SHEET = "Báo cáo"
_MODIFIED = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*(</dcterms:)")
_LONG_AGO = "2025-01-01T00:00:00Z"
_HOW = (
    "Chỉ ghi vào các ô màu vàng. Tử số và mẫu số là số đếm, kết quả tự tính. Không phát sinh thì "
    "ghi 0 ở cả hai ô. Chưa có số liệu thì để trống. Không thêm, xóa dòng hoặc cột."
)


class Previous(Protocol):
    """What a unit reported for the period before: a figure."""

    @property
    def numerator(self) -> float | None:
        """The count above the line."""

    @property
    def denominator(self) -> float | None:
        """The count below the line; 0 of 0 is "không phát sinh"."""

    @property
    def value(self) -> float | None:
        """The result, in the indicator's own unit."""


def write_template(
    catalogue: Catalogue,
    unit: str,
    period: Period | str,
    path: Path,
    *,
    previous: Mapping[str, Previous] | None = None,
) -> None:
    """Write the workbook in which `unit` reports `period`.

    It has a row for each indicator the unit reports by this kind of period, in plan order.

    Args:
        catalogue: plans, units, indicators and targets.
        unit: its code.
        period: the period, or its code ("2026-10").
        path: where to write; an existing file is replaced.
        previous: figures of the period before by indicator code, shown and locked.

    Raises:
        NotFound: no unit has this code.
        ValueError: no such period.
    """
    who = catalogue.units.get(unit)
    if who is None:
        raise NotFound(f"Không có đơn vị mã «{unit}»")
    when = Period.parse(period) if isinstance(period, str) else period
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.title = SHEET
    lines = lines_of(catalogue, who, when, previous or {})
    covered = windows.covered(catalogue, ((each.indicator, unit) for each in lines), when)
    _write_titles(sheet, who, when, windows.words(covered))
    _write_table(sheet, lines)
    _write_identity(book, catalogue, who, when)
    book.properties.creator = "Bảng Xanh"
    book.properties.title = printable(f"{who.name} – {when.label}")
    path.write_bytes(same_bytes(book))


def _write_titles(sheet: Worksheet, unit: Unit, period: Period, covered: str) -> None:
    put(sheet, 1, 1, "BIỂU BÁO CÁO SỐ LIỆU CHỈ TIÊU", "title")
    put(sheet, 2, 1, f"Đơn vị: {unit.name}", "label")
    days = f" ({covered})" if covered else ""
    put(sheet, 3, 1, f"Kỳ báo cáo: {period.label}{days}", "label")
    put(sheet, 4, 1, _HOW, "hint")


def _write_table(sheet: Worksheet, lines: list[Line]) -> None:
    for column, (head, _) in enumerate(HEAD, start=1):
        put(sheet, HEADER_ROW, column, head, "head")
    dress_head(sheet)
    last = write_lines(sheet, lines, HEADER_ROW + 1)
    if not lines:
        put(sheet, last, 1, "Kỳ này đơn vị không có chỉ tiêu nào phải báo cáo.", "hint")
    dress_page(sheet, last)


def _write_identity(book: Workbook, catalogue: Catalogue, unit: Unit, period: Period) -> None:
    told = dict(zip(KEYS, (str(VERSION), unit.code, str(period), catalogue.sha256), strict=True))
    hidden = book.create_sheet(HIDDEN_SHEET)
    for row, (key, value) in enumerate(told.items(), start=1):
        put(hidden, row, 1, key, "plain")
        put(hidden, row, 2, value, "plain")
        if value:
            told_twice = StringProperty(name=PROPERTY.format(key), value=value)
            book.custom_doc_props.append(told_twice)  # type: ignore[attr-defined] # not in the types
    hidden.protection.enable()
    hidden.sheet_state = "veryHidden"


def same_bytes(book: Workbook) -> bytes:
    """Return the file of `book` without the moment it was written at: same input, same bytes."""
    written, stable = io.BytesIO(), io.BytesIO()
    book.save(written)
    with zipfile.ZipFile(written) as source, zipfile.ZipFile(stable, "w") as target:
        for name in source.namelist():
            data = source.read(name)
            if name == "docProps/core.xml":
                data = _MODIFIED.sub(rb"\g<1>" + _LONG_AGO.encode() + rb"\g<2>", data)
            entry = zipfile.ZipInfo(name, (2025, 1, 1, 0, 0, 0))
            target.writestr(entry, data, zipfile.ZIP_DEFLATED)
    return stable.getvalue()
