"""Vietnamese numbers: every written form of tests/cases/numbers.csv, and writing them back."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from indicators.numbers import (
    format_against,
    format_measure,
    format_number,
    format_target,
    parse_number,
)

CASES = Path(__file__).parents[1] / "cases" / "numbers.csv"


def cases():
    with CASES.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.mark.parametrize("case", cases(), ids=lambda case: repr(case["text"]))
def test_every_written_form_is_read_or_told_why_not(case):
    parsed = parse_number(case["text"])
    assert parsed.kind == case["kind"]
    assert (parsed.reason or "") == case["reason"]
    assert parsed.value == (float(case["value"]) if case["value"] else None)
    assert parsed.is_read == bool(case["value"])


def test_an_ambiguous_text_offers_both_readings():
    assert parse_number("1.234").choices == (1234.0, 1.234)
    assert parse_number("-1,234").choices == (-1234.0, -1.234)


def test_a_very_long_text_is_refused_at_once():
    assert parse_number("9" * 100_000).kind == "invalid"
    assert parse_number("1." * 50_000 + "1").kind == "invalid"


@pytest.mark.parametrize(
    ("value", "decimals", "text"),
    [
        (12345.67, 1, "12.345,7"),
        (98.50, 2, "98,5"),
        (100, 0, "100"),
        (1_234_567, None, "1.234.567"),
        (0.1 + 0.2, None, "0,3"),
        (2.675, 2, "2,68"),
        (0.5, 0, "1"),
        (1.5, 0, "2"),
        (-0.04, 1, "0"),
        (-0.0, None, "0"),
        (-1234.5, 1, "-1.234,5"),
        (1e15, None, "1.000.000.000.000.000"),
        (1e-12, None, "0"),
    ],
)
def test_numbers_are_written_as_in_vietnam(value, decimals, text):
    assert format_number(value, decimals) == text


def test_zeros_stay_where_a_column_needs_them():
    assert format_number(98.5, 2, keep_zeros=True) == "98,50"


def test_a_measure_has_its_unit_after_a_space():
    assert format_measure(98.5, "%", 2) == "98,5 %"
    assert format_measure(12, "", 0) == "12"


@pytest.mark.parametrize(
    ("value", "goal", "text"),
    [
        (97.96, 98, "97,96 %"),
        (97.999, 98, "97,999 %"),
        (98.0000001, 98, "98,0000001 %"),
        (98, 98, "98 %"),
        (98.00000000000001, 98, "98 %"),
        (95.04, 98, "95 %"),
        (97.96, None, "98 %"),
    ],
)
def test_a_value_shows_that_it_is_not_the_goal(value, goal, text):
    assert format_against(value, goal, "%", 1) == text


@pytest.mark.parametrize(
    ("value", "text"),
    [(5.04, "5,04 %"), (2.96, "2,96 %"), (5, "5 %"), (4.96, "4,96 %"), (4.04, "4 %")],
)
def test_a_value_between_two_goals_shows_that_it_is_neither(value, text):
    assert format_against(value, 3, "%", 1, upper=5) == text


def test_goals_are_written_with_their_operator():
    assert format_target(">=", 98, None, "%") == "≥ 98 %"
    assert format_target("<=", 200 / 3, None, "%", 1) == "≤ 66,667 %"
    assert format_target("between", 3, 5, "%") == "3–5 %"
    assert format_target(None, None, None) == "–"
