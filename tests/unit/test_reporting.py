"""Who has reported: on time until Hà Nội's midnight, late by days, missing, sent back and again."""

from __future__ import annotations

from datetime import date

import pytest

from indicators.access import Grant, Principal
from indicators.catalogue.model import DueRule, Duty
from indicators.errors import InputRejected
from indicators.reporting import due_between, reporting
from indicators.review import decide
from indicators.submission import submit
from tests import offices

MONTHLY = DueRule(day=5, month_offset=1)


def duty(**changes: object) -> Duty:
    kept = {
        "code": "IV.1",
        "plan": offices.PLAN,
        "clause": "IV.1",
        "title": "Báo cáo hằng tháng",
        "reporters": ("a", "b", "c"),
        "reporters_text": "Các phòng",
        "recipient": "Văn phòng",
        "frequency": "month",
        "due_text": "trước ngày 05",
        "due": MONTHLY,
        "is_assumed": False,
        "cutoff": "calendar",
        "shift": "none",
    }
    return Duty(**{**kept, **changes})


@pytest.fixture
def office(small_office):
    made = offices.catalogue(
        [offices.indicator("RATE"), offices.indicator("SPEED")],
        [offices.target("RATE"), offices.target("SPEED")],
        duties=[duty()],
    )
    return small_office(made)


@pytest.fixture
def send(office, the_clock):
    """Send figures of room a for a month at a moment; return the submission."""

    def call(moment: str, *codes: str, period: str = "2026-10", count: int = 95) -> int:
        the_clock.set(moment)
        rows = [offices.figure("a", each, period, counts=(count, 100)) for each in codes]
        (number,) = submit(office, office.operator("can-bo"), offices.reading(rows))
        return number

    return call


def of_a(office, period="2026-10", who=None):
    for each in reporting(office, who or office.operator(), period=period):
        if each.period == period:
            return next(unit for unit in each.units if unit.unit == "a")
    raise AssertionError(f"no duty for {period}")


def approve(office, number):
    decide(office, office.operator("van-phong"), number, decision="approved")


def send_back(office, number):
    decide(office, office.operator("van-phong"), number, decision="returned", reason="Sai số liệu.")


@pytest.mark.parametrize(
    ("moment", "state", "days"),
    [
        ("2026-11-05 23:59:59", "on_time", 0),
        ("2026-11-06 00:00:00", "late", 1),
        ("2026-11-05T17:00:00+00:00", "late", 1),  # midnight in Hà Nội, still the 5th in London
        ("2026-11-05T16:59:59+00:00", "on_time", 0),
        ("2026-11-22 09:00", "late", 17),
    ],
)
def test_a_report_is_late_from_midnight_in_ha_noi(office, send, moment, state, days):
    approve(office, send(moment, "RATE", "SPEED"))
    found = of_a(office)
    assert (found.state, found.days) == (state, days)


@pytest.mark.parametrize(
    ("today", "state", "days"),
    [
        ("2027-01-05 23:59", "pending", 0),
        ("2027-01-06 00:00", "missing", 1),
        ("2026-12-31 23:59", "pending", -5),
        ("2027-01-01 00:00", "pending", -4),
    ],
)
def test_what_december_owes_is_due_in_the_new_year(office, the_clock, today, state, days):
    the_clock.set(today)
    office.keep_current()
    found = of_a(office, "2026-12")
    assert found.due_on == date(2027, 1, 5)
    assert (found.state, found.days) == (state, days)
    assert found.unsent == ("RATE", "SPEED")


@pytest.mark.parametrize(
    ("day", "moved"),
    [(5, date(2026, 9, 7)), (2, date(2026, 9, 3))],  # a Saturday; National Day
)
def test_a_due_day_moves_off_weekends_and_holidays(small_office, the_clock, day, moved):
    rule = DueRule(day=day, month_offset=1)
    office = small_office(offices.catalogue(duties=[duty(due=rule, shift="next")]))
    the_clock.set(f"{moved} 23:59")
    assert of_a(office, "2026-08").state == "pending"
    the_clock.set(f"{moved.replace(day=moved.day + 1)} 00:00")
    found = of_a(office, "2026-08")
    assert (found.due_on, found.state, found.days) == (moved, "missing", 1)


def test_half_a_report_is_no_report(office, send, the_clock):
    approve(office, send("2026-11-04 08:00", "RATE"))
    the_clock.set("2026-11-07 08:00")
    found = of_a(office)
    assert (found.state, found.days, found.unsent) == ("missing", 2, ("SPEED",))
    assert (found.count_sent, found.count_expected) == (1, 2)
    send("2026-11-09 08:00", "SPEED")
    found = of_a(office)
    assert (found.state, found.days) == ("waiting", 4)


def test_sent_back_does_not_make_late_and_sent_again_is_told(office, send):
    first = send("2026-11-05 20:00", "RATE", "SPEED")
    assert of_a(office).state == "waiting"
    send_back(office, first)
    found = of_a(office)
    assert (found.state, found.days, found.returned) == ("returned", 0, ("RATE", "SPEED"))
    assert not found.is_sent_again
    again = send("2026-11-20 08:00", "RATE", "SPEED", count=96)
    found = of_a(office)
    assert (found.state, found.days, found.is_sent_again) == ("waiting", 0, True)
    assert f"{found.last_sent_at:%d/%m}" == "20/11"
    assert found.last_sent_by == "can-bo"
    approve(office, again)
    found = of_a(office)
    assert (found.state, found.is_sent_again, found.was_late) == ("on_time", True, False)


def test_late_and_then_sent_back_stays_late_by_the_first_time(office, send):
    send_back(office, send("2026-11-08 08:00", "RATE", "SPEED"))
    approve(office, send("2026-11-20 08:00", "RATE", "SPEED", count=96))
    found = of_a(office)
    assert (found.state, found.days) == ("late", 3)


def test_a_correction_of_what_was_approved_leaves_it_approved(office, send):
    approve(office, send("2026-11-05 08:00", "RATE", "SPEED"))
    send("2026-11-20 08:00", "RATE", count=50)
    assert of_a(office).state == "on_time"


def test_units_stand_worst_first_and_are_counted(office, send, the_clock):
    approve(office, send("2026-11-05 08:00", "RATE", "SPEED"))
    the_clock.set("2026-11-07 08:00")
    (october,) = [
        each for each in reporting(office, office.operator(), period="2026-10")
        if each.period == "2026-10"
    ]  # fmt: skip
    assert [each.unit for each in october.units] == ["b", "c", "a"]
    assert (october.count("missing"), october.count("on_time", "late")) == (2, 1)
    assert october.duty is not None
    assert october.duty.clause == "IV.1"


def test_only_the_asker_s_branch(office):
    who = Principal("x", "x", frozenset({Grant("reporter", "b")}))
    (october,) = reporting(office, who, period="2026-10")
    assert [each.unit for each in october.units] == ["b"]


def test_a_yearly_report_due_in_november_stands_in_november(small_office):
    yearly = offices.indicator("YEAR", frequency="year")
    rule = DueRule(day=25, month=11, before=True)
    office = small_office(
        offices.catalogue(
            [yearly], [offices.target("YEAR")], duties=[duty(frequency="year", due=rule)]
        )
    )
    who = office.operator()
    assert [(each.period, each.due_on) for each in reporting(office, who, period="2026-11")] == [
        ("2026", date(2026, 11, 24))
    ]
    assert reporting(office, who, period="2026-10") == []
    found = due_between(office, who, first=date(2026, 11, 24), last=date(2026, 11, 24))
    assert {each.unit for each in found} == {"a", "b", "c"}
    assert due_between(office, who, first=date(2026, 11, 25), last=date(2026, 12, 24)) == []


def test_every_week_that_ends_in_a_month_stands_in_it(small_office):
    weekly = offices.indicator("WEEK", frequency="week")
    office = small_office(offices.catalogue([weekly], [offices.target("WEEK")]))
    found = {each.period for each in reporting(office, office.operator(), period="2026-10")}
    assert {"2026-W40", "2026-W41", "2026-W42", "2026-W43"} <= found
    assert "2026-W46" not in found
    assert all(each.duty is None for each in reporting(office, office.operator(), period="2026-10"))


def test_a_period_that_is_none_is_refused(office):
    with pytest.raises(InputRejected, match="không phải là kỳ báo cáo"):
        reporting(office, office.operator(), period="2026-13")
