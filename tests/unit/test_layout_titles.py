"""Unit and period from the texts around a table."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from indicators.catalogue.model import Unit
from indicators.intake.laid_out import check_book
from indicators.intake.layout.grid import Grid
from indicators.intake.layout.when import period_above, period_in, period_of_cell
from indicators.intake.layout.whose import unit_above, unit_codes
from indicators.intake.match import names_of
from indicators.intake.rows import SheetRows
from tests.unit.workbooks import CATALOGUE, TODAY, UNITS, Page, Shown, book_of, form, typed

NAMES = names_of(CATALOGUE)


def grid_of(*rows: list, name="Biểu 1"):
    return Grid.of(book_of(Page([*map(list, rows)], name=name)).sheets[0])


def unit_in(*rows: list, name="Biểu 1", names=NAMES):
    out = SheetRows(name)
    unit = unit_above(grid_of(*rows, name=name), 99, names, out)
    return unit.code if unit else f"!{out.problems[0].code}"


def period_said(*rows: list, name="Biểu 1"):
    out = SheetRows(name)
    period = period_above(grid_of(*rows, name=name), 99, (), out)
    return str(period) if period else f"!{out.problems[0].code}"


@pytest.mark.parametrize(
    ("rows", "code"),
    [
        ([["Đơn vị: Phòng Quản lý xây dựng"]], "qlxd"),
        ([["Đơn vị báo cáo", "Phòng Quản lý vận tải"]], "qlvt"),
        ([["DON VI BAO CAO:", None, "QLVT"]], "qlvt"),
        ([["Phòng: Quản lý xây dựng"]], "qlxd"),
        ([["Đơn vị: Phòng Quản lý xây dựng   Kỳ báo cáo: Tháng 10/2026"]], "qlxd"),
        (
            [["SỞ XÂY DỰNG", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VN"], ["PHÒNG QUẢN LÝ VẬN TẢI"]],
            "qlvt",
        ),
        ([["BÁO CÁO CỦA PHÒNG QUẢN LÝ XÂY DỰNG THÁNG 10 NĂM 2026"]], "qlxd"),
        ([["Phòng Quản lý vận tải - Sở Xây dựng"]], "qlvt"),
        ([["Đơn vị: Phòng Quản lý vận tải, Sở Xây dựng"]], "qlvt"),
        ([["Kính gửi: Văn phòng Sở"], ["Phòng Quản lý vận tải"]], "qlvt"),
        ([["(Gửi về Văn phòng Sở trước ngày 05)"], ["Phòng Quản lý vận tải"]], "qlvt"),
        ([["Đơn vị: qlxd"]], "qlxd"),
        ([["Đơn vị: Phòng Quản lý xây dụng"]], "qlxd"),
        ([["Đơn vị tính: %"]], "!unit-missing"),
        ([["Báo cáo tháng"]], "!unit-missing"),
        ([["Đơn vị: Phòng Quản lý nhà nước"]], "!unit-uncertain"),
        ([["BÁO CÁO CỦA PHÒNG QUẢN LÝ NHÀ NƯỚC VỀ XÂY DỰNG"]], "!unit-missing"),
        ([["Đơn vị: Đội Cây xanh"]], "!unit-unknown"),
        ([["Đơn vị: QLXD"], ["Phòng Quản lý vận tải"]], "!unit-conflict"),
    ],
)
def test_units(rows, code):
    assert unit_in(*rows) == code


def test_a_sheets_name_tells_the_unit_when_nothing_else_does():
    assert unit_in(["Tháng 10/2026"], name="QLVT") == "qlvt"
    assert unit_in(["Đơn vị: QLXD"], name="QLXD (2)") == "qlxd"


def test_a_sheets_name_that_says_another_unit_or_month_is_asked_about():
    assert unit_in(["Đơn vị: QLXD"], name="QLVT") == "!unit-conflict"
    assert unit_in(["Đơn vị: QLXD"], name="Sở Xây dựng") == "qlxd"
    assert period_said(["Tháng 10/2026"], name="T9") == "!period-conflict"
    assert period_said(["Tháng 10/2026"], name="2026") == "2026-10"


def test_units_of_one_name_are_told_apart_by_what_is_above_or_reports():
    twins = {
        "kt": Unit("kt", "UBND tỉnh Kon Tum", None),
        "kt-sxd": Unit("kt-sxd", "Sở Xây dựng", "kt"),
        "kt-vp": Unit("kt-vp", "Văn phòng Sở", "kt-sxd"),
    }
    names = names_of(replace(CATALOGUE, units={**UNITS, **twins}))
    assert unit_in(["UBND TỈNH KON TUM"], ["VĂN PHÒNG SỞ"], names=names) == "kt-vp"
    assert unit_in(["Đơn vị: Văn phòng Sở"], names=names) == "vp"  # the other reports nothing
    assert unit_in(["Đơn vị: Sở Xây dựng"], names=names) == "!unit-uncertain"
    assert unit_codes("Sở Xây dựng", names) == ("sxd", "kt-sxd")


@pytest.mark.parametrize(
    ("rows", "code"),
    [
        ([["Kỳ báo cáo: Tháng 10/2026"]], "2026-10"),
        ([["Kỳ báo cáo", "10/2026"]], "2026-10"),
        ([["Kỳ:", date(2026, 10, 1)]], "2026-10"),
        ([["Tháng: 10/2026"]], "2026-10"),
        ([["Quý: III/2026"]], "2026-Q3"),
        ([["Kỳ báo cáo: 2026-10"]], "2026-10"),
        ([["THÁNG 10 NĂM 2026"]], "2026-10"),
        ([["BÁO CÁO QUÝ III NĂM 2026"]], "2026-Q3"),
        ([["Báo cáo 6 tháng đầu năm 2026"]], "2026-H1"),
        ([["BÁO CÁO NĂM 2025"], ["Tháng 12/2025"]], "2025-12"),
        ([["Đắk Lắk, ngày 05 tháng 11 năm 2026"], ["Tháng 10 năm 2026"]], "2026-10"),
        ([["(Kèm theo Kế hoạch số 11/KH-SXD tháng 11 năm 2025)"], ["Tháng 10/2026"]], "2026-10"),
        ([["Đắk Lắk, ngày 05 tháng 11 năm 2026"]], "!period-missing"),
        ([["Giai đoạn 2026 - 2030"]], "!period-missing"),
        ([["Kỳ báo cáo: tháng mười"]], "!period-unknown"),
        ([["Kỳ:", date(2026, 10, 31)]], "!period-unknown"),
        ([["Tháng 9/2026"], ["Kỳ báo cáo: Tháng 10/2026"]], "!period-conflict"),
    ],
)
def test_periods(rows, code):
    assert period_said(*rows) == code


@pytest.mark.parametrize("name", ["T10.2026", "Tháng 10-2026", "T10-2026", "10.2026"])
def test_a_sheets_name_tells_the_period_when_nothing_else_does(name):
    assert period_said(["Biểu"], name=name) == "2026-10"


def test_a_file_name_tells_nothing():
    book = book_of(form(("DUNG-HAN", 1, 2, None), unit="", period=""))
    book.name = "QLXD thang 10-2026.xlsx"
    codes = {problem.code for problem in check_book(book, CATALOGUE, today=TODAY).problems}
    assert codes >= {"unit-missing", "period-missing"}


def test_a_month_typed_into_excel_became_a_date():
    assert str(period_of_cell(typed(1, 1, date(2026, 10, 1)))) == "2026-10"
    assert period_of_cell(typed(1, 1, date(2026, 10, 2))) is None
    assert period_of_cell(typed(1, 1, Shown(2026, "General"))).frequency == "year"
    assert str(period_in("Q3/2026", is_whole=True)) == "2026-Q3"
    assert period_in("so với tháng 9/2026", is_whole=False) is None


def test_what_is_written_below_the_table_tells_nothing():
    page = form(("DUNG-HAN", 1, 2, None), unit="QLXD")
    below = [["Nơi nhận: Phòng Quản lý vận tải"], ["PHÒNG QUẢN LÝ VẬN TẢI, THÁNG 9/2026"]]
    reading = check_book(book_of(Page([*page.rows, *below])), CATALOGUE, today=TODAY)
    assert (reading.unit, reading.period) == ("qlxd", "2026-10")
    assert reading.ok
