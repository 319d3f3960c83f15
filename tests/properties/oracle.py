"""The rules of DESIGN.md, "Status", once more and by other means: exact fractions, plain Python.

Written from the text alone, so that agreement with the SQL macros says something. Everything is
a `Fraction`; None stands for what is not there.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from fractions import Fraction


@dataclass(frozen=True)
class Aim:
    """A target: `baseline` and `milestones` are (day, value) pairs, milestones in time order."""

    operator: str
    value: Fraction
    upper: Fraction | None = None
    kind: str = "standing"
    due: date | None = None
    amber: Fraction = Fraction(5)
    amber_unit: str = "percent"
    baseline: tuple[date, Fraction] | None = None
    milestones: tuple[tuple[date, Fraction], ...] = ()

    @property
    def has_path(self) -> bool:
        """Whether something is due before the date."""
        return self.kind == "standing" or bool(self.baseline or self.milestones)


def goal_on(aim: Aim, day: date) -> Fraction | None:
    """Return the value due on a day; None while nothing is due."""
    if aim.kind == "standing" or (aim.due is not None and day >= aim.due):
        return aim.value
    passed = [value for on, value in aim.milestones if on <= day]
    if passed:
        return passed[-1]
    if aim.baseline is None:
        return None
    begun, first = aim.baseline
    if day <= begun:
        return first
    reached, then = aim.milestones[0] if aim.milestones else (aim.due, aim.value)
    assert reached is not None
    return first + (then - first) * Fraction((day - begun).days, (reached - begun).days)


def holds(operator: str, value: Fraction, goal: Fraction, upper: Fraction | None) -> bool:
    """Say whether the operator holds."""
    if operator == "between":
        assert upper is not None
        return goal <= value <= upper
    return {
        ">=": value >= goal,
        ">": value > goal,
        "<=": value <= goal,
        "<": value < goal,
        "=": value == goal,
    }[operator]


def band(aim: Aim, bound: Fraction) -> Fraction:
    """Return how far beside a bound amber reaches; 0 for a deadline to which there is no path."""
    if not aim.has_path:
        return Fraction(0)
    return aim.amber if aim.amber_unit == "points" else abs(bound) * aim.amber / 100


def judge(aim: Aim | None, value: Fraction | None, day: date) -> str | None:
    """Return green, amber or red; None without a figure or a target."""
    if aim is None or value is None:
        return None
    goal = goal_on(aim, day)
    if goal is None:
        return "green" if holds(aim.operator, value, aim.value, aim.upper) else "amber"
    if holds(aim.operator, value, goal, aim.upper):
        return "green"
    return "amber" if _is_near(aim, value, goal) else "red"


def _is_near(aim: Aim, value: Fraction, goal: Fraction) -> bool:
    """Say whether a figure that does not reach its goal lies in a band that is wider than 0."""
    upper = goal if aim.upper is None else aim.upper
    above = aim.operator in {"<=", "<"} or (aim.operator in {"=", "between"} and value > goal)
    bound = (upper if aim.operator == "between" else goal) if above else goal
    width = band(aim, bound)
    return width > 0 and abs(value - bound) <= width


def shown(colour: str | None, reported: str | None, due: date | None, today: date) -> str:
    """Return what a cell shows: its colour, or why it has none."""
    if colour is not None:
        return colour
    if reported == "not_applicable":
        return "not_applicable"
    if reported in {"approved", "submitted"}:
        return "pending"  # there is a figure, and no target that could be due
    return "missing" if due is not None and due < today else "pending"


def counted(
    colour: str | None,
    reported: str | None,
    due: date | None,
    today: date,
    *,
    provisional: bool,
    asked: bool,
) -> str:
    """Return what a cell counts as: a figure nobody approved is none, unless asked for."""
    if provisional and not asked:
        return "missing" if due is not None and due < today else "pending"
    return shown(colour, reported, due, today)


@dataclass(frozen=True)
class Leaf:
    """What one unit gave, as far as it counts: `decision` is that of the figure that speaks."""

    decision: str | None = None  # approved, submitted, returned; None when there is nothing
    numerator: Fraction | None = None
    denominator: Fraction | None = None
    value: Fraction | None = None
    weight: Fraction = Fraction(1)

    def is_counted(self, *, asked: bool) -> bool:
        """Say whether the figure enters a roll-up."""
        return self.decision == "approved" or (asked and self.decision == "submitted")


@dataclass(frozen=True)
class Rolled:
    """What a roll-up must show; `value` None where there is none."""

    reported: str | None
    value: Fraction | None
    numerator: Fraction | None
    denominator: Fraction | None
    is_estimated: bool
    count_expected: int
    count_reported: int


def roll_up(kind: str, leaves: list[Leaf], scale: Fraction, *, asked: bool = False) -> Rolled:
    """Return what the unit above shows: sum over sum, never a mean of percentages."""
    counted_leaves = [leaf for leaf in leaves if leaf.is_counted(asked=asked)]
    valued = [leaf for leaf in counted_leaves if leaf.value is not None]
    with_counts = [leaf for leaf in valued if leaf.denominator is not None]
    reported = None if not counted_leaves else ("approved" if valued else "not_applicable")
    complete = len(with_counts) == len(valued)
    tops = [leaf.numerator for leaf in counted_leaves if leaf.numerator is not None]
    bottoms = [leaf.denominator for leaf in counted_leaves if leaf.denominator is not None]
    top = sum(tops, Fraction(0)) if complete and tops else None
    bottom = sum(bottoms, Fraction(0)) if complete and bottoms else None
    return Rolled(
        reported=reported,
        value=_rolled_value(kind, valued, scale, top, bottom),
        numerator=top,
        denominator=bottom,
        is_estimated=kind == "ratio" and not complete,
        count_expected=len(leaves),
        count_reported=len(counted_leaves),
    )


def _rolled_value(
    kind: str,
    valued: list[Leaf],
    scale: Fraction,
    top: Fraction | None,
    bottom: Fraction | None,
) -> Fraction | None:
    values = [leaf.value for leaf in valued if leaf.value is not None]
    if not values:
        return None
    mean = sum(values, Fraction(0)) / len(values)
    if kind == "ratio":
        return scale * top / bottom if top is not None and bottom else mean
    if kind == "weighted":
        weights = sum((leaf.weight for leaf in valued), Fraction(0))
        shares = (leaf.weight * (leaf.value or 0) for leaf in valued)
        return sum(shares, Fraction(0)) / weights
    return {"sum": sum(values, Fraction(0)), "mean": mean, "min": min(values)}[kind]
