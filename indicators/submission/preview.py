"""What figures would change on the board once they are approved."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from indicators import clock
from indicators.access import Principal, needs
from indicators.board.view import Status
from indicators.catalogue.sync import arrow
from indicators.intake.reading import Reading
from indicators.submission.rows import proposed
from indicators.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Change:
    """What submitting would do to one cell: its status and figure before and after."""

    unit: str
    indicator: str
    period: str
    before: Status
    after: Status
    value_before: float | None
    value_after: float | None
    is_rolled_up: bool = False

    @property
    def changes_colour(self) -> bool:
        """Whether the cell would show another status."""
        return self.before != self.after


@needs("read")
def would_change(workspace: Workspace, who: Principal, readings: Iterable[Reading]) -> list[Change]:
    """Return what the figures of `readings` would change on the board once approved."""
    rows = [proposed(figure) for reading in readings if reading.ok for figure in reading.rows]
    if not rows:
        return []
    found = workspace.store.rows_over(
        "submission/proposed", arrow(rows), today=clock.today(), scope=who.roots("read")
    )
    return [
        Change(
            unit=row["unit_id"],
            indicator=row["indicator_id"],
            period=row["period"],
            before=row["before"],
            after=row["after"],
            value_before=row["value_before"],
            value_after=row["value_after"],
        )
        for row in found
    ]
