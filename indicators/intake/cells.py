"""A workbook as typed cells: what the reader hands on and the layouts read.

Rows and columns count from 1, as Excel shows them.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from typing import Literal

CellKind = Literal["number", "text", "date", "bool", "error", "uncalculated"]


@dataclass(frozen=True, slots=True)
class TypedCell:
    """One non-blank cell.

    `kind` "error" holds the error text ("#DIV/0!"); "uncalculated" is a formula that the file
    carries no result for. Texts are composed, trimmed and free of invisible characters.
    `number_format` is Excel's ("0.0%", "General").
    """

    row: int
    column: int
    kind: CellKind
    value: float | int | str | date | bool | None
    number_format: str = "General"

    @property
    def address(self) -> str:
        """The cell as Excel names it: C12."""
        return f"{column_letters(self.column)}{self.row}"


@dataclass(slots=True)
class Sheet:
    """One sheet; blank cells are absent from `cells`, which is keyed by (row, column).

    Rows and columns that are hidden, or have no height or width, still have their cells here.
    """

    name: str
    is_hidden: bool = False
    cells: dict[tuple[int, int], TypedCell] = field(default_factory=dict)
    merges: tuple[
        tuple[int, int, int, int], ...
    ] = ()  # first row, first column, last row, last column
    hidden_rows: frozenset[int] = frozenset()
    hidden_columns: frozenset[int] = frozenset()

    @property
    def last_row(self) -> int:
        """The last row that holds anything, 0 when none does."""
        return max((row for row, _ in self.cells), default=0)

    @property
    def last_column(self) -> int:
        """The last column that holds anything, 0 when none does."""
        return max((column for _, column in self.cells), default=0)


@dataclass(slots=True)
class Book:
    """A workbook that passed the preflight and was read in the limited child."""

    name: str
    sha256: str
    sheets: tuple[Sheet, ...]
    properties: dict[str, str] = field(default_factory=dict)  # custom document properties


def column_letters(column: int) -> str:
    """Return the letters of a column: 1 is A, 27 is AA."""
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
