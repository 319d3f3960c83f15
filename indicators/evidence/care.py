"""Care of evidence: every file whole, every row as the trail has it, nothing left over."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from indicators import audit, clock
from indicators.access.needs import needs
from indicators.access.principal import Principal
from indicators.audit.chain import digest
from indicators.evidence import vault
from indicators.settings import Settings
from indicators.workspace import Workspace

COLLECTED = "evidence.collected"
_LEFT_OVER = "left-over.json"  # when each file that nothing names was first seen so
_COLLECTED_AFTER = timedelta(hours=24)
_ATTACHED = (
    "evidence_id",
    "unit_id",
    "period",
    "indicator_id",
    "file_sha256",
    "file_name",
    "document_number",
    "note",
    "attached_at",
    "attached_by",
)
_WITHDRAWN = ("evidence_id", "withdrawn_at", "withdrawn_by", "reason")


@dataclass(frozen=True, slots=True)
class Health:
    """What an examination of all evidence found: counts of files, and of rows for `changed`.

    `changed` are rows that differ from what the audit trail keeps of them, or are gone.
    """

    kept: int
    missing: int
    altered: int
    changed: int
    left_over: int

    @property
    def is_sound(self) -> bool:
        """Whether every figure can still be proved."""
        return not (self.missing or self.altered or self.changed)


@needs("care")
def examine(workspace: Workspace, who: Principal) -> Health:  # noqa: ARG001 - the guard asks it
    """Read every file that evidence refers to, and compare every row with the trail."""
    folder = workspace.settings.evidence_path
    rows = workspace.store.rows("evidence/files")
    states = [
        vault.state_of(
            folder,
            row["sha256"],
            count_bytes=row["count_bytes"],
            modified_ns=row["modified_ns"],
            is_deep=True,
        )
        for row in rows
    ]
    return Health(
        kept=len(rows),
        missing=states.count("missing"),
        altered=states.count("altered"),
        changed=sum(_is_changed(row) for row in workspace.store.rows("evidence/trail")),
        left_over=len(_left_over(folder, {row["sha256"] for row in rows})),
    )


@needs("care")
def collect(workspace: Workspace, who: Principal) -> int:
    """Remove files that nothing has named for 24 hours; return how many.

    A file is first noted, and removed by a later call: after an older backup was put back, what
    only the newer store names is not gone at once. In a write, so that no file is removed while
    another attaches the same.
    """
    folder = workspace.settings.evidence_path
    if not folder.is_dir():
        return 0
    with workspace.store.write("evidence", changes_board=False) as write:
        named = {row["sha256"] for row in write.rows("evidence/files")}
        noted, now = _noted(folder), clock.now()
        found = {each.relative_to(folder).as_posix(): each for each in _left_over(folder, named)}
        since = {name: noted.get(name, now) for name in found}
        due = [name for name in found if now - since[name] >= _COLLECTED_AFTER]
        for name in due:
            found[name].unlink(missing_ok=True)
            vault.picture_of(found[name]).unlink(missing_ok=True)
        if due:
            told = {"count_files": len(due)}
            entry = audit.Entry(
                who.account,
                COLLECTED,
                "evidence",
                before=sorted(due),
                session=who.session,
                details=told,
            )
            workspace.trail.record(write, entry)
        _note(folder, {name: since[name] for name in found if name not in due})
    workspace.trail.keep_anchor(workspace.store)
    return len(due)


def _left_over(folder: Path, named: set[str]) -> list[Path]:
    """Return kept files that no row names, and what was cut off on its way in."""
    arriving = sorted((folder / vault.ARRIVING).glob("*"))
    return [*(each for each in vault.kept_files(folder) if each.name not in named), *arriving]


def _is_changed(row: dict[str, Any]) -> bool:
    """Whether a row of evidence, or of its taking back, is not what the trail says of it."""
    return any(
        told != (digest({name: row[name] for name in names}) if is_there else None)
        for names, is_there, told in (
            (_ATTACHED, row["is_recorded"], row["digest_attached"]),
            (_WITHDRAWN, row["is_withdrawn"], row["digest_withdrawn"]),
        )
    )


def _noted(folder: Path) -> dict[str, datetime]:
    """Return when each left-over was first seen; nothing where that cannot be read."""
    try:
        known = json.loads((folder / _LEFT_OVER).read_text(encoding="utf-8"))
        return {name: datetime.fromisoformat(text) for name, text in known.items()}
    except (OSError, ValueError, AttributeError, TypeError):
        return {}


def _note(folder: Path, since: dict[str, datetime]) -> None:
    """Keep when each left-over was first seen; where the disk is full they wait longer."""
    with suppress(OSError):
        text = json.dumps({name: moment.isoformat() for name, moment in since.items()}, indent=1)
        passing = folder / f"{_LEFT_OVER}.part"
        passing.write_text(text, encoding="utf-8")
        passing.replace(folder / _LEFT_OVER)


def kept(settings: Settings) -> Iterator[tuple[Path, str]]:
    """Yield each kept file and its name below the folder of evidence: what a backup takes."""
    folder = settings.evidence_path
    for file in vault.kept_files(folder):
        yield file, file.relative_to(folder).as_posix()
