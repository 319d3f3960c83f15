"""The form of the central system (biểu của hệ thống trung ương): what an office may set of it.

The form changes from year to year, and nobody here decides how: columns, codes and words are
data, read from TOML by `indicators.central.reading`. A value, so that a kept report can be made
again with the form it was made with.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from indicators.board.view import Status

Rows = Literal["units", "total", "all"]
Unmapped = Literal["keep", "leave-out"]
Blank = Literal["keep", "leave-out"]
Encoding = Literal["utf-8-sig", "utf-8"]
When = Literal["always", "month", "longer"]


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its head, and either what goes in (`content`) or a `text` that is always so.

    `content` is a name in `indicators.central.contents`; `width` in letters; `decimals` to write,
    None for those the board shows. `when`: in every report, or only in a month's, or only in one
    on a longer period.
    """

    head: str
    content: str = ""
    text: str = ""
    width: float = 14.0
    decimals: int | None = None
    when: When = "always"


@dataclass(frozen=True, slots=True)
class CsvForm:
    """How the CSV is written: sign between fields, decimal sign, encoding."""

    separator: str = ";"
    decimal: str = ","
    encoding: Encoding = "utf-8-sig"


@dataclass(frozen=True)
class CentralForm:
    """The whole form.

    `rows`: figures of each unit, only the total of the unit reported for, or both. `unmapped`:
    whether indicators without a central code keep a row; they are listed in any case. `blank`:
    whether what has no approved figure keeps a row. `plans` empty: all. `indicator_codes`,
    `unit_codes` pair our code with the central one; `words` a status with its word.
    """

    file: str
    title: str
    sheet: str
    header_row: int
    rows: Rows
    unmapped: Unmapped
    blank: Blank
    plans: tuple[str, ...]
    columns: tuple[Column, ...]
    evidence_sheet: str
    evidence_columns: tuple[Column, ...]
    indicator_codes: tuple[tuple[str, str], ...] = ()
    unit_codes: tuple[tuple[str, str], ...] = ()
    words: tuple[tuple[Status, str], ...] = ()
    csv: CsvForm = CsvForm()

    @cached_property
    def indicator_code(self) -> dict[str, str]:
        """The central code of each of our indicators that has one."""
        return dict(self.indicator_codes)

    @cached_property
    def unit_code(self) -> dict[str, str]:
        """The central code of each of our units that has one."""
        return dict(self.unit_codes)

    @cached_property
    def word(self) -> dict[Status, str]:
        """The central system's word for each status that has one."""
        return dict(self.words)
