"""What a board shows, as values. Pages, exports and the command line draw exactly these."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal

from indicators import clock
from indicators.catalogue.model import Indicator, Operator, TargetKind

Status = Literal["green", "amber", "red", "missing", "pending", "not_applicable"]
Reported = Literal["approved", "submitted", "returned", "missing", "pending", "not_applicable"]

SubmissionState = Literal["submitted", "approved", "returned"]

STATUSES: tuple[Status, ...] = ("red", "missing", "amber", "green", "pending", "not_applicable")


@dataclass(frozen=True, slots=True)
class Cell:
    """One unit's standing on one indicator, with every number it was decided from.

    Figures are in the indicator's own unit. `goal` is the value due in this period, None when
    nothing is due before the date; `amber_from` is where the amber band ends (below it red, or
    above it when less is better); `final` is the target at its date. `delta` is the change
    against the period before. `counted` is what it counts as in a tally: a figure nobody has
    approved counts as none, unless asked for.
    """

    unit: str
    indicator: str
    period: str
    status: Status
    reported: Reported
    counted: Status
    value: float | None = None
    numerator: float | None = None
    denominator: float | None = None
    is_provisional: bool = False
    is_rolled_up: bool = False
    is_estimated: bool = False
    is_complete: bool = True
    count_expected: int = 1
    count_reported: int = 0
    due_on: date | None = None
    target: str | None = None
    operator: Operator | None = None
    kind: TargetKind | None = None
    goal: float | None = None
    upper: float | None = None
    final: float | None = None
    target_due: date | None = None
    amber_low: float | None = None
    amber_high: float | None = None
    previous: float | None = None
    submission: int | None = None
    sheet: str | None = None
    address: str | None = None

    @property
    def delta(self) -> float | None:
        """The change against the period before, in the indicator's unit."""
        if self.value is None or self.previous is None:
            return None
        return self.value - self.previous


@dataclass(frozen=True, slots=True)
class Tally:
    """How many cells have each status; cells that units report, not their roll-ups."""

    green: int = 0
    amber: int = 0
    red: int = 0
    missing: int = 0
    pending: int = 0
    not_applicable: int = 0
    provisional: int = 0

    @property
    def judged(self) -> int:
        """Cells that had to be green: green, amber, red and missing."""
        return self.green + self.amber + self.red + self.missing

    @property
    def greening_rate(self) -> float | None:
        """Green over judged cells, in percent (tỷ lệ xanh hóa); None when nothing was judged."""
        return 100.0 * self.green / self.judged if self.judged else None


@dataclass(frozen=True, slots=True)
class BoardUnit:
    """One row: a unit, or the roll-up of the unit the board is drawn for (`depth` 0)."""

    code: str
    name: str
    short: str
    depth: int
    is_sample: bool
    tally: Tally


@dataclass(frozen=True, slots=True)
class Board:
    """One period's matrix for a unit and the units directly below it.

    `units` and `indicators` are in drawing order (worst first, or plan order); `cells` is keyed
    by (unit, indicator) and holds only what applies. `version` is the data version drawn.
    """

    unit: str
    period: str
    as_of: datetime | None
    version: int
    units: tuple[BoardUnit, ...]
    indicators: tuple[Indicator, ...]
    cells: dict[tuple[str, str], Cell] = field(repr=False)
    tally: Tally = Tally()
    previous: Tally = Tally()

    @property
    def is_empty(self) -> bool:
        """Whether no figure has arrived for anything on this board."""
        return all(cell.value is None for cell in self.cells.values())

    @property
    def file_stem(self) -> str:
        """How files of this board are named: as known on another day, that day is in it."""
        known = f"-nhu-biet-{clock.local(self.as_of):%Y-%m-%d-%H%M}" if self.as_of else ""
        return f"bang-xanh-{self.unit}-{self.period}{known}"


@dataclass(frozen=True, slots=True)
class TrendPoint:
    """The tally of one month on the way here."""

    period: str
    tally: Tally


@dataclass(frozen=True, slots=True)
class SeriesPoint:
    """One indicator of one unit in one period, with the goal that was due then."""

    period: str
    value: float | None
    goal: float | None
    upper: float | None
    status: Status
    is_provisional: bool


@dataclass(frozen=True, slots=True)
class Source:
    """Where a figure came from (nguồn gốc): file, place in it, who sent and who approved."""

    submission: int
    file: str
    sha256: str
    sheet: str
    address: str
    unit: str
    submitted_by: str
    submitted_at: datetime
    state: str
    decided_by: str | None
    decided_at: datetime | None
    note: str
    is_sample: bool
    numerator: float | None
    denominator: float | None
    value: float | None
