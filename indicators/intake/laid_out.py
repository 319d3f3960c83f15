"""What a workbook that was read says: every figure that can be taken and every problem.

typed cells -> layout -> match -> numbers -> checks -> figures.
"""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

from indicators.catalogue.model import Catalogue
from indicators.checks import compared, problems_of
from indicators.checks.history import History
from indicators.checks.scene import Scene
from indicators.errors import Problem
from indicators.intake.cells import Book, column_letters
from indicators.intake.choices import Choices
from indicators.intake.layout import read_sheet
from indicators.intake.layout.template import HIDDEN_SHEET, find_identity
from indicators.intake.match import names_of
from indicators.intake.reading import Figure, Reading
from indicators.intake.rows import Entry, Row, SheetRows
from indicators.intake.values import entry_of

_ADDRESS = re.compile(r"([A-Z]{1,3})(\d+)")


def check_book(
    book: Book, catalogue: Catalogue, *, today: date, choices: Choices | None = None
) -> Reading:
    """Return what a workbook that was read already says, with everything wrong in it."""
    sheets = _lay_out(book, catalogue, choices or {})
    entries = [entry for sheet in sheets for row in sheet.rows if (entry := _entry(row, sheet))]
    scene = Scene(
        catalogue,
        today,
        entries,
        [row for sheet in sheets for row in sheet.rows],
        [row for sheet in sheets for row in sheet.blanks],
        is_form=any(sheet.layout in {"form", "template"} for sheet in sheets),
    )
    problems = [problem for sheet in sheets for problem in sheet.problems]
    problems += problems_of(scene)
    if not scene.rows and not any(problem.is_error for problem in problems):
        problems.append(
            Problem.error("no-figures", f"Tệp «{book.name}» không có số liệu nào: điền rồi tải lại")
        )
    reading = _reading(book, sheets, entries, problems)
    return compared(reading, catalogue, History(), today=today)


def _lay_out(book: Book, catalogue: Catalogue, choices: Choices) -> list[SheetRows]:
    """Return every visible sheet laid out, before them what is wrong with the whole file."""
    names = replace(names_of(catalogue), choices=choices)
    whole = SheetRows("")
    identity = find_identity(book, names, whole)
    visible = (sheet for sheet in book.sheets if not sheet.is_hidden and sheet.name != HIDDEN_SHEET)
    return [whole, *(read_sheet(sheet, names, identity) for sheet in visible)]


def _entry(row: Row, sheet: SheetRows) -> Entry | None:
    return entry_of(row, sheet.error)


def _reading(
    book: Book, sheets: list[SheetRows], entries: list[Entry], problems: list[Problem]
) -> Reading:
    faulty = _faulty_lines(problems)
    taken = [
        (figure, entry.row.match)
        for entry in entries
        if not _is_faulty(entry.row, faulty) and (figure := _figure(entry)) is not None
    ]
    rows = [figure for figure, _ in taken]
    units = {row.unit for row in rows}
    periods = {row.period for row in rows}
    laid_out = [sheet for sheet in sheets if sheet.layout is not None]
    with_rows = [sheet for sheet in laid_out if sheet.rows] or laid_out
    order = {sheet.sheet: place for place, sheet in enumerate(sheets)}
    return Reading(
        book.name,
        book.sha256,
        with_rows[0].layout if with_rows else None,
        units.pop() if len(units) == 1 else None,
        periods.pop() if len(periods) == 1 else None,
        rows,
        sorted(problems, key=lambda problem: _place(problem, order)),
        {(figure.sheet, figure.cell): match for figure, match in taken if match is not None},
        [question for sheet in sheets for question in sheet.questions],
    )


def _figure(entry: Entry) -> Figure | None:
    """Return the figure an entry makes; None without unit, period or anything that counts."""
    row, indicator = entry.row, entry.indicator
    if row.unit is None or row.period is None:
        return None
    if not entry.is_nothing and entry.result is None:
        return None
    numerator = denominator = None
    if entry.is_nothing:
        numerator = denominator = 0.0
    elif entry.is_counted and entry.numerator and entry.denominator:
        numerator, denominator = entry.numerator.number, entry.denominator.number
    return Figure(
        indicator.plan,
        indicator.clause,
        indicator.code,
        row.unit.code,
        str(row.period),
        numerator,
        denominator,
        entry.result,
        row.sheet,
        row.cell,
        row.note,
    )


def _faulty_lines(problems: list[Problem]) -> dict[tuple[str | None, int], set[str]]:
    """Return the columns that errors name on each sheet and row."""
    faulty: dict[tuple[str | None, int], set[str]] = {}
    for problem in problems:
        if problem.is_error and (found := _ADDRESS.fullmatch(problem.cell or "")):
            faulty.setdefault((problem.sheet, int(found[2])), set()).add(found[1])
    return faulty


def _is_faulty(row: Row, faulty: dict[tuple[str | None, int], set[str]]) -> bool:
    """Whether an error was told at any cell that this row's figures stand in."""
    letters = faulty.get((row.sheet, row.line))
    if letters is None:
        return False
    slots = (row.slots.numerator, row.slots.denominator, row.slots.value)
    return not letters.isdisjoint(column_letters(column) for column in slots if column)


def _place(problem: Problem, order: dict[str, int]) -> tuple[int, int, int, str]:
    """Return where a problem belongs among the others: by sheet, row and column."""
    found = _ADDRESS.fullmatch(problem.cell or "")
    row, letters = (int(found[2]), found[1]) if found else (0, "")
    return order.get(problem.sheet or "", 0), row, len(letters), letters
