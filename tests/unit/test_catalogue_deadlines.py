"""Deadlines as plans write them: every case of tests/cases/deadlines.csv."""

import csv
from datetime import date
from pathlib import Path

import pytest

from indicators.catalogue.dates import impossible_dates, written_dates
from indicators.catalogue.deadlines import parse_deadline
from indicators.catalogue.model import Plan

CASES = Path(__file__).parents[1] / "cases" / "deadlines.csv"
PLAN = Plan(
    code="p",
    number="",
    title="",
    short="",
    issuer="u",
    date_text="",
    issued_on=None,
    valid_from=date(2025, 11, 1),
    valid_to=None,
    parent=None,
    based_on=(),
    source="",
    file="p.toml",
)


def rows():
    with CASES.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize("row", rows(), ids=lambda row: row["text"] or "(blank)")
def test_each_deadline_is_understood_as_the_case_says(row):
    deadline = parse_deadline(row["text"], PLAN)
    assert {
        "kind": deadline.kind,
        "due": str(deadline.due or ""),
        "starts": str(deadline.starts or ""),
        "before": "yes" if deadline.before else "no",
        "is_mended": "yes" if deadline.is_mended else "no",
    } == {key: row[key] for key in ("kind", "due", "starts", "before", "is_mended")}
    assert deadline.judged_by.endswith(".")


def test_the_text_is_kept_as_written():
    assert parse_deadline("  Quý II–III/2025 ", PLAN).text == "Quý II–III/2025"


def test_before_a_day_keeps_the_day_and_the_last_day_in_time():
    deadline = parse_deadline("trước ngày 15/7/2025", PLAN)
    assert (deadline.named, deadline.due) == (date(2025, 7, 15), date(2025, 7, 14))
    assert deadline.judged_by == (
        "Đúng hạn khi hoàn thành chậm nhất ngày 14/07/2025 (kế hoạch ghi trước ngày 15/07/2025)."
    )


def test_a_day_that_does_not_exist_says_what_was_taken():
    assert parse_deadline("31/11/2025", PLAN).judged_by == (
        "Ngày 31/11/2025 không có thật, lấy ngày cuối tháng."
        " Đúng hạn khi hoàn thành chậm nhất ngày 30/11/2025."
    )


@pytest.mark.parametrize("text", ["Quý IV", "tháng 12", "trước ngày 30/11"])
def test_without_a_plan_a_missing_year_is_not_guessed(text):
    assert parse_deadline(text).kind == "unknown"


def test_ranges_of_figures_and_months_with_years_are_no_days():
    assert written_dates("từ 03-05 sáng chế, 12/2025, số 11/2025/QĐ, 98.5%") == ()


def test_impossible_days_are_found_wherever_they_stand():
    found = impossible_dates("Định kỳ (trước ngày 31/11) và ngày 30 tháng 02 năm 2026; 05/12")
    assert [(each.day, each.month, each.year) for each in found] == [(31, 11, None), (30, 2, 2026)]


def test_a_day_beyond_any_month_cannot_be_taken_as_a_day():
    (found,) = written_dates("45/11/2025")
    with pytest.raises(ValueError, match="45/11/2025"):
        found.on(2025)
