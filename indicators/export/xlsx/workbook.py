"""The workbook of a board, sheet by sheet."""

from __future__ import annotations

from collections.abc import Callable

from indicators.export.model import Options, Progress
from indicators.export.snapshot import Snapshot
from indicators.export.xlsx import charts, explained, long, matrix, notes, trends, workings
from indicators.export.xlsx.book import (
    BOARD,
    CHARTS,
    DATA,
    HELP,
    NOTES,
    SUMS,
    TREND,
    WORDS_SHEET,
    Book,
)
from indicators.export.xlsx.places import Places
from indicators.export.xlsx.workings import Workings


def write(snapshot: Snapshot, options: Options, progress: Progress) -> bytes:  # noqa: ARG001 - a writer
    """Return the workbook's bytes."""
    book, places = Book(snapshot), Places(snapshot)
    names = (BOARD, CHARTS, WORDS_SHEET, DATA, SUMS, TREND, NOTES, HELP)
    sheets = {name: book.book.add_worksheet(name) for name in names if name != SUMS or places.sums}
    work = Workings(places)
    steps: list[Callable[[], None]] = [
        lambda: long.write(book, sheets[DATA], places, is_data=True),
        lambda: matrix.write(book, sheets[BOARD], sheets[HELP], places),
        lambda: trends.write(book, sheets[TREND], places),
        lambda: charts.write(book, sheets[CHARTS], work),
        lambda: explained.write(book, sheets[WORDS_SHEET], places),
        lambda: notes.write(book, sheets[NOTES], snapshot),
    ]
    if places.sums:
        steps.insert(1, lambda: long.write(book, sheets[SUMS], places, is_data=False))
    if snapshot.indicators and snapshot.units:
        steps.append(lambda: workings.write(book, sheets[HELP], work))
    for done, step in enumerate(steps):
        progress(done, len(steps))
        step()
    sheets[HELP].hide()
    progress(len(steps), len(steps))
    return book.written()
