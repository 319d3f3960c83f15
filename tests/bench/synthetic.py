"""Stores of three sizes, filled with made-up figures by our own catalogue, tables and rules.

A is a department (12 units, 30 indicators), B a province (130 x 80), C the country's communes
(3,400 x 80), each over 60 months, with missing figures and second versions.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path

import psutil

from indicators import cells
from indicators.catalogue.model import Catalogue, Indicator, Plan, Target, Unit
from indicators.catalogue.sync import extend_calendar, sync
from indicators.periods import Period, periods_between
from indicators.settings import Settings
from indicators.workspace import Workspace
from queries import Store, open_store
from tests.bench.measure import Ratio, once

FIRST = Period("month", 2021, 11)
LAST = Period("month", 2026, 10)
TODAY = date(2026, 11, 22)
NOW = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)
ROOT = "goc"
GIGABYTES_FOR_C = 12


@dataclass(frozen=True)
class Size:
    """How many branches below the root, units below each (0: the branches report), indicators."""

    name: str
    branches: int
    units: int
    indicators: int

    @property
    def label(self) -> str:
        """Units that report, by indicators."""
        return f"{self.name} {self.branches * max(self.units, 1)}x{self.indicators}"


@dataclass(frozen=True)
class Built:
    """A filled store, open; laying all its cells took `rebuild_ms`."""

    size: Size
    workspace: Workspace
    folder: Path
    rebuild_ms: float


Measurer = Callable[[Built], list[Ratio]]

A = Size("A", 12, 0, 30)
B = Size("B", 10, 13, 80)
C = Size("C", 34, 100, 80)

# Facts are drawn from hashes, so that every run and every engine sees the same. One figure in
# 33 is missing, one in 10 has a second version; a fiftieth of the newest month waits.
_SUBMISSIONS = """
    insert into submission
    select
        row_number() over (order by p.period, u.unit_id) as submission_id,
        'mau.xlsx', 'x', 'template', u.unit_id, p.period, 'dau-moi',
        (p.ends_on + 3)::timestamptz, $count_indicators, true
    from bench_unit as u, period as p
    where p.frequency = 'month' and p.ends_on between $first_day and $last_day
"""
_REVIEWS = """
    insert into review
    select submission_id, submission_id, 'approved', 'van-phong', submitted_at + interval 1 day, ''
    from submission
    where not (period = $last_period and hash(unit_id) % 50 = 0)
"""
_ACTUALS = """
    insert into actual
    with drawn as (
        select
            i.indicator_id, s.unit_id, s.period, s.submission_id, s.submitted_at, v.version,
            100 + hash(i.indicator_id, s.unit_id) % 900 as denominator,
            (hash(i.indicator_id, s.unit_id, s.period, v.version) % 1000)::double as draw
        from submission as s, bench_indicator as i, (values (1), (2)) as v (version)
        where
            hash(i.indicator_id, s.unit_id, s.period) % 33 <> 0
            and (v.version = 1 or hash(i.indicator_id, s.period, s.unit_id) % 10 = 0)
    )

    select
        indicator_id, unit_id, period, version,
        floor(denominator * (0.90 + draw / 10000.0)), denominator, null, submission_id,
        'Bieu 1', 'E' || version, '', submitted_at
    from drawn
    order by period, unit_id, indicator_id
"""


def catalogue(size: Size) -> Catalogue:
    """Return a plan with standing targets, and a tree of units that report on all of it."""
    plan = Plan(
        code="bench", number="", title="Bench", short="Bench", issuer=ROOT, date_text="",
        issued_on=None, valid_from=FIRST.start, valid_to=None, parent=None, based_on=(),
        source="", file="bench.toml",
    )  # fmt: skip
    branches = [f"n{number:02d}" for number in range(size.branches)]
    leaves = [f"{branch}-{number:03d}" for branch in branches for number in range(size.units)]
    units = [
        Unit(ROOT, "Gốc", None),
        *(Unit(code, code, ROOT) for code in branches),
        *(Unit(code, code, code.partition("-")[0]) for code in leaves),
    ]
    reporting = tuple(leaves or branches)
    codes = [f"CT-{number:02d}" for number in range(size.indicators)]
    return Catalogue(
        plans={plan.code: plan},
        units={unit.code: unit for unit in units},
        groups={},
        indicators={code: _indicator(code, reporting) for code in codes},
        targets=tuple(_target(code, number) for number, code in enumerate(codes)),
        tasks=(),
        duties=(),
        sha256=size.name,
    )


def _indicator(code: str, reporting: tuple[str, ...]) -> Indicator:
    return Indicator(
        code=code, plan="bench", clause=code, name=code, short=code, name_en=code,
        unit_of_measure="%", decimals=2, formula="ratio", direction="up", frequency="month",
        accumulation="period", roll_up="ratio", numerator="", denominator="",
        applies_to=reporting, lead=(), supporting=(),
    )  # fmt: skip


def _target(code: str, number: int) -> Target:
    less = number % 3 == 0
    return Target(
        code=f"T-{code}", plan="bench", clause=code, indicator=code,
        operator="<=" if less else ">=", value=95.0 if less else 93.0 + number % 5, upper=None,
        kind="standing", valid_from=FIRST.start, valid_to=None, due=None, units=(), amber=None,
        amber_unit="percent", baseline=None, milestones=(), text="",
    )  # fmt: skip


def build(size: Size, folder: Path) -> Built:
    """Return a store of `size` in `folder`, open, every cell laid by the product's own rules."""
    store = open_store(folder / f"{size.name}.duckdb")
    made = catalogue(size)
    at = datetime(FIRST.year, FIRST.number, 1, tzinfo=UTC)
    sync(store, made, at=at, by="bench", amber_percent=5.0, due_day=5)
    extend_calendar(store, made, through=TODAY, due_day=5)
    _fill(store, made)
    rebuild_ms = once(partial(_rebuild, store))
    store.checkpoint()
    settings = Settings(store=store.path, samples=False, home_unit=ROOT)
    return Built(size, Workspace(settings, made, store, _begun=TODAY), folder, rebuild_ms)


def _rebuild(store: Store) -> None:
    """Lay every cell, a write a year, so that no write holds all of C."""
    every = months(60)
    for first in range(0, len(every), 12):
        with store.write("bench") as write:
            cells.refresh(write, known_at=NOW, periods=every[first : first + 12], units=None)


def _fill(store: Store, made: Catalogue) -> None:
    reporting = next(iter(made.indicators.values())).applies_to
    with store._connection.cursor() as cursor:
        cursor.execute("create temp table bench_unit as select unnest($codes) as unit_id",
                       {"codes": list(reporting)})  # fmt: skip
        cursor.execute("create temp table bench_indicator as select unnest($codes) as indicator_id",
                       {"codes": list(made.indicators)})  # fmt: skip
        days = {"first_day": FIRST.start, "last_day": LAST.end}
        cursor.execute(_SUBMISSIONS, {"count_indicators": len(made.indicators), **days})
        cursor.execute(_REVIEWS, {"last_period": str(LAST)})
        cursor.execute(_ACTUALS)


def months(count: int) -> list[str]:
    """Return the last `count` months, oldest first."""
    return [str(each) for each in periods_between(FIRST.start, LAST.end, "month")][-count:]


def chosen(words: Sequence[str]) -> list[Size]:
    """Return the sizes to measure: C too when asked (`--full`) or when memory allows."""
    room = psutil.virtual_memory().available / 2**30
    wants_large = "--full" in words or (room >= GIGABYTES_FOR_C and "--quick" not in words)
    return [A, B, C] if wants_large else [A, B]


def measured(sizes: Iterable[Size], *measurers: Measurer) -> list[Ratio]:
    """Build each size in a folder of its own and hand it to every measurer in turn."""
    ratios: list[Ratio] = []
    for size in sizes:
        with tempfile.TemporaryDirectory() as name:
            built = build(size, Path(name))
            for measurer in measurers:
                ratios += measurer(built)
            built.workspace.close()
    return ratios
