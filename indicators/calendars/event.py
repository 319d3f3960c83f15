"""What a calendar holds, as values: a day, its words, a name that stays its own.

One duty and period is one event, whichever units owe it, and one task is one: the same event has
the same `uid` in the calendar of every unit and each time it is made, so that a program that is
given it again changes it and does not add it twice.
"""

from __future__ import annotations

import textwrap
import uuid
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Literal

from indicators.catalogue.model import Catalogue, DueRule, Plan
from indicators.reminders import plan_name
from indicators.text import clean

# A task without a day, by why; as `catalogue.deadlines` tells them apart.
Undated = Literal["none", "recurring", "conditional", "from", "unknown"]
_NAMES = uuid.UUID("5d2c4f0e-6a57-4b7e-9c31-57b0a9d1c0e5")  # of our events, for ever
_LONGEST_TITLE, _MOST_UNITS = 90, 12


@dataclass(frozen=True, slots=True)
class Event:
    """One day in a calendar, in Asia/Ho_Chi_Minh; `reminds` says whether it is worth an alarm."""

    uid: str
    on: date
    title: str
    text: str
    categories: tuple[str, ...]
    reminds: bool


@dataclass(frozen=True, slots=True)
class Calendar:
    """The events of a unit and its branch, by day.

    `undated` counts the tasks that have no day and so no event. `edition` and `changed_at` are
    those of the catalogue it is made from; `remind_days` how many days ahead programs remind.
    """

    unit: str
    name: str
    about: str
    events: tuple[Event, ...]
    undated: dict[Undated, int]
    edition: int
    changed_at: datetime
    remind_days: tuple[int, ...]


@dataclass(frozen=True)
class Scene:
    """What the events of one calendar are made from.

    `units` are those of the branch; duties fall due from `first` through `last`, and `today`
    parts what is past from what can still be reminded of. `settled` are the duty and period that
    every unit of the branch has reported; `default` holds where a plan names no day.
    """

    catalogue: Catalogue
    units: Collection[str]
    first: date
    last: date
    today: date
    default: DueRule
    settled: Collection[tuple[str, str]] = ()
    url: str | None = None

    @cached_property
    def where(self) -> str:
        """The sentence on where figures are sent; empty where the address is not known."""
        return f"Nộp số liệu tại: {self.url.rstrip('/')}/upload" if self.url else ""

    def named(self, units: Sequence[str]) -> str:
        """Return the names of those of `units` that are of this calendar; of many, how many."""
        known = self.catalogue.units
        names = [known[code].name for code in units if code in self.units and code in known]
        more = len(names) - _MOST_UNITS
        return ", ".join(names[:_MOST_UNITS]) + (f" và {more} đơn vị khác" if more > 0 else "")


def uid_of(*parts: str) -> str:
    """Return the name, for ever, of the event that `parts` tell from all others."""
    return str(uuid.uuid5(_NAMES, "\0".join(parts)))


def short(text: str) -> str:
    """Return `text` on one line, cut at a word where it is too long for a title."""
    return textwrap.shorten(clean(text), _LONGEST_TITLE, placeholder=" …")


def basis(plan: Plan, clause: str) -> str:
    """Return the legal basis of an event: clause, plan, number and date."""
    dated = f", {plan.date_text}" if plan.date_text else ""
    return f"Căn cứ: Mục {clause}, {plan_name(plan)} (số {plan.number}{dated})"


def day(on: date) -> str:
    """Return a day as Vietnamese writes it."""
    return f"{on:%d/%m/%Y}"


def lines(*parts: str) -> str:
    """Return the lines of a description, the empty ones left out."""
    return "\n".join(clean(part) for part in parts if part)
