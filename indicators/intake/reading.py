"""What intake understood of one workbook: figures and problems, ready to be judged or submitted."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal

from indicators.errors import Problem

Layout = Literal["template", "form", "long", "cross"]
# By what an indicator was told: its code, its clause, its name to the letter, its name but for a
# slip of the keyboard, or somebody's answer to the question.
Surety = Literal["code", "clause", "name", "slip", "chosen"]
_JSON_ROW = (
    "plan",
    "clause",
    "indicator",
    "unit",
    "period",
    "numerator",
    "denominator",
    "value",
    "sheet",
    "cell",
)


@dataclass(frozen=True, slots=True)
class Figure:
    """One unit's actual (thực hiện) for one indicator and period, and where it was read.

    `value` is in the indicator's own unit (98.5 for 98.5 %). A ratio reported by its counts has
    all three; "không phát sinh" is 0 of 0 with no value; a ratio reported only as a rate has no
    counts. `note` is what the reporter wrote beside it.
    """

    plan: str
    clause: str
    indicator: str
    unit: str
    period: str
    numerator: float | None
    denominator: float | None
    value: float | None
    sheet: str
    cell: str
    note: str = ""

    def as_dict(self) -> dict[str, Any]:
        """Return the JSON row of DESIGN.md, "Command line"."""
        return {name: getattr(self, name) for name in _JSON_ROW}


@dataclass(frozen=True, slots=True)
class Match:
    """What a file calls the indicator of one figure, and by what it was told."""

    text: str
    surety: Surety


@dataclass(frozen=True, slots=True)
class Question:
    """A text that may mean several indicators, or none known; its figures wait for an answer.

    `unit` is who reports the figures, None where the text stands for several units or nobody is
    known; `near` are the likeliest codes, the nearest first; empty when nothing is near.
    """

    sheet: str
    cell: str
    text: str
    unit: str | None
    near: tuple[str, ...] = ()


@dataclass(slots=True)
class Reading:
    """One file, read: `unit` and `period` are None when the file holds several, or none found.

    `matches` tells, by (sheet, cell) of a figure, what it is called there; `questions` are asked
    beside the problems of the same cells.
    """

    file: str
    sha256: str = ""
    layout: Layout | None = None
    unit: str | None = None
    period: str | None = None
    rows: list[Figure] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    matches: dict[tuple[str, str], Match] = field(default_factory=dict)
    questions: list[Question] = field(default_factory=list)

    @property
    def ok(self) -> bool:
        """Whether the figures can be submitted: something was read and nothing is an error."""
        return bool(self.rows) and not any(problem.is_error for problem in self.problems)

    def as_dict(self) -> dict[str, Any]:
        """Return the JSON object of DESIGN.md, "Command line", `check --json`."""
        return {
            "file": self.file,
            "ok": self.ok,
            "layout": self.layout,
            "unit": self.unit,
            "period": self.period,
            "rows": [row.as_dict() for row in self.rows],
            "problems": [problem.as_dict() for problem in self.problems],
        }
