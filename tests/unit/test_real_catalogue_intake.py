"""The five real plans through intake: every name finds its own, every template comes back."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path

import openpyxl
import pytest

from indicators.catalogue.load import load
from indicators.intake.check import check_file
from indicators.intake.layout.whose import only_reporting, unit_codes
from indicators.intake.match import names_of
from indicators.intake.subject import Fault, Subject, identify
from indicators.intake.template import SHEET, write_template

TODAY = date(2027, 3, 1)
PERIODS = {
    "week": "2026-W42",
    "month": "2026-10",
    "quarter": "2026-Q3",
    "half": "2026-H1",
    "nine_months": "2026-9M",
    "year": "2026",
}


@cache
def catalogue():
    return load(Path(__file__).parents[2] / "data")


def test_every_name_and_alias_finds_its_indicator():
    names = names_of(catalogue())
    for each in catalogue().indicators.values():
        reporter = catalogue().units[each.applies_to[0]] if each.applies_to else None
        for name in (each.code, each.name, *each.aliases, f"1. {each.name.upper()} (%)"):
            found = identify(Subject("B5", "", name), names, reporter)
            assert not isinstance(found, Fault), (name, found)
            assert found.code == each.code


def test_no_name_with_a_word_negated_finds_an_indicator():
    names = names_of(catalogue())
    for each in catalogue().indicators.values():
        for word in ("chưa", "không"):
            words = each.name.split()
            name = " ".join([*words[:-2], word, *words[-2:]])
            assert isinstance(identify(Subject("B5", "", name), names, None), Fault), name


def test_every_reporting_unit_is_found_by_its_names():
    names = names_of(catalogue())
    for code in names.reporting:
        unit = catalogue().units[code]
        for name in (code, unit.name, *unit.aliases):
            codes = unit_codes(name, names)
            assert code in codes, name
            assert only_reporting(codes, names) in {code, None}, name


def test_every_template_is_read_back_for_its_unit_and_period(tmp_path):
    pairs = sorted(
        {
            (unit, each.frequency)
            for each in catalogue().indicators.values()
            for unit in each.applies_to
        }
    )
    assert {frequency for _, frequency in pairs} >= {"month", "year"}
    # One of the eight rooms with procedures stands for all: their templates are alike.
    alike = {"dl-sxd-qhkt", "dl-sxd-htkt", "dl-sxd-nha", "dl-sxd-ktvl", "dl-sxd-kchtgt"}
    for unit, frequency in pairs:
        if unit not in alike:
            check_template(unit, PERIODS[frequency], tmp_path / "t.xlsx")


def check_template(unit, period, path):
    write_template(catalogue(), unit, period, path)
    filled = fill(path)
    if not filled:
        pytest.fail(f"{unit}, {period}: nothing to fill in")
    reading = check_file(path, catalogue(), today=TODAY)
    errors = [problem for problem in reading.problems if problem.is_error]
    assert errors == [], (unit, period)
    assert (reading.layout, reading.unit, reading.period) == ("template", unit, period)
    assert {row.indicator for row in reading.rows} == filled


def fill(path):
    book = openpyxl.load_workbook(path)
    sheet = book[SHEET]
    filled = set()
    for row in range(7, sheet.max_row + 1):
        each = catalogue().indicators.get(sheet.cell(row, 2).value)
        if each is None:
            continue
        filled.add(each.code)
        if each.formula == "ratio":
            sheet.cell(row, 8).value, sheet.cell(row, 10).value = 3, 4
        else:
            sheet.cell(row, 11).value = "Có" if each.formula == "yes_no" else 12
    book.save(path)
    return filled
