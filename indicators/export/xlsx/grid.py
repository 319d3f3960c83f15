"""Where the matrix stands on its sheet, and on the hidden one that is laid out alike."""

from __future__ import annotations

from indicators.export.snapshot import Snapshot

HEAD_ROW, FIRST_ROW, FIRST_COLUMN, RATE_COLUMN = 4, 5, 2, 1


def last_cell(snapshot: Snapshot) -> tuple[int, int]:
    """Return row and column of the matrix' last cell."""
    return (
        FIRST_ROW + max(len(snapshot.units), 1) - 1,
        FIRST_COLUMN + max(len(snapshot.indicators), 1) - 1,
    )
