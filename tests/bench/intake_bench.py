"""Workbooks read and checked by intake beside bare readers that only read the cells.

Department workbooks of the sample: 17 indicators each, filled templates. Intake runs preflight,
the limited child, layout, names, numbers and every check; the rivals open the file and touch each
cell. The child is kept ready, as the server keeps it.
"""

from __future__ import annotations

from functools import partial
from itertools import cycle, islice
from pathlib import Path

from openpyxl import load_workbook
from python_calamine import CalamineWorkbook

from indicators.catalogue.load import load
from indicators.catalogue.model import Catalogue
from indicators.intake import pool
from indicators.intake.check import check_files
from tests.bench import measure
from tests.bench.measure import Ratio

DATA = Path(__file__).parents[2] / "data"
MANY = 200
# "under 3 times a bare openpyxl read-only read", "under twice the time openpyxl takes only to read"
_BOUNDS = {1: 3.0, MANY: 2.0}


def workbooks(count: int) -> list[Path]:
    """Return `count` full department workbooks, some more than once."""
    found = sorted((DATA / "samples").glob("*/dl-sxd-[hknq]*.xlsx"))
    full = [path for path in found if path.stat().st_size > 9_000]
    return list(islice(cycle(full), count))


def with_intake(paths: list[Path], catalogue: Catalogue) -> int:
    """Read and check every workbook; return how many figures were understood."""
    readings = list(check_files(paths, catalogue))
    if not all(reading.ok for reading in readings):
        raise AssertionError("a workbook of the sample is not accepted")
    return sum(len(reading.rows) for reading in readings)


def with_openpyxl(paths: list[Path]) -> int:
    """Read every cell of every sheet with openpyxl, read-only; return how many have a value."""
    count = 0
    for path in paths:
        book = load_workbook(path, read_only=True)
        for sheet in book.worksheets:
            count += sum(
                cell is not None for row in sheet.iter_rows(values_only=True) for cell in row
            )
        book.close()
    return count


def with_calamine(paths: list[Path]) -> int:
    """Read every cell of every sheet with calamine; return how many have a value."""
    count = 0
    for path in paths:
        book = CalamineWorkbook.from_path(str(path))
        for name in book.sheet_names:
            count += sum(
                cell != "" for row in book.get_sheet_by_name(name).to_python() for cell in row
            )
    return count


def intake_ratios() -> list[Ratio]:
    """Measure one workbook and two hundred."""
    catalogue = load(DATA)
    pool.warm()
    ratios: list[Ratio] = []
    for count, bound in _BOUNDS.items():
        paths = workbooks(count)
        times = measure.in_turns(
            {
                "intake": partial(with_intake, paths, catalogue),
                "openpyxl": partial(with_openpyxl, paths),
                "calamine": partial(with_calamine, paths),
            },
            rounds=30 if count == 1 else 5,
            seconds=40,
        )
        size, ours = f"{count} files", "intake, checks and all"
        ratios += [
            Ratio("intake", size, ours, "bare openpyxl", times["intake"], times["openpyxl"], bound),
            Ratio("intake", size, ours, "bare calamine", times["intake"], times["calamine"]),
        ]
    pool.close()
    return ratios


if __name__ == "__main__":
    measure.show(intake_ratios())
