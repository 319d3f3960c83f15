"""Lineage: what was sent before, what a file feeds, how a figure came out, all as once known."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from indicators import clock, locks
from indicators.access import Grant, Principal
from indicators.board import (
    Cell,
    board,
    feeds,
    formula_text,
    known_at,
    parts,
    series,
    source,
    versions,
)
from indicators.board.lineage import Version
from indicators.errors import NotFound, Problem
from indicators.export import EXPORTS, Snapshot, Wanted, gather, write
from indicators.review import decide, warned
from indicators.submission import submit
from indicators.workspace import Workspace
from tests import offices
from tests.offices import figure, indicator, reading, target

OFFICE = Principal("van-phong", "Văn phòng", frozenset({Grant("office", "so")}), session="vp")
ONLY_B = Principal("lanh-dao-b", "Lãnh đạo b", frozenset({Grant("leader", "b")}))
MONTH = "2026-10"


@pytest.fixture
def office(small_office, the_clock) -> Workspace:
    """An office in which room a reported three times: returned, approved, approved again."""

    def lived(made: Workspace) -> None:
        three_times(made, the_clock)

    of = offices.catalogue(
        [indicator("RATE"), indicator("SUM", formula="count", roll_up="sum")],
        [target("RATE"), target("SUM", value=3.0)],
    )
    made = small_office(of, lived=lived)
    the_clock.set("2026-11-22 09:00")
    return made


def three_times(made: Workspace, the_clock: offices.Hands) -> None:
    the_clock.set("2026-11-02 08:00")
    first = send(made, (80, 100), file="lần 1.xlsx", cell="E7")
    the_clock.set("2026-11-03 09:00")
    decide(
        made,
        OFFICE,
        first,
        decision="returned",
        reason="Xem lại",
        remarks={"RATE": "Thiếu 5 hồ sơ"},
    )
    the_clock.set("2026-11-04 08:00")
    second = send(made, (95, 100), file="lần 2.xlsx", cell="F9")
    the_clock.set("2026-11-05 09:00")
    decide(made, OFFICE, second, decision="approved")
    the_clock.set("2026-11-10 08:00")
    third = send(made, (85, 100), file="lần 3.xlsx", cell="G9")
    the_clock.set("2026-11-11 09:00")
    decide(made, OFFICE, third, decision="approved")


def reporter(unit: str) -> Principal:
    return Principal(f"can-bo-{unit}", unit, frozenset({Grant("reporter", unit)}))


def send(office: Workspace, counts: tuple[float, float], *, file: str, cell: str) -> int:
    rows = [figure("a", counts=counts, cell=cell), figure("a", "SUM", value=4.0)]
    return submit(office, reporter("a"), reading(rows, file=file))[0]


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=clock.HANOI)


def of_a(office: Workspace, **options: object) -> list[Version]:
    return versions(office, OFFICE, unit="a", indicator="RATE", period=MONTH, **options)


def cell_of(office: Workspace, unit: str, as_of: datetime | None = None) -> Cell:
    drawn = board(office, OFFICE, period=MONTH, unit="so", as_of=as_of)
    return drawn.cells[unit, "RATE"]


def test_every_version_tells_its_value_file_sender_decider_and_reasons(office: Workspace):
    third, second, first = of_a(office)
    assert [each.value for each in (third, second, first)] == [85.0, 95.0, 80.0]
    assert (first.file, first.sheet, first.address) == ("lần 1.xlsx", "Biểu 1", "E7")
    assert (first.numerator, first.denominator) == (80.0, 100.0)
    assert (first.state, first.decided_by, first.decided_at) == (
        "returned",
        "van-phong",
        at("2026-11-03 09:00"),
    )
    assert (first.reason, first.remark) == ("Xem lại", "Thiếu 5 hồ sơ")
    assert (second.state, second.submitted_by, second.submitted_at) == (
        "approved",
        "can-bo-a",
        at("2026-11-04 08:00"),
    )
    assert (second.reason, second.remark) == ("", "")


def test_a_remark_on_another_figure_is_not_this_ones(office: Workspace):
    told = versions(office, OFFICE, unit="a", indicator="SUM", period=MONTH)
    assert [(each.value, each.remark) for each in told] == [(4.0, "")] * 3
    assert told[-1].reason == "Xem lại"


def test_versions_as_known_are_those_of_then(office: Workspace):
    then = of_a(office, as_of=at("2026-11-02 12:00"))
    assert [(each.value, each.state, each.decided_by, each.reason) for each in then] == [
        (80.0, "submitted", None, "")
    ]
    assert [each.state for each in of_a(office, as_of=at("2026-11-04 12:00"))] == [
        "submitted",
        "returned",
    ]


def test_nothing_of_another_branch_is_told(office: Workspace):
    assert versions(office, ONLY_B, unit="a", indicator="RATE", period=MONTH) == []
    with pytest.raises(NotFound, match=r"số 1$"):
        feeds(office, ONLY_B, submission=1)
    with pytest.raises(NotFound, match=r"số 99$"):
        feeds(office, OFFICE, submission=99)
    assert warned(office, ONLY_B, 1) == []


def test_a_file_tells_which_cells_it_feeds_and_whether_it_still_stands(office: Workspace):
    standing = {each.indicator: each for each in feeds(office, OFFICE, submission=3)}
    rate = standing["RATE"]
    assert (rate.unit, rate.period, rate.value, rate.sheet, rate.address) == (
        "a",
        MONTH,
        85.0,
        "Biểu 1",
        "G9",
    )
    assert (rate.stands, rate.standing, rate.status) == (True, 3, "red")
    assert rate.rolled_into == ("so",)  # the province is above the issuer: it adds nothing up
    old = {each.indicator: each for each in feeds(office, OFFICE, submission=2)}
    assert (old["RATE"].value, old["RATE"].stands, old["RATE"].standing) == (95.0, False, 3)
    assert old["RATE"].rolled_into == ()
    returned = {each.indicator: each for each in feeds(office, OFFICE, submission=1)}
    assert (returned["RATE"].state, returned["RATE"].remark) == ("returned", "Thiếu 5 hồ sơ")
    assert returned["SUM"].remark == ""
    assert not returned["RATE"].stands


def test_a_figure_that_waits_stands_and_is_added_up_nowhere(office: Workspace):
    number = submit(office, reporter("b"), reading([figure("b", counts=(1, 2))]))[0]
    (fed,) = feeds(office, OFFICE, submission=number)
    assert (fed.stands, fed.state, fed.rolled_into) == (True, "submitted", ())


def test_the_only_figure_sent_back_stands_nowhere(office: Workspace):
    number = submit(office, reporter("b"), reading([figure("b", counts=(1, 2))]))[0]
    decide(office, OFFICE, number, decision="returned", reason="sai")
    (fed,) = feeds(office, OFFICE, submission=number)
    assert (fed.stands, fed.standing, fed.status) == (False, None, "missing")


def test_one_file_of_two_units_tells_both_to_who_sees_both(office: Workspace):
    sender = office.operator("dau-moi")
    rows = [figure("b", counts=(9, 10)), figure("c", counts=(7, 10), cell="E8")]
    numbers = submit(office, sender, reading(rows, file="chung.xlsx"), approve=True)
    assert len(numbers) == 2
    for number in numbers:
        found = feeds(office, OFFICE, submission=number)
        assert [(each.unit, each.address) for each in found] == [("b", "E7"), ("c", "E8")]
    assert [each.unit for each in feeds(office, ONLY_B, submission=numbers[0])] == ["b"]
    assert feeds(office, ONLY_B, submission=numbers[0])[0].rolled_into == ()


def test_the_board_its_source_parts_and_series_as_once_known(office: Workspace):
    then = at("2026-11-10 12:00")
    was, now = cell_of(office, "a", then), cell_of(office, "a")
    assert [(each.value, each.status, each.submission) for each in (was, now)] == [
        (95.0, "green", 2),
        (85.0, "red", 3),
    ]
    early = cell_of(office, "a", at("2026-11-04 12:00"))
    told = source(office, OFFICE, early, as_of=at("2026-11-04 12:00"))
    assert told is not None
    assert (told.submission, told.state, told.decided_by) == (2, "submitted", None)
    later = source(office, OFFICE, early)
    assert later is not None
    assert (later.state, later.decided_by) == ("approved", "van-phong")
    rolled = cell_of(office, "so", then)
    assert [each.value for each in parts(office, OFFICE, rolled, as_of=then)] == [95.0, None, None]
    assert [each.value for each in parts(office, OFFICE, rolled)] == [85.0, None, None]
    asked = {"indicator": "RATE", "unit": "a", "period": MONTH}
    assert series(office, OFFICE, **asked, as_of=then)[-1].value == 95.0
    assert series(office, OFFICE, **asked)[-1].value == 85.0


def test_parts_with_what_waits_counted(office: Workspace):
    submit(office, reporter("b"), reading([figure("b", counts=(1, 2))]))
    drawn = board(office, OFFICE, period=MONTH, unit="so", provisional=True)
    told = parts(office, OFFICE, drawn.cells["so", "RATE"], provisional=True)
    assert [each.value for each in told] == [85.0, 50.0, None]


def test_what_was_unusual_is_told_with_the_senders_word(office: Workspace):
    sent = reading([figure("b", counts=(9, 10))])
    sent.problems = [Problem("warning", "jump", "Biểu 1", "E7", "Tăng mạnh")]
    explained = {("jump", "Biểu 1", "E7"): "Dồn hồ sơ quý trước"}
    number = submit(office, reporter("b"), sent, explained=explained)[0]
    (found,) = warned(office, OFFICE, number)
    assert (found.indicator, found.message, found.explanation) == (
        "RATE",
        "Tăng mạnh",
        "Dồn hồ sơ quý trước",
    )


@pytest.mark.parametrize(
    ("of", "given", "said"),
    [
        ({}, {"counts": (214, 214)}, "214 / 214 × 100 = 100 %"),
        ({}, {"counts": (1234, 2000)}, "1.234 / 2.000 × 100 = 61,7 %"),
        ({}, {"counts": (2, 3)}, "2 / 3 × 100 ≈ 66,7 %"),
        ({}, {"value": 95.0}, ""),
        ({"formula": "value"}, {"value": 95.0}, ""),
        ({}, {"counts": (0, 0)}, ""),
    ],
)
def test_the_formula_is_told_with_its_numbers(small_office, of, given, said):
    opened = small_office(offices.catalogue([indicator("RATE", **of)], [target("RATE")]))
    submit(opened, opened.operator("vp"), reading([figure("a", **given)]), approve=True)
    assert formula_text(opened.catalogue.indicators["RATE"], cell_of(opened, "a")) == said


@pytest.mark.parametrize(
    ("roll_up", "rooms", "said"),
    [
        ("ratio", {"a": {"counts": (9, 10)}, "b": {"counts": (1, 10)}}, "10 / 20 × 100 = 50 %"),
        (
            "ratio",
            {"a": {"counts": (9, 10)}, "b": {"value": 70.0}},
            "bình quân tỷ lệ của 2 đơn vị (ước tính) = 80 %",
        ),
        ("sum", {"a": {"value": 2.0}, "b": {"value": 3.0}}, "tổng của 2 đơn vị = 5 %"),
        ("min", {"a": {"value": 2.0}, "b": {"value": 3.0}}, "thấp nhất trong 2 đơn vị = 2 %"),
    ],
)
def test_the_formula_of_a_roll_up_says_over_what(small_office, roll_up, rooms, said):
    formula = "ratio" if roll_up == "ratio" else "value"
    rate = indicator("RATE", formula=formula, roll_up=roll_up)
    opened = small_office(offices.catalogue([rate], [target("RATE")]))
    rows = [figure(unit, **given) for unit, given in rooms.items()]
    submit(opened, opened.operator("vp"), reading(rows), approve=True)
    assert formula_text(rate, cell_of(opened, "so")) == said


def test_a_day_is_known_at_its_end_and_today_is_now(the_clock):
    the_clock.set("2026-11-22 09:00")
    assert known_at("") is None
    assert known_at("2026-11-22") is None
    assert known_at("2030-01-01") is None
    assert known_at("2026-11-21") == at("2026-11-22 00:00") - timedelta(microseconds=1)
    assert known_at("2026-11-05T08:00:00+07:00") == at("2026-11-05 08:00")
    with pytest.raises(ValueError, match="không phải là ngày"):
        known_at("hôm qua")


def test_units_closed_together_are_closed_when_the_last_of_them_is(office: Workspace, the_clock):
    def told() -> locks.Lock | None:
        return locks.closed_together(office, OFFICE, MONTH, ["a", "b"])

    assert told() is None
    locks.lock(office, OFFICE, unit="a", period=MONTH)
    assert told() is None
    the_clock.set("2026-11-23 09:00")
    locks.lock(office, OFFICE, unit="b", period=MONTH)
    found = told()
    assert found is not None
    assert (found.unit, found.at) == ("b", at("2026-11-23 09:00"))
    assert locks.closed_together(office, OFFICE, MONTH, []) is None


def taken(made: Workspace, as_of: datetime | None) -> Snapshot:
    return gather(made, OFFICE, Wanted("so", MONTH, as_of=as_of))


@pytest.mark.parametrize("kind", EXPORTS)
def test_a_file_of_another_day_is_named_by_it(office: Workspace, kind):
    now, was = (taken(office, as_of) for as_of in (None, at("2026-11-10 12:00")))
    export = EXPORTS[kind]
    end = f"{export.tail}{export.ending}"
    assert export.file_name(now) == f"bang-xanh-so-2026-10{end}"
    assert export.file_name(was) == f"bang-xanh-so-2026-10-nhu-biet-2026-11-10-1200{end}"


def test_csv_of_another_day_says_so_and_holds_the_figures_and_file_of_then(office: Workspace):
    def text(as_of: datetime | None) -> str:
        return write("csv", taken(office, as_of)).decode("utf-8-sig")

    then = at("2026-11-10 12:00")
    assert "Như được biết lúc 12:00 10/11/2026" in text(then)
    assert "lần 2.xlsx" in text(then)
    assert "lần 3.xlsx" not in text(then)
    assert "Như được biết" not in text(None)
    assert "lần 3.xlsx" in text(None)


def test_a_row_knows_what_had_been_decided_then(office: Workspace):
    drawn = taken(office, at("2026-11-04 12:00"))
    row = next(each for each in drawn.rows if each.source is not None)
    assert row.source is not None
    assert (row.source.state, row.source.decided_by) == ("submitted", None)
