"""What the layouts hand on: rows of figures that know their indicator, unit and period.

A `Row` still holds the cells as they stand on the sheet. An `Entry` holds what they amount to, in
the indicator's own unit. Rows and columns count from 1; cells are addresses ("E7").
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from indicators.catalogue.model import Indicator, Unit
from indicators.errors import Problem
from indicators.intake.amount import Amount
from indicators.intake.cells import TypedCell, column_letters
from indicators.intake.measures import Stated
from indicators.intake.reading import Layout, Match, Question
from indicators.periods import Period

# What time a column's head says its figures cover; "" where it says nothing.
Span = Literal["", "period", "year so far"]


@dataclass(frozen=True, slots=True)
class Slots:
    """Where a row's figures stand or would stand: column numbers, None without such a column."""

    numerator: int | None = None
    denominator: int | None = None
    value: int | None = None


@dataclass(frozen=True, slots=True)
class Row:
    """One indicator of one unit and period, with the cells that hold its figures.

    A unit or period that could not be told is None: it is a problem already, and the row's figures
    are still looked at, so that every fault is told at once.

    `measures` are what the sheet says the figures are counted in, `span` what time they cover.
    `match` tells what the row is called. `is_template` says that the result column holds our own
    formula for a ratio, which counts for nothing beside the two counts it is computed from.
    """

    sheet: str
    line: int
    slots: Slots
    indicator: Indicator
    unit: Unit | None
    period: Period | None
    numerator: TypedCell | None
    denominator: TypedCell | None
    value: TypedCell | None
    note: str = ""
    is_template: bool = False
    measures: tuple[Stated, ...] = ()
    span: Span = ""
    match: Match | None = None

    @property
    def is_blank(self) -> bool:
        """Whether nothing was reported in this row."""
        if self.numerator is not None or self.denominator is not None:
            return False
        return self.value is None or self.has_idle_formula

    @property
    def has_idle_formula(self) -> bool:
        """Whether the result is the template's own formula, waiting for its counts."""
        return (
            self.is_template
            and self.indicator.formula == "ratio"
            and self.value is not None
            and self.value.kind in {"uncalculated", "text"}
        )

    @property
    def cell(self) -> str:
        """The address of the value, or of the numerator when only counts are given."""
        if self.value is not None and not self.has_idle_formula:
            return self.value.address
        for given in (self.numerator, self.denominator):
            if given is not None:
                return given.address
        column = self.slots.numerator or self.slots.value or self.slots.denominator
        if self.indicator.formula != "ratio":
            column = self.slots.value or column
        return f"{column_letters(column or 1)}{self.line}"


@dataclass(slots=True)
class SheetRows:
    """One sheet, laid out: its rows, the blank ones apart, and every problem met on the way.

    `layout` is None when no table was recognised; `sheet` is "" for what is the whole file's.
    """

    sheet: str
    layout: Layout | None = None
    rows: list[Row] = field(default_factory=list)
    blanks: list[Row] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)

    def add(self, row: Row) -> None:
        """Keep `row` with those that report something, or with the blank ones."""
        (self.blanks if row.is_blank else self.rows).append(row)

    def error(self, code: str, cell: str | None, message: str) -> None:
        """Note an error at `cell` of this sheet."""
        self.problems.append(Problem.error(code, message, sheet=self.sheet or None, cell=cell))

    def ask(self, question: Question | None) -> None:
        """Note a question beside the error of the same cell."""
        if question is not None:
            self.questions.append(question)

    def warning(self, code: str, cell: str | None, message: str) -> None:
        """Note a warning at `cell` of this sheet."""
        self.problems.append(Problem.warning(code, message, sheet=self.sheet, cell=cell))


@dataclass(frozen=True, slots=True)
class Entry:
    """One row in numbers: what the checks look at and figures are made of.

    `is_nothing` is "không phát sinh": 0 of 0. `value` is what was stated, not what follows from
    the counts.
    """

    row: Row
    numerator: Amount | None = None
    denominator: Amount | None = None
    value: Amount | None = None
    is_nothing: bool = False

    @property
    def indicator(self) -> Indicator:
        """The indicator reported."""
        return self.row.indicator

    @property
    def is_counted(self) -> bool:
        """Whether it is a ratio given by both its counts."""
        return (
            self.indicator.formula == "ratio"
            and self.numerator is not None
            and self.denominator is not None
        )

    @property
    def computed(self) -> float | None:
        """The rate its counts give, unrounded, in the indicator's own unit; None without one.

        Source: DESIGN.md, "Status": compared on unrounded values.
        """
        if not self.is_counted or self.numerator is None or self.denominator is None:
            return None
        if self.denominator.number == 0:
            return None
        return self.indicator.scale * self.numerator.number / self.denominator.number

    @property
    def result(self) -> float | None:
        """What the entry says: the computed rate, else the stated value; None for 0 of 0."""
        if self.is_nothing:
            return None
        if self.is_counted:
            return self.computed
        return self.value.number if self.value is not None else None
