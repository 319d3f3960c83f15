"""How many decimals a figure of the central form has: what the form asks for, else the board's own.

A figure the board shows as 29 % goes up as 29 and not as 29.032258064516128; one that rounding
would carry to its goal has as many more as it takes to see on which side it is.
"""

from __future__ import annotations

from indicators.central.form import Column
from indicators.central.report import Line
from indicators.export.snapshot import Snapshot
from indicators.export.tracing import due
from indicators.numbers import decimals_against

_MOST = 9  # of all figures that are shown: more is noise of computing
_FIGURES = frozenset({"value", "whole_value"})
_GOALS = frozenset({"goal", "upper", "final"})


def decimals_of(snapshot: Snapshot, line: Line, column: Column, value: float) -> int:
    """Return to how many decimals the number of a column is rounded."""
    if column.decimals is not None:
        return column.decimals
    usual = snapshot.indicator[line.row.cell.indicator].decimals
    if column.content in _FIGURES:
        return decimals_against(value, due(line.row), usual, upper=line.row.cell.upper)
    return usual + 2 if column.content in _GOALS else _MOST
