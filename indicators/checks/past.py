"""What every check against history is shown: the figures of one file and what stood before them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

from indicators.catalogue.model import Catalogue, Indicator, Part, Unit
from indicators.checks.history import LONGEST, Colour, Earlier, History, Standing, Told
from indicators.errors import Problem
from indicators.intake.reading import Figure
from indicators.numbers import format_measure

NOTHING = Standing()
COLOURS = {"red": "chưa đạt", "amber": "cận đạt", "green": "đạt"}  # from worst to best
EXPLAIN = "Kiểm tra lại; nếu đúng thì ghi một lời giải thích"


@dataclass(frozen=True, slots=True)
class Past:
    """One file's figures beside history. `today` is the day in Asia/Ho_Chi_Minh.

    `told` are earlier figures by (unit, indicator), oldest first: those of the history and, for
    the periods that the file itself reports, the file's own.
    """

    catalogue: Catalogue
    history: History
    figures: Sequence[Figure]
    today: date
    told: Mapping[tuple[str, str], tuple[Earlier, ...]]

    @classmethod
    def of(
        cls, figures: Sequence[Figure], catalogue: Catalogue, history: History, *, today: date
    ) -> Past:
        """Return the scene of `figures`; those of indicators that left the plans are passed by."""
        kept = [each for each in figures if each.indicator in catalogue.indicators]
        told = {}
        for key, own in groupby(sorted(kept, key=_key), key=_key):
            known = {each.period: each for each in history.earlier.get(key, ())}
            for each in own:
                known[each.period] = Earlier(
                    each.period,
                    each.numerator,
                    each.denominator,
                    each.value,
                    history.becomes.get(_told(each)),
                )
            told[key] = tuple(known[period] for period in sorted(known))
        return cls(catalogue, history, kept, today, told)

    def before(self, figure: Figure) -> tuple[Earlier, ...]:
        """Return what its unit told of its indicator in up to 24 earlier periods, oldest first."""
        told = self.told.get(_key(figure), ())
        return tuple(each for each in told if each.period < figure.period)[-LONGEST:]

    def standing(self, figure: Figure) -> Standing:
        """Return what stands in the figure's own cell."""
        return self.history.standing.get((*_key(figure), figure.period), NOTHING)

    def becomes(self, figure: Figure) -> Colour | None:
        """Return the colour that the figure would have; None without a target in force."""
        return self.history.becomes.get(_told(figure))

    def indicator(self, figure: Figure) -> Indicator:
        """Return what it measures."""
        return self.catalogue.indicators[figure.indicator]

    def unit(self, code: str) -> Unit:
        """Return a unit by its code; one that left the plans is known by its code alone."""
        return self.catalogue.units.get(code) or Unit(code, code, None)


def warning(figure: Figure, code: str, message: str) -> Problem:
    """Return a warning at the cell of `figure` that says where it is and asks for a word."""
    said = f"Ô {figure.cell}: {message}. {EXPLAIN}"
    return Problem.warning(code, said, sheet=figure.sheet, cell=figure.cell)


def label(indicator: Indicator, part: Part) -> str:
    """Return what one number of an indicator is called."""
    named = {"numerator": indicator.numerator, "denominator": indicator.denominator}
    return named.get(part) or indicator.name


def shown(number: float, indicator: Indicator, part: Part = "value") -> str:
    """Return one number of an indicator as people read it: counts bare, a value with its unit."""
    unit = indicator.unit_of_measure if part == "value" else ""
    return format_measure(number, unit, max(indicator.decimals, 2) if part == "value" else 2)


def _told(figure: Figure) -> Told:
    return (*_key(figure), figure.period, figure.numerator, figure.denominator, figure.value)


def _key(figure: Figure) -> tuple[str, str]:
    return figure.unit, figure.indicator
