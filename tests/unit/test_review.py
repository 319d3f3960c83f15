"""Review: the queue's order, one submission in full, what approving would do, the decision."""

from __future__ import annotations

import threading

import pytest

from indicators.access import Grant, Principal
from indicators.board import board
from indicators.downloads import received
from indicators.errors import Conflict, Forbidden, InputRejected, NotFound, Problem
from indicators.intake.reading import Reading
from indicators.review import answers, case, decide, decide_all, effect, queue
from indicators.submission import submit
from indicators.workspace import Workspace
from tests import offices
from tests.offices import figure

OFFICE = Principal("van-phong", "Văn phòng", frozenset({Grant("office", "so")}), session="vp")
OTHER = Principal("van-phong-2", "Văn phòng", frozenset({Grant("office", "so")}))


@pytest.fixture
def office(small_office) -> Workspace:
    return small_office()


def reporter(unit: str) -> Principal:
    return Principal(f"can-bo-{unit}", unit, frozenset({Grant("reporter", unit)}))


def send(office: Workspace, unit: str, counts: tuple[float, float], **options: object) -> int:
    sent = offices.reading([figure(unit, counts=counts)])
    sent.problems = list(options.pop("problems", []))
    return submit(office, reporter(unit), sent, **options)[0]


def cell(office: Workspace, unit: str = "a"):
    return board(office, OFFICE, period="2026-10", unit="so").cells[unit, "RATE"]


def test_the_queue_is_oldest_then_reddest(office: Workspace, the_clock):
    the_clock.set("2026-11-05 08:00")
    good = send(office, "b", (95, 100))
    the_clock.set("2026-11-05 09:00")
    red = send(office, "c", (10, 100))
    the_clock.set("2026-11-06 08:00")
    worst = send(office, "a", (1, 100))
    found = queue(office, OFFICE)
    assert [each.submission for each in found] == [red, good, worst]
    assert [(each.count_red, each.count_green, each.count_turns) for each in found] == [
        (1, 0, 1),
        (0, 1, 1),
        (1, 0, 1),
    ]


def test_returned_work_keeps_its_place(office: Workspace, the_clock):
    the_clock.set("2026-11-05 08:00")
    first = send(office, "a", (10, 100))
    the_clock.set("2026-11-06 08:00")
    later = send(office, "b", (95, 100))
    decide(office, OFFICE, first, decision="returned", reason="thiếu minh chứng")
    the_clock.set("2026-11-08 08:00")
    again = send(office, "a", (91, 100))
    assert [each.submission for each in queue(office, OFFICE)] == [again, later]
    assert f"{queue(office, OFFICE)[0].first_sent_at:%d/%m}" == "05/11"


def test_a_case_stands_beside_last_period_and_target(office: Workspace):
    row = figure("a", period="2026-09", counts=(92, 100))
    submit(office, office.operator("x"), offices.reading([row]), approve=True)
    number = send(office, "a", (80, 100))
    found = case(office, OFFICE, number)
    (one,) = found.figures
    assert (one.value, one.previous, one.goal, one.operator) == (80.0, 92.0, 90.0, ">=")
    assert (one.standing, one.before, one.after) == (None, "missing", "red")
    assert (found.submitted_by, found.state, found.is_own) == ("can-bo-a", "submitted", False)


def test_warnings_and_the_senders_word_reach_the_office(office: Workspace):
    told = Problem.warning("jump", "Tăng gấp đôi", sheet="Biểu 1", cell="E7")
    loose = Problem.warning("hidden-sheet", "Có trang ẩn", sheet="X")
    number = send(
        office,
        "a",
        (95, 100),
        problems=[told, loose],
        explained={("jump", "Biểu 1", "E7"): "Dịp lễ"},
    )
    found = case(office, OFFICE, number)
    assert [(w.code, w.explanation) for w in found.figures[0].warnings] == [("jump", "Dịp lễ")]
    assert [(w.code, w.explanation) for w in found.warnings] == [("hidden-sheet", "")]
    (waiting,) = queue(office, OFFICE)
    assert (waiting.count_warnings, waiting.count_unexplained) == (2, 1)


def test_what_approving_would_do_is_what_it_does(office: Workspace):
    submit(
        office,
        office.operator("x"),
        offices.reading([figure("b", counts=(50, 100))]),
        approve=True,
    )
    number = send(office, "a", (95, 100))
    version, before = office.store.version, board(office, OFFICE, period="2026-10", unit="so")
    foreseen = effect(office, OFFICE, [number])
    assert office.store.version == version
    assert board(office, OFFICE, period="2026-10", unit="so") == before
    decide(office, OFFICE, number, decision="approved")
    after = board(office, OFFICE, period="2026-10", unit="so")
    changed = {
        key: (before.cells[key].status, each.status, each.value)
        for key, each in after.cells.items()
        if (each.status, each.value) != (before.cells[key].status, before.cells[key].value)
    }
    # Until it is approved, its figure is shown dashed with its colour; it counts as missing.
    changed["a", "RATE"] = ("missing", "green", 95.0)
    assert {
        (each.unit, each.indicator): (each.before, each.after, each.value_after)
        for each in foreseen.changes
        if each.unit in {"a", "so"}
    } == changed
    assert (foreseen.before.missing, foreseen.after.green) == (1, 1)


def test_a_decision_says_who_was_first(office: Workspace):
    number = send(office, "a", (95, 100))
    decide(office, OFFICE, number, decision="approved")
    with pytest.raises(Conflict, match=r"đã được van-phong duyệt lúc 09:00 22/11/2026"):
        decide(office, OTHER, number, decision="returned", reason="thử")


def test_of_two_at_once_one_decides(office: Workspace):
    number, outcomes = send(office, "a", (95, 100)), []

    def go(who: Principal) -> None:
        try:
            decide(office, who, number, decision="approved")
            outcomes.append("done")
        except Conflict:
            outcomes.append("late")

    threads = [threading.Thread(target=go, args=(who,)) for who in (OFFICE, OTHER) * 5]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert sorted(outcomes) == ["done"] + ["late"] * 9


def test_nobody_decides_on_their_own(office: Workspace):
    sent = offices.reading([figure("a", counts=(95, 100))])
    (number,) = submit(office, OFFICE, sent)
    for decision in ("approved", "returned"):
        with pytest.raises(Forbidden, match="do chính mình nộp"):
            decide(office, OFFICE, number, decision=decision, reason="x")
    with pytest.raises(Forbidden, match="do chính mình nộp"):
        decide_all(office, OFFICE, [number])
    with pytest.raises(Forbidden):
        submit(office, OFFICE, offices.reading([figure("b", counts=(95, 100))]), approve=True)
    assert queue(office, OFFICE)[0].is_own
    decide(office, OTHER, number, decision="approved")


def test_sending_back_takes_a_reason_and_reaches_the_sender(office: Workspace):
    number = send(office, "a", (95, 100))
    with pytest.raises(InputRejected, match="nêu lý do"):
        decide(office, OFFICE, number, decision="returned", reason="  ", remarks={"RATE": " "})
    decide(office, OFFICE, number, decision="returned", remarks={"RATE": "Mẫu số sai"})
    (found,) = answers(office, reporter("a"))
    assert (found.state, found.remarks, found.decided_by) == (
        "returned",
        {"RATE": "Mẫu số sai"},
        "van-phong",
    )
    assert answers(office, reporter("b")) == []


def test_several_are_approved_at_once_or_none(office: Workspace):
    first, second = send(office, "a", (95, 100)), send(office, "b", (95, 100))
    decide(office, OTHER, second, decision="returned", reason="thử")
    with pytest.raises(Conflict):
        decide_all(office, OFFICE, [first, second])
    assert cell(office).is_provisional
    decide_all(office, OFFICE, [first])
    assert not cell(office).is_provisional


def test_approving_sends_back_what_it_replaces(office: Workspace):
    old, new = send(office, "a", (70, 100)), send(office, "a", (95, 100))
    decide(office, OFFICE, new, decision="approved")
    assert queue(office, OFFICE) == []
    assert case(office, OFFICE, old).state == "returned"
    (last,) = [each for each in answers(office, reporter("a")) if each.submission == old]
    assert last.reason == f"Đã thay bằng lần nộp số {new}."


def test_while_one_still_waits_what_was_sent_back_after_it_does_not_speak(office: Workspace):
    _, newer = send(office, "a", (70, 100)), send(office, "a", (95, 100))
    decide(office, OFFICE, newer, decision="returned", remarks={"RATE": "Sai tử số"})
    assert (cell(office).value, cell(office).reported) == (70.0, "submitted")


def test_another_branch_does_not_exist(office: Workspace):
    number = send(office, "a", (95, 100))
    stranger = Principal("khac", "Khác", frozenset({Grant("office", "b")}))
    for ask in (
        lambda: case(office, stranger, number),
        lambda: decide(office, stranger, number, decision="approved"),
        lambda: effect(office, stranger, [number]),
    ):
        with pytest.raises(NotFound, match=f"Không có lần nộp số {number}"):
            ask()
    assert queue(office, stranger) == []


def test_a_catalogue_that_changed_between_preview_and_commit_is_told(office: Workspace):
    sent = Reading("x.xlsx", "0" * 64, "template", "a", "2026-10", [figure("a", counts=(9, 10))])
    office.catalogue = offices.catalogue(
        [offices.indicator("RATE", applies_to=("b", "c"))], [offices.target("RATE")]
    )
    office.adopt_catalogue()
    with pytest.raises(Conflict, match="Danh mục đã thay đổi"):
        submit(office, reporter("a"), sent)


def test_a_number_longer_than_any_in_the_store_is_of_nothing(office: Workspace):
    for number in (10**40, 2**63, 999):
        with pytest.raises(NotFound, match=f"Không có lần nộp số {number}"):
            received(office, OFFICE, number)


def test_what_the_command_line_approves_sends_back_what_it_replaces_too(office: Workspace):
    old = send(office, "a", (70, 100))
    sent = offices.reading([figure("a", counts=(95, 100))])
    submit(office, office.operator("vp"), sent, approve=True)
    assert queue(office, OFFICE) == []
    assert case(office, OFFICE, old).state == "returned"
