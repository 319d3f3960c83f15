"""The invented sample (số liệu mẫu): real workbooks, sent through the very same intake.

`data/samples/index.csv` says when each was sent and how it was decided, so that a fresh store
shows a year with late units, corrections and a figure still waiting;
`explanations.csv` holds what units wrote about cells that are not green, `evidence.csv` what
proves some figures.
"""

from __future__ import annotations

import csv
import shutil
from contextlib import nullcontext
from datetime import datetime, timedelta
from pathlib import Path

from indicators import audit, cells, clock
from indicators.catalogue.sync import record_calendar, record_edition
from indicators.errors import BangXanhError
from indicators.evidence import vault
from indicators.evidence.attach import Given, keep
from indicators.evidence.kinds import media_type_of
from indicators.evidence.model import FREE_BYTES
from indicators.intake.reading import Reading
from indicators.submission import Parcel, keep_file, record, record_decision
from indicators.workspace import Workspace
from queries import Transaction

SENDER = "so-lieu-mau"
STARTED_EMPTY = "started empty"


def are_wanted(workspace: Workspace) -> bool:
    """Whether the store holds nothing yet and nobody chose to start it empty.

    A start that was cut off before the sample was in leaves nothing, and so is made good.
    """
    return _index(workspace).is_file() and workspace.is_empty and not _was_started_empty(workspace)


def refuse(workspace: Workspace) -> None:
    """Remember that this store is an office's own: no later start fills it with the sample."""
    if workspace.is_empty and not _was_started_empty(workspace):
        with workspace.store.write(STARTED_EMPTY) as write:
            workspace.trail.record(write, audit.Entry(audit.SYSTEM, "store.started-empty", "store"))


def fill(workspace: Workspace) -> int:
    """Load every sample workbook as if on the day it was sent; return how many there were.

    All in one write: a start that is cut off leaves no half of it.

    Raises:
        BangXanhError: a sample workbook is not accepted, which is a fault of the sample.
    """
    from indicators.intake.check import check_files  # noqa: PLC0415 - only a first start reads

    with _index(workspace).open(encoding="utf-8", newline="") as file:
        entries = list(csv.DictReader(file))
    paths = [_index(workspace).parent / entry["file"] for entry in entries]
    readings = check_files(paths, workspace.catalogue)
    with workspace.store.write("sample") as write:
        _record_catalogue(workspace, write, min(_moment(each["submitted_at"]) for each in entries))
        proved = _prove(workspace, write)
        for entry, path, reading in zip(entries, paths, readings, strict=True):
            _record(workspace, write, entry, path, reading)
        _explain(workspace, write)
        cells.rebuild(write, today=clock.today(), known_at=clock.now())
        for line in (_loaded(write, len(entries)), *proved):
            workspace.trail.record(write, line)
    workspace.trail.anchor(workspace.store)
    workspace.store.checkpoint()
    return len(entries)


def _loaded(write: Transaction, count: int) -> audit.Entry:
    """Return the one audit entry of the whole sample, catalogue included: nobody sent it."""
    held = {"count_files": count, **write.rows("audit/counts")[0]}
    return audit.Entry(audit.SYSTEM, "sample.loaded", "sample", after=held, details=held)


def _record_catalogue(workspace: Workspace, write: Transaction, first: datetime) -> None:
    """Record the catalogue as of a month before the first workbook was sent."""
    settings = workspace.settings
    if write.rows("catalogue/newest"):
        return
    record_edition(
        write,
        workspace.catalogue,
        at=first - timedelta(days=31),
        by=SENDER,
        amber_percent=settings.amber_percent,
        due_day=settings.due_day,
    )
    record_calendar(write, workspace.catalogue, through=clock.today(), due_day=settings.due_day)


def _record(
    workspace: Workspace, write: Transaction, entry: dict[str, str], path: Path, reading: Reading
) -> None:
    if not reading.ok:
        faults = "; ".join(problem.message for problem in reading.problems if problem.is_error)
        raise BangXanhError(f"Tệp mẫu {path.name} không hợp lệ: {faults}")
    keep_file(workspace, path, reading.sha256)
    sent = _moment(entry["submitted_at"])
    (numbers,) = record(write, [Parcel(reading)], by=entry["submitted_by"], at=sent, is_sample=True)
    if entry["decision"]:
        for number in numbers:
            record_decision(
                write,
                number,
                decision="approved" if entry["decision"] == "approved" else "returned",
                by=entry["decided_by"],
                at=_moment(entry["decided_at"]),
                reason=entry["reason"],
            )


def _prove(workspace: Workspace, write: Transaction) -> list[audit.Entry]:
    """Record what proves some figures, before they are sent; return what the trail must keep of it.

    Of a disk that is nearly full, which takes no evidence from anybody, none is asked to.
    """
    folder, home = workspace.settings.evidence_path, _index(workspace).parent
    folder.mkdir(parents=True, exist_ok=True)
    if shutil.disk_usage(folder).free < FREE_BYTES:
        return []
    with (home / "evidence.csv").open(encoding="utf-8", newline="") as file:
        return [_proof(write, folder, home, entry) for entry in csv.DictReader(file)]


def _proof(write: Transaction, folder: Path, home: Path, entry: dict[str, str]) -> audit.Entry:
    source = home / entry["file"]
    name = source.name if entry["file"] else ""
    with vault.received(folder, source, name) if name else nullcontext() as arrived:
        given = Given(
            unit=entry["unit"],
            period=entry["period"],
            indicator=entry["indicator"],
            name=name or None,
            media_type=media_type_of(arrived.path, name) if arrived else None,
            document_number=entry["document_number"] or None,
            note=entry["says"],
        )
        at = _moment(entry["attached_at"])
        return keep(write, folder, given, arrived, by=SENDER, at=at)[1]


def _explain(workspace: Workspace, write: Transaction) -> None:
    """Record what units wrote about their red and amber cells."""
    path = _index(workspace).with_name("explanations.csv")
    with path.open(encoding="utf-8", newline="") as file:
        for entry in csv.DictReader(file):
            write.run(
                "explanation/record_explanation",
                unit_id=entry["unit"],
                indicator_id=entry["indicator"],
                period=entry["period"],
                cause=entry["cause"],
                remedy=entry["remedy"],
                remedy_due_on=entry["remedy_due"] or None,
                written_by=SENDER,
                written_at=_moment(entry["written_at"]),
            )


def _was_started_empty(workspace: Workspace) -> bool:
    return bool(workspace.store.rows("care/version_of", why=STARTED_EMPTY))


def _moment(text: str) -> datetime:
    return datetime.fromisoformat(text)


def _index(workspace: Workspace) -> Path:
    return workspace.settings.data / "samples" / "index.csv"
