"""The board as plain rows: what the command line, CSV files and other programs read."""

from __future__ import annotations

from typing import Any

from indicators.board.view import Board
from indicators.catalogue.model import Catalogue


def rows(board: Board, catalogue: Catalogue) -> list[dict[str, Any]]:
    """Return the JSON rows of DESIGN.md, "Command line", `board --json`, in drawing order.

    `value` and `target` are in the indicator's own unit; `target` is the value due in the period,
    or the final one where nothing is due before its date.
    """
    found = []
    for unit in board.units:
        for indicator in board.indicators:
            cell = board.cells.get((unit.code, indicator.code))
            if cell is None:
                continue
            found.append(
                {
                    "unit": unit.code,
                    "indicator": indicator.code,
                    "clause": catalogue.indicators[indicator.code].clause,
                    "period": cell.period,
                    "value": cell.value,
                    "target": cell.final if cell.goal is None else cell.goal,
                    "status": cell.status,
                    "reported": cell.reported,
                    "provisional": cell.is_provisional,
                }
            )
    return found
