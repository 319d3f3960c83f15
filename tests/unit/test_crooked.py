"""Each crooked workbook, through file, parser and checks: every figure and problem, no other."""

from __future__ import annotations

import pytest

from indicators.intake.check import check_file
from indicators.intake.reading import Reading
from tests.crooked.corpus import answer, catalogue_for, expected, workbooks
from tests.crooked.making import content
from tests.unit.workbooks import TODAY

EXPECTED = expected()
WORKBOOKS = workbooks()


@pytest.fixture(scope="module")
def read(tmp_path_factory):
    """Read a workbook of the corpus once for all tests."""
    folder = tmp_path_factory.mktemp("corpus")
    readings = {}

    def one(name: str) -> Reading:
        if name not in readings:
            path = folder / f"{len(readings)}.xlsx"
            path.write_bytes(content(WORKBOOKS[name]))
            readings[name] = check_file(path, catalogue_for(name), name="bao-cao.xlsx", today=TODAY)
        return readings[name]

    return one


def test_every_workbook_has_an_answer_and_every_answer_a_workbook():
    assert WORKBOOKS.keys() == EXPECTED.keys()
    assert len(WORKBOOKS) >= 60


@pytest.mark.parametrize("name", WORKBOOKS)
def test_says_exactly_what_a_careful_person_would(read, name):
    assert answer(read(name)) == EXPECTED[name]


@pytest.mark.parametrize("name", WORKBOOKS)
def test_every_message_says_where_and_what_to_do(read, name):
    reading = read(name)
    for problem in reading.problems:
        if problem.sheet is None:
            assert "“bao-cao.xlsx”" in problem.message or ":" in problem.message
        if problem.cell is not None:
            assert problem.cell in problem.message
        assert any(sign in problem.message for sign in (":", ". ", "?", "không được đọc"))
    assert reading.ok == (
        bool(reading.rows) and not any(problem.is_error for problem in reading.problems)
    )
