"""How long workbooks, CSV and the report to the central system take: 12 units and 130.

Printed as plain figures: `python -m tests.bench.workbook_bench`. Goals of the export: 12 units
under 2 s warm, 130 units under 10 s, memory under 300 MB. The clock is shared with whatever else
the machine does; what the processor was busy for is told beside it.
"""

from __future__ import annotations

import gc
import time
from collections.abc import Iterator
from dataclasses import dataclass

import psutil

from indicators.export import Snapshot, write
from tests import snapshots

SIZES = ((12, 18), (130, 18))  # units; percentages, to which a count and a yes or no are added
KINDS = ("xlsx", "csv", "central-xlsx", "central-csv")


@dataclass(frozen=True)
class Taken:
    """One file: seconds by the clock and of the processor, what it came to."""

    name: str
    seconds: float
    busy: float
    megabytes: float
    size: int


def workbook_figures() -> Iterator[Taken]:
    """Write each file twice, and tell of the second."""
    for units, indicators in SIZES:
        board = snapshots.snapshot(units, indicators)
        for kind in KINDS:
            write(kind, board)
            yield _taken(f"{units} units x {indicators + 2}, {kind}", kind, board)


def _taken(name: str, kind: str, board: Snapshot) -> Taken:
    gc.collect()
    clock, busy = time.perf_counter(), time.process_time()
    content = write(kind, board)
    seconds, busy = time.perf_counter() - clock, time.process_time() - busy
    memory = psutil.Process().memory_info().rss / 1e6
    return Taken(name, seconds, busy, memory, len(content))


def main() -> None:
    """Print a line for each file."""
    for each in workbook_figures():
        print(
            f"{each.name:<34} {each.seconds:6.2f} s  {each.busy:6.2f} s busy"
            f"  {each.size / 1e6:5.2f} MB file  {each.megabytes:5.0f} MB memory"
        )


if __name__ == "__main__":
    main()
