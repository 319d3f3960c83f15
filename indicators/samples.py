"""The invented sample (số liệu mẫu): real workbooks, sent through the very same intake.

`data/samples/index.csv` says when each was sent and how it was decided, so that a fresh store
shows a year with late units, corrections and a figure still waiting.
"""

from __future__ import annotations

import csv
from datetime import datetime, timedelta
from pathlib import Path

from indicators import clock
from indicators.catalogue.sync import extend_calendar, sync
from indicators.errors import BangXanhError
from indicators.intake.check import check_files
from indicators.intake.reading import Reading
from indicators.submission import Decision, decide, submit
from indicators.workspace import Workspace


def are_wanted(workspace: Workspace) -> bool:
    """Whether the store is new and there is a sample to fill it with."""
    is_new = not workspace.store.rows("catalogue/newest")
    return is_new and _index(workspace).is_file()


def fill(workspace: Workspace) -> int:
    """Load every sample workbook as if on the day it was sent; return how many there were.

    Raises:
        BangXanhError: a sample workbook is not accepted, which is a fault of the sample.
    """
    folder = _index(workspace).parent
    with _index(workspace).open(encoding="utf-8", newline="") as file:
        entries = list(csv.DictReader(file))
    first = min(datetime.fromisoformat(entry["submitted_at"]) for entry in entries)
    sync(
        workspace.store,
        workspace.catalogue,
        at=first - timedelta(days=31),
        by="he-thong",
        amber_percent=workspace.settings.amber_percent,
        due_day=workspace.settings.due_day,
    )
    extend_calendar(
        workspace.store,
        workspace.catalogue,
        through=clock.today(),
        due_day=workspace.settings.due_day,
    )
    paths = [folder / entry["file"] for entry in entries]
    for entry, path, reading in zip(
        entries, paths, check_files(paths, workspace.catalogue), strict=True
    ):
        _load(workspace, entry, path, reading)
    return len(entries)


def _load(workspace: Workspace, entry: dict[str, str], path: Path, reading: Reading) -> None:
    if not reading.ok:
        faults = "; ".join(problem.message for problem in reading.problems if problem.is_error)
        raise BangXanhError(f"Tệp mẫu {path.name} không hợp lệ: {faults}")
    sent = datetime.fromisoformat(entry["submitted_at"])
    numbers = submit(
        workspace, reading, by=entry["submitted_by"], at=sent, source=path, is_sample=True
    )
    decision: Decision | None = {"approved": "approved", "returned": "returned"}.get(  # type: ignore[assignment]
        entry["decision"]
    )
    if decision is None:
        return
    for number in numbers:
        decide(
            workspace,
            number,
            decision=decision,
            by=entry["decided_by"],
            reason=entry["reason"],
            at=datetime.fromisoformat(entry["decided_at"]),
        )


def _index(workspace: Workspace) -> Path:
    return workspace.settings.data / "samples" / "index.csv"
