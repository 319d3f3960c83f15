"""Workbooks given back marked up: two hundred small ones, and one as large as intake takes.

Beside openpyxl's load and save of the same files, which is what marking up by it would cost (and
which would lose charts, pictures and the results of formulas).
"""

from __future__ import annotations

import io
from itertools import cycle, islice
from pathlib import Path
from time import perf_counter

import xlsxwriter
from openpyxl import load_workbook

from indicators.errors import Problem
from indicators.intake.markup import marked_up
from indicators.intake.reading import Reading

SAMPLES = Path(__file__).parents[2] / "data" / "samples"
MANY = 200
ROWS = (2_500, 5_000, 10_000, 20_000)


def small() -> list[bytes]:
    """Return two hundred full department workbooks."""
    found = sorted(SAMPLES.glob("*/dl-sxd-[hknq]*.xlsx"))
    return [path.read_bytes() for path in islice(cycle(found), MANY)]


def long_table(rows: int) -> bytes:
    """Return a table of twelve columns."""
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    sheet = book.add_worksheet("Biểu 1")
    for row in range(rows):
        sheet.write_row(row, 0, [row, "Tỷ lệ", *range(10)])
    book.close()
    return buffer.getvalue()


def faults(sheet: str, cells: list[str]) -> Reading:
    """Return a reading with an error at each cell."""
    problems = [
        Problem.error("x", f"Ô {each}: chưa rõ, ghi lại", sheet=sheet, cell=each) for each in cells
    ]
    return Reading("bao-cao.xlsx", problems=problems)


def seconds(files: list[bytes], reading: Reading) -> float:
    """Return how long it takes to mark up `files`, all with the same problems."""
    start = perf_counter()
    for data in files:
        marked_up(data, reading)
    return perf_counter() - start


def main() -> None:
    """Print seconds."""
    files = small()
    ten = faults("Báo cáo", [f"{letter}{row}" for row in range(8, 13) for letter in "HJ"])
    start = perf_counter()
    for data in files:
        load_workbook(io.BytesIO(data)).save(io.BytesIO())
    rival = perf_counter() - start
    ours = seconds(files, ten)
    print(f"{MANY} workbooks, 10 marks each: {ours:.2f} s; openpyxl load and save {rival:.2f} s")
    for rows in ROWS:
        cells = [f"C{row}" for row in range(1, rows + 1)]
        took = seconds([long_table(rows)], faults("Biểu 1", cells))
        print(f"{rows} rows, every one marked: {took:.2f} s, {took / rows * 1e6:.0f} µs a row")


if __name__ == "__main__":
    main()
