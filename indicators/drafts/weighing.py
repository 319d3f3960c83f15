"""What was read, beside everything the office knows: history, evidence to be given, closed periods.

Reading a file knows no store; this is asked anew whenever the store has changed, so that a period
closed or opened meanwhile, and evidence given, count before anything is sent.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from indicators import history, locks
from indicators.access import Principal, needs
from indicators.errors import Problem
from indicators.evidence.demands import unproved
from indicators.intake.reading import Reading
from indicators.workspace import Workspace

CLOSED = "period-closed"


@needs("submit")
def weighed(workspace: Workspace, who: Principal, readings: Sequence[Reading]) -> list[Reading]:
    """Return the readings of one drop with what the store says of them; may be done again.

    What is unusual against history and proof that is lacking are warnings; a closed period is an
    error, told before anybody tries to send.
    """
    compared = unproved(workspace, who, history.compare(workspace, who, readings))
    pairs = {(row.unit, row.period) for each in compared for row in each.rows}
    closed = locks.refusals(workspace, who, pairs) if pairs else {}
    return [_told(each, closed) for each in compared]


def _told(reading: Reading, closed: dict[tuple[str, str], str]) -> Reading:
    """Return one reading with an error for each closed period it holds figures of."""
    open_ = [each for each in reading.problems if each.code != CLOSED]
    pairs = dict.fromkeys((row.unit, row.period) for row in reading.rows)
    faults = [Problem.error(CLOSED, closed[pair]) for pair in pairs if pair in closed]
    return replace(reading, problems=[*dict.fromkeys(faults), *open_])
