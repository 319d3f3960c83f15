"""The pre-filled workbook: what it holds, what can be written in it, how it is read back."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace

import openpyxl
import pytest

from indicators.errors import NotFound
from indicators.intake.check import check_file
from indicators.intake.layout.template import HIDDEN_SHEET
from indicators.intake.template import SHEET, write_template
from indicators.periods import Period
from tests.unit.workbooks import CATALOGUE, INDICATORS, TODAY, UNITS, told

OCTOBER = Period.parse("2026-10")
# Filled with openpyxl, then opened and saved by LibreOffice 7.4 (headless, convert-to xlsx).
FROM_LIBREOFFICE = Path(__file__).parents[1] / "golden" / "template-saved-by-libreoffice.xlsx"
FILLED = {"DUNG-HAN": (118, 120), "TRUC-TUYEN": (0, 0), "TOAN-TRINH": (7, 9)}
RESULTS = {"HAI-LONG": 98.5, "DIEM": 91.25, "VAN-BAN": 3, "KE-HOACH": "Có"}


def lines(sheet):
    """Return the row of each indicator by code."""
    return {sheet.cell(row, 2).value: row for row in range(7, sheet.max_row + 1)}


@pytest.fixture
def path(tmp_path):
    target = tmp_path / "bieu-mau.xlsx"
    write_template(CATALOGUE, "qlxd", OCTOBER, target)
    return target


def fill(path):
    book = openpyxl.load_workbook(path)
    sheet = book[SHEET]
    for code, (above, below) in FILLED.items():
        sheet.cell(lines(sheet)[code], 8).value = above
        sheet.cell(lines(sheet)[code], 10).value = below
    for code, value in RESULTS.items():
        sheet.cell(lines(sheet)[code], 11).value = value
    sheet.cell(lines(sheet)["DUNG-HAN"], 12).value = "hai hồ sơ chậm"
    book.save(path)
    return path


def altered(path, change):
    book = openpyxl.load_workbook(path)
    change(book)
    book.save(path)
    return check_file(path, CATALOGUE, today=TODAY)


def test_holds_what_the_unit_reports_in_this_kind_of_period(path):
    sheet = openpyxl.load_workbook(path)[SHEET]
    codes = [code for code in lines(sheet) if code]
    assert codes == [
        each.code
        for each in INDICATORS.values()
        if each.frequency == "month" and "qlxd" in each.applies_to
    ]
    row = lines(sheet)["DUNG-HAN"]
    assert [sheet.cell(row, column).value for column in (1, 3, 4, 5, 7, 9)] == [
        1,
        "Tỷ lệ hồ sơ xử lý đúng hạn",
        "%",
        "≥ 98 %",
        "Số đạt của DUNG-HAN",
        "Tổng số của DUNG-HAN",
    ]
    assert sheet["A7"].value == "III. Thủ tục hành chính (Kế hoạch 11/2025)"
    assert sheet["A2"].value == "Đơn vị: Phòng Quản lý xây dựng"
    assert sheet.cell(row, 11).number_format == "[$-42A]#,##0.00"
    assert sheet.cell(lines(sheet)["KE-HOACH"], 5).value == "Có"


def test_a_quarters_template_holds_quarterly_indicators(tmp_path):
    target = tmp_path / "q.xlsx"
    write_template(CATALOGUE, "qlxd", "2026-Q3", target)
    assert [code for code in lines(openpyxl.load_workbook(target)[SHEET]) if code] == ["SO-HOA"]


def test_only_inputs_can_be_written(path):
    sheet = openpyxl.load_workbook(path)[SHEET]
    assert sheet.protection.sheet
    assert sheet.protection.password is None
    found = lines(sheet)
    open_cells = {
        cell.coordinate for row in sheet.iter_rows() for cell in row if not cell.protection.locked
    }
    expected = set()
    for code, row in found.items():
        if code:
            inputs = "HJ" if INDICATORS[code].formula == "ratio" else "K"
            expected |= {f"{letter}{row}" for letter in f"{inputs}L"}
    assert open_cells == expected
    tints = {sheet[cell].fill.fgColor.rgb for cell in open_cells}
    assert tints == {"00FFF7D6"}


def test_inputs_are_validated(path):
    sheet = openpyxl.load_workbook(path)[SHEET]
    rules = {str(rule.sqref): rule for rule in sheet.data_validations.dataValidation}
    found = lines(sheet)
    count = rules[f"H{found['DUNG-HAN']}"]
    assert (count.type, count.operator, count.formula1) == ("whole", "greaterThanOrEqual", "0")
    assert count.prompt == "Số đạt của DUNG-HAN"
    assert rules[f"K{found['KE-HOACH']}"].formula1 == '"Có,Không"'
    assert rules[f"K{found['DIEM']}"].type == "custom"


def test_prints_on_a4_landscape_with_its_header_on_every_page(path):
    sheet = openpyxl.load_workbook(path)[SHEET]
    assert (sheet.page_setup.paperSize, sheet.page_setup.orientation) == (9, "landscape")
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert (sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight) == (1, 0)
    assert sheet.print_title_rows == "$6:$6"
    assert sheet.freeze_panes == "D7"


def test_shows_the_period_before(tmp_path):
    target = tmp_path / "t.xlsx"
    before = {
        "DUNG-HAN": SimpleNamespace(numerator=1.0, denominator=2.0, value=50.0),
        "TRUC-TUYEN": SimpleNamespace(numerator=0.0, denominator=0.0, value=None),
        "KE-HOACH": SimpleNamespace(numerator=None, denominator=None, value=0.0),
        "VAN-BAN": SimpleNamespace(numerator=None, denominator=None, value=0.0),
    }
    write_template(CATALOGUE, "qlxd", OCTOBER, target, previous=before)
    sheet = openpyxl.load_workbook(target)[SHEET]
    shown = {code: sheet.cell(row, 6).value for code, row in lines(sheet).items()}
    assert shown["DUNG-HAN"] == 50
    assert shown["TRUC-TUYEN"] == "Không phát sinh"
    assert shown["KE-HOACH"] == "Không"
    assert shown["VAN-BAN"] == 0
    assert shown["TOAN-TRINH"] is None
    reading = check_file(target, CATALOGUE, today=TODAY)
    assert reading.rows == []  # last period's figures are nobody's report


def test_same_input_same_bytes(path, tmp_path):
    again = tmp_path / "again.xlsx"
    write_template(CATALOGUE, "qlxd", OCTOBER, again)
    assert again.read_bytes() == path.read_bytes()


def test_texts_are_never_formulas(tmp_path):
    evil = replace(INDICATORS["DUNG-HAN"], name='=HYPERLINK("x")', numerator="=1+1\x01")
    catalogue = replace(CATALOGUE, indicators={**INDICATORS, "DUNG-HAN": evil})
    target = tmp_path / "t.xlsx"
    write_template(catalogue, "qlxd", OCTOBER, target)
    sheet = openpyxl.load_workbook(target)[SHEET]
    row = lines(sheet)["DUNG-HAN"]
    assert [sheet.cell(row, column).data_type for column in (3, 7)] == ["s", "s"]
    assert sheet.cell(row, 7).value == "=1+1"


def test_unknown_unit_and_period(tmp_path):
    with pytest.raises(NotFound):
        write_template(CATALOGUE, "nobody", OCTOBER, tmp_path / "t.xlsx")
    with pytest.raises(ValueError, match="kỳ báo cáo"):
        write_template(CATALOGUE, "qlxd", "2026-13", tmp_path / "t.xlsx")


def test_untouched_it_is_missing_everything_and_refused_nothing(path):
    reading = check_file(path, CATALOGUE, today=TODAY)
    errors = [problem.code for problem in reading.problems if problem.is_error]
    assert errors == ["no-figures"]
    blank = [problem.cell for problem in reading.problems if problem.code == "figure-missing"]
    assert len(blank) == 9
    assert reading.layout == "template"


def check_filled(reading, result_cell):
    assert reading.ok
    assert (reading.layout, reading.unit, reading.period) == ("template", "qlxd", "2026-10")
    figures = {row.indicator: row for row in reading.rows}
    assert figures.keys() == FILLED.keys() | RESULTS.keys()
    assert figures["DUNG-HAN"].value == 100.0 * 118 / 120
    assert figures["DUNG-HAN"].note == "hai hồ sơ chậm"
    assert figures["DUNG-HAN"].cell == result_cell
    nothing = figures["TRUC-TUYEN"]
    assert (nothing.numerator, nothing.denominator, nothing.value) == (0.0, 0.0, None)
    assert [figures[code].value for code in RESULTS] == [98.5, 91.25, 3.0, 1.0]
    assert all(problem.code == "figure-missing" for problem in reading.problems)


def test_filled_without_recalculation(path):
    check_filled(check_file(fill(path), CATALOGUE, today=TODAY), "H8")


def test_filled_and_saved_by_libreoffice():
    check_filled(check_file(FROM_LIBREOFFICE, CATALOGUE, today=TODAY), "K8")


def test_an_overwritten_result_must_agree(path):
    def change(book) -> None:
        sheet = book[SHEET]
        sheet["H8"], sheet["J8"], sheet["K8"] = 118, 120, 99.5

    assert "result-disagrees K8" in told(altered(path, change))


def test_a_result_without_counts_is_read(path):
    def change(book) -> None:
        book[SHEET]["K8"] = 98.5

    reading = altered(path, change)
    assert [(row.indicator, row.value, row.numerator) for row in reading.rows] == [
        ("DUNG-HAN", 98.5, None)
    ]


@pytest.mark.parametrize(
    ("cell", "text"),
    [("A2", "Đơn vị: Phòng Quản lý vận tải"), ("A3", "Kỳ báo cáo: Tháng 9/2026"), ("A2", "")],
)
def test_the_visible_sheet_must_say_what_the_hidden_one_says(path, cell, text):
    def change(book) -> None:
        book[SHEET][cell] = text
        book[SHEET]["H8"], book[SHEET]["J8"] = 1, 2

    reading = altered(path, change)
    assert "template-identity -" in told(reading)
    assert not reading.ok


def test_one_of_sheet_and_properties_is_enough(path):
    def without_sheet(book) -> None:
        book[SHEET]["H8"], book[SHEET]["J8"] = 1, 2
        del book[HIDDEN_SHEET]

    def without_properties(book) -> None:
        for name in list(book.custom_doc_props.names):
            del book.custom_doc_props[name]

    assert altered(path, without_sheet).layout == "template"
    write_template(CATALOGUE, "qlxd", OCTOBER, path)
    assert altered(path, without_properties).layout == "template"


@pytest.mark.parametrize(
    ("key", "value", "code"),
    [
        ("version", "2", "template-newer"),
        ("version", "một", "template-identity"),
        ("unit", "gone", "template-identity"),
        ("period", "2026-13", "template-identity"),
        ("unit", "qlvt", "template-identity"),
    ],
)
def test_a_damaged_or_newer_identity_is_refused(path, key, value, code):
    def change(book) -> None:
        hidden = book[HIDDEN_SHEET]
        row = {hidden.cell(each, 1).value: each for each in range(1, 5)}[key]
        hidden.cell(row, 2).value = value
        book[SHEET]["H8"], book[SHEET]["J8"] = 1, 2

    reading = altered(path, change)
    assert code in {problem.code for problem in reading.problems}
    assert not reading.ok


def test_an_indicator_gone_from_the_catalogue_is_named(path):
    fewer = {code: each for code, each in INDICATORS.items() if code != "TOAN-TRINH"}
    reading = check_file(fill(path), replace(CATALOGUE, indicators=fewer), today=TODAY)
    assert [problem.code for problem in reading.problems if problem.is_error] in (
        ["indicator-unknown"],
        ["indicator-uncertain"],
    )


def test_a_unit_with_nothing_to_report_gets_a_sheet_that_says_so(tmp_path):
    target = tmp_path / "t.xlsx"
    write_template(CATALOGUE, "sxd", OCTOBER, target)
    sheet = openpyxl.load_workbook(target)[SHEET]
    assert "không có chỉ tiêu" in sheet["A7"].value
    assert UNITS["sxd"].name in sheet["A2"].value
