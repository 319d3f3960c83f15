"""Explanations: who may write and ask, what still lacks one, and that nothing is ever lost."""

from __future__ import annotations

from datetime import date

import pytest

from indicators import audit
from indicators.access import Grant, Principal
from indicators.errors import Conflict, Forbidden, InputRejected, NotFound
from indicators.explanations import LONGEST, ask, explain_cell, explanation, explanations, lacking
from indicators.review import decide
from indicators.submission import submit
from tests import offices

CELL = {"unit": "a", "indicator": "RATE", "period": "2026-10"}
CAUSE, REMEDY = "Hai người nghỉ ốm.", "Điều người của phòng b sang."


def person(role: str, unit: str, account: str | None = None) -> Principal:
    grants = frozenset({Grant(role, unit)})
    return Principal(account or f"{role}-{unit}", role, grants, session="phien")


REPORTER, LEADER, OFFICE = person("reporter", "a"), person("leader", "so"), person("office", "so")


@pytest.fixture
def office(small_office):
    """Room a is red, b green, c amber; all approved at 09:00 on 22 November."""
    return small_office(lived=reported)


def reported(office):
    rows = [offices.figure("a", value=50.0), offices.figure("b", value=95.0)]
    rows.append(offices.figure("c", value=88.0))
    submit(office, office.operator("can-bo"), offices.reading(rows), approve=True)


def write(office, who=REPORTER, **changes: object):
    explain_cell(office, who, **{**CELL, "cause": CAUSE, "remedy": REMEDY, **changes})


def of_a(office, who=LEADER):
    return explanation(office, who, **CELL)


def waiting(office, who=OFFICE):
    return [(each.unit, each.status) for each in lacking(office, who, period="2026-10")]


def test_a_red_cell_is_explained_by_its_unit_and_read_by_all_above(office):
    write(office, remedy_due=date(2026, 12, 15))
    found = of_a(office)
    assert (found.newest.cause, found.newest.remedy) == (CAUSE, REMEDY)
    assert (found.newest.by, found.newest.remedy_due) == ("reporter-a", date(2026, 12, 15))
    assert f"{found.newest.at:%H:%M %d/%m/%Y}" == "09:00 22/11/2026"
    assert (found.earlier, found.question) == ((), None)
    assert explanations(office, LEADER, period="2026-10") == {("a", "RATE"): found}
    rows = list(audit.selected(office.store, audit.AuditFilter(on="cell/2026-10/a/RATE")))
    assert [(row["actor"], row["action"]) for row in rows] == [
        ("reporter-a", "explanation.written")
    ]


def test_what_is_written_later_stands_before_and_both_are_kept(office, the_clock):
    write(office)
    the_clock.set("2026-11-23 10:00")
    write(office, cause="Nhập sai một hồ sơ.\n\n  Đã kiểm tra. ")
    found = of_a(office)
    assert found.newest.cause == "Nhập sai một hồ sơ.\n\nĐã kiểm tra."
    assert [each.cause for each in found.earlier] == [CAUSE]


def test_both_texts_and_a_day_that_can_be(office):
    with pytest.raises(InputRejected) as refused:
        write(office, cause=" \u200b", remedy="x" * (LONGEST + 1), remedy_due=date(2026, 11, 21))
    assert [each.code for each in refused.value.problems] == [
        "cause-missing", "remedy-long", "remedy-due-past",
    ]  # fmt: skip
    write(office, remedy="x" * LONGEST, remedy_due=date(2026, 11, 22))


@pytest.mark.parametrize(
    "changes", [{"unit": "b"}, {"unit": "khong-co"}, {"indicator": "?"}, {"period": "2026-99"}]
)
def test_another_s_cell_answers_like_none(office, changes):
    with pytest.raises(NotFound, match="Không có ô"):
        write(office, **changes)
    with pytest.raises(NotFound, match="Không có ô"):
        ask(office, person("leader", "a"), **{**CELL, "question": "?", **changes})


def test_a_green_cell_owes_no_word_until_somebody_asks(office, the_clock):
    green, its_reporter = {**CELL, "unit": "b"}, person("reporter", "b")
    with pytest.raises(Conflict, match="không đỏ"):
        write(office, its_reporter, unit="b")
    ask(office, LEADER, **green, question="Vì sao tăng nhanh?")
    the_clock.set("2026-11-23 10:00")
    write(office, its_reporter, unit="b")
    with pytest.raises(Conflict):
        write(office, its_reporter, unit="b")


@pytest.mark.parametrize("who", [REPORTER, person("admin", "so")])
def test_only_a_leader_or_the_office_of_the_unit_asks(office, who):
    with pytest.raises(Forbidden, match="Chỉ lãnh đạo"):
        ask(office, who, **CELL, question="?")
    two = Principal("x", "x", frozenset({Grant("leader", "b"), Grant("reporter", "a")}))
    with pytest.raises(Forbidden, match="Chỉ lãnh đạo"):
        ask(office, two, **CELL, question="?")
    assert of_a(office) is None


def test_an_empty_question_is_none(office):
    with pytest.raises(InputRejected, match="còn trống"):
        ask(office, LEADER, **CELL, question="  ")


def test_a_question_is_open_until_the_unit_writes(office, the_clock):
    write(office)
    the_clock.set("2026-11-22 10:00")
    ask(office, LEADER, **CELL, question="Bao giờ xong?")
    found = of_a(office)
    assert (found.question.text, found.question.by) == ("Bao giờ xong?", "leader-so")
    assert found.newest.cause == CAUSE
    the_clock.set("2026-11-22 11:00")
    write(office)
    assert of_a(office).question is None


def test_asked_but_not_answered_has_no_word_yet(office):
    ask(office, OFFICE, **CELL, question="Vì sao?")
    found = of_a(office)
    assert (found.newest, found.earlier, found.question.text) == (None, (), "Vì sao?")


def test_what_lacks_a_word_asked_ones_first_then_red_then_amber(office):
    assert waiting(office) == [("a", "red"), ("c", "amber")]
    assert waiting(office, REPORTER) == [("a", "red")]
    ask(office, LEADER, **{**CELL, "unit": "b"}, question="?")
    ask(office, LEADER, **{**CELL, "unit": "c"}, question="Vì sao?")
    assert waiting(office) == [("b", "green"), ("c", "amber"), ("a", "red")]
    first, *_ = lacking(office, person("reporter", "c"), period="2026-10")
    assert (first.question.text, first.value, first.is_stale) == ("Vì sao?", 88.0, False)


def test_a_word_is_asked_again_when_another_figure_is_approved(office, the_clock):
    the_clock.set("2026-11-22 10:00")
    write(office)
    assert waiting(office) == [("c", "amber")]
    the_clock.set("2026-11-23 10:00")
    row = offices.figure("a", value=60.0)
    (number,) = submit(office, office.operator("can-bo"), offices.reading([row]))
    assert waiting(office) == [("c", "amber")]
    decide(office, OFFICE, number, decision="approved")
    assert waiting(office) == [("a", "red"), ("c", "amber")]
    assert lacking(office, REPORTER, period="2026-10")[0].is_stale
    the_clock.set("2026-11-23 11:00")
    write(office)
    assert waiting(office) == [("c", "amber")]


def test_what_nobody_approved_yet_lacks_no_word(small_office):
    office = small_office()
    row = offices.figure("a", value=10.0)
    submit(office, office.operator("can-bo"), offices.reading([row]))
    assert waiting(office) == []


def test_only_the_asker_s_branch_and_the_units_named(office):
    write(office)
    assert explanations(office, person("leader", "b"), period="2026-10") == {}
    assert explanation(office, person("leader", "b"), **CELL) is None
    assert explanations(office, LEADER, period="2026-10", units=["b", "c"]) == {}
    assert explanations(office, LEADER, period="2026-09") == {}
    assert list(explanations(office, LEADER, period="2026-10", units=["a"])) == [("a", "RATE")]
