"""The template with figures typed into it: what is entered on the page becomes a workbook.

A text that is one number goes in as a number; anything else goes in letter by letter, and is
judged by intake where it stands.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Protocol

from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from indicators.catalogue.model import Catalogue
from indicators.intake.sheet_style import (
    DENOMINATOR,
    HEADER_ROW,
    NOTE,
    NUMERATOR,
    RESULT,
    printable,
)
from indicators.intake.template import SHEET, Previous, same_bytes, write_template
from indicators.numbers import parse_number
from indicators.periods import Period

_CODE = 2
_LONGEST = 2_000  # letters in one cell


class Typed(Protocol):
    """What was typed for one indicator."""

    @property
    def numerator(self) -> str:
        """The count above the line."""

    @property
    def denominator(self) -> str:
        """The count below the line."""

    @property
    def value(self) -> str:
        """The result, where it is not computed from counts."""

    @property
    def note(self) -> str:
        """A word beside the figure."""


def write_filled(
    catalogue: Catalogue,
    unit: str,
    period: Period,
    path: Path,
    typed: Mapping[str, Typed],
    *,
    previous: Mapping[str, Previous] | None = None,
) -> None:
    """Write the template of `unit` and `period` to `path` with what was `typed`, by indicator.

    Raises:
        NotFound: no unit has this code.
    """
    write_template(catalogue, unit, period, path, previous=previous)
    book = load_workbook(path)
    sheet = book[SHEET]
    for row in range(HEADER_ROW + 1, sheet.max_row + 1):
        each = typed.get(str(sheet.cell(row, _CODE).value))
        if each is not None:
            _fill(sheet, row, each)
    path.write_bytes(same_bytes(book))


def _fill(sheet: Worksheet, row: int, typed: Typed) -> None:
    for column, text in (
        (NUMERATOR, typed.numerator),
        (DENOMINATOR, typed.denominator),
        (RESULT, typed.value),
    ):
        if text.strip():
            _write(sheet, row, column, text.strip(), is_figure=True)
    if typed.note.strip():
        _write(sheet, row, NOTE, typed.note.strip(), is_figure=False)


def _write(sheet: Worksheet, row: int, column: int, text: str, *, is_figure: bool) -> None:
    cell = sheet.cell(row, column)
    parsed = parse_number(text)
    if is_figure and parsed.kind == "number" and parsed.value is not None:
        cell.value = parsed.value
        return
    cell.value = printable(text)[:_LONGEST]
    cell.data_type = "s"  # whatever it begins with, it is a text
