"""From files to readings: every figure that can be taken and every problem, file by file.

workbook -> limited child -> typed cells -> layout -> match -> numbers -> checks -> figures.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from functools import partial
from pathlib import Path

from indicators import clock
from indicators.catalogue.model import Catalogue
from indicators.intake.choices import Choices
from indicators.intake.judging import judged
from indicators.intake.laid_out import check_book
from indicators.intake.pool import read_books
from indicators.intake.reading import Reading


def check_files(
    paths: Sequence[Path],
    catalogue: Catalogue,
    *,
    names: Sequence[str] | None = None,
    today: date | None = None,
    choices: Choices | None = None,
) -> Iterator[Reading]:
    """Read and judge workbooks one after another, writing nothing.

    Each is compared with itself alone: which units and periods it tells of is known only now.
    `indicators.history.compare` then lays the readings beside what stood before.

    Args:
        paths: the files on disk.
        catalogue: what figures are matched with.
        names: what people called the files, one for each path; the paths' own by default. A name
            never tells a unit or period.
        today: the day in Asia/Ho_Chi_Minh on which periods are judged.
        choices: what people answered when they were asked what a text means.

    Yields:
        One reading a file, in order; a refused file has problems and no rows.
    """
    called = [path.name for path in paths] if names is None else list(names)
    day = clock.today() if today is None else today
    large = partial(judged, catalogue=catalogue, today=day, choices=choices or {})
    for index, book, problems in read_books(paths, called, large=large):
        if book is None:
            yield Reading(called[index], problems=list(problems))
            continue
        if isinstance(book, Reading):
            yield book
            continue
        reading = check_book(book, catalogue, today=day, choices=choices)
        reading.file = called[index]
        reading.problems = [*problems, *reading.problems]
        yield reading


def check_file(
    path: Path, catalogue: Catalogue, *, name: str | None = None, today: date | None = None
) -> Reading:
    """Read and judge one workbook; see `check_files`."""
    names = None if name is None else [name]
    return next(check_files([path], catalogue, names=names, today=today))
