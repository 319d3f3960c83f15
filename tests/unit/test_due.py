"""When a report is due: rules of plans laid on periods."""

from __future__ import annotations

from datetime import date

import pytest

from indicators.catalogue.due import due_date
from indicators.catalogue.model import Catalogue, DueRule, Duty
from indicators.periods import Period

DEFAULT = DueRule(day=5, month_offset=1)


def duty(rule: DueRule | None, *, shift="none") -> Duty:
    return Duty(
        code="x",
        plan="x",
        clause="IV.1",
        title="",
        reporters=(),
        reporters_text="",
        recipient="",
        frequency="month",
        due_text="",
        due=rule,
        is_assumed=rule is None,
        cutoff="calendar",
        shift=shift,
    )


@pytest.mark.parametrize(
    ("rule", "period", "day"),
    [
        (None, "2026-10", date(2026, 11, 5)),
        (None, "2026-12", date(2027, 1, 5)),
        (None, "2026-Q4", date(2027, 1, 5)),
        (None, "2026", date(2027, 1, 5)),
        (DueRule(day=20, month_offset=0), "2026-10", date(2026, 10, 20)),
        (DueRule(day=10, month_offset=1, before=True), "2026-10", date(2026, 11, 9)),
        (DueRule(day=1, month_offset=1, before=True), "2026-10", date(2026, 10, 31)),
        (DueRule(day=31, month_offset=0), "2026-02", date(2026, 2, 28)),
        (DueRule(day=30, month=11), "2026", date(2026, 11, 30)),
        (DueRule(day=31, month=11), "2026", date(2026, 11, 30)),
        (DueRule(day=31, month=11, before=True), "2026", date(2026, 11, 29)),
        (DueRule(day=10, month=6), "2026-H1", date(2026, 6, 10)),
        (DueRule(day=10, month=6), "2026-H2", date(2027, 1, 5)),
        (DueRule(weekday=5), "2026-W43", date(2026, 10, 23)),
        (DueRule(weekday=5, before=True), "2026-W43", date(2026, 10, 22)),
    ],
)
def test_rules_on_periods(rule: DueRule | None, period: str, day: date):
    assert due_date(duty(rule), Period.parse(period), DEFAULT) == day


@pytest.mark.parametrize(
    ("shift", "period", "day"),
    [
        ("next", "2026-08", date(2026, 9, 7)),  # 5/9 is a Saturday
        ("previous", "2026-08", date(2026, 9, 4)),
        ("none", "2026-08", date(2026, 9, 5)),
        ("next", "2026-04", date(2026, 5, 5)),
    ],
)
def test_days_that_move_off_weekends(shift: str, period: str, day: date):
    assert due_date(duty(DEFAULT, shift=shift), Period.parse(period), DEFAULT) == day


def test_a_day_that_moves_off_a_holiday():
    rule = DueRule(day=2, month=9)
    assert due_date(duty(rule, shift="next"), Period.parse("2026"), DEFAULT) == date(2026, 9, 3)
    assert due_date(duty(rule, shift="previous"), Period.parse("2025"), DEFAULT) <= date(2025, 9, 1)


def test_every_duty_of_the_plans_has_a_day_in_every_period(catalogue: Catalogue):
    for each in catalogue.duties:
        period = Period.containing(date(2026, 10, 15), each.frequency)
        day = due_date(each, period, DEFAULT)
        assert period.start <= day <= date(2027, 1, 31), each.code
