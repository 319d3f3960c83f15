"""Many workbooks sent at once: each as if alone, a refused one stops no other; proof or a word."""

from __future__ import annotations

import dataclasses

import pytest

from indicators import audit, cells, clock, locks, review
from indicators.board import board
from indicators.errors import Conflict, Forbidden, InputRejected, NotFound, Problem
from indicators.evidence.attach import attach, withdraw
from indicators.evidence.demands import MISSING
from indicators.submission import Parcel, submit, submit_all
from indicators.warned import place_of
from tests.offices import figure, reading
from tests.unit.proving import ANH, BINH, LEADER, MONTH, OFFICE, person, proving_office

SENDER = person("office", "so", "nguoi-nop")
WORD = "đang chờ đóng dấu"


@pytest.fixture
def office(tmp_path, the_clock):  # noqa: ARG001 - stands still
    with proving_office(tmp_path / "kho") as opened:
        yield opened


@pytest.fixture
def strict(tmp_path, the_clock):  # noqa: ARG001 - stands still
    """An office whose plan asks for proof of RATE."""
    with proving_office(tmp_path / "kho", evidence="required") as opened:
        yield opened


def parcel(unit, above=95, period=MONTH):
    return Parcel(reading([figure(unit, "RATE", period, counts=(above, 100))]))


def shown(office):
    return {
        key: (cell.value, cell.reported)
        for key, cell in board(office, LEADER, period=MONTH, unit="so").cells.items()
    }


def test_many_are_recorded_in_one_write_each_as_if_alone(office):
    before = office.store.version
    made = submit_all(office, SENDER, [parcel("a", 90), parcel("b", 80), parcel("c", 70)])
    assert [each.numbers for each in made] == [(1,), (2,), (3,)]
    assert office.store.version == before + 1
    assert {key[0]: value for key, (value, _) in shown(office).items() if key[1] == "RATE"} == {
        "so": None, "a": 90.0, "b": 80.0, "c": 70.0,
    }  # fmt: skip
    assert cells.count_differences(office.store, known_at=clock.now()) == 0
    keys = audit.known_keys(office.settings.audit_key_path)
    assert audit.verify(office.store, keys, None).is_whole
    assert {each.submission for each in review.queue(office, OFFICE)} == {1, 2, 3}


def test_a_refused_one_stops_no_other(office):
    locks.lock(office, OFFICE, unit="b", period=MONTH)
    faulty = parcel("c")
    faulty.reading.problems.append(Problem.error("x", "Ô E7 sai"))
    given = [parcel("a"), parcel("b"), faulty, parcel("khac"), parcel("a", period="2026-09")]
    made = submit_all(office, SENDER, given)
    assert [bool(each.numbers) for each in made] == [True, False, False, False, True]
    faults = [each.fault for each in made]
    assert [type(each) for each in faults[1:4]] == [Conflict, InputRejected, NotFound]
    assert "nguoi" not in str(faults[1])
    assert "khóa sổ" in str(faults[1])
    assert [each.unit for each in review.queue(office, OFFICE)] == ["a", "a"]


def test_the_same_file_twice_in_one_drop_is_one_submission(office):
    one, changed = parcel("a"), parcel("a", 91)
    assert [each.numbers for each in submit_all(office, SENDER, [one, one])] == [(1,), ()]
    version = office.store.version
    (again,) = submit_all(office, SENDER, [one])
    assert (again.numbers, again.fault) == ((), None)
    assert office.store.version == version + 1
    assert [each.numbers for each in submit_all(office, SENDER, [changed, one])] == [(2,), (3,)]
    assert shown(office)["a", "RATE"][0] == 95.0  # the later one of a drop holds


def test_nobody_else_may_send_many(office):
    with pytest.raises(Forbidden):
        submit_all(office, LEADER, [parcel("a")])
    (made,) = submit_all(office, ANH, [parcel("b")])
    assert isinstance(made.fault, NotFound)


def test_a_figure_that_must_be_proved_needs_proof_or_a_word(strict):
    given = parcel("a")
    (refused,) = submit_all(strict, SENDER, [given])
    assert isinstance(refused.fault, InputRejected)
    assert refused.fault.problems[0].code == MISSING
    with pytest.raises(InputRejected, match="phải có minh chứng"):
        submit(strict, ANH, given.reading)
    place = place_of(refused.fault.problems[0])
    blank = dataclasses.replace(given, explained={place: "  "})
    assert submit_all(strict, SENDER, [blank])[0].fault is not None
    said = dataclasses.replace(given, explained={place: WORD})
    (made,) = submit_all(strict, SENDER, [said])
    (case,) = [review.case(strict, OFFICE, number) for number in made.numbers]
    (told,) = case.figures[0].warnings
    assert (told.code, told.indicator, told.explanation) == (MISSING, "RATE", WORD)
    attach(strict, BINH, unit="b", period=MONTH, indicator="RATE", document_number="12/BC")
    assert submit_all(strict, SENDER, [parcel("b")])[0].numbers == (2,)


def test_the_office_sees_the_proof_that_lacks_as_things_stand_now(strict):
    given = parcel("a")
    place = (MISSING, "Biểu 1", "E7")
    submit(strict, ANH, given.reading, explained={place: WORD})

    def told() -> list[tuple[str, str]]:
        (found,) = review.case(strict, OFFICE, 1).figures
        return [(each.code, each.explanation) for each in found.warnings]

    assert told() == [(MISSING, WORD)]
    assert review.lacking_proof(strict, OFFICE, [1]) == 1
    proof = attach(
        strict, ANH, unit="a", period=MONTH, indicator="RATE", document_number="12/BC"
    ).number
    assert told() == []
    assert review.lacking_proof(strict, OFFICE, [1]) == 0
    withdraw(strict, ANH, proof)
    assert told() == [(MISSING, WORD)]


def test_whoever_loads_at_the_command_line_answers_for_the_proof(strict):
    (number,) = submit(strict, strict.operator("nguoi-nap"), parcel("a").reading)
    (found,) = review.case(strict, OFFICE, number).figures
    assert [(each.code, each.explanation) for each in found.warnings] == [(MISSING, "")]
