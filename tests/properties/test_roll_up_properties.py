"""Every cell equals what is computed from the leaves again, in fractions and by other means."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from indicators import cells
from indicators.catalogue.model import Catalogue, Unit
from indicators.submission import Parcel, record, record_decision
from indicators.workspace import Workspace
from tests import offices
from tests.properties import oracle
from tests.properties.oracle import Aim, Leaf

PERIOD, FIRST_DAY, LAST_DAY = "2026-10", date(2026, 10, 1), date(2026, 10, 31)
ROOMS = ("a", "b", "c", "d")
KINDS = ("ratio", "ratio", "ratio", "sum", "weighted", "mean", "min", "own")  # it is the rule
SENT = datetime(2026, 11, 3, 2, 0, tzinfo=UTC)

tenths = st.integers(0, 1200).map(lambda number: Fraction(number, 10))
counts = st.tuples(st.integers(0, 50), st.integers(0, 50)).map(
    lambda pair: (Fraction(min(pair)), Fraction(max(pair)))
)
decisions = st.sampled_from([*["approved"] * 5, "submitted", "returned", None])


@st.composite
def leaves(draw: st.DrawFn, kind: str) -> Leaf:
    """Return what one room sent: nothing, a value, or (for rates) counts, 0 of 0 among them."""
    decision = draw(decisions)
    weight = Fraction(draw(st.integers(1, 5)), 2)
    if decision is None:
        return Leaf(weight=weight)
    if kind == "ratio" and draw(st.integers(0, 5)):
        top, bottom = draw(counts)
        value = 100 * top / bottom if bottom else None
        return Leaf(decision, top, bottom, value, weight)
    return Leaf(decision, value=draw(tenths), weight=weight)


@st.composite
def scenes(draw: st.DrawFn) -> tuple[str, dict[str, Leaf], frozenset[str], Fraction]:
    """Return a way to roll up, what each room gave, the rooms no longer there, and a goal.

    The goal is often exactly what the department's roll-up comes to.
    """
    kind = draw(st.sampled_from(KINDS))
    found = {room: draw(leaves(kind)) for room in ROOMS}
    gone = draw(st.frozensets(st.sampled_from(ROOMS), max_size=2))
    found = {
        room: Leaf(weight=found[room].weight) if room in gone else found[room] for room in found
    }
    goal = draw(tenths)
    if kind != "own" and draw(st.booleans()):
        there = [found[room] for room in ROOMS if room not in gone]
        total = oracle.roll_up(kind, there, Fraction(100)).value
        goal = total if total is not None and (total * 10**6).denominator == 1 else goal
    return kind, found, gone, goal


def catalogue_of(
    kind: str, found: dict[str, Leaf], gone: frozenset[str], goal: Fraction
) -> Catalogue:
    """Return tinh > so > (khoi > a, b), c, d; rooms in `gone` were merged away in September."""

    def room(code: str, parent: str) -> Unit:
        last = date(2026, 9, 30) if code in gone else None
        return offices.unit(code, parent, weight=float(found[code].weight), valid_to=last)

    formula = "ratio" if kind == "ratio" else "value"
    return offices.catalogue(
        [offices.indicator("X", roll_up=kind, formula=formula, applies_to=ROOMS)],
        [
            offices.target("X", value=float(goal), valid_from=FIRST_DAY),
            offices.target(
                "X", code="X/so", value=float(goal), units=("so",), valid_from=FIRST_DAY
            ),
            offices.target(
                "X", code="X/khoi", value=float(goal + 7), units=("khoi",), valid_from=FIRST_DAY
            ),
        ],
        units=[
            offices.unit("tinh", None),
            offices.unit("so", "tinh"),
            offices.unit("khoi", "so"),
            room("a", "khoi"),
            room("b", "khoi"),
            room("c", "so"),
            room("d", "so"),
        ],
    )


def send(office: Workspace, found: dict[str, Leaf]) -> None:
    """Record what the rooms gave and what was decided on it, in one write as the sample does."""
    with office.store.write("test") as write:
        for room, leaf in found.items():
            if leaf.decision is None:
                continue
            figure = offices.figure(
                room,
                "X",
                PERIOD,
                value=None if leaf.value is None else float(leaf.value),
                numerator=None if leaf.numerator is None else float(leaf.numerator),
                denominator=None if leaf.denominator is None else float(leaf.denominator),
            )
            sent = [Parcel(offices.reading([figure]))]
            (number,) = record(write, sent, by=room, at=SENT, is_sample=False)[0]
            if leaf.decision in {"approved", "returned"}:
                decision = "approved" if leaf.decision == "approved" else "returned"
                record_decision(write, number, decision=decision, by="vp", at=SENT, reason="")
        cells.refresh(write, known_at=offices.NOW, periods=[PERIOD], units=None)


def cells_of(office: Workspace, *, asked: bool) -> dict[str, dict[str, Any]]:
    """Return the cells of the period by unit: as materialised, or with waiting figures counted."""
    with office.store._connection.cursor() as cursor:
        rows = cursor.execute(
            "select * from cells($at, [$period], null, true)"
            if asked
            else "select * from cell where period = $period",
            {"at": offices.NOW, "period": PERIOD} if asked else {"period": PERIOD},
        ).df()
    return {
        row["unit_id"]: row
        for row in rows.astype(object).where(rows.notna(), None).to_dict("records")
    }


def plain(value: Fraction | None) -> object:
    return None if value is None else pytest.approx(float(value), abs=1e-9)


@settings(max_examples=40, deadline=None)
@given(scene=scenes(), asked=st.booleans())
def test_cells_equal_what_the_leaves_give(
    scene: tuple[str, dict[str, Leaf], frozenset[str], Fraction], *, asked: bool
):
    kind, found, gone, goal = scene
    with offices.stopped_clock(), offices.office(catalogue_of(kind, found, gone, goal)) as office:
        send(office, found)
        shown = cells_of(office, asked=asked)
    there = [room for room in ROOMS if room not in gone]
    above = {"khoi": [r for r in there if r in "ab"], "so": there, "tinh": []}
    above = {unit: rooms for unit, rooms in above.items() if rooms and kind != "own"}
    assert set(shown) == {*there, *above}
    aim = Aim(">=", goal)
    for room in there:
        check_leaf(shown[room], found[room], aim, asked=asked)
    for unit, rooms in above.items():
        rolled = oracle.roll_up(kind, [found[room] for room in rooms], Fraction(100), asked=asked)
        own = replace(aim, value=goal + 7) if unit == "khoi" else aim
        check_rolled(shown[unit], rolled, None if kind == "sum" and unit == "tinh" else own)


def check_leaf(cell: dict[str, Any], leaf: Leaf, aim: Aim, *, asked: bool) -> None:
    returned = leaf.decision == "returned"
    empty = leaf.denominator == 0
    reported = "not_applicable" if empty and not returned else leaf.decision
    value = None if returned else leaf.value
    assert (cell["reported"], cell["value"]) == (reported, plain(value))
    assert cell["numerator"] == plain(None if returned else leaf.numerator)
    assert cell["denominator"] == plain(None if returned else leaf.denominator)
    assert cell["status"] == oracle.judge(aim, value, LAST_DAY)
    assert cell["is_provisional"] == (leaf.decision == "submitted")
    assert (cell["count_expected"], cell["count_reported"]) == (1, leaf.is_counted(asked=asked))
    assert not cell["is_rolled_up"]
    assert not cell["is_estimated"]
    assert cell["due_on"] is not None


def check_rolled(cell: dict[str, Any], rolled: oracle.Rolled, aim: Aim | None) -> None:
    assert cell["is_rolled_up"]
    assert not cell["is_provisional"]
    assert cell["submission_id"] is None
    assert cell["reported"] == rolled.reported
    assert cell["value"] == plain(rolled.value)
    assert cell["numerator"] == plain(rolled.numerator)
    assert cell["denominator"] == plain(rolled.denominator)
    assert cell["is_estimated"] == rolled.is_estimated
    assert cell["count_expected"] == rolled.count_expected
    assert cell["count_reported"] == rolled.count_reported
    assert cell["goal"] == plain(aim.value if aim else None)
    assert cell["status"] == oracle.judge(aim, rolled.value, LAST_DAY)


@pytest.mark.parametrize(
    ("kind", "operator", "values", "goal"),
    [
        ("mean", ">=", [98.1, 98.1, 98.1], 98.1),
        ("ratio", ">=", [98.1, 98.1, 98.1], 98.1),
        ("sum", "<=", [0.1, 0.2], 0.3),
        ("weighted", ">=", [98.1, 98.1, 98.1], 98.1),
    ],
)
def test_parts_that_just_reach_the_goal_reach_it_together(
    kind: str, operator: str, values: list[float], goal: float
):
    formula = "ratio" if kind == "ratio" else "value"
    of = offices.catalogue(
        [offices.indicator("X", roll_up=kind, formula=formula)],
        [
            offices.target("X", operator=operator, value=goal, valid_from=FIRST_DAY),
            offices.target(
                "X", code="X/so", operator=operator, value=goal, units=("so",), valid_from=FIRST_DAY
            ),
        ],
    )
    found = {
        room: Leaf("approved", value=Fraction(value))
        for room, value in zip("abc", values, strict=False)
    }
    with offices.stopped_clock(), offices.office(of) as office:
        send(office, found)
        assert cells_of(office, asked=False)["so"]["status"] == "green"
