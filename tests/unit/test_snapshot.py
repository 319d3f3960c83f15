"""Snapshots: everything an export says at one moment, kept and read back, each number traceable."""

from __future__ import annotations

from dataclasses import replace

import pytest

from indicators.access import Grant, Principal
from indicators.errors import NotFound
from indicators.evidence.attach import attach
from indicators.explanations import ask, explain_cell
from indicators.export import Snapshot, Wanted, gather, tracing
from indicators.export.snapshot import Point
from indicators.export.whole import whole
from indicators.periods import Period
from indicators.review import decide
from indicators.submission import submit
from tests import offices

MONTH = Wanted("so", "2026-10")
QUARTER = Wanted("so", "2026-Q3")


def person(role: str, unit: str) -> Principal:
    return Principal(f"{role}-{unit}", role, frozenset({Grant(role, unit)}), session="phien")


def send(office, *rows: object):
    submit(office, office.operator("can-bo"), offices.reading(rows), approve=True)


@pytest.fixture
def office(small_office, the_clock):
    """Room a went from 20/200 to 80/200, room b gave a percentage only, room c nothing."""

    def lived(office) -> None:
        the_clock.set("2026-11-03 08:00")
        months_of_two_rooms(office)

    office = small_office(lived=lived)
    the_clock.set("2026-11-22 09:00")
    return office


def months_of_two_rooms(office):
    months = (("2026-07", 20), ("2026-08", 40), ("2026-09", 60), ("2026-10", 80))
    send(office, *(offices.figure("a", period=each, counts=(n, 200)) for each, n in months))
    send(office, *(offices.figure("b", period=each, value=91.0) for each, _ in months))


def test_a_kept_snapshot_is_read_back_as_it_was(office):
    taken = gather(office, office.operator(), MONTH)
    assert Snapshot.read(taken.kept()) == taken
    assert taken.kept() == Snapshot.read(taken.kept()).kept()
    with pytest.raises(ValueError, match="bị hỏng"):
        Snapshot.read(b"{}")


def test_it_says_the_same_taken_again_as_of_its_moment(office, the_clock):
    explain_cell(
        office,
        office.operator(),
        unit="a",
        indicator="RATE",
        period="2026-10",
        cause="x",
        remedy="y",
    )
    attach(
        office, office.operator(), unit="a", period="2026-10", indicator="RATE", document_number="1"
    )
    taken = gather(office, office.operator(), MONTH)
    assert [(p.document, p.number) for p in taken.by_key["a", "RATE"].proofs] == [("1", 1)]
    the_clock.set("2026-11-23 09:00")
    send(office, offices.figure("a", counts=(99, 100)))
    ask(office, person("leader", "so"), unit="a", indicator="RATE", period="2026-10", question="?")
    attach(
        office, office.operator(), unit="b", period="2026-10", indicator="RATE", document_number="2"
    )
    now = gather(office, office.operator(), MONTH)
    assert now.by_key["a", "RATE"].cell.value == 99.0
    assert now.digest != taken.digest
    then = gather(office, office.operator(), replace(MONTH, as_of=taken.head.known_at))
    assert then.rows == taken.rows
    assert (then.tally, then.previous, then.trend) == (taken.tally, taken.previous, taken.trend)
    assert then.units == taken.units
    assert then.head.as_known == "Như được biết lúc 09:00 22/11/2026"
    assert (then.file_stem, taken.file_stem) == (
        "bang-xanh-so-2026-10-nhu-biet-2026-11-22-0900",
        "bang-xanh-so-2026-10",
    )


def test_equal_figures_have_equal_digests_whenever_they_are_taken(office, the_clock):
    first = gather(office, office.operator(), MONTH)
    the_clock.set("2026-11-22 15:00")
    again = gather(office, office.operator(), MONTH)
    assert again.digest == first.digest
    later = replace(again, head=replace(again.head, version=again.head.version + 1))
    assert later.digest == first.digest
    other = replace(again, head=replace(again.head, is_sample=True))
    assert other.digest != first.digest


def test_every_cell_has_its_source_and_a_year_of_points(office):
    taken = gather(office, office.operator(), MONTH)
    row = taken.by_key["a", "RATE"]
    assert row.source is not None
    assert (row.source.sheet, row.source.address, row.source.decided_by) == (
        "Biểu 1",
        "E7",
        "can-bo",
    )
    assert [(each.period, each.value) for each in row.points] == [
        ("2026-08", 20.0),  # the plan is in force from August on
        ("2026-09", 30.0),
        ("2026-10", 40.0),
    ]
    assert taken.by_key["so", "RATE"].source is None
    assert {row.key[0] for row in taken.own_rows} == {"a", "b", "c"}


def test_a_quarter_is_the_board_of_its_last_month_and_the_sum_of_its_counts(office):
    taken = gather(office, office.operator(), QUARTER)
    assert (taken.head.month, taken.head.period_label) == ("2026-09", "Quý III/2026")
    of_a, of_b, of_c = (taken.by_key[unit, "RATE"] for unit in "abc")
    assert of_a.cell.value == 30.0
    assert of_a.whole is not None
    assert (of_a.whole.numerator, of_a.whole.denominator, of_a.whole.value) == (100, 400, 25.0)
    assert (of_a.whole.count_months, of_a.whole.count_expected) == (2, 3)
    assert of_b.whole is not None
    assert (of_b.whole.value, of_b.whole.count_months) == (None, 2)  # never a mean of percentages
    assert of_c.whole is not None
    assert (of_c.whole.value, of_c.whole.count_months) == (None, 0)
    month = gather(office, office.operator(), MONTH)
    assert {row.whole for row in month.rows} == {None}


def point(period: str, value: float | None, counts: tuple[float, float] | None = None) -> Point:
    up, down = counts or (None, None)
    return Point(period, up, down, value, None, None, "green", is_provisional=False)


@pytest.mark.parametrize(
    ("changes", "points", "expected"),
    [
        ({"accumulation": "ytd"}, [point("2026-07", 5.0), point("2026-09", 9.0)], 9.0),
        ({"accumulation": "stock"}, [point("2026-07", 5.0), point("2026-08", 4.0)], 4.0),
        ({"formula": "count"}, [point("2026-07", 5.0), point("2026-08", 0.0)], 5.0),
        ({"roll_up": "sum", "formula": "value"}, [point("2026-07", 1), point("2026-08", 2)], 3),
        ({"formula": "value", "roll_up": "mean"}, [point("2026-07", 5.0)], None),
        ({"formula": "yes_no"}, [point("2026-07", 1.0), point("2026-08", 0.0)], 0.0),
        ({}, [point("2026-07", None, (0, 0)), point("2026-08", 50.0, (1, 2))], 50.0),
        ({}, [point("2026-07", None, (0, 0))], None),
        ({}, [point("2026-07", 10.0, (1, 10)), point("2026-08", 50.0)], None),
        ({}, [point("2026-06", 10.0, (1, 10)), point("2026-10", 10.0, (1, 10))], None),
        ({}, [point("2026-Q3", 10.0, (1, 10))], None),
    ],
)  # fmt: skip
def test_only_what_adds_up_over_months_is_added(changes, points, expected):
    of = offices.indicator("X", **changes)
    found = whole(of, points, Period.parse("2026-Q3"))
    assert found is not None
    assert found.value == (None if expected is None else pytest.approx(expected))


def test_a_month_without_cases_is_no_month_without_figures():
    points = [
        point("2026-07", None, (0, 0)),
        point("2026-08", 50.0, (1, 2)),
        point("2026-09", None),
    ]
    found = whole(offices.indicator("X"), points, Period.parse("2026-Q3"))
    assert found is not None
    assert (found.count_months, found.count_expected) == (2, 3)


def test_a_rhythm_as_long_as_the_period_has_no_whole():
    of = offices.indicator("X", frequency="quarter")
    assert whole(of, [point("2026-Q3", 1.0, (1, 100))], Period.parse("2026-Q3")) is None
    monthly = offices.indicator("X")
    assert whole(monthly, [point("2026-09", 1.0, (1, 100))], Period.parse("2026-09")) is None


def test_every_kind_of_figure_is_found_where_it_says(office):
    taken = gather(office, office.operator(), QUARTER)
    row = taken.by_key["a", "RATE"]
    figures = [
        tracing.value(taken, row),
        tracing.goal(taken, row),
        tracing.count_of(row, "numerator"),
        tracing.count_of(row, "denominator"),
        tracing.delta(taken, row),
        tracing.whole(taken, row),
        tracing.tally(taken, "red"),
        tracing.tally(taken, "green", "so"),
        tracing.rate(taken),
        tracing.rate(taken, unit="a"),
        tracing.rate(taken, month="2026-08"),
        tracing.change(taken),
        *(tracing.count(taken, each) for each in ("units", "indicators", "red_units")),
        *(tracing.point(taken, row, each) for each in row.points),
    ]
    for each in figures:
        assert each is not None
        assert tracing.resolve(taken, each.trace) == each.value, each
    assert [each.text for each in figures[:4] if each] == ["30 %", "tối thiểu 90 %", "60", "200"]
    with pytest.raises(KeyError):
        tracing.resolve(taken, "row/a/NONE/value")


def test_what_waits_is_not_taken_unless_asked_for(office):
    rows = [offices.figure("c", period=each, counts=(95, 100)) for each in ("2026-09", "2026-10")]
    submit(office, office.operator("can-bo"), offices.reading(rows))
    firm = gather(office, office.operator(), MONTH)
    waiting = gather(office, office.operator(), replace(MONTH, provisional=True))
    before, after = (each.by_key["c", "RATE"] for each in (firm, waiting))
    assert (before.cell.counted, after.cell.counted) == ("missing", "green")
    assert (firm.tally.green, waiting.tally.green) == (1, 2)
    assert [each.tally.green for each in waiting.trend[-2:]] == [2, 2]
    assert [each.tally.green for each in firm.trend[-2:]] == [1, 1]
    assert (before.cell.value, after.cell.value) == (95.0, 95.0)  # shown, with its mark
    assert (before.marks, after.marks) == ("chờ duyệt", "chờ duyệt")
    assert (firm.head.counts_waiting, waiting.head.counts_waiting) == (False, True)


def test_what_waits_adds_up_over_months_only_when_asked_for(office):
    rows = [offices.figure("c", period=each, counts=(95, 100)) for each in ("2026-08", "2026-09")]
    submit(office, office.operator("can-bo"), offices.reading(rows))
    of = [
        gather(office, office.operator(), replace(QUARTER, provisional=each)).by_key
        for each in (False, True)
    ]
    wholes = [each["c", "RATE"].whole for each in of]
    assert [each and each.count_months for each in wholes] == [0, 2]
    assert [each and each.value for each in wholes] == [None, 95.0]
    sums = [each["so", "RATE"].points[-1].value for each in of]
    assert sums == [pytest.approx(60.5), pytest.approx(72.0)]  # of a and b; of all three


def test_who_approved_is_told_as_it_was_known(office, the_clock):
    figures = offices.reading([offices.figure("c", counts=(95, 100))])
    (number,) = submit(office, office.operator("can-bo"), figures)
    then = the_clock.moment
    the_clock.set("2026-11-23 09:00")
    decide(office, office.operator("van-phong"), number, decision="approved")
    asked = [MONTH, replace(MONTH, as_of=then)]
    found = [gather(office, office.operator(), each).by_key["c", "RATE"] for each in asked]
    assert [each.source and each.source.decided_by for each in found] == ["van-phong", None]
    assert [each.source and each.source.state for each in found] == ["approved", "submitted"]


def test_a_stranger_takes_nothing(office):
    with pytest.raises(NotFound):
        gather(office, person("leader", "a"), MONTH)
    mine = gather(office, person("leader", "a"), Wanted("a", "2026-10"))
    assert {row.key[0] for row in mine.rows} == {"a"}
