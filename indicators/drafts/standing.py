"""What is about to be sent beside what stands: the same file again, and figure by figure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from indicators import clock, history
from indicators.access import Principal, needs
from indicators.board.view import SubmissionState
from indicators.catalogue.sync import arrow
from indicators.checks.history import Standing
from indicators.intake.reading import Figure, Reading
from indicators.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Difference:
    """One figure about to be sent and what stands in its cell; None where nothing does."""

    figure: Figure
    standing: Standing | None

    @property
    def is_new(self) -> bool:
        """Whether nothing was reported there yet."""
        return self.standing is None

    @property
    def is_change(self) -> bool:
        """Whether another figure stands there."""
        if self.standing is None:
            return False
        stood = (self.standing.numerator, self.standing.denominator, self.standing.value)
        return stood != (self.figure.numerator, self.figure.denominator, self.figure.value)


@dataclass(frozen=True, slots=True)
class Sent:
    """That exactly this file was sent before, and is the newest of all its units and periods."""

    state: SubmissionState
    by: str
    at: datetime


@needs("submit")
def differences(
    workspace: Workspace, who: Principal, readings: Iterable[Reading]
) -> list[Difference]:
    """Return each figure of the readings beside what stands in its cell, in their order."""
    given = list(readings)
    standing = history.history_for(workspace, who, given).standing
    found = []
    for figure in (row for reading in given for row in reading.rows):
        stood = standing.get((figure.unit, figure.indicator, figure.period))
        is_there = stood is not None and stood.is_reported
        found.append(Difference(figure, stood if is_there else None))
    return found


@needs("submit")
def sent_already(
    workspace: Workspace, who: Principal, readings: Sequence[Reading]
) -> dict[str, Sent]:
    """Return, by SHA-256, which of these very files are what was sent last.

    A file counts when it is the newest submission of every unit and period it tells of. Its state
    is that of the least settled of them: one that was returned can be sent again.
    """
    asked = [{"unit_id": row.unit, "period": row.period} for each in readings for row in each.rows]
    if not asked:
        return {}
    rows = workspace.store.rows_over("drafts/newest_sent", arrow(asked), scope=who.roots("submit"))
    newest = {(row["unit_id"], row["period"]): row for row in rows}
    found: dict[str, Sent] = {}
    for each in readings:
        own = [newest.get((row.unit, row.period)) for row in each.rows]
        same = [row for row in own if row is not None and row["file_sha256"] == each.sha256]
        if same and len(same) == len(own):
            row = min(same, key=lambda row: _ORDER.index(row["decision"]))
            at = clock.local(row["submitted_at"])
            found[each.sha256] = Sent(row["decision"], row["submitted_by"], at)
    return found


_ORDER: tuple[SubmissionState, ...] = ("returned", "submitted", "approved")
