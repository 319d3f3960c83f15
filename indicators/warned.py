"""What was unusual about figures when they were sent, and the sender's word on it.

A warning keeps no figure out; it asks for an explanation, and both travel with the figure to
whoever decides on it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from indicators.errors import Problem
from indicators.intake.reading import Figure

Place = tuple[str, str | None, str | None]
LONGEST = 2_000  # letters of one explanation

_ROW = re.compile(r"\d+$")


def place_of(problem: Problem) -> Place:
    """Return what tells a warning of one file apart from its others: code, sheet, cell."""
    return problem.code, problem.sheet, problem.cell


def indicator_of(problem: Problem, figures: Sequence[Figure]) -> str | None:
    """Return the indicator whose figure a problem is about, None when it is about no single one.

    Its cell is the figure's, or lies in a row that holds this figure alone.
    """
    if problem.cell is None:
        return None
    near = [each for each in figures if each.sheet == problem.sheet]
    for each in near:
        if each.cell == problem.cell:
            return each.indicator
    same_row = {each.indicator for each in near if _row(each.cell) == _row(problem.cell)}
    return same_row.pop() if len(same_row) == 1 else None


def rows_of(
    submission: int,
    figures: Sequence[Figure],
    problems: Iterable[Problem],
    explained: Mapping[Place, str],
) -> list[dict[str, Any]]:
    """Return the warnings about the figures of one submission as rows of the store."""
    return [
        {
            "submission_id": submission,
            "code": problem.code,
            "indicator_id": indicator_of(problem, figures),
            "sheet_name": problem.sheet,
            "cell_address": problem.cell,
            "message": problem.message,
            "explanation": explained.get(place_of(problem), "").strip()[:LONGEST],
        }
        for problem in problems
        if not problem.is_error
    ]


def shared_out(
    problems: Sequence[Problem], groups: Sequence[Sequence[Figure]]
) -> list[list[Problem]]:
    """Return the problems of each group of figures; what is about no single one goes to the first.

    A file of several units or periods becomes several submissions: each takes its own warnings.
    """
    shares: list[list[Problem]] = [[] for _ in groups]
    for problem in problems:
        of = (place for place, group in enumerate(groups) if indicator_of(problem, group))
        place = next(of, 0)
        if shares:
            shares[place].append(problem)
    return shares


def _row(address: str) -> str:
    found = _ROW.search(address)
    return found[0] if found else ""
