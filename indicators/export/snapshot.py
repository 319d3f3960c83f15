"""What an export is made from (bản chụp số liệu): everything it says, taken at one moment.

Writers and outlines see a snapshot and nothing else: no store, no clock, no settings. So every
format shows the same figures, and a kept snapshot gives the same file again years later.
"""

from __future__ import annotations

import hashlib
import zlib
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache, cached_property
from typing import TYPE_CHECKING

from indicators import clock
from indicators.board.view import BoardUnit, Cell, Source, Status, Tally, TrendPoint
from indicators.catalogue.model import Indicator, Plan
from indicators.explanations import Explanation
from indicators.periods import Period
from indicators.windows import Covered

if TYPE_CHECKING:
    from pydantic import TypeAdapter

FORMAT = 2  # of a kept snapshot; a later edition reads the earlier ones: 1 knew no `windows`


@dataclass(frozen=True, slots=True)
class Head:
    """What every export names: whose figures, of which period, as known when.

    `period` is what is reported on ("2026-Q3"), `month` the board its colours are from: the last
    month of it. `known_at` is the moment of the figures; `as_of` the moment that was asked for,
    None for now. `counts_waiting`: figures nobody has approved are counted too. `windows` are the
    days that the figures cover, where those are not the calendar's.
    """

    office: str
    unit: str
    unit_name: str
    period: str
    month: str
    known_at: datetime
    as_of: datetime | None
    version: int
    is_sample: bool
    counts_waiting: bool = False
    plan: str | None = None
    group: str | None = None
    group_name: str = ""
    format: int = FORMAT
    windows: tuple[Covered, ...] = ()

    @property
    def period_label(self) -> str:
        """The period in words: "Quý III/2026"."""
        return Period.parse(self.period).label

    @property
    def month_label(self) -> str:
        """The month whose colours are shown: "Tháng 09/2026"."""
        return Period.parse(self.month).label

    @property
    def is_unfinished(self) -> bool:
        """Whether the colours are of an earlier month than the period's last, which is to come."""
        return Period.parse(self.month).end < Period.parse(self.period).end

    @property
    def colours_of(self) -> str:
        """Of which month the colours of a longer period are; "" for a month's board."""
        if self.month == self.period:
            return ""
        if self.is_unfinished:
            return f"màu theo {self.month_label.lower()}, kỳ chưa hết"
        return f"màu theo tháng cuối kỳ ({self.month_label})"

    @property
    def known_text(self) -> str:
        """The moment of the figures as the office's clock shows it: "09:12 22/11/2026"."""
        return f"{clock.local(self.known_at):%H:%M %d/%m/%Y}"

    @property
    def as_known(self) -> str:
        """What must be said of figures that are not of now: "Như được biết lúc …"; else ""."""
        return f"Như được biết lúc {self.known_text}" if self.as_of else ""


@dataclass(frozen=True, slots=True)
class Point:
    """One indicator of one unit in one period, with its counts and the goal due then."""

    period: str
    numerator: float | None
    denominator: float | None
    value: float | None
    goal: float | None
    upper: float | None
    status: Status
    is_provisional: bool


@dataclass(frozen=True, slots=True)
class Whole:
    """An indicator over all months of a longer period (cả kỳ); `value` None where none is true.

    Counts are summed over the months, a running total and a standing level are those of the last
    month that has one; percentages are never averaged. `count_months` of `count_expected` months
    have figures.
    """

    value: float | None
    numerator: float | None
    denominator: float | None
    count_months: int
    count_expected: int


@dataclass(frozen=True, slots=True)
class Proof:
    """One piece of evidence (minh chứng): a file or a document's number."""

    number: int
    file: str
    sha256: str
    document: str
    note: str


@dataclass(frozen=True, slots=True)
class Row:
    """One cell of the board with everything it refers to; `points` oldest first, a year of them."""

    cell: Cell
    source: Source | None
    explanation: Explanation | None
    proofs: tuple[Proof, ...]
    points: tuple[Point, ...]
    whole: Whole | None

    @property
    def key(self) -> tuple[str, str]:
        """The unit's and the indicator's code."""
        return self.cell.unit, self.cell.indicator

    @property
    def marks(self) -> str:
        """What else must be said of the figure: "chờ duyệt, ước tính"."""
        cell = self.cell
        told = (
            ("chờ duyệt", cell.is_provisional),
            ("cộng dồn", cell.is_rolled_up),
            ("ước tính", cell.is_estimated),
            (
                f"chưa đủ ({cell.count_reported}/{cell.count_expected})",
                cell.is_rolled_up and not cell.is_complete,
            ),
        )
        return ", ".join(words for words, holds in told if holds)


@dataclass(frozen=True)
class Snapshot:
    """A board with all that stands behind it. `units` and `indicators` are in drawing order.

    The first unit is the one the board is drawn for, the others stand directly below it. `rows`
    are unit by unit, indicator by indicator, where the indicator applies. `tally` and `previous`
    count the whole branch; `trend` is a year of tallies, oldest first.
    """

    head: Head
    units: tuple[BoardUnit, ...]
    indicators: tuple[Indicator, ...]
    plans: tuple[Plan, ...]
    rows: tuple[Row, ...]
    tally: Tally
    previous: Tally
    trend: tuple[TrendPoint, ...]

    @cached_property
    def by_key(self) -> dict[tuple[str, str], Row]:
        """The rows by (unit, indicator)."""
        return {row.key: row for row in self.rows}

    @cached_property
    def indicator(self) -> dict[str, Indicator]:
        """The indicators by code."""
        return {each.code: each for each in self.indicators}

    @cached_property
    def unit(self) -> dict[str, BoardUnit]:
        """The units by code."""
        return {each.code: each for each in self.units}

    @cached_property
    def plan(self) -> dict[str, Plan]:
        """The plans by code."""
        return {each.code: each for each in self.plans}

    @cached_property
    def own_rows(self) -> tuple[Row, ...]:
        """The cells that units report themselves: not their roll-ups."""
        return tuple(row for row in self.rows if not row.cell.is_rolled_up)

    @property
    def file_stem(self) -> str:
        """How files of this snapshot are named: as known on another day, that day is in it."""
        head = self.head
        known = f"-nhu-biet-{clock.local(head.as_of):%Y-%m-%d-%H%M}" if head.as_of else ""
        return f"bang-xanh-{head.unit}-{head.period}{known}"

    def kept(self) -> bytes:
        """Return the snapshot as it is kept: JSON with sorted parts, compressed."""
        return zlib.compress(_adapter().dump_json(self), 9)

    @classmethod
    def read(cls, kept: bytes) -> Snapshot:
        """Return a kept snapshot.

        Raises:
            ValueError: these are not the bytes of one.
        """
        try:
            return _adapter().validate_json(zlib.decompress(kept))
        except zlib.error as error:
            raise ValueError("Bản chụp số liệu trong kho bị hỏng") from error

    @property
    def digest(self) -> str:
        """SHA-256 of what it says, whenever it was taken: equal figures, equal digest."""
        still = self.head.known_at.replace(year=2000, month=1, day=1, hour=0, minute=0, second=0)
        same = replace(
            self, head=replace(self.head, known_at=still.replace(microsecond=0), version=0)
        )
        return hashlib.sha256(_adapter().dump_json(same)).hexdigest()


@cache
def _adapter() -> TypeAdapter[Snapshot]:
    from pydantic import TypeAdapter  # noqa: PLC0415 - slow, and only kept snapshots need it

    return TypeAdapter(Snapshot)
