"""Workbooks rich enough to lose something, and what must not be lost when they are marked up."""

from __future__ import annotations

import io
import re
import warnings
import zipfile

import openpyxl
import xlsxwriter
from PIL import Image

from indicators.errors import Problem
from indicators.intake.reading import Reading

SHEET = "Biểu 1"
OTHER = "Của 'tôi' nhé"
_CELL = re.compile(rb'<c r="([A-Z]+\d+)"[^>]*?(?:/>|>.*?</c>)', re.DOTALL)
_LEGACY = re.compile(rb"<legacyDrawing [^>]*>")


def rich(path):
    """Write a workbook with all that openpyxl would lose or change, and return the path."""
    book = xlsxwriter.Workbook(str(path), {"in_memory": True})
    sheet, other = book.add_worksheet(SHEET), book.add_worksheet(OTHER)
    head = book.add_format({"bold": 1, "bg_color": "#1F3864", "font_color": "white", "border": 1})
    mine = book.add_format({"bg_color": "#FFFF99", "num_format": "#,##0.00", "border": 1})
    percent = book.add_format({"num_format": "0.0%"})
    sheet.set_column("B:B", 40)
    sheet.set_column("C:F", 12, book.add_format({"bg_color": "#DDEEFF"}))
    sheet.set_row(7, 30, book.add_format({"italic": 1, "bg_color": "#EEEEEE"}))
    sheet.merge_range("A1:F1", "BÁO CÁO", book.add_format({"bold": 1, "align": "center"}))
    for column, text in enumerate(("STT", "Chỉ tiêu", "Tử số", "Mẫu số", "Kết quả", "Ghi chú")):
        sheet.write(2, column, text, head)
    for row in range(3, 7):
        sheet.write(row, 1, f"Chỉ tiêu {row}")
        sheet.write(row, 2, row * 10, mine)
        sheet.write(row, 3, 100, mine)
        sheet.write_formula(row, 4, f"=C{row + 1}/D{row + 1}", percent, row / 10)
    sheet.write_comment("C5", "Ghi chú của tôi", {"author": "Người dùng"})
    sheet.write_comment("B4", "Ghi chú khác")
    sheet.conditional_format("E4:E7", {"type": "3_color_scale"})
    sheet.data_validation("D4:D7", {"validate": "integer", "criteria": ">=", "value": 0})
    picture = io.BytesIO()
    Image.new("RGB", (60, 40), "navy").save(picture, "PNG")
    sheet.insert_image("H2", "x.png", {"image_data": picture})
    chart = book.add_chart({"type": "column"})
    chart.add_series({"values": f"='{SHEET}'!$C$4:$C$7"})
    sheet.insert_chart("H6", chart)
    sheet.add_sparkline("G4", {"range": f"'{SHEET}'!C4:E4"})
    sheet.freeze_panes(3, 2)
    sheet.autofilter("A3:F7")
    book.define_name("TongSo", f"='{SHEET}'!$D$4:$D$7")
    other.write("B2", 5)
    book.close()
    return path


def error(cell, sheet=SHEET, message="sai & chưa rõ <b>: ghi lại"):
    return Problem.error("a-code", f"Ô {cell} {message}", sheet=sheet, cell=cell)


def warning(cell, sheet=SHEET):
    return Problem.warning("another", f"Ô {cell}: xem lại", sheet=sheet, cell=cell)


def reading(*problems: Problem):
    return Reading("bao-cao.xlsx", problems=list(problems))


def parts(data):
    """Return the parts of a file by name, after checking the zip itself."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        assert archive.testzip() is None
        return {name: archive.read(name) for name in archive.namelist()}


def cells(sheet_xml):
    """Return each cell's XML as it stands, by address."""
    return {found[1].decode(): found[0] for found in _CELL.finditer(sheet_xml)}


def around(sheet_xml):
    """Return a sheet's XML without its cells, and without the link to the notes' boxes."""
    before, _, rest = sheet_xml.partition(b"<sheetData")
    return before, _LEGACY.sub(b"", rest.rpartition(b"</sheetData>")[2])


def opened(data, *, data_only=False):
    with warnings.catch_warnings():  # openpyxl tells of what it would lose: sparklines
        warnings.simplefilter("ignore")
        return openpyxl.load_workbook(io.BytesIO(data), data_only=data_only)


def fill(cell):
    """Return a cell's colour, None for none."""
    return cell.fill.fgColor.rgb if cell.fill.fill_type == "solid" else None


def note(cell):
    return cell.comment.text if cell.comment else None
