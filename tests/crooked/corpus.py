"""The corpus (bộ tệp méo): every crooked workbook, and what a careful person makes of each.

The workbooks are made by code, the answers stand in `tests/cases/crooked.toml`: what was read
(layout, unit, period, "-" where it is none or several), each figure with its cell, and every
problem with its cell. A new case is one entry in one of the modules and one table there.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path

from indicators.catalogue.model import Catalogue
from indicators.errors import Problem
from indicators.intake.reading import Figure, Reading
from tests.crooked import cells, flavours, packages, reports, sheets, tables, templates, titles
from tests.crooked.making import Made
from tests.crooked.offices import OFFICE, TWINS

CASES = Path(__file__).parents[1] / "cases" / "crooked.toml"
_CATALOGUES = {"one name in two plans, told apart by who reports": TWINS}
_MODULES = (reports, titles, cells, tables, sheets, templates, packages, flavours)


@dataclass(frozen=True)
class Answer:
    """What a reading says, as the cases file writes it."""

    read: str
    figures: tuple[str, ...]
    problems: tuple[str, ...]


def workbooks() -> dict[str, Made]:
    """Return every crooked workbook by its name; a name stands once."""
    found: dict[str, Made] = {}
    for module in _MODULES:
        if twice := found.keys() & module.WORKBOOKS.keys():
            raise AssertionError(f"named twice: {sorted(twice)}")
        found |= module.WORKBOOKS
    return found


def expected() -> dict[str, Answer]:
    """Return the answers of the cases file."""
    with CASES.open("rb") as file:
        cases = tomllib.load(file)
    return {
        name: Answer(
            case["read"],
            tuple(sorted(case.get("figures", ()))),
            tuple(sorted(case.get("problems", ()))),
        )
        for name, case in cases.items()
    }


def catalogue_for(name: str) -> Catalogue:
    """Return the catalogue that a workbook is read with."""
    return _CATALOGUES.get(name, OFFICE)


def answer(reading: Reading) -> Answer:
    """Return what `reading` says in the words of the cases file."""
    said = (reading.layout, reading.unit, reading.period)
    return Answer(
        " ".join(part or "-" for part in said),
        tuple(sorted(map(_figure, reading.rows))),
        tuple(sorted(map(_problem, reading.problems))),
    )


def _figure(row: Figure) -> str:
    counts = "" if row.numerator is None else f" {row.numerator:.10g}/{row.denominator:.10g}"
    value = "" if row.value is None else f" = {row.value:.10g}"
    return f"{row.unit} {row.period} {row.indicator}{counts}{value} @ {row.sheet}!{row.cell}"


def _problem(problem: Problem) -> str:
    where = "" if problem.sheet is None else f" @ {problem.sheet}"
    cell = "" if problem.cell is None else f"!{problem.cell}"
    return f"{problem.severity} {problem.code}{where}{cell}"
