"""What one approval costs beside laying everything anew, and whether both give the same cells.

A waiting report is approved as the product does it: the review and the cells of its unit and of
those above are written in one transaction. Then every cell of the month is compared with what the
figures give, computed anew.
"""

from __future__ import annotations

import sys
from datetime import timedelta
from functools import partial
from statistics import median

from indicators.review import decide, queue
from indicators.workspace import Workspace
from tests.bench import measure, synthetic
from tests.bench.measure import Ratio
from tests.bench.synthetic import Built


def waiting(workspace: Workspace) -> list[int]:
    """Return the numbers of the submissions that nobody has decided on."""
    return [each.submission for each in queue(workspace, workspace.operator("van-phong"))]


def approve(workspace: Workspace, submission: int) -> None:
    """Approve one submission, a day after everything in the store."""
    decide(
        workspace,
        workspace.operator("van-phong"),
        submission,
        decision="approved",
        at=synthetic.NOW - timedelta(days=1),
    )


def count_differences(workspace: Workspace) -> int:
    """Return how many cells of the month are not what the figures give, computed anew."""
    found = workspace.store.rows(
        "cells/differences", known_at=synthetic.NOW, periods=[str(synthetic.LAST)]
    )
    return int(found[0]["count_differences"])


def refresh_ratios(built: Built) -> list[Ratio]:
    """Approve what waits, one after another; assert that a rebuild would change nothing."""
    workspace, label = built.workspace, built.size.label
    numbers = waiting(workspace)[:5]
    if not numbers:
        raise AssertionError(f"{label}: nothing waits for approval")
    times = [measure.once(partial(approve, workspace, number)) for number in numbers]
    if differences := count_differences(workspace):
        raise AssertionError(f"{label}: {differences} cells differ from a rebuild")
    one = median(times)
    return [
        Ratio("refresh", label, "one approval, 0 mismatches", "rebuild", one, built.rebuild_ms, 1.0)
    ]


if __name__ == "__main__":
    measure.show(synthetic.measured(synthetic.chosen(sys.argv[1:]), refresh_ratios))
