"""The rules of status, case by case: `tests/cases/status.csv` is an expert's to read and add to."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from queries import Store, open_store

CASES = Path(__file__).parents[1] / "cases" / "status.csv"
SQL = """
with aim as (
    select
        goal_on($kind, $value, $due, $baseline_on, $baseline_value, m, $day) as goal,
        band_of($kind, $baseline_on, m, $amber) as band
    from (select $milestones::struct(due_on date, value double)[] as m)
)
select
    goal,
    judge(
        $figure, $operator, goal, $upper, $value,
        amber_low_of($operator, goal, band, $unit),
        amber_high_of($operator, goal, $upper, band, $unit)
    )
from aim
"""


def cases() -> list[dict[str, str]]:
    with CASES.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def store() -> Iterator[Store]:
    opened = open_store(Path(":memory:"))
    yield opened
    opened.close()


def number(text: str) -> float | None:
    return float(text) if text else None


def step(text: str) -> dict[str, object]:
    day, _, value = text.partition("=")
    return {"due_on": date.fromisoformat(day), "value": float(value)}


@pytest.mark.parametrize("case", cases(), ids=lambda case: case["case"])
def test_a_figure_has_the_colour_an_expert_expects(store: Store, case: dict[str, str]):
    baseline = step(case["baseline"]) if case["baseline"] else {"due_on": None, "value": None}
    points = case["amber"].endswith("điểm")
    given = {
        "kind": case["kind"],
        "operator": case["operator"],
        "value": number(case["target"]),
        "upper": number(case["upper"]),
        "due": date.fromisoformat(case["due"]) if case["due"] else None,
        "baseline_on": baseline["due_on"],
        "baseline_value": baseline["value"],
        "milestones": [step(each) for each in case["milestones"].split(";") if each],
        "amber": float(case["amber"].removesuffix("điểm").removesuffix("%")),
        "unit": "points" if points else "percent",
        "day": date.fromisoformat(case["on"]),
        "figure": number(case["figure"]),
    }
    with store._connection.cursor() as cursor:
        row = cursor.execute(SQL, given).fetchone()
    assert row == (number(case["goal"]), case["status"] or None)


def test_every_case_says_something_of_its_own():
    names = [case["case"] for case in cases()]
    assert len(names) == len(set(names))
    assert {case["status"] for case in cases()} == {"green", "amber", "red", ""}
