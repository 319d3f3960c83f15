"""Our own template, bent: from an older catalogue, for another month, taken apart."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path

from openpyxl import Workbook, load_workbook

from indicators.catalogue.model import Catalogue
from indicators.intake.layout.template import HIDDEN_SHEET
from indicators.intake.template import SHEET, write_template
from tests.crooked.making import Made, saved
from tests.crooked.offices import OFFICE

CODE, NUMERATOR, DENOMINATOR, RESULT = 2, 8, 10, 11
FIRST = 8  # the row of DUNG-HAN; TRUC-TUYEN and DIEM follow
Bend = Callable[[Workbook], None]
_THREE = ("DUNG-HAN", "TRUC-TUYEN", "DIEM")
THREE = replace(OFFICE, indicators={code: OFFICE.indicators[code] for code in _THREE})


def filled(bend: Bend, catalogue: Catalogue = THREE, period: str = "2026-10") -> bytes:
    """Return qlxd's template with 118 of 120, 80 of 100 and 90 points, then bent."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "mau.xlsx"
        write_template(catalogue, "qlxd", period, path)
        book = load_workbook(path)
    sheet = book[SHEET]
    for row, above, below in ((FIRST, 118, 120), (FIRST + 1, 80, 100)):
        sheet.cell(row, NUMERATOR).value, sheet.cell(row, DENOMINATOR).value = above, below
    sheet.cell(FIRST + 2, RESULT).value = 90
    bend(book)
    return saved(book)


def as_it_is(_book: Workbook) -> None:
    """Bend nothing."""


def older(**changes: object) -> Catalogue:
    """Return the catalogue of last year: DUNG-HAN was something else."""
    was = replace(THREE.indicators["DUNG-HAN"], **changes)
    others = {code: each for code, each in THREE.indicators.items() if code != "DUNG-HAN"}
    return replace(THREE, indicators={was.code: was, **others}, sha256="01d")


def retitled(book: Workbook) -> None:
    book[SHEET]["A3"] = "Kỳ báo cáo: Tháng 11/2026"


def without_its_hidden_sheet(book: Workbook) -> None:
    del book[HIDDEN_SHEET]


def copied_to_a_new_workbook(book: Workbook) -> None:
    """Leave values only, as a person does who copies the table into a sheet of their own."""
    del book[HIDDEN_SHEET]
    book.custom_doc_props.props.clear()
    for row in book[SHEET].iter_rows(min_row=7):
        for cell in row:
            if cell.data_type == "f":
                cell.value = None


def codes_swapped(book: Workbook) -> None:
    one, other = (book[SHEET].cell(row, CODE) for row in (FIRST, FIRST + 1))
    one.value, other.value = other.value, one.value


def formula_typed_over(book: Workbook) -> None:
    book[SHEET].cell(FIRST, RESULT).value = 99.9


def for_another_unit(book: Workbook) -> None:
    book[HIDDEN_SHEET]["B2"] = "qlvt"


WORKBOOKS: dict[str, Made] = {
    "template": partial(filled, as_it_is),
    "template of last month": partial(filled, as_it_is, period="2026-09"),
    "template of last month with the title of this one": partial(filled, retitled),
    "template of an older catalogue in which the code meant something else": partial(
        filled, as_it_is, older(name="Tỷ lệ hồ sơ trả trước hạn")
    ),
    "template of an older catalogue with a slip since mended": partial(
        filled, as_it_is, older(name="Tỷ lệ hồ sơ xử lí đúng hẹn")
    ),
    "template of an older catalogue with an indicator since dropped": partial(
        filled, as_it_is, older(code="CU", name="Tỷ lệ hồ sơ giấy được lưu kho", aliases=())
    ),
    "template without its hidden sheet": partial(filled, without_its_hidden_sheet),
    "template copied into a new workbook": partial(filled, copied_to_a_new_workbook),
    "template with two codes swapped": partial(filled, codes_swapped),
    "template with its formula typed over": partial(filled, formula_typed_over),
    "template made over to another unit": partial(filled, for_another_unit),
}
