"""Workbooks and a document as the people of the month's tale make them."""

from __future__ import annotations

from pathlib import Path

from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from indicators.intake.sheet_style import RESULT

COUNTED = 100


def lines(sheet: Worksheet) -> dict[str, tuple[int, int, int]]:
    """Return code -> (row, numerator column, denominator column) of every line with two counts."""
    heads = {
        str(cell.value).strip().lower(): (cell.row, cell.column)
        for row in sheet.iter_rows(max_row=12)
        for cell in row
        if cell.value
    }
    top, above = heads["tử số"]
    below, code = heads["mẫu số"][1], heads["mã"][1]
    return {
        str(sheet.cell(row, code).value): (row, above, below)
        for row in range(top + 1, sheet.max_row + 1)
        if not sheet.cell(row, below).protection.locked
    }


def fill(blank: Path, to: Path, **counts: float | str | None) -> dict[str, str]:
    """Fill every rate with 100 of 100, other counts where they are given; return their cells."""
    book = load_workbook(blank)
    sheet, found = book.worksheets[0], {}
    for code, (row, above, below) in lines(sheet).items():
        cell = sheet.cell(row, above)
        sheet.cell(row, below).value = COUNTED
        cell.value = counts.get(code.replace("-", "_"), COUNTED)
        found[code] = cell.coordinate
    for row in range(8, sheet.max_row + 1):  # what is no rate: a mark of 95 points, a plain yes
        cell = sheet.cell(row, RESULT)
        if not cell.protection.locked:
            cell.value = "Có" if sheet.cell(row, 4).value == "có/không" else 95
    book.save(to)
    return found


def proof(to: Path) -> Path:
    """Write a document of one empty page."""
    made, places = b"%PDF-1.4\n", []
    for each in (
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 200 120]>>",
    ):
        places.append(len(made))
        made += b"%d 0 obj%sendobj\n" % (len(places), each)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    made += b"xref\n0 4\n0000000000 65535 f \n" + table
    to.write_bytes(made + b"trailer<</Size 4/Root 1 0 R>>\nstartxref\n0\n%%EOF\n")
    return to


def is_marked_up(path: Path, cells: list[str]) -> None:
    book = load_workbook(path)
    sheet, faults = book.worksheets[0], book["Lỗi cần sửa"]
    listed = " ".join(str(cell.value) for row in faults.iter_rows() for cell in row if cell.value)
    untouched = sheet["H8"].fill.fgColor.rgb
    for cell in cells:
        assert sheet[cell].comment, cell
        assert sheet[cell].fill.fgColor.rgb != untouched, cell
        assert cell in listed, cell
