"""Small offices for tests: catalogues, figures and workspaces built by hand, as plain functions.

The fixtures of `conftest.py` hand these out; properties, which cannot use fixtures for every
example, call them directly.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from unittest import mock

from indicators import clock
from indicators.catalogue.model import Catalogue, Indicator, Plan, Target, Unit, UnitGroup
from indicators.intake.reading import Figure, Reading
from indicators.settings import Settings
from indicators.workspace import Workspace
from queries import open_store
from tests import prepared

DATA = Path(__file__).parent.parent / "data"
MEMORY = Path(":memory:")
EARLY = datetime(2026, 1, 2, 1, 0, tzinfo=UTC)  # before any figure of these tests
NOW = datetime(2026, 11, 22, 2, 0, tzinfo=UTC)  # 09:00 in Hà Nội
PLAN = "ke-hoach"


class Hands:
    """The hands of a stopped clock: `moment` is what `clock.now()` says."""

    def __init__(self, moment: datetime = NOW) -> None:
        self.moment = moment

    def now(self) -> datetime:
        """Return the moment shown, in the place of `clock.now`."""
        return self.moment

    def set(self, moment: datetime | str) -> None:
        """Put the clock to a moment: text without a zone is Hà Nội's time."""
        if isinstance(moment, str):
            moment = datetime.fromisoformat(moment)
        self.moment = moment if moment.tzinfo else moment.replace(tzinfo=clock.HANOI)


@contextmanager
def stopped_clock(moment: datetime = NOW) -> Iterator[Hands]:
    """Stop the office's clock for the length of a `with` block."""
    hands = Hands(moment)
    with mock.patch.object(clock, "now", hands.now):
        yield hands


def plan(code: str = PLAN, **changes: object) -> Plan:
    """Return a plan of unit "so" in force from August 2026 on."""
    kept: dict[str, Any] = {
        "number": "01/KH",
        "title": "Kế hoạch",
        "short": "Kế hoạch",
        "issuer": "so",
        "date_text": "ngày 01 tháng 01 năm 2026",
        "issued_on": date(2026, 1, 1),
        "valid_from": date(2026, 8, 1),
        "valid_to": None,
        "parent": None,
        "based_on": (),
        "source": "",
        "file": "plans/ke-hoach.toml",
    }
    return Plan(code, **{**kept, **changes})


def indicator(code: str, **changes: object) -> Indicator:
    """Return a monthly percentage of counts, reported by rooms a, b and c."""
    kept: dict[str, Any] = {
        "plan": PLAN,
        "clause": f"I.{code}",
        "name": f"Chỉ tiêu {code}",
        "short": code,
        "name_en": code,
        "unit_of_measure": "%",
        "decimals": 1,
        "formula": "ratio",
        "direction": "up",
        "frequency": "month",
        "accumulation": "period",
        "roll_up": "ratio",
        "numerator": "Đúng hạn",
        "denominator": "Tổng số",
        "applies_to": ("a", "b", "c"),
        "lead": (),
        "supporting": (),
    }
    return Indicator(code, **{**kept, **changes})


def target(of: str, **changes: object) -> Target:
    """Return a standing target of at least 90 from August 2026 on."""
    kept: dict[str, Any] = {
        "code": f"{of}/1",
        "plan": PLAN,
        "clause": f"I.{of}",
        "indicator": of,
        "operator": ">=",
        "value": 90.0,
        "upper": None,
        "kind": "standing",
        "valid_from": date(2026, 8, 1),
        "valid_to": None,
        "due": None,
        "units": (),
        "amber": None,
        "amber_unit": "percent",
        "baseline": None,
        "milestones": (),
        "text": "Tối thiểu 90%",
    }
    return Target(**{**kept, **changes})


def unit(code: str, parent: str | None, **changes: object) -> Unit:
    """Return a unit named by its code."""
    return Unit(code, f"Đơn vị {code}", parent, **changes)


def catalogue(
    indicators: Sequence[Indicator] = (),
    targets: Sequence[Target] = (),
    *,
    units: Sequence[Unit] = (),
    groups: Sequence[UnitGroup] = (),
    plans: Sequence[Plan] = (),
    duties: Sequence[Any] = (),
) -> Catalogue:
    """Return a catalogue: by default a province over a department of three rooms, one rate."""
    found = tuple(indicators) or (indicator("RATE"),)
    aims = tuple(targets) if indicators or targets else (target("RATE"),)
    tree = tuple(units) or (
        unit("tinh", None),
        unit("so", "tinh"),
        *(unit(code, "so") for code in ("a", "b", "c")),
    )
    made = Catalogue(
        plans={each.code: each for each in (tuple(plans) or (plan(),))},
        units={each.code: each for each in tree},
        groups={each.code: each for each in groups},
        indicators={each.code: each for each in found},
        targets=aims,
        tasks=(),
        duties=tuple(duties),
    )
    return replace(made, sha256=hashlib.sha256(repr(made).encode()).hexdigest())


def figure(
    unit_code: str,
    indicator_code: str = "RATE",
    period: str = "2026-10",
    value: float | None = None,
    *,
    counts: tuple[float, float] | None = None,
    scale: float = 100.0,
    **changes: object,
) -> Figure:
    """Return a figure: by its value, or by the two counts of a rate, 0 of 0 among them."""
    if counts is not None and counts[1]:
        value = scale * counts[0] / counts[1]
    kept: dict[str, Any] = {
        "plan": PLAN,
        "clause": f"I.{indicator_code}",
        "numerator": counts[0] if counts else None,
        "denominator": counts[1] if counts else None,
        "value": value,
        "sheet": "Biểu 1",
        "cell": "E7",
    }
    return Figure(indicator=indicator_code, unit=unit_code, period=period, **{**kept, **changes})


def reading(figures: Iterable[Figure], *, file: str = "bieu.xlsx", sha256: str = "") -> Reading:
    """Return figures as read from one file; files of different figures have different sums."""
    rows = list(figures)
    return Reading(
        file=file,
        sha256=sha256 or hashlib.sha256(repr(rows).encode()).hexdigest(),
        layout="template",
        rows=rows,
    )


def open_office(
    of: Catalogue | None = None,
    *,
    path: Path = MEMORY,
    adopted: datetime = EARLY,
    settings: Settings | None = None,
    lived: Callable[[Workspace], object] | None = None,
    own_key: bool = False,
) -> Workspace:
    """Return a workspace on a store at `path`, in memory by default, with a catalogue adopted.

    One that is asked for often is laid once and copied, and so is one that has `lived`.

    Args:
        of: the catalogue; that of `catalogue()` by default.
        path: where the store is, or is to be.
        adopted: when the catalogue was.
        settings: other ones than those of a test.
        lived: what was done in the office before a test comes to it.
        own_key: whether its key must be no other office's; it is laid anew then.
    """
    of = of or catalogue()
    settings = settings or Settings(data=DATA, store=path, samples=False, home_unit="so")

    def laid(at: Path) -> Workspace:
        below = settings if at == path else settings.model_copy(update={"store": at})
        opened = Workspace(below, of, open_store(at))
        opened.adopt_catalogue(at=adopted)
        if lived is not None:
            lived(opened)
        return opened

    if not own_key and prepared.is_new(path, settings):
        name = prepared.name_of(of, settings, adopted, lived)
        if prepared.is_asked_for_often(name) or lived is not None:
            opened = prepared.copied(prepared.kept(name, laid), of, settings, path)
            opened.keep_current()
            return opened
    return laid(path)


def changed(value: Any, **changes: object) -> Any:  # noqa: ANN401 - any frozen value of ours
    """Return a frozen value with some of its parts changed."""
    return replace(value, **changes)


copy_store = prepared.copy_store


@contextmanager
def office(of: Catalogue | None = None, **options: object) -> Iterator[Workspace]:
    """Open an office for the length of a `with` block."""
    opened = open_office(of, **options)
    try:
        yield opened
    finally:
        opened.close()
