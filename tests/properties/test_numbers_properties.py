"""Whatever is written is read back; whatever is read never raises and never guesses."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import assume, given
from hypothesis import strategies as st

from indicators.numbers import format_against, format_number, format_target, parse_number

amounts = st.decimals(min_value=-(10**11), max_value=10**11, places=4)


@given(amounts)
def test_a_number_written_is_the_number_read(amount: Decimal):
    text = format_number(float(amount), 4)
    parsed = parse_number(text)
    if parsed.kind == "ambiguous":
        assert float(amount) in parsed.choices
    else:
        assert parsed.value == float(amount)


@given(amounts)
def test_both_minus_signs_mean_the_same(amount: Decimal):
    text = format_number(float(amount), 4)
    assert parse_number(text.replace("-", "−")) == parse_number(text)


@given(st.text(alphabet="0123456789., +-−%‰_eE\u00a0\u202fabcn٣１", max_size=30))
def test_any_text_has_exactly_one_of_value_reason(text: str):
    parsed = parse_number(text)
    assert (parsed.value is None) == (parsed.reason is not None)
    assert bool(parsed.choices) == (parsed.kind == "ambiguous")


@given(st.integers(1, 999), st.integers(0, 999), st.sampled_from(".,"))
def test_three_digits_after_one_separator_are_never_guessed(whole: int, part: int, sign: str):
    parsed = parse_number(f"{whole}{sign}{part:03}")
    assert parsed.kind == "ambiguous"
    assert parsed.choices == (float(f"{whole}{part:03}"), float(f"{whole}.{part:03}"))


@given(
    st.floats(0, 1000) | st.decimals(0, 1000, places=4).map(float),
    st.decimals(0, 1000, places=3).map(float),
)
def test_what_is_not_the_goal_never_looks_like_it(value: float, goal: float):
    assume(abs(value - goal) > 1e-8)
    assert format_against(value, goal) != format_target(None, goal, None)


@given(st.decimals(0, 1000, places=3).map(float), st.integers(1, 99_999_999))
def test_not_even_when_it_is_very_near(goal: float, slip: int):
    value = goal - slip * 1e-8
    assert format_against(value, goal) != format_target(None, goal, None)
