"""The SQL rules of status against the oracle: same colour on every generated case.

Numbers are generated as decimals, as people write them, and often just on a bound. The oracle
computes in fractions, the macros in doubles: they must agree on the bound itself.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from queries import Store, open_store
from tests.offices import MEMORY
from tests.properties import oracle
from tests.properties.oracle import Aim

SQL = """
with aim as (
    select
        goal_on($kind, $value, $due, $baseline_on, $baseline_value, m, $day) as goal,
        band_of($kind, $baseline_on, m, $amber) as band
    from (select $milestones::struct(due_on date, value double)[] as m)
),
bounded as (
    select
        goal,
        amber_low_of($operator, goal, band, $amber_unit) as low,
        amber_high_of($operator, goal, $upper, band, $amber_unit) as high
    from aim
)
select goal, low, high, judge($figure, $operator, goal, $upper, $value, low, high)
from bounded
"""
FIRST = date(2026, 1, 1)
MIRROR = {">=": "<=", ">": "<", "<=": ">=", "<": ">", "=": "=", "between": "between"}
HUNDREDTH = Fraction(1, 100)

days = st.integers(0, 400).map(lambda number: FIRST + timedelta(days=number))
numbers = st.integers(-20_000, 20_000).map(lambda number: Fraction(number, 100)) | st.sampled_from(
    [Fraction(0), Fraction(98), Fraction(100), Fraction(3, 2)]
)
colours = st.sampled_from(["green", "amber", "red"]) | st.none()


@st.composite
def aims(draw: st.DrawFn) -> Aim:
    operator = draw(st.sampled_from(list(MIRROR)))
    value = draw(numbers)
    aim = Aim(
        operator=operator,
        value=value,
        upper=value + abs(draw(numbers)) if operator == "between" else None,
        amber=draw(st.integers(0, 2000).map(lambda number: Fraction(number, 100))),
        amber_unit=draw(st.sampled_from(["percent", "points"])),
    )
    if draw(st.booleans()):
        return aim
    due = draw(days)
    steps = sorted(draw(st.lists(days.filter(lambda day: day < due), max_size=3, unique=True)))
    begun = min([*steps, due]) - timedelta(days=draw(st.integers(1, 60)))
    return replace(
        aim,
        kind="deadline",
        due=due,
        baseline=(begun, draw(numbers)) if draw(st.booleans()) else None,
        milestones=tuple((day, draw(numbers)) for day in steps),
    )


@st.composite
def cases(draw: st.DrawFn) -> tuple[Aim, Fraction, date]:
    """Return a target, a figure and a day; the figure is often on a bound or just beside it."""
    aim, day = draw(aims()), draw(days)
    goal = oracle.goal_on(aim, day)
    assume(goal is None or (goal * 10**6).denominator == 1)  # doubles hold no thirds
    assume(goal is None or aim.upper is None or goal <= aim.upper)  # a range has two ends in order
    bounds = [aim.value, *([aim.upper] if aim.upper is not None else [])]
    if goal is not None:
        bounds += [goal, goal - oracle.band(aim, goal), goal + oracle.band(aim, goal)]
    if aim.upper is not None:
        bounds.append(aim.upper + oracle.band(aim, aim.upper))
    beside = draw(st.sampled_from([Fraction(0), HUNDREDTH, -HUNDREDTH, Fraction(1, 10**6)]))
    return aim, draw(st.sampled_from(bounds).map(lambda bound: bound + beside) | numbers), day


@pytest.fixture(scope="module")
def store() -> Iterator[Store]:
    opened = open_store(MEMORY)
    yield opened
    opened.close()


def judged(store: Store, aim: Aim, figure: Fraction | None, day: date) -> dict[str, Any]:
    """Return goal, bounds and colour as the macros say."""
    with store._connection.cursor() as cursor:
        row = cursor.execute(SQL, _parameters(aim, figure, day)).fetchone()
    assert row is not None
    return dict(zip(("goal", "low", "high", "colour"), row, strict=True))


def _parameters(aim: Aim, figure: Fraction | None, day: date) -> dict[str, Any]:
    return {
        "kind": aim.kind,
        "operator": aim.operator,
        "value": float(aim.value),
        "upper": None if aim.upper is None else float(aim.upper),
        "due": aim.due,
        "amber": float(aim.amber),
        "amber_unit": aim.amber_unit,
        "baseline_on": aim.baseline[0] if aim.baseline else None,
        "baseline_value": float(aim.baseline[1]) if aim.baseline else None,
        "milestones": [{"due_on": on, "value": float(value)} for on, value in aim.milestones],
        "figure": None if figure is None else float(figure),
        "day": day,
    }


@settings(max_examples=700, deadline=None)
@given(case=cases())
def test_the_macros_judge_as_the_oracle_does(store: Store, case: tuple[Aim, Fraction, date]):
    aim, figure, day = case
    found = judged(store, aim, figure, day)
    goal = oracle.goal_on(aim, day)
    assert found["goal"] == (None if goal is None else float(goal))
    assert found["colour"] == oracle.judge(aim, figure, day)


@settings(max_examples=150, deadline=None)
@given(aim=aims(), day=days)
def test_a_goal_on_the_straight_line_is_within_its_two_ends(store: Store, aim: Aim, day: date):
    goal, found = oracle.goal_on(aim, day), judged(store, aim, None, day)
    assert found["colour"] is None
    if goal is None:
        assert found["goal"] is None
    else:
        assert found["goal"] == pytest.approx(float(goal), abs=1e-9)


@settings(max_examples=150, deadline=None)
@given(case=cases())
def test_mirrored_figures_against_mirrored_targets_have_the_same_colour(
    store: Store, case: tuple[Aim, Fraction, date]
):
    aim, figure, day = case
    mirrored = replace(
        aim,
        operator=MIRROR[aim.operator],
        value=-(aim.value if aim.upper is None else aim.upper),
        upper=None if aim.upper is None else -aim.value,
        baseline=aim.baseline and (aim.baseline[0], -aim.baseline[1]),
        milestones=tuple((on, -value) for on, value in aim.milestones),
    )
    # the goal of a range is its lower end alone, so that a path to one has no mirror image
    assume(aim.operator != "between" or not (aim.baseline or aim.milestones))
    one, other = judged(store, aim, figure, day), judged(store, mirrored, -figure, day)
    assert one["colour"] == other["colour"]


@settings(max_examples=150, deadline=None)
@given(case=cases(), more=numbers.map(abs))
def test_a_better_figure_never_has_a_worse_colour(
    store: Store, case: tuple[Aim, Fraction, date], more: Fraction
):
    aim, figure, day = case
    assume(aim.operator not in {"=", "between"})
    better = figure + more if aim.operator in {">=", ">"} else figure - more
    rank = {"red": 0, "amber": 1, "green": 2}
    low, high = (judged(store, aim, each, day)["colour"] for each in (figure, better))
    assert rank[low] <= rank[high]


@settings(max_examples=200, deadline=None)
@given(
    counts=st.tuples(st.integers(0, 10**6), st.integers(1, 10**6)),
    scale=st.sampled_from([1, 100, 1000]),
    cents=st.integers(0, 10_000),
)
def test_a_ratio_is_compared_as_exactly_as_its_counts_are(
    store: Store, counts: tuple[int, int], scale: int, cents: int
):
    """Also where the ratio is exactly the target: 197 of 200 is 98.5 %, not 98.49999."""
    numerator, denominator = counts
    exact = Fraction(scale * numerator, denominator)
    for goal in (Fraction(cents, 100), exact if (exact * 10**6).denominator == 1 else Fraction(1)):
        with store._connection.cursor() as cursor:
            row = cursor.execute(
                "select ratio_value($n, $d, $s) >= $goal, ratio_value($n, $d, $s) <= $goal",
                {
                    "n": float(numerator),
                    "d": float(denominator),
                    "s": float(scale),
                    "goal": float(goal),
                },
            ).fetchone()
        assert row == (exact >= goal, exact <= goal)


REPORTED = st.sampled_from(["approved", "submitted", "returned", "not_applicable"]) | st.none()


@settings(max_examples=200, deadline=None)
@given(
    colour=colours,
    reported=REPORTED,
    due=days | st.none(),
    today=days,
    provisional=st.booleans(),
    asked=st.booleans(),
)
def test_what_a_cell_shows_and_counts_as(  # each argument is one the macros take
    store: Store,
    colour: str | None,
    reported: str | None,
    due: date | None,
    today: date,
    *,
    provisional: bool,
    asked: bool,
):
    if reported in {None, "returned", "not_applicable"}:
        assume(colour is None)  # there is no figure that could be judged
    assume(not provisional or reported in {"submitted", "not_applicable"})
    with store._connection.cursor() as cursor:
        row = cursor.execute(
            "select shown_status($colour, $reported, $due, $today),"
            " counted_status($colour, $reported, $due, $today, $provisional, $asked)",
            {
                "colour": colour,
                "reported": reported,
                "due": due,
                "today": today,
                "provisional": provisional,
                "asked": asked,
            },
        ).fetchone()
    assert row == (
        oracle.shown(colour, reported, due, today),
        oracle.counted(colour, reported, due, today, provisional=provisional, asked=asked),
    )
