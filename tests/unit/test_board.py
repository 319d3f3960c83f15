"""The board: what is on it, in which order, as of when; the trend; where periods come from."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from indicators.board import (
    board,
    coloured_month,
    latest_period,
    months_back,
    periods,
    series,
    shown_periods,
    trend,
)
from indicators.board.render import rows
from indicators.catalogue.model import UnitGroup
from indicators.errors import NotFound
from indicators.review import decide
from indicators.submission import submit
from indicators.workspace import Workspace
from tests import offices
from tests.offices import figure, indicator, reading, target

JSON_KEYS = [
    "unit",
    "indicator",
    "clause",
    "period",
    "value",
    "target",
    "status",
    "reported",
    "provisional",
]


@pytest.fixture
def office(small_office) -> Workspace:
    return small_office(
        offices.catalogue(
            [
                indicator("RATE"),
                indicator(
                    "SCORE", formula="value", roll_up="own", plan="khac", applies_to=("a", "b")
                ),
                indicator("SUM", formula="count", roll_up="sum", frequency="quarter"),
            ],
            [target("RATE"), target("SCORE"), target("SUM", operator="<=", value=10.0)],
            groups=[UnitGroup("nhom", "Nhóm", ("a",))],
            plans=[offices.plan(), offices.plan("khac")],
        )
    )


def send(office: Workspace, *figures: object, approve: bool = True) -> list[int]:
    return submit(office, office.operator("dau-moi"), reading(figures), approve=approve)


def test_a_month_shows_itself_and_the_last_ended_period_of_every_other_rhythm():
    assert shown_periods("2026-10") == [
        "2025", "2026-10", "2026-9M", "2026-H1", "2026-Q3", "2026-W43",
    ]  # fmt: skip
    assert "2026-12" in shown_periods("2026-12")
    assert {"2026", "2026-Q4", "2026-H2"} <= set(shown_periods("2026-12"))
    assert "2025-9M" in shown_periods("2026-08")


def test_months_back_end_with_the_month_itself():
    assert months_back("2026-02", 3) == ["2025-12", "2026-01", "2026-02"]
    assert months_back("2026-Q1", 2) == ["2025-Q4", "2026-Q1"]


def test_a_unit_its_units_below_and_their_cells(office: Workspace):
    send(office, figure("a", counts=(95, 100)), figure("b", counts=(5, 10)))
    send(office, *(figure(unit, "SUM", "2026-Q3", value=4.0) for unit in "abc"))
    drawn = board(office, office.operator(), period="2026-10", unit="so", order="plan")
    assert [each.code for each in drawn.units] == ["so", "a", "b", "c"]
    assert [each.depth for each in drawn.units] == [0, 1, 1, 1]
    assert [each.code for each in drawn.indicators] == ["RATE", "SCORE", "SUM"]
    assert drawn.cells["so", "RATE"].value == pytest.approx(100 * 100 / 110)
    assert drawn.cells["so", "SUM"].value == 12.0
    assert (drawn.cells["so", "SUM"].operator, drawn.cells["so", "SUM"].status) == (None, "pending")
    assert drawn.cells["a", "SUM"].period == "2026-Q3"
    assert ("c", "SCORE") not in drawn.cells
    assert ("so", "SCORE") not in drawn.cells  # rolled up by nobody
    assert not drawn.is_empty


def test_the_tally_counts_cells_and_never_roll_ups(office: Workspace):
    send(office, figure("a", counts=(95, 100)), figure("b", counts=(88, 100)))
    send(office, figure("c", counts=(0, 0)), figure("a", "SCORE", value=10.0))
    drawn = board(office, office.operator(), period="2026-10", unit="so")
    tally = drawn.tally
    assert (tally.green, tally.amber, tally.red, tally.not_applicable) == (1, 1, 1, 1)
    assert tally.missing == 4  # SCORE of b; SUM of three for the third quarter
    assert tally.judged == 7
    assert tally.greening_rate == pytest.approx(100 / 7)
    assert drawn.previous.missing == 8
    assert board(office, office.operator(), period="2026-11", unit="so").tally.pending == 5
    assert board(office, office.operator(), period="2026-11", unit="so").tally.greening_rate == 0.0


def test_worst_first_puts_red_before_missing_before_amber(office: Workspace):
    send(office, figure("a", counts=(95, 100)), figure("b", counts=(0, 100)))
    drawn = board(office, office.operator(), period="2026-10", unit="so", plan=offices.PLAN)
    assert [each.code for each in drawn.units][:2] == ["so", "b"]
    assert drawn.units[-1].code == "a"
    assert drawn.units[1].tally.red == 1


def test_filters_by_plan_and_group(office: Workspace):
    send(office, figure("a", "SCORE", value=95.0), figure("b", "SCORE", value=1.0))
    drawn = board(office, office.operator(), period="2026-10", unit="so", plan="khac")
    assert {code for _, code in drawn.cells} == {"SCORE"}
    assert (drawn.tally.green, drawn.tally.red) == (1, 1)
    only = board(office, office.operator(), period="2026-10", unit="so", plan="khac", group="nhom")
    assert [each.code for each in only.units] == ["so", "a"]
    assert (only.tally.green, only.tally.red) == (1, 0)


@pytest.mark.parametrize("wrong", [{"unit": "x"}, {"plan": "x"}, {"group": "x"}])
def test_what_does_not_exist_is_not_found(office: Workspace, wrong: dict[str, str]):
    with pytest.raises(NotFound, match="«x»"):
        board(office, office.operator(), **{"period": "2026-10", "unit": "so", **wrong})


def test_a_unit_merged_away_leaves_the_board_and_its_past_stays(small_office):
    office = small_office(
        offices.catalogue(
            units=[
                offices.unit("so", None),
                offices.unit("a", "so", valid_to=date(2026, 9, 30), successors=("b",)),
                offices.unit("b", "so", valid_from=date(2026, 10, 1)),
                offices.unit("c", "so"),
            ]
        )
    )
    send(office, figure("a", period="2026-09", counts=(9, 10)))
    send(office, figure("b", period="2026-10", counts=(8, 10)))
    before = board(office, office.operator(), period="2026-09", unit="so", order="plan")
    after = board(office, office.operator(), period="2026-10", unit="so", order="plan")
    assert [each.code for each in before.units] == ["so", "a", "c"]
    assert [each.code for each in after.units] == ["so", "b", "c"]
    assert (before.cells["so", "RATE"].value, after.cells["so", "RATE"].value) == (90.0, 80.0)
    assert before.cells["so", "RATE"].count_expected == 2


def test_the_figure_before_and_the_change(office: Workspace):
    send(office, figure("a", period="2026-09", counts=(90, 100)), figure("a", counts=(95, 100)))
    found = board(office, office.operator(), period="2026-10", unit="so").cells["a", "RATE"]
    assert (found.previous, found.delta) == (90.0, 5.0)
    assert (
        board(office, office.operator(), period="2026-10", unit="so").cells["b", "RATE"].delta
        is None
    )


def test_a_board_between_two_decisions_is_the_one_drawn_then(office: Workspace, the_clock):
    drawn, moments = [], []
    the_clock.set("2026-11-06 07:30")
    (first,) = send(office, figure("a", counts=(95, 100)), approve=False)
    steps = [
        lambda: None,
        lambda: decide(office, office.operator("vp"), first, decision="approved"),
        lambda: send(office, figure("a", counts=(71, 100))),
        lambda: send(office, figure("b", counts=(80, 100)), approve=False),
        lambda: decide(office, office.operator("vp"), 3, decision="returned", reason="thiếu"),
    ]
    for hour, step in enumerate(steps, 8):
        the_clock.set(f"2026-11-06 {hour:02d}:00")
        step()
        the_clock.set(f"2026-11-06 {hour:02d}:30")
        drawn.append(board(office, office.operator(), period="2026-10", unit="so"))
        moments.append(offices.clock.now())
    the_clock.set("2026-11-20 09:00")
    for moment, then in zip(moments, drawn, strict=True):
        again = board(office, office.operator(), period="2026-10", unit="so", as_of=moment)
        assert (again.cells, again.tally, again.previous) == (then.cells, then.tally, then.previous)
    assert [each.cells["a", "RATE"].counted for each in drawn] == ["missing", "green", *["red"] * 3]
    assert [each.cells["b", "RATE"].reported for each in drawn[-3:]] == [
        "missing",
        "submitted",
        "returned",
    ]


def test_before_the_due_day_pending_after_it_missing(office: Workspace):
    on_time = datetime(2026, 11, 5, 23, 59, tzinfo=offices.clock.HANOI)
    late = datetime(2026, 11, 6, 0, 0, tzinfo=offices.clock.HANOI)
    for moment, status in ((on_time, "pending"), (late, "missing")):
        found = board(office, office.operator(), period="2026-10", unit="so", as_of=moment).cells[
            "a", "RATE"
        ]
        assert (found.status, found.counted, found.due_on) == (status, status, date(2026, 11, 5))


def test_a_changed_target_does_not_repaint_what_was(office: Workspace, the_clock):
    send(office, *(figure("a", period=each, counts=(91, 100)) for each in ("2026-09", "2026-10")))
    before = offices.clock.now()
    the_clock.set("2026-11-22 10:00")
    old = replace(office.catalogue.targets[0], valid_to=date(2026, 9, 30))
    new = target("RATE", code="RATE/2", value=99.0, valid_from=date(2026, 10, 1))
    office.catalogue = replace(
        office.catalogue, targets=(old, new, *office.catalogue.targets[1:]), sha256="2"
    )
    assert office.adopt_catalogue()
    status = {
        each: board(office, office.operator(), period=each, unit="so").cells["a", "RATE"].status
        for each in ("2026-09", "2026-10")
    }
    assert status == {"2026-09": "green", "2026-10": "red"}
    assert (
        board(office, office.operator(), period="2026-10", unit="so", as_of=before)
        .cells["a", "RATE"]
        .status
        == "green"
    )


@pytest.mark.parametrize("provisional", [False, True])
def test_the_trend_of_a_month_is_its_boards_tally(office: Workspace, *, provisional: bool):
    send(office, figure("a", period="2026-09", counts=(95, 100)))
    send(office, figure("a", counts=(95, 100)))
    send(office, figure("a", counts=(10, 100)), figure("b", counts=(88, 100)), approve=False)
    points = trend(office, office.operator(), period="2026-10", unit="so", provisional=provisional)
    assert [point.period for point in points] == ["2026-08", "2026-09", "2026-10"]
    for point in points:
        drawn = board(
            office, office.operator(), period=point.period, unit="so", provisional=provisional
        )
        assert drawn.tally == point.tally
    last = points[-1].tally
    assert (last.green, last.amber, last.red) == ((0, 1, 1) if provisional else (1, 0, 0))
    now = offices.clock.now()
    assert (
        trend(
            office,
            office.operator(),
            period="2026-10",
            unit="so",
            provisional=provisional,
            as_of=now,
        )
        == points
    )


def test_a_series_has_each_periods_own_goal(office: Workspace):
    send(office, figure("a", period="2026-09", counts=(95, 100)))
    points = series(office, office.operator(), indicator="RATE", unit="a", period="2026-10")
    assert [(p.period, p.value, p.goal, p.status) for p in points] == [
        ("2026-08", None, 90.0, "missing"),
        ("2026-09", 95.0, 90.0, "green"),
        ("2026-10", None, 90.0, "missing"),
    ]


def test_periods_on_offer_and_the_one_to_open(office: Workspace, the_clock):
    assert periods(office) == ["2026-11", "2026-10", "2026-09", "2026-08"]
    assert latest_period(office) == "2026-10"  # November runs, and nobody has sent anything
    send(office, figure("a", period="2026-11", counts=(95, 100)))
    assert latest_period(office) == "2026-11"  # the only figure there is
    send(office, figure("a", period="2026-09", counts=(95, 100)))
    assert latest_period(office) == "2026-09"  # what is over, though somebody is early
    the_clock.set("2026-11-30 20:00")
    assert latest_period(office) == "2026-09"
    the_clock.set("2026-12-01 08:00")
    assert latest_period(office) == "2026-11"
    the_clock.set("2027-01-04 08:00")
    assert periods(office)[:2] == ["2027-01", "2026-12"]
    assert (
        board(office, office.operator(), period="2026-12", unit="so").cells["a", "RATE"].status
        == "pending"
    )


def test_a_longer_period_is_coloured_by_its_last_month_once_that_is_over(
    office: Workspace, the_clock
):
    for month in ("2026-08", "2026-10"):
        send(office, figure("a", period=month, counts=(95, 100)))
    send(office, figure("a", period="2026-11", counts=(95, 100)), approve=False)
    the_clock.set("2026-11-25 08:00")
    now = the_clock.now()
    assert coloured_month(office, "2026-Q3", now) == "2026-09"  # over, though without a figure
    assert coloured_month(office, "2026-Q4", now) == "2026-10"
    assert coloured_month(office, "2026", now) == "2026-10"
    assert coloured_month(office, "2026-10", now) == "2026-10"
    the_clock.set("2026-12-31 08:00")
    assert coloured_month(office, "2026", the_clock.now()) == "2026-10"
    assert coloured_month(office, "2026", now) == "2026-10"
    the_clock.set("2027-01-01 08:00")
    assert coloured_month(office, "2026", the_clock.now()) == "2026-12"
    assert coloured_month(office, "2027", the_clock.now()) == "2027-12"  # none of it is over


def test_a_longer_period_is_coloured_by_what_was_known_then(office: Workspace, the_clock):
    the_clock.set("2026-10-05 08:00")
    send(office, figure("a", period="2026-09", counts=(95, 100)))
    then = the_clock.now()
    the_clock.set("2026-11-05 08:00")
    send(office, figure("a", period="2026-10", counts=(95, 100)))
    assert coloured_month(office, "2026", the_clock.now()) == "2026-10"
    the_clock.set("2026-11-04 08:00")
    assert coloured_month(office, "2026", the_clock.now()) == "2026-09"
    assert coloured_month(office, "2026", then) == "2026-09"
    the_clock.set("2026-10-04 08:00")
    assert coloured_month(office, "2026", the_clock.now()) == "2026-09"  # over, though empty


def test_a_board_of_a_day_in_the_past_names_the_version_of_that_day(office: Workspace):
    send(office, figure("b", counts=(95, 100)))
    before, then = office.store.version, datetime.now(UTC)  # versions have the machine's time
    send(office, figure("a", counts=(95, 100)))
    asked = {"period": "2026-10", "unit": "so"}
    assert board(office, office.operator(), **asked).version == office.store.version > before
    assert board(office, office.operator(), as_of=then, **asked).version == before


def test_starting_again_writes_nothing_new(workspace: Workspace):
    version = workspace.store.version
    workspace.keep_current()
    assert not workspace.adopt_catalogue()
    assert workspace.store.version == version


def test_the_rows_other_programs_read_have_the_keys_of_the_design(office: Workspace):
    send(office, figure("a", counts=(95, 100)))
    found = rows(
        board(office, office.operator(), period="2026-10", unit="so", order="plan"),
        office.catalogue,
    )
    assert [list(row) for row in found] == [JSON_KEYS] * len(found)
    assert found[0] == {
        "unit": "so",
        "indicator": "RATE",
        "clause": "I.RATE",
        "period": "2026-10",
        "value": 95.0,
        "target": 90.0,
        "status": "green",
        "reported": "approved",
        "provisional": False,
    }
