"""What stood before a file was sent, as a value: handed to the checks, never looked up by them.

`indicators.history.history_for` reads it from the store. It is empty where there is no store, as
in `check` at the command line: then a file is compared with itself alone.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal

from indicators.catalogue.model import Operator

Colour = Literal["green", "amber", "red"]
Told = tuple[str, str, str, float | None, float | None, float | None]
LONGEST = 24  # earlier periods looked at


@dataclass(frozen=True, slots=True)
class Earlier:
    """A figure of an earlier period, in the indicator's own unit, with the colour it has."""

    period: str
    numerator: float | None = None
    denominator: float | None = None
    value: float | None = None
    colour: Colour | None = None


@dataclass(frozen=True, slots=True)
class Standing:
    """What stands in one cell now, and what is due there.

    `is_reported` is False where nothing stands (never sent, or returned): then the counts and
    value are None. `sent_at` is when the figure that stands was sent, `is_approved` whether the
    office has approved it. `due_on` is the last day on which the report is on time. `goal` is the
    value due in the period, None before the date of a target without a path to it; `upper` its
    other bound for "between".
    """

    numerator: float | None = None
    denominator: float | None = None
    value: float | None = None
    colour: Colour | None = None
    is_reported: bool = False
    is_approved: bool = False
    sent_at: datetime | None = None
    due_on: date | None = None
    operator: Operator | None = None
    goal: float | None = None
    upper: float | None = None


@dataclass(frozen=True, slots=True)
class History:
    """What stood before: all empty for a file that is compared with itself alone.

    `earlier` are figures by (unit, indicator), oldest first, all of the kind of period that the
    indicator is reported by; `standing` the cells by (unit, indicator, period). `becomes` is the
    colour that a figure would have, by (unit, indicator, period, numerator, denominator, value):
    two files of one drop may tell of the same cell.
    """

    earlier: Mapping[tuple[str, str], tuple[Earlier, ...]] = field(default_factory=dict)
    standing: Mapping[tuple[str, str, str], Standing] = field(default_factory=dict)
    becomes: Mapping[Told, Colour | None] = field(default_factory=dict)
