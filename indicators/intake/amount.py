"""A number as a person stated it: how many decimals it shows, and how near is near enough."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from indicators.intake.cells import TypedCell

FULL_PRECISION = 6  # a number stored with more decimals was computed, not typed
_LITERALS = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]|_.|\*.')
_DECIMAL_PLACES = re.compile(r"\.([0#?]+)")


@dataclass(frozen=True, slots=True)
class Amount:
    """A number in the indicator's own unit, and the cell it was stated in.

    `decimals` is how many the cell shows, None for a number stored with full precision.
    `is_percent_or_fraction` marks a number in (0, 1] of a percentage that says neither 0,985 %
    nor 98,5 %.
    """

    number: float
    source: TypedCell
    decimals: int | None = None
    is_percent_or_fraction: bool = False

    @property
    def cell(self) -> str:
        """The address of its cell."""
        return self.source.address

    @property
    def shown(self) -> str:
        """The number as a Vietnamese reader would write it, a text as it is: 0,985."""
        value = self.source.value
        if self.source.kind != "number" or not isinstance(value, (int, float)):
            return str(value)
        if is_percent_format(self.source.number_format):
            return f"{round(value * 100, 6):.12g}%".replace(".", ",")
        return f"{value:.12g}".replace(".", ",")


def tolerance(decimals: int | None) -> float:
    """Return how far a stated result may be from the computed one, in the indicator's unit.

    Half a unit of the last decimal shown, and 0.01 for a number stored with full precision: what
    its author rounded before is not to be seen.
    """
    return 0.01 if decimals is None else 0.5 * 10.0**-decimals + 1e-9


def shown_decimals(cell: TypedCell) -> int | None:
    """Return how many decimals a number cell shows, of percent where its format is one.

    None for a number without a format of its own and more than six decimals: stored with full
    precision. An optional place (0.0#) counts when the number fills it.
    """
    number = float(cell.value) if isinstance(cell.value, (int, float)) else 0.0
    shape = _shape(cell.number_format)
    if "%" in shape:
        number *= 100
    held = len(f"{number:.9f}".rstrip("0").partition(".")[2])
    if shape.lower() == "general" or "E" in shape.upper() or not re.search(r"[0#?]", shape):
        return None if held > FULL_PRECISION else held
    found = _DECIMAL_PLACES.search(shape)
    places = found[1] if found else ""
    return max(places.count("0"), min(len(places), held))


def is_percent_format(number_format: str) -> bool:
    """Whether a number with this format is shown times 100 with a percent sign."""
    return "%" in _shape(number_format)


@lru_cache(maxsize=1_000)
def shows_number(number_format: str) -> bool:
    """Whether a cell with this format shows the number it holds.

    ";;;" hides it, '"đạt"' puts a word in its place, "#,##0," shows it a thousand times smaller.
    """
    sections = _LITERALS.sub("", number_format).lower().split(";")
    asked = sections if re.match(r"\s*(?:\[[^\]]*\])*\[[<>=]", number_format) else sections[:1]
    shown = [part for part in asked if re.search(r"[0#?@]", part) or "general" in part]
    return bool(shown) and not any(re.search(r"[0#?],+(?![0#?,])", part) for part in shown)


@lru_cache(maxsize=1_000)
def _shape(number_format: str) -> str:
    """Return the part of a number format for positive numbers, without literal text."""
    return _LITERALS.sub("", number_format).split(";")[0]
