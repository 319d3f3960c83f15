"""Every check against its file of cases, and the file-wide ones against whole workbooks."""

from __future__ import annotations

import csv
from datetime import date
from itertools import groupby
from pathlib import Path

import pytest

from indicators.checks import CHECKS
from indicators.intake.laid_out import check_book
from tests.unit.workbooks import CATALOGUE, TODAY, Page, Shown, book_of, form

CASES = Path(__file__).parents[1] / "cases"


def cases(code):
    """Return (name, rows) of each case in a check's file; rows of one name are one workbook."""
    with (CASES / f"{code}.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    return [(name, list(group)) for name, group in groupby(rows, lambda row: row["case"])]


def value_of(written, shape=""):
    """Return what a case's cell holds: '…' is text, anything else a number."""
    if written.startswith("'"):
        return written.strip("'")
    if not written:
        return None
    return Shown(float(written), shape) if shape else float(written)


def book_for(rows):
    first = rows[0]
    lines = [
        [
            row["indicator"],
            value_of(row["numerator"]),
            value_of(row["denominator"]),
            value_of(row["result"], row["format"]),
        ]
        for row in rows
    ]
    unit = first["unit"] or "Phòng Quản lý xây dựng"
    period = first["period"] or "Tháng 10/2026"
    titles = [[f"Đơn vị: {unit}"], [f"Kỳ báo cáo: {period}"]]
    return book_of(Page([*titles, ["Mã", "Tử số", "Mẫu số", "Kết quả"], *lines]))


@pytest.mark.parametrize(
    ("code", "name", "rows"),
    [(code, name, rows) for code in CHECKS for name, rows in cases(code)],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_cases(code, name, rows):
    del name
    day = date.fromisoformat(rows[0]["today"]) if rows[0]["today"] else TODAY
    reading = check_book(book_for(rows), CATALOGUE, today=day)
    expected = {
        f"{'?' if cell.startswith('?') else ''}{cell.lstrip('?')}{line}"
        for line, row in enumerate(rows, 4)
        for cell in row["expected"].split()
    }
    found = {
        f"{'' if problem.is_error else '?'}{problem.cell}"
        for problem in reading.problems
        if problem.code == code and problem.cell is not None
    }
    assert found == expected


@pytest.mark.parametrize("code", CHECKS)
def test_each_check_has_cases_that_pass_and_cases_that_fail(code):
    found = [any(row["expected"] for row in rows) for _, rows in cases(code)]
    assert any(found)
    assert not all(found)


def test_lists_indicators_without_a_row():
    reading = check_book(book_of(form(("DUNG-HAN", 1, 2, None))), CATALOGUE, today=TODAY)
    (problem,) = [each for each in reading.problems if each.code == "figure-missing"]
    assert not problem.is_error
    short = {each.name: f"{each.short} ({each.clause})" for each in CATALOGUE.indicators.values()}
    assert short["Tỷ lệ hồ sơ trực tuyến toàn trình"] in problem.message
    assert short["Tỷ lệ hồ sơ xử lý đúng hạn"] not in problem.message
    quarterly = [each for each in CATALOGUE.indicators.values() if each.frequency == "quarter"]
    assert quarterly
    assert not [each for each in quarterly if each.short in problem.message]
    others = [each for each in CATALOGUE.indicators.values() if "qlxd" not in each.applies_to]
    assert others
    assert not [each for each in others if each.short in problem.message]


def test_a_long_table_need_not_be_whole():
    rows = [["Đơn vị", "Kỳ", "Mã", "Kết quả"], ["QLXD", "10/2026", "DUNG-HAN", 98.5]]
    reading = check_book(book_of(Page(rows)), CATALOGUE, today=TODAY)
    assert reading.ok
    assert reading.problems == []


def test_a_duplicate_names_both_cells_over_sheets():
    pages = (form(("DUNG-HAN", 1, 2, None)), form(("DUNG-HAN", 1, 2, None), name="Biểu 2"))
    reading = check_book(book_of(*pages), CATALOGUE, today=TODAY)
    (problem,) = [each for each in reading.problems if each.code == "figure-duplicate"]
    assert (problem.sheet, problem.cell) == ("Biểu 2", "C5")
    assert "Biểu 1!C5" in problem.message


def test_rows_with_an_error_are_no_figures():
    lines = (("DUNG-HAN", 1, 2, 98.0), ("TOAN-TRINH", 1, 2, None))
    reading = check_book(book_of(form(*lines)), CATALOGUE, today=TODAY)
    assert [row.indicator for row in reading.rows] == ["TOAN-TRINH"]
    assert not reading.ok


def test_figures_are_unrounded_and_in_the_indicators_own_unit():
    lines = (
        ("DUNG-HAN", 2449, 2500, "98%"),
        ("TOAN-TRINH", None, None, Shown(0.07, "0%")),
        ("TRUC-TUYEN", "-", "-", None),
        ("DIEM", None, None, "91,25"),
        ("KE-HOACH", None, None, "Có"),
        ("VAN-BAN", None, None, "1 234"),
    )
    reading = check_book(book_of(form(*lines)), CATALOGUE, today=TODAY)
    assert [(row.numerator, row.denominator, row.value, row.cell) for row in reading.rows] == [
        (2449.0, 2500.0, 97.96, "E5"),
        (None, None, 7.0, "E6"),
        (0.0, 0.0, None, "C7"),
        (None, None, 91.25, "E8"),
        (None, None, 1.0, "E9"),
        (None, None, 1234.0, "E10"),
    ]
    assert (reading.unit, reading.period, reading.layout) == ("qlxd", "2026-10", "form")
    assert reading.rows[0].as_dict()["clause"] == "III.9"
