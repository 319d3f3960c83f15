"""How long a deck takes, and how much memory: 12 units and 130, by unit and by indicator.

Printed as plain figures: `python -m tests.bench.deck_bench`. Goals of the export: 12 units under
2 s warm, 130 units under 10 s, memory under 300 MB.
"""

from __future__ import annotations

import gc
import io
import time
from collections.abc import Iterator
from dataclasses import dataclass
from zipfile import ZipFile

import psutil

from indicators.export import Options, Snapshot, write
from indicators.export.model import By
from tests import snapshots

SIZES = ((12, 18), (130, 18))  # units; percentages, to which a count and a yes or no are added
WAYS: tuple[By, ...] = ("unit", "indicator")


@dataclass(frozen=True)
class Taken:
    """One deck: seconds by the clock and of the processor, and what it came to."""

    name: str
    seconds: float
    busy: float
    megabytes: float
    slides: int
    size: int


def deck_figures() -> Iterator[Taken]:
    """Write each deck twice, and tell of the second."""
    for units, indicators in SIZES:
        board = snapshots.snapshot(units, indicators)
        for by in WAYS:
            write("pptx", board, Options(by=by))
            yield _taken(f"{units} units x {indicators + 2}, by {by}", board, Options(by=by))


def _taken(name: str, board: Snapshot, options: Options) -> Taken:
    gc.collect()
    clock, busy = time.perf_counter(), time.process_time()
    content = write("pptx", board, options)
    seconds, busy = time.perf_counter() - clock, time.process_time() - busy
    with ZipFile(io.BytesIO(content)) as package:
        slides = sum(1 for each in package.namelist() if each.startswith("ppt/slides/slide"))
    memory = psutil.Process().memory_info().rss / 1e6
    return Taken(name, seconds, busy, memory, slides, len(content))


def main() -> None:
    """Print a line for each deck."""
    for each in deck_figures():
        print(
            f"{each.name:<34} {each.seconds:6.2f} s  {each.busy:6.2f} s busy  {each.slides:4d}"
            f" slides  {each.size / 1e6:5.1f} MB file  {each.megabytes:5.0f} MB memory"
        )


if __name__ == "__main__":
    main()
