"""What a plan says, as values: the catalogue (danh mục) after reading `data/plans`, `data/units`.

Every value names the clause it comes from, so that a figure on a screen can name its legal
source. Nothing here reads files or the store.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Literal

Formula = Literal["ratio", "value", "count", "yes_no"]
Direction = Literal["up", "down"]
Frequency = Literal["week", "month", "quarter", "half", "nine_months", "year"]
Accumulation = Literal["period", "ytd", "stock"]
RollUp = Literal["ratio", "sum", "weighted", "mean", "min", "own"]
Operator = Literal[">=", ">", "<=", "<", "=", "between"]
Comparison = Literal[">=", ">", "<=", "<", "="]
Part = Literal["numerator", "denominator", "value"]
TargetKind = Literal["standing", "deadline"]
AmberUnit = Literal["percent", "points"]
Cutoff = Literal["calendar", "nd09"]
Shift = Literal["none", "next", "previous"]
Proof = Literal["required", "optional"]


@dataclass(frozen=True, slots=True)
class Unit:
    """A node of the organisation tree (đơn vị), valid from `valid_from` through `valid_to`.

    `successors` are the units that took over when this one was merged or split.
    `is_sample` marks units that no plan names: invented so that the sample has a full tree.
    """

    code: str
    name: str
    parent: str | None
    short: str = ""
    kind: str = ""
    weight: float = 1.0
    aliases: tuple[str, ...] = ()
    valid_from: date | None = None
    valid_to: date | None = None
    successors: tuple[str, ...] = ()
    is_sample: bool = False
    order: int = 0


@dataclass(frozen=True, slots=True)
class UnitGroup:
    """A named set of units that a plan assigns to as one ("Các phòng (có TTHC)")."""

    code: str
    name: str
    members: tuple[str, ...]
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Plan:
    """An issued document (kế hoạch, văn bản); `parent` is the plan here that it carries out."""

    code: str
    number: str
    title: str
    short: str
    issuer: str
    date_text: str
    issued_on: date | None
    valid_from: date
    valid_to: date | None
    parent: str | None
    based_on: tuple[str, ...]
    source: str
    file: str


@dataclass(frozen=True, slots=True)
class Indicator:
    """What is measured (chỉ tiêu, chỉ số). `applies_to` holds unit codes, groups expanded.

    `evidence` is "required" where the plan's own text asks for proof of the figure (minh chứng).
    """

    code: str
    plan: str
    clause: str
    name: str
    short: str
    name_en: str
    unit_of_measure: str
    decimals: int
    formula: Formula
    direction: Direction
    frequency: Frequency
    accumulation: Accumulation
    roll_up: RollUp
    numerator: str
    denominator: str
    applies_to: tuple[str, ...]
    lead: tuple[str, ...]
    supporting: tuple[str, ...]
    weight: float = 1.0
    aliases: tuple[str, ...] = ()
    maximum: float | None = None
    evidence: Proof = "optional"

    @property
    def is_percentage(self) -> bool:
        """Whether figures are written with a percent sign."""
        return self.unit_of_measure == "%"

    @property
    def scale(self) -> float:
        """What numerator / denominator is multiplied by: 100 for %, 1000 for ‰, else 1."""
        return {"%": 100.0, "‰": 1000.0}.get(self.unit_of_measure, 1.0)


@dataclass(frozen=True, slots=True)
class Milestone:
    """A value to have reached by a day on the way to a deadline target."""

    on: date
    value: float


@dataclass(frozen=True, slots=True)
class Target:
    """The value to reach (chỉ tiêu được giao), in the indicator's own unit.

    `units` is empty when it holds for every unit the indicator applies to. `amber` is the width
    of the amber band: percent of the value due, or points of the indicator's unit.
    """

    code: str
    plan: str
    clause: str
    indicator: str
    operator: Operator
    value: float
    upper: float | None
    kind: TargetKind
    valid_from: date
    valid_to: date | None
    due: date | None
    units: tuple[str, ...]
    amber: float | None
    amber_unit: AmberUnit
    baseline: Milestone | None
    milestones: tuple[Milestone, ...]
    text: str


@dataclass(frozen=True, slots=True)
class Task:
    """Work with a lead unit, a deadline as written and a product (nhiệm vụ)."""

    code: str
    plan: str
    clause: str
    section: str
    name: str
    lead: tuple[str, ...]
    supporting: tuple[str, ...]
    lead_text: str
    supporting_text: str
    deadline_text: str
    product: str


@dataclass(frozen=True, slots=True)
class DueRule:
    """When a report is due: a day of a month counted from the period's last month, or a weekday.

    `month_offset` 0 is the period's last month, 1 the month after; `month` fixes the month of
    the year instead (`day=30, month=11`: 30 November of the period's year).
    `before` means that the day itself is already late ("trước ngày 10").
    `weekday` (1 Monday to 7 Sunday) is for weekly reports.
    """

    day: int | None = None
    month: int | None = None
    month_offset: int = 1
    weekday: int | None = None
    before: bool = False


@dataclass(frozen=True, slots=True)
class Duty:
    """Who reports what to whom, how often, by when (chế độ báo cáo).

    `due_text` is kept as the plan writes it; `is_assumed` says that the plan names no day and
    `due` is this catalogue's convention.
    """

    code: str
    plan: str
    clause: str
    title: str
    reporters: tuple[str, ...]
    reporters_text: str
    recipient: str
    frequency: Frequency
    due_text: str
    due: DueRule | None
    is_assumed: bool
    cutoff: Cutoff
    shift: Shift


@dataclass(frozen=True, slots=True)
class Side:
    """One number of an indicator: a count of a ratio, or what it says as a whole (`value`)."""

    indicator: str
    part: Part


@dataclass(frozen=True, slots=True)
class Relation:
    """What always holds between two indicators of one unit and period (quan hệ giữa các chỉ tiêu).

    `clause` says where the plan has the two from, `why` in one sentence why it holds; a figure
    that breaks it is unusual, not wrong.
    """

    plan: str
    clause: str
    left: Side
    operator: Comparison
    right: Side
    why: str


@dataclass(frozen=True)
class Catalogue:
    """Everything the plans say, keyed by code. Read by `indicators.catalogue.load`."""

    plans: dict[str, Plan]
    units: dict[str, Unit]
    groups: dict[str, UnitGroup]
    indicators: dict[str, Indicator]
    targets: tuple[Target, ...]
    tasks: tuple[Task, ...]
    duties: tuple[Duty, ...]
    sha256: str = field(default="")
    relations: tuple[Relation, ...] = ()

    @cached_property
    def children(self) -> dict[str | None, tuple[str, ...]]:
        """Codes of the units directly below each unit, in the order of the files."""
        below: dict[str | None, list[str]] = {}
        for unit in self.units.values():
            below.setdefault(unit.parent, []).append(unit.code)
        return {parent: tuple(codes) for parent, codes in below.items()}

    def subtree(self, code: str) -> tuple[str, ...]:
        """Return `code` and every unit below it, parents first."""
        found = [code]
        for each in found:
            found.extend(self.children.get(each, ()))
        return tuple(found)

    def ancestors(self, code: str) -> tuple[str, ...]:
        """Return the units above `code`, nearest first, without `code` itself."""
        found: list[str] = []
        parent = self.units[code].parent
        while parent is not None:
            found.append(parent)
            parent = self.units[parent].parent
        return tuple(found)

    def indicators_of(self, unit: str) -> tuple[Indicator, ...]:
        """Return the indicators that `unit` itself reports, in plan order."""
        return tuple(each for each in self.indicators.values() if unit in each.applies_to)

    def targets_of(self, indicator: str) -> tuple[Target, ...]:
        """Return every target set for `indicator`, in plan order."""
        return tuple(each for each in self.targets if each.indicator == indicator)
