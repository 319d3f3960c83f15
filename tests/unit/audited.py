"""An office in which much was done, and hands that reach into a copy of its store."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import duckdb

from indicators import audit, care
from indicators.review import decide
from indicators.settings import Settings
from indicators.submission import submit
from indicators.workspace import Workspace, opened
from tests import offices
from tests.offices import reading

ROOM, MONTH = "dl-sxd-qlxd", "2026-10"


def rate_of(workspace: Workspace) -> str:
    """Return a monthly rate that the room reports."""
    return next(
        each.code
        for each in workspace.catalogue.indicators_of(ROOM)
        if each.formula == "ratio" and each.frequency == "month"
    )


def sent(workspace: Workspace, numerator: int, *, by: str = "can-bo", **options: object):
    row = offices.figure(ROOM, rate_of(workspace), MONTH, counts=(numerator, 100))
    return submit(workspace, workspace.operator(by), reading([row]), **options)


def busy_month(workspace: Workspace, folder: Path) -> None:
    """Send, approve, send back, lay anew, back up."""
    sent(workspace, 95, approve=True, by="van-phong")
    (waiting,) = sent(workspace, 80)
    decide(
        workspace,
        workspace.operator("van-phong"),
        waiting,
        decision="returned",
        reason="thiếu minh chứng",
    )
    (waiting,) = sent(workspace, 85)
    decide(workspace, workspace.operator("van-phong"), waiting, decision="approved")
    care.repair(workspace, workspace.operator())
    care.back_up(workspace, workspace.operator(), folder / "sao-luu")


@contextmanager
def office_below(folder: Path, empty: Path) -> Iterator[Workspace]:
    """Open an office at a stopped clock, its store a copy of `empty` where `settings` has it."""
    store = folder / "store" / "bangxanh.duckdb"
    offices.copy_store(empty, store)
    with offices.stopped_clock(), opened(Settings(store=store, samples=False)) as workspace:
        yield workspace


def actions(workspace: Workspace) -> list[str]:
    return [row["action"] for row in audit.selected(workspace.store, audit.AuditFilter())]


def verdict(workspace: Workspace) -> audit.Verdict:
    return audit.verify(workspace.store, workspace.trail.keys(), workspace.trail.anchored())


@contextmanager
def by_hand(path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """Open a store that nobody holds, without the program."""
    with duckdb.connect(str(path)) as connection:
        yield connection
