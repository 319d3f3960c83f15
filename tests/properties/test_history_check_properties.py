"""What is unusual, over generated histories: scale, order and sign do not matter; calm is calm."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from indicators.checks import against_history
from indicators.checks.history import Earlier, History, Standing
from indicators.checks.usual import usual
from indicators.intake.reading import Figure, Reading
from indicators.periods import Period
from tests import offices

TODAY = date(2026, 11, 22)
NOW = Period.parse("2026-10")
POINTS = offices.indicator("DIEM", formula="value", unit_of_measure="điểm", roll_up="own")
TOTAL = replace(POINTS, code="TONG", accumulation="ytd")
RATE = offices.indicator("RATE", maximum=100.0)
OF = offices.catalogue([POINTS, TOTAL, RATE])

numbers = st.integers(-1000, 1000).map(float)
histories = st.lists(numbers, min_size=6, max_size=24)
# Powers of two scale doubles without rounding.
scales = st.integers(-8, 8).map(lambda power: 2.0**power)


def no_noise(_middle: float) -> float:
    return 0.0


def codes_of(code: str, before: list[Earlier], now: Figure) -> list[str]:
    """Return the codes that one figure is warned with."""
    history = History({("a", code): tuple(before)})
    found = against_history(Reading("a.xlsx", rows=[now]), OF, history, today=TODAY)
    assert not any(each.is_error for each in found)
    return [each.code for each in found]


def told(code: str, values: list[float], now: float) -> list[str]:
    """Return the codes for a value after `values`, month by month up to the one before."""
    period, before = NOW, []
    for value in reversed(values):
        period = period.previous
        before.append(Earlier(str(period), value=value))
    return codes_of(code, before[::-1], offices.figure("a", code, str(NOW), now))


@given(histories, numbers, scales)
def test_a_jump_is_one_at_any_scale(values: list[float], now: float, by: float):
    scaled = told("DIEM", [value * by for value in values], now * by)
    assert scaled == told("DIEM", values, now)


@given(histories, numbers)
def test_a_jump_up_mirrors_a_jump_down(values: list[float], now: float):
    assert told("DIEM", [-value for value in values], -now) == told("DIEM", values, now)


@given(histories, numbers, st.randoms())
def test_the_order_of_a_history_does_not_matter(values: list[float], now: float, random):
    mixed = list(values)
    random.shuffle(mixed)
    assert told("DIEM", mixed, now) == told("DIEM", values, now)


@given(numbers, st.integers(0, 30))
def test_a_constant_series_is_never_warned_of(value: float, count: int):
    assert told("DIEM", [value] * count, value) == []


@given(st.lists(numbers, max_size=5), numbers)
def test_fewer_than_six_months_make_nothing_usual(values: list[float], now: float):
    assert told("DIEM", values, now) == []


@given(histories, numbers, st.floats(0, 5))
def test_further_out_is_no_more_usual(values: list[float], now: float, beyond: float):
    known = usual(values, no_noise)
    assert known is not None
    if not known.holds(now):
        away = 1 if now > known.middle else -1
        assert not known.holds(now + away * beyond)


@given(histories)
def test_the_middle_and_most_of_a_history_are_usual(values: list[float]):
    known = usual(values, no_noise)
    assert known is not None
    assert known.holds(known.middle)
    assert sum(map(known.holds, values)) * 2 >= len(values)


@given(st.lists(st.integers(0, 50).map(float), min_size=1, max_size=9))
def test_a_total_that_grows_never_falls(additions: list[float]):
    totals = [sum(additions[: count + 1]) for count in range(len(additions))]
    first = len(totals) - 1
    period = Period("month", 2026, 10 - first)
    before = []
    for total in totals[:-1]:
        before.append(Earlier(str(period), value=total))
        period = period.next
    now = offices.figure("a", "TONG", str(NOW), totals[-1])
    assert "cumulative-falls" not in codes_of("TONG", before, now)
    less = replace(now, value=totals[-2] - 1) if first else None
    assert less is None or "cumulative-falls" in codes_of("TONG", before, less)


@given(st.integers(20, 400), st.integers(1, 99), st.data())
def test_at_a_threshold_is_green_and_one_count_less_is_not(whole: int, goal: int, data):
    """The check's arithmetic against the definition, counted out in whole numbers."""
    top = data.draw(st.integers(0, whole))
    is_green = 100 * top >= goal * whole
    is_first = is_green and 100 * (top - 1) < goal * whole
    now = offices.figure("a", "RATE", str(NOW), counts=(top, whole))
    cell = ("a", "RATE", str(NOW))
    colour = "green" if is_green else "amber"
    history = History(
        standing={cell: Standing(operator=">=", goal=float(goal))},
        becomes={(*cell, top, whole, now.value): colour},
    )
    found = against_history(Reading("a.xlsx", rows=[now]), OF, history, today=TODAY)
    is_hair = 100 * top == goal * whole or whole - top >= 5
    assert [each.code for each in found] == ["at-threshold"] * (is_first and is_hair)
