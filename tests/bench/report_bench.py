"""How long a Word report takes, and how much memory: 12 units and 130, ours and on a base file.

Printed as plain figures: `python -m tests.bench.report_bench`. Goals of the export: 12 units under
2 s warm, 130 units under 10 s, memory under 300 MB.
"""

from __future__ import annotations

import gc
import io
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from zipfile import ZipFile

import psutil

from indicators.export import Options, Snapshot, write
from indicators.export.word.starter import starter
from tests import snapshots

SIZES = ((12, 18), (130, 18))  # units; percentages, to which a count and a yes or no are added
_DOCUMENT = "word/document.xml"


@dataclass(frozen=True)
class Taken:
    """One report: seconds by the clock and of the processor, and what it came to."""

    name: str
    seconds: float
    busy: float
    megabytes: float
    rows: int
    size: int


def report_figures() -> Iterator[Taken]:
    """Write each report twice, and tell of the second."""
    with tempfile.TemporaryDirectory() as folder:
        base = Path(folder) / "bao-cao.docx"
        base.write_bytes(starter())
        for units, indicators in SIZES:
            board = snapshots.snapshot(units, indicators)
            own = Options(bases={"docx": base})
            for name, options in (("ours", Options()), ("on a base file", own)):
                write("docx", board, options)
                yield _taken(f"{units} units x {indicators + 2}, {name}", board, options)


def _taken(name: str, board: Snapshot, options: Options) -> Taken:
    gc.collect()
    clock, busy = time.perf_counter(), time.process_time()
    content = write("docx", board, options)
    seconds, busy = time.perf_counter() - clock, time.process_time() - busy
    with ZipFile(io.BytesIO(content)) as package:
        rows = package.read(_DOCUMENT).count(b"<w:tr>")
    memory = psutil.Process().memory_info().rss / 1e6
    return Taken(name, seconds, busy, memory, rows, len(content))


def main() -> None:
    """Print a line for each report."""
    for each in report_figures():
        print(
            f"{each.name:<34} {each.seconds:6.2f} s  {each.busy:6.2f} s busy  {each.rows:5d} rows"
            f"  {each.size / 1e6:5.1f} MB file  {each.megabytes:5.0f} MB memory"
        )


if __name__ == "__main__":
    main()
