"""Closed periods: nobody changes them, by hand or by the calendar, and opening takes a reason."""

from __future__ import annotations

import pytest

from indicators.access import Grant, Principal
from indicators.board import board
from indicators.errors import Conflict, Forbidden, InputRejected, NotFound
from indicators.evidence.attach import attach, withdraw
from indicators.evidence.shelf import evidence_of
from indicators.locks import lock, locks, unlock
from indicators.review import decide, effect
from indicators.settings import Settings
from indicators.submission import submit, would_change
from indicators.workspace import Workspace
from tests import offices
from tests.offices import figure, reading

OFFICE = Principal("van-phong", "Văn phòng", frozenset({Grant("office", "so")}))
ROOM = Principal("can-bo", "Cán bộ", frozenset({Grant("reporter", "a")}))


@pytest.fixture
def office(small_office) -> Workspace:
    return small_office()


def sent(office: Workspace, unit: str = "a", count: float = 95) -> list[int]:
    return submit(office, office.operator("x"), reading([figure(unit, counts=(count, 100))]))


def test_a_closed_period_takes_no_figure_and_no_decision(office: Workspace):
    (number,) = sent(office)
    lock(office, OFFICE, unit="so", period="2026-10")
    with pytest.raises(Conflict, match=r"van-phong khóa sổ lúc 09:00 22/11/2026"):
        sent(office, count=96)
    for decision in ("approved", "returned"):
        with pytest.raises(Conflict, match="khóa sổ"):
            decide(office, OFFICE, number, decision=decision, reason="x")
    row = figure("a", period="2026-09", counts=(95, 100))
    assert submit(office, office.operator("x"), reading([row]))


def test_closed_between_preview_and_commit(office: Workspace):
    rows = reading([figure("a", counts=(95, 100))])
    assert would_change(office, ROOM, [rows])
    lock(office, OFFICE, unit="a", period="2026-10")
    with pytest.raises(Conflict, match="khóa sổ"):
        submit(office, ROOM, rows)
    (number,) = sent(office, "b")
    assert effect(office, OFFICE, [number]).changes
    lock(office, OFFICE, unit="b", period="2026-10")
    with pytest.raises(Conflict, match="khóa sổ"):
        decide(office, OFFICE, number, decision="approved")


def test_the_newest_decision_counts_for_a_unit_and_those_below(office: Workspace):
    lock(office, OFFICE, unit="so", period="2026-10")
    unlock(office, OFFICE, unit="a", period="2026-10", reason="sửa tử số")
    assert {each.unit for each in locks(office, OFFICE, "2026-10")} == {"so", "b", "c"}
    assert sent(office)
    lock(office, OFFICE, unit="a", period="2026-10", reason="xong")
    assert {each.unit for each in locks(office, OFFICE, "2026-10")} == {"so", "a", "b", "c"}


def test_opening_again_takes_a_reason_and_only_the_office_may(office: Workspace):
    lock(office, OFFICE, unit="a", period="2026-10")
    with pytest.raises(InputRejected, match="nêu lý do"):
        unlock(office, OFFICE, unit="a", period="2026-10", reason="  ")
    with pytest.raises(Forbidden):
        unlock(office, ROOM, unit="a", period="2026-10", reason="x")
    with pytest.raises(NotFound, match="tinh"):
        lock(office, OFFICE, unit="tinh", period="2026-10")
    with pytest.raises(Conflict, match="đã được van-phong khóa sổ"):
        lock(office, OFFICE, unit="a", period="2026-10")
    unlock(office, OFFICE, unit="a", period="2026-10", reason="sai mẫu số")
    with pytest.raises(Conflict, match="đang mở"):
        unlock(office, OFFICE, unit="a", period="2026-10", reason="x")


def test_closing_and_opening_are_in_the_trail(office: Workspace):
    lock(office, OFFICE, unit="a", period="2026-10")
    unlock(office, OFFICE, unit="a", period="2026-10", reason="sai mẫu số")
    everything = {"from_at": None, "before_at": None, "actor": "van-phong"}
    rows = office.store.rows("audit/rows", object_id="period", **everything)
    assert [(row["action"], row["object_id"]) for row in rows] == [
        ("period.locked", "period/2026-10/a"),
        ("period.unlocked", "period/2026-10/a"),
    ]


def test_the_calendar_closes_after_the_due_day(the_clock):
    """Due on 5 November; closed by itself ten days later, at midnight in Hà Nội."""
    settings = Settings(
        data=offices.DATA, store=offices.MEMORY, samples=False, home_unit="so", lock_after_days=10
    )
    the_clock.set("2026-11-15 23:59")
    with offices.office(settings=settings) as office:
        assert locks(office, OFFICE, "2026-10") == []
        (number,) = sent(office)
        the_clock.set("2026-11-16 00:00")
        assert {each.by for each in locks(office, OFFICE, "2026-10")} == {None}
        with pytest.raises(Conflict, match=r"theo lịch lúc 00:00 16/11/2026"):
            decide(office, OFFICE, number, decision="approved")
        unlock(office, OFFICE, unit="a", period="2026-10", reason="nghỉ bão")
        decide(office, OFFICE, number, decision="approved")


def test_a_closed_period_reads_as_it_was(office: Workspace, the_clock):
    (number,) = sent(office)
    decide(office, OFFICE, number, decision="approved")
    lock(office, OFFICE, unit="so", period="2026-10")
    (closed,) = [each for each in locks(office, OFFICE, "2026-10") if each.unit == "a"]
    the_clock.set("2026-11-23 09:00")
    unlock(office, OFFICE, unit="so", period="2026-10", reason="đính chính")
    (later,) = sent(office, count=10)
    decide(office, OFFICE, later, decision="approved")
    asked = {"period": "2026-10", "unit": "so"}
    assert board(office, OFFICE, **asked).cells["a", "RATE"].value == 10.0
    assert board(office, OFFICE, **asked, as_of=closed.at).cells["a", "RATE"].value == 95.0


def test_a_closed_period_takes_no_evidence_and_gives_none_back(office: Workspace):
    asked = {"unit": "a", "period": "2026-10", "indicator": "RATE"}
    proof = attach(office, ROOM, **asked, document_number="1/BC")
    lock(office, OFFICE, unit="a", period="2026-10")
    with pytest.raises(Conflict, match="khóa sổ"):
        attach(office, ROOM, **asked, document_number="2/BC")
    with pytest.raises(Conflict, match="khóa sổ"):
        withdraw(office, ROOM, proof.number)
    assert [each.number for each in evidence_of(office, ROOM, **asked)] == [proof.number]
