"""What stood before, read from the store: earlier figures, what stands, what is due, for whom."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

import pytest

from indicators import clock
from indicators.access import Grant, Principal
from indicators.catalogue.model import Catalogue, DueRule, Duty, Relation, Side
from indicators.checks.history import Earlier, History, Standing
from indicators.errors import Forbidden
from indicators.history import compare, history_for
from indicators.intake.reading import Figure
from indicators.periods import Period
from indicators.review import decide
from indicators.submission import submit
from indicators.workspace import Workspace
from tests import offices
from tests.offices import figure, indicator, reading, target

DUTY = Duty(
    code="ke-hoach/IV/month",
    plan=offices.PLAN,
    clause="IV",
    title="Báo cáo tháng",
    reporters=("a", "b", "c"),
    reporters_text="",
    recipient="so",
    frequency="month",
    due_text="",
    due=DueRule(day=5),
    is_assumed=False,
    cutoff="calendar",
    shift="none",
)


@pytest.fixture
def office(small_office) -> Workspace:
    return small_office(catalogue_since(date(2026, 1, 1)))


def catalogue_since(first: date) -> Catalogue:
    of = offices.catalogue(
        [indicator("RATE"), indicator("COUNT", formula="count", roll_up="sum", unit_of_measure="")],
        [target("RATE", valid_from=first), target("COUNT", value=20.0)],
        duties=[DUTY],
        plans=[offices.plan(valid_from=first)],
    )
    relation = Relation(
        offices.PLAN,
        "I.RATE",
        Side("COUNT", "value"),
        "<=",
        Side("RATE", "denominator"),
        "theo định nghĩa",
    )
    return replace(of, relations=(relation,))


def person(role: str, unit: str) -> Principal:
    return Principal("nguoi-thu", "Người thử", frozenset({Grant(role, unit)}))


def send(
    office: Workspace, *figures: Figure, approve: bool = True, at: str | None = None
) -> list[int]:
    moment = datetime.fromisoformat(at).replace(tzinfo=clock.HANOI) if at else None
    return submit(office, office.operator(), reading(figures), approve=approve, at=moment)


def months(first: str, count: int) -> list[str]:
    periods = [Period.parse(first)]
    while len(periods) < count:
        periods.append(periods[-1].next)
    return [str(each) for each in periods]


def asked(office: Workspace, *figures: Figure, who: Principal | None = None) -> History:
    return history_for(office, who or office.operator(), [reading(figures)])


def test_earlier_figures_come_oldest_first_with_their_colours(office: Workspace):
    send(office, figure("a", period="2026-08", counts=(80, 100)))
    send(office, figure("a", period="2026-09", counts=(95, 100)), approve=False)
    send(office, figure("b", period="2026-09", counts=(1, 100)))
    send(office, figure("a", period="2026-10", counts=(7, 100)))
    history = asked(office, figure("a", counts=(99, 100)))
    assert history.earlier == {
        ("a", "RATE"): (
            Earlier("2026-08", 80.0, 100.0, 80.0, "red"),
            Earlier("2026-09", 95.0, 100.0, 95.0, "green"),
        )
    }


def test_what_was_returned_or_never_sent_is_no_history(office: Workspace):
    (number,) = send(office, figure("a", period="2026-09", counts=(80, 100)), approve=False)
    decide(office, office.operator("van-phong"), number, decision="returned", reason="Sai")
    history = asked(office, figure("a", period="2026-10", counts=(99, 100)))
    assert history.earlier == {}
    again = asked(office, figure("a", period="2026-09", counts=(99, 100)))
    stands = again.standing["a", "RATE", "2026-09"]
    assert (stands.is_reported, stands.value, stands.sent_at) == (False, None, None)


def test_nothing_of_nothing_is_told_as_such(office: Workspace):
    send(office, figure("a", period="2026-09", counts=(0, 0)))
    history = asked(office, figure("a", counts=(99, 100)))
    assert history.earlier["a", "RATE"] == (Earlier("2026-09", 0.0, 0.0, None, None),)


def test_24_periods_before_each_figure_however_many_are_sent(small_office):
    office = small_office(catalogue_since(date(2024, 1, 1)))
    kept = months("2024-01", 34)
    send(office, *(figure("a", period=period, counts=(95, 100)) for period in kept))
    one = asked(office, figure("a", period="2026-11", counts=(99, 100)))
    assert [each.period for each in one.earlier["a", "RATE"]] == kept[-25:]
    early = asked(
        office,
        figure("a", period="2026-10", counts=(99, 100)),
        figure("a", period="2026-08", counts=(99, 100)),
    )
    assert [each.period for each in early.earlier["a", "RATE"]] == kept[-27:-1]


def test_what_stands_and_what_is_due(office: Workspace):
    send(office, figure("a", counts=(80, 100)), at="2026-11-03 09:00")
    history = asked(office, figure("a", counts=(95, 100)))
    assert history.standing["a", "RATE", "2026-10"] == Standing(
        80.0,
        100.0,
        80.0,
        "red",
        is_reported=True,
        is_approved=True,
        sent_at=datetime(2026, 11, 3, 9, tzinfo=clock.HANOI),
        due_on=date(2026, 11, 5),
        operator=">=",
        goal=90.0,
    )
    beside = history.standing["a", "COUNT", "2026-10"]
    assert (beside.is_reported, beside.goal) == (False, 20.0)


def test_each_figure_is_told_the_colour_it_would_have(office: Workspace):
    sent = [figure("a", counts=counts) for counts in ((90, 100), (86, 100), (10, 100), (0, 0))]
    sent += [figure("a", "COUNT", value=20.0), figure("b", value=89.99), figure("so", value=1.0)]
    assert asked(office, *sent).becomes == {
        ("a", "RATE", "2026-10", 90.0, 100.0, 90.0): "green",
        ("a", "RATE", "2026-10", 86.0, 100.0, 86.0): "amber",
        ("a", "RATE", "2026-10", 10.0, 100.0, 10.0): "red",
        ("a", "RATE", "2026-10", 0.0, 0.0, None): None,
        ("a", "COUNT", "2026-10", None, None, 20.0): "green",
        ("b", "RATE", "2026-10", None, None, 89.99): "amber",
    }


def test_what_waits_stands_but_is_not_approved(office: Workspace):
    send(office, figure("a", counts=(80, 100)), approve=False)
    stands = asked(office, figure("a", counts=(95, 100))).standing["a", "RATE", "2026-10"]
    assert (stands.is_reported, stands.is_approved, stands.colour) == (True, False, "red")


def test_roll_ups_are_nobodys_history(office: Workspace):
    send(office, figure("a", period="2026-09", counts=(80, 100)))
    assert asked(office, figure("so", counts=(95, 100))) == History()


def test_a_reporter_sees_the_history_of_its_own_units_alone(office: Workspace):
    send(office, figure("a", period="2026-09", counts=(80, 100)))
    send(office, figure("b", period="2026-09", counts=(80, 100)))
    both = [figure("a", counts=(95, 100)), figure("b", counts=(95, 100))]
    history = asked(office, *both, who=person("reporter", "b"))
    assert {unit for unit, _ in history.earlier} == {"b"}
    assert {unit for unit, _, _ in history.standing} == {"b"}
    assert {unit for unit, _ in asked(office, *both).earlier} == {"a", "b"}
    with pytest.raises(Forbidden):
        history_for(office, person("leader", "so"), [reading(both)])
    with pytest.raises(Forbidden):
        compare(office, person("leader", "so"), [reading(both)])


def test_no_figures_ask_nothing(office: Workspace):
    assert asked(office) == History()


def test_a_drop_is_compared_file_by_file(office: Workspace, the_clock):
    send(office, *(figure("a", period=each, counts=(95, 100)) for each in months("2026-01", 9)))
    send(office, figure("a", counts=(70, 100)), figure("a", "COUNT", value=30.0))
    the_clock.set("2026-11-05 23:30")
    files = [
        reading([figure("a", counts=(90, 100))], file="mot.xlsx"),
        reading([figure("a", counts=(10, 20))], file="hai.xlsx"),
        reading([figure("b", counts=(10, 20))], file="ba.xlsx"),
    ]
    found = compare(office, office.operator(), files)
    assert [[each.code for each in one.problems] for one in found] == [
        ["at-threshold", "changed-just-before-deadline"],
        ["jump", "relation-broken"],
        [],
    ]
    assert [one.file for one in found] == [one.file for one in files]
    assert all(one.ok for one in found)
    assert compare(office, office.operator(), found) == found
