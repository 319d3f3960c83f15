"""Every export at two sizes, beside the same words written bare by the same library (bare.py).

12 units and 130, 20 indicators each. Every kind is measured in a process of its own, so that what
it takes of memory is its own; the typesetter's process counts with it. Goals of an export: 12
units under 2 s warm, 130 under 10 s, memory under 300 MB.
"""

from __future__ import annotations

import multiprocessing
import tempfile
from collections.abc import Callable, Mapping
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TypeVar, cast

from indicators.board.calendar import months_back
from indicators.export import EXPORTS, Options, Snapshot, Wanted, gather, write
from indicators.export.outlines.album import album, picture
from indicators.export.press import Format
from indicators.export.word.starter import starter
from indicators.settings import Settings
from indicators.workspace import Workspace
from queries import open_store
from tests import snapshots
from tests.bench import bare, costs, measure, synthetic
from tests.bench.costs import Cost
from tests.bench.measure import Ratio

INDICATORS = 20
GOALS = {12: 2.0, 130: 10.0}  # units: seconds
GOAL_MB = 300.0
_GROWTH = 1.5  # in step with the rows, and room for noise: their square would be ten times that
_PLAIN = Options()

Made = TypeVar("Made")
Bare = Callable[[Snapshot, bytes], Callable[[], object]]
Choose = Callable[[Path], Options]


@dataclass(frozen=True)
class Ready:
    """One size, ready to be measured: `bare` makes the bare call from what `ours` has made."""

    rows: int
    ours: Callable[[], object]
    bare: Callable[[object], Callable[[], object]] | None
    close: Callable[[], None] = lambda: None


@dataclass(frozen=True)
class Kind:
    """One line of the frame: how it is made ready for so many units, what stands beside it.

    `bound` is the most it may take of the bare call's time. `export` is its name in the registry.
    """

    ready: Callable[[int, Path], Ready]
    beside: str
    bound: float | None
    export: str = ""


@dataclass(frozen=True)
class Taken:
    """One kind at one size: medians in ms of ours and of the bare call, None where there is none.

    `size` is of the file, in bytes; a snapshot is none.
    """

    rows: int
    ours: float
    bare: float | None
    cost: Cost
    size: int

    @property
    def compared(self) -> float:
        """The ms that are set beside others: of work, where they were not measured in turns."""
        return 1000.0 * self.cost.busy if self.bare is None else self.ours


def _export(
    name: str, beside: str, bound: float | None, of: Bare | None, chosen: Choose = lambda _: _PLAIN
) -> Kind:
    def ready(units: int, folder: Path) -> Ready:
        board = snapshots.snapshot(units, INDICATORS - 2)  # and a count, and a yes or no

        def bare_of(made: object) -> Callable[[], object]:
            return of(board, cast("bytes", made)) if of else lambda: None

        ours = partial(write, name, board, chosen(folder))
        return Ready(len(board.rows), ours, bare_of if of else None)

    return Kind(ready, beside, bound, name)


def _gathered(units: int, folder: Path) -> Ready:
    """Make a store ready; beside a snapshot stands its largest query alone."""
    size = synthetic.Size(f"E{units}", units, 0, INDICATORS)
    settings = _by_another(_filled, size, folder)
    office = Workspace(settings, synthetic.catalogue(size), open_store(settings.store_path))
    who, month = office.operator(), str(synthetic.LAST)
    asked = {
        "units": [*office.catalogue.units], "plan_id": None, "periods": months_back(month, 12),
        "today": synthetic.TODAY, "scope": who.roots("read"),
    }  # fmt: skip
    return Ready(
        rows=(units + 1) * INDICATORS,
        ours=lambda: gather(office, who, Wanted(synthetic.ROOT, month)),
        bare=lambda _: lambda: office.store.rows("export/points", **asked),
        close=office.close,
    )


def _filled(size: synthetic.Size, folder: Path) -> Settings:
    office = synthetic.build(size, folder).workspace
    office.close()
    return office.settings


def _by_another(call: Callable[..., Made], *given: object) -> Made:
    """Call in a process of its own: what it leaves in memory is no part of what is measured."""
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as process:
        return process.submit(call, *given).result()


def _own_base(folder: Path) -> Options:
    base = folder / "bao-cao.docx"
    base.write_bytes(starter())
    return Options(bases={"docx": base})


def _read(of: Callable[[bytes], bare.Call]) -> Bare:
    return lambda _, made: of(made)


def _drawn(kind: Format) -> Bare:
    outline = album if kind == "pdf" else picture
    return lambda board, _: bare.pages(outline(board, _PLAIN), kind)


def _kept(board: Snapshot, _: bytes) -> Callable[[], object]:
    kept = board.kept()
    return lambda: Snapshot.read(kept)


_DECK, _LETTER, _BOOK = "bare python-pptx", "bare python-docx", "bare xlsxwriter"
_KEPT = "its snapshot read again"
KINDS: dict[str, Kind] = {
    "gather": Kind(_gathered, "its largest query", None),
    "pptx": _export("pptx", _DECK, 1.0, _read(bare.deck)),
    "pptx by indicator": _export(
        "pptx", _DECK, 1.0, _read(bare.deck), lambda _: Options(by="indicator")
    ),
    "docx": _export("docx", _LETTER, 1.0, _read(bare.letter)),
    "docx on a base file": _export("docx", _LETTER, 1.0, _read(bare.letter), _own_base),
    "xlsx": _export("xlsx", _BOOK, 5.0, _read(bare.book)),
    "csv": _export("csv", _KEPT, 2.0, _kept),
    "pdf": _export("pdf", "bare typst", 3.0, _drawn("pdf")),
    "png": _export("png", "bare typst", 3.0, _drawn("png")),
    "svg": _export("svg", "bare typst", 3.0, _drawn("svg")),
    "central-xlsx": _export("central-xlsx", _BOOK, 5.0, _read(bare.book)),
    "central-csv": _export("central-csv", _KEPT, 2.0, _kept),
    "zip": _export("zip", "its formats one by one", 1.5, None),
}


def export_ratios() -> list[Ratio]:
    """Measure every kind; print what each took, return how it compares.

    Raises:
        AssertionError: a format of the registry is not measured.
    """
    if lacking := EXPORTS.keys() - {each.export for each in KINDS.values()}:
        raise AssertionError(f"not measured: {', '.join(sorted(lacking))}")
    return _ratios({name: _apart(name) for name in KINDS})


def _apart(name: str) -> dict[int, Taken]:
    """Measure a kind in a process of its own, and print a line for each size."""
    found = _by_another(taken, name)
    for units, each in found.items():
        cost = each.cost
        print(
            f"{_label(units):<9} {name:<20} {cost.seconds:6.2f} s  {cost.busy:6.2f} s busy"
            f"  {cost.own_mb:4.0f} MB of ours  {cost.other_mb:4.0f} MB of the typesetter"
            f"  {cost.both_mb:4.0f} MB at once  {each.size / 1e6:6.2f} MB file",
            flush=True,
        )
    return found


def taken(name: str) -> dict[int, Taken]:
    """Measure one kind by the number of units, the smaller size first: that warms it."""
    kind = KINDS[name]
    with tempfile.TemporaryDirectory() as folder:
        ready = {units: kind.ready(units, Path(folder)) for units in GOALS}
        had = costs.memory()
        ready[min(ready)].ours()
        found = {units: costs.watched(each.ours, had=had) for units, each in ready.items()}
        times = _times(ready, {units: made for units, (made, _) in found.items()})
        for each in ready.values():
            each.close()
    return {
        units: Taken(
            rows=ready[units].rows,
            ours=times.get(f"{units}", 1000.0 * cost.seconds),
            bare=times.get(f"{units} bare"),
            cost=cost,
            size=len(made) if isinstance(made, bytes) else 0,
        )
        for units, (made, cost) in found.items()
    }


def _times(ready: Mapping[int, Ready], made: Mapping[int, object]) -> dict[str, float]:
    """Return medians in ms of both sizes, ours and bare, all in turns; none with nothing beside."""
    calls: dict[str, Callable[[], object]] = {}
    for units, each in ready.items():
        if each.bare:
            calls |= {f"{units}": each.ours, f"{units} bare": each.bare(made[units])}
    return measure.in_turns(calls, rounds=9, seconds=20.0)


def _ratios(found: Mapping[str, Mapping[int, Taken]]) -> list[Ratio]:
    """Return, kind by kind, time beside bare time, growth, memory, and time beside the goals."""
    ratios: list[Ratio] = []
    for name, sizes in found.items():
        kind = KINDS[name]
        for units, each in sizes.items():
            label, goal = _label(units), GOALS[units]
            bare_ms = each.bare or _one_by_one(found, units)
            ratios += [
                Ratio("export", label, name, kind.beside, each.compared, bare_ms, kind.bound),
                Ratio("export", label, name, f"goal: {goal:g} s", each.ours, 1000.0 * goal),
                Ratio("export", label, f"{name}: memory", "most there may be",
                      each.cost.both_mb, GOAL_MB, 1.0, "MB"),
            ]  # fmt: skip
        small, large = sizes[min(sizes)], sizes[max(sizes)]
        ratios.append(
            Ratio("export", f"{max(sizes)} / {min(sizes)}", f"{name}: time grows", "rows grow",
                  large.compared / small.compared, large.rows / small.rows, _GROWTH, "x")
        )  # fmt: skip
    return ratios


def _one_by_one(found: Mapping[str, Mapping[int, Taken]], units: int) -> float:
    """Return the work, in ms, that the formats of a bundle take one by one."""
    return 1000.0 * sum(
        sizes[units].cost.busy for name, sizes in found.items() if name in EXPORTS and name != "zip"
    )


def _label(units: int) -> str:
    return f"{units} x {INDICATORS}"


if __name__ == "__main__":
    measure.show(export_ratios())
