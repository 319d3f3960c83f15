"""Periods: what people write, what is stored, what they cover."""

from __future__ import annotations

import csv
from datetime import date
from itertools import pairwise
from pathlib import Path

import pytest

from indicators.periods import Period, periods_between

CASES = Path(__file__).parents[1] / "cases" / "windows.csv"
WINDOWS = list(csv.DictReader(CASES.read_text(encoding="utf-8").splitlines()))


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("2026-10", "2026-10"),
        (" 2026-q3 ", "2026-Q3"),
        ("2026-W53", "2026-W53"),
        ("2026-9m", "2026-9M"),
        ("2026", "2026"),
        ("Tháng 10/2026", "2026-10"),
        ("tháng 9 năm 2026", "2026-09"),
        ("BÁO CÁO THÁNG 02 NĂM 2026", "2026-02"),
        ("10/2026", "2026-10"),
        ("Kỳ 10-2026", "2026-10"),
        ("Quý III/2026", "2026-Q3"),
        ("Quí 3 năm 2026", "2026-Q3"),
        ("quý iv-2026", "2026-Q4"),
        ("6 tháng đầu năm 2026", "2026-H1"),
        ("06 tháng cuối năm 2026", "2026-H2"),
        ("9 tháng đầu năm 2026", "2026-9M"),
        ("9 tháng năm 2026", "2026-9M"),
        ("Năm 2026", "2026"),
        ("Tuần 43/2026", "2026-W43"),
        ("tuần thứ 43 năm 2026", "2026-W43"),
    ],
)
def test_what_people_write(text: str, code: str):
    assert str(Period.parse(text)) == code


@pytest.mark.parametrize(
    "text",
    [
        "",
        "tháng",
        "2026-13",
        "2026-00",
        "Tháng 13/2026",
        "2025-W53",
        "2026-Q5",
        "1899-10",
        "15/10/2026",
        "hai nghìn",
    ],
)
def test_what_is_no_period(text: str):
    with pytest.raises(ValueError, match="không phải là kỳ báo cáo"):
        Period.parse(text)


@pytest.mark.parametrize(
    ("code", "first", "last", "label", "previous"),
    [
        ("2026-W01", date(2025, 12, 29), date(2026, 1, 4), "Tuần 01/2026", "2025-W52"),
        ("2026-02", date(2026, 2, 1), date(2026, 2, 28), "Tháng 02/2026", "2026-01"),
        ("2028-02", date(2028, 2, 1), date(2028, 2, 29), "Tháng 02/2028", "2028-01"),
        ("2026-Q1", date(2026, 1, 1), date(2026, 3, 31), "Quý I/2026", "2025-Q4"),
        ("2026-H1", date(2026, 1, 1), date(2026, 6, 30), "6 tháng đầu năm 2026", "2025-H2"),
        ("2026-H2", date(2026, 7, 1), date(2026, 12, 31), "6 tháng cuối năm 2026", "2026-H1"),
        ("2026-9M", date(2026, 1, 1), date(2026, 9, 30), "9 tháng năm 2026", "2025-9M"),
        ("2026", date(2026, 1, 1), date(2026, 12, 31), "Năm 2026", "2025"),
    ],
)
def test_days_label_and_the_one_before(
    code: str, first: date, last: date, label: str, previous: str
):
    period = Period.parse(code)
    assert (period.start, period.end) == (first, last)
    assert (period.label, str(period.previous)) == (label, previous)
    assert period.previous.next == period


@pytest.mark.parametrize("case", WINDOWS, ids=lambda case: f"{case['period']}-{case['cutoff']}")
def test_the_days_that_figures_cover(case):
    found = Period.parse(case["period"]).window(case["cutoff"])
    assert (f"{found.first}", f"{found.last}", found.words) == (
        case["first"],
        case["last"],
        case["words"],
    )


@pytest.mark.parametrize("code", ["2026-Q1", "2026-H1", "2026-H2", "2026-9M", "2026"])
@pytest.mark.parametrize("cutoff", ["calendar", "nd09"])
def test_a_longer_period_covers_the_days_of_its_months_and_no_others(code: str, cutoff):
    whole = Period.parse(code)
    months = [each.window(cutoff) for each in periods_between(whole.start, whole.end, "month")]
    assert (months[0].first, months[-1].last) == (
        whole.window(cutoff).first,
        whole.window(cutoff).last,
    )
    assert all((b.first - a.last).days == 1 for a, b in pairwise(months))


@pytest.mark.parametrize(
    ("day", "frequency", "code"),
    [
        (date(2026, 10, 30), "month", "2026-09"),
        (date(2026, 10, 31), "month", "2026-10"),
        (date(2026, 9, 29), "nine_months", "2025-9M"),
        (date(2026, 9, 30), "nine_months", "2026-9M"),
        (date(2026, 12, 31), "nine_months", "2026-9M"),
        (date(2026, 12, 30), "year", "2025"),
    ],
)
def test_the_last_that_had_ended(day: date, frequency, code: str):
    assert str(Period.last_ended(day, frequency)) == code


def test_periods_between_two_days():
    found = periods_between(date(2025, 11, 20), date(2026, 2, 1), "month")
    assert [str(each) for each in found] == ["2025-11", "2025-12", "2026-01", "2026-02"]
