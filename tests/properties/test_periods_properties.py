"""A period written is the period read; periods of a kind cover every day once."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from indicators.periods import Period, periods_between

KINDS = ("week", "month", "quarter", "half", "nine_months", "year")
days = st.dates(date(2001, 1, 1), date(2099, 12, 31))
kinds = st.sampled_from(KINDS)


@given(day=days, kind=kinds)
def test_written_and_read_back(day: date, kind):
    period = Period.containing(day, kind)
    assert Period.parse(str(period)) == period
    assert Period.parse(period.label) == period
    assert Period.parse(f"Báo cáo {period.label.lower()}") == period


@given(day=days, kind=kinds.filter(lambda kind: kind != "nine_months"))
def test_periods_of_a_kind_touch_and_never_overlap(day: date, kind):
    period = Period.containing(day, kind)
    assert period.start <= day <= period.end
    assert period.next.start == period.end + timedelta(days=1)
    assert period.previous.end == period.start - timedelta(days=1)
    assert period.next.previous == period


@given(day=days, kind=kinds)
def test_the_last_ended_is_the_last_that_had(day: date, kind):
    period = Period.last_ended(day, kind)
    assert period.end <= day < period.next.end


@given(day=days, kind=kinds, many=st.integers(0, 30))
def test_codes_sort_as_time_passes(day: date, kind, many: int):
    found = periods_between(day, day + timedelta(days=many * 31), kind)
    assert [str(each) for each in found] == sorted(str(each) for each in found)
    assert len(set(found)) == len(found)
