"""What every check is shown: the entries of one file and what they are judged against."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from indicators.catalogue.model import Catalogue
from indicators.errors import Problem
from indicators.intake.rows import Entry, Row


@dataclass(frozen=True, slots=True)
class Scene:
    """One file's figures.

    `entries` are the rows that report something, in the order of the file; `blanks` the rows of
    indicators that report nothing. `rows` are all that report something, also those whose cells
    could not be read. `is_form` says that the file is one unit's report for one period, so that
    what it leaves out is missing. `today` is the day in Asia/Ho_Chi_Minh.
    """

    catalogue: Catalogue
    today: date
    entries: Sequence[Entry]
    rows: Sequence[Row] = ()
    blanks: Sequence[Row] = field(default=())
    is_form: bool = False


def error(entry: Entry, code: str, message: str, *, cell: str | None = None) -> Problem:
    """Return an error of `entry`, at its own cell unless another is given."""
    return Problem.error(code, message, sheet=entry.row.sheet, cell=cell or entry.row.cell)


def warning(entry: Entry, code: str, message: str) -> Problem:
    """Return a warning of `entry` at its own cell."""
    return Problem.warning(code, message, sheet=entry.row.sheet, cell=entry.row.cell)
