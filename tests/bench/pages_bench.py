"""The board as PDF pages and as the bundle of a meeting: twelve units, and a hundred and thirty.

The large board is the sample's, its units repeated with other figures, files and ways of a year.
Pages are set in a process of its own: its memory is told beside the time, and goes back when it
ends.
"""

from __future__ import annotations

import os
import random
import tempfile
from dataclasses import dataclass, replace
from pathlib import Path
from threading import Thread
from time import perf_counter

import psutil

from indicators.export import Snapshot, Wanted, gather, write
from indicators.export.snapshot import Row
from indicators.settings import Settings
from indicators.workspace import open_workspace

UNITS = 130
HOME, MONTH = "dl-sxd", "2026-10"


def sample() -> Snapshot:
    """Return the board of the sample: twelve units under one, twenty indicators."""
    with tempfile.TemporaryDirectory() as folder:
        office = open_workspace(Settings(store=Path(folder) / "b.duckdb", samples=True))
        try:
            return gather(office, office.operator(), Wanted(HOME, MONTH))
        finally:
            office.close()


def large(small: Snapshot, count: int) -> Snapshot:
    """Return a board of `count` units, each with the figures of a full one, none the same."""
    dice = random.Random(57)
    full = [
        each
        for each in small.units
        if each.depth and sum(row.cell.unit == each.code for row in small.rows) > 15
    ]
    units, rows = [small.units[0]], [r for r in small.rows if r.cell.unit == small.units[0].code]
    for number in range(count):
        like = full[number % len(full)]
        name = f"Ủy ban nhân dân xã số {number:03d}, {like.name.lower()}"
        code = f"xa-{number:03d}"
        units.append(replace(like, code=code, name=name, short=f"Xã {number:03d}"))
        rows += [_other(row, code, dice) for row in small.rows if row.cell.unit == like.code]
    return replace(small, units=tuple(units), rows=tuple(rows))


def _other(row: Row, unit: str, dice: random.Random) -> Row:
    cell, source = row.cell, row.source
    if cell.numerator is not None and cell.denominator:
        up = float(round(cell.denominator * dice.uniform(0.9, 1.0)))
        cell = replace(cell, numerator=up, value=100.0 * up / cell.denominator)
    points = tuple(
        each
        if each.value is None
        else replace(each, value=max(0.0, each.value - dice.uniform(0, 5)))
        for each in row.points
    )
    if source is not None:
        source = replace(source, file=f"bao-cao-{unit}.xlsx", submitted_by=f"can-bo-{unit}")
    return replace(row, cell=replace(cell, unit=unit), points=points, source=source)


@dataclass
class Cost:
    """What one file cost: seconds on the clock and of the processor, MB of the other process."""

    seconds: float
    worked: float
    peak: float
    size: int


def cost(kind: str, board: Snapshot) -> Cost:
    """Write one file while watching the process that sets its pages."""
    made: list[int] = []
    work = Thread(target=lambda: made.append(len(write(kind, board))))
    began, worked, peak = perf_counter(), _worked(), 0.0
    work.start()
    while work.is_alive():
        peak = max(peak, *(_memory(each) for each in psutil.Process().children()), 0.0)
        work.join(0.02)
    return Cost(perf_counter() - began, _worked() - worked, peak, made[0])


def _worked() -> float:
    told = os.times()
    return told.user + told.system + told.children_user + told.children_system


def _memory(process: psutil.Process) -> float:
    try:
        return float(process.memory_info().rss) / 2**20
    except psutil.Error:  # ended meanwhile
        return 0.0


def main() -> None:
    """Print seconds and memory; other work may share the machine, so seconds of work are told."""
    small = sample()
    write("pdf", small)  # what is loaded once
    for name, board in (("12 units", small), (f"{UNITS} units", large(small, UNITS))):
        for kind in ("pdf", "png", "zip") if board is small else ("pdf", "png"):
            found = cost(kind, board)
            print(
                f"{name}, {len(board.rows)} cells, {kind}: {found.seconds:.2f} s,"
                f" of work {found.worked:.2f} s; pages' process {found.peak:.0f} MB;"
                f" {found.size / 1e6:.1f} MB"
            )


if __name__ == "__main__":
    main()
