"""Each crooked workbook, through file, parser and checks: every problem with its cell, no other."""

from __future__ import annotations

import pytest

from indicators.intake.check import check_file
from tests.unit.crooked import CROOKED
from tests.unit.workbooks import CATALOGUE, TODAY, told, xlsx


@pytest.mark.parametrize("name", CROOKED)
def test_says_exactly_what_is_wrong_and_where(name, tmp_path):
    case = CROOKED[name]
    path = xlsx(case.pages, tmp_path / "bao-cao.xlsx")
    reading = check_file(path, CATALOGUE, today=TODAY)
    assert told(reading) == sorted(case.expected)
    assert reading.layout == case.layout
    if case.figures is not None:
        assert len(reading.rows) == case.figures


@pytest.mark.parametrize("name", CROOKED)
def test_every_message_says_where_and_what_to_do(name, tmp_path):
    case = CROOKED[name]
    reading = check_file(xlsx(case.pages, tmp_path / "b.xlsx"), CATALOGUE, today=TODAY)
    for problem in reading.problems:
        assert ":" in problem.message or "không được đọc" in problem.message
        if problem.cell is not None:
            assert problem.cell in problem.message
