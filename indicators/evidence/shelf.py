"""What evidence there is, and the files themselves: everything by the asker's own scope."""

from __future__ import annotations

import os
import secrets
from contextlib import suppress
from pathlib import Path
from typing import Any

from indicators import audit
from indicators.access.needs import needs
from indicators.access.principal import Principal
from indicators.errors import Conflict, NotFound
from indicators.evidence import vault
from indicators.evidence.attach import name_of, no_evidence
from indicators.evidence.confined import asked
from indicators.evidence.model import PICTURED, Evidence, FileState, from_row
from indicators.workspace import Workspace

DOWNLOADED = "evidence.downloaded"
PICTURE_TYPE = "image/png"


@needs("read")
def evidence_of(
    workspace: Workspace,
    who: Principal,
    *,
    unit: str,
    period: str,
    indicator: str | None = None,
    submission: int | None = None,
    with_withdrawn: bool = False,
    is_deep: bool = False,
) -> list[Evidence]:
    """Return the evidence for a unit's figures of one period, oldest first; none outside scope.

    Args:
        workspace: the open office.
        who: who asks.
        unit: whose figures.
        period: of which period.
        indicator: of this figure only.
        submission: only what is pinned to this submission: what it rested on.
        with_withdrawn: whether to return what was taken back too.
        is_deep: whether to read each file to the end, and not only look at size and time.
    """
    rows = workspace.store.rows(
        "evidence/of_unit",
        unit_id=unit,
        period=period,
        indicator_id=indicator,
        scope=who.roots("read"),
    )
    return [
        from_row(row, state_of(workspace, row, is_deep=is_deep))
        for row in rows
        if (with_withdrawn or row["withdrawn_at"] is None)
        and (submission is None or submission in row["submissions"])
    ]


@needs("read")
def open_file(workspace: Workspace, who: Principal, evidence: int) -> tuple[Path, str, str]:
    """Return the path, name and media type of a file to hand out; the trail keeps that it was.

    Raises:
        NotFound: no such evidence in scope, it has no file, or it was taken back.
        Conflict: the file is gone or is no longer what was given.
    """
    row = _row(workspace, who, evidence)
    if state_of(workspace, row, is_deep=True) != "fine":
        raise Conflict(
            f"Tệp của minh chứng số {evidence} bị mất hoặc đã bị sửa nên không tải được. Báo quản"
            " trị chạy `doctor` và khôi phục từ bản sao lưu."
        )
    told = {"file": row["file_name"], "sha256": row["file_sha256"]}
    entry = audit.Entry(
        who.account, DOWNLOADED, name_of(evidence), session=who.session, details=told
    )
    with workspace.store.write("evidence", changes_board=False) as write:
        workspace.trail.record(write, entry)
    workspace.trail.keep_anchor(workspace.store)
    kept = vault.path_of(workspace.settings.evidence_path, row["file_sha256"])
    return kept, row["file_name"], row["media_type"]


@needs("read")
def picture_of(workspace: Workspace, who: Principal, evidence: int) -> Path | None:
    """Return a PNG that shows the file, made once; None where there can be none.

    A Word or Excel file has none, and neither has one that the limited process could not draw: an
    empty file beside it remembers that.

    Raises:
        NotFound: no such evidence in scope, it has no file, or it was taken back.
    """
    row = _row(workspace, who, evidence)
    if row["media_type"] not in PICTURED or state_of(workspace, row) != "fine":
        return None
    kept = vault.path_of(workspace.settings.evidence_path, row["file_sha256"])
    shown = vault.picture_of(kept)
    if not shown.exists():
        _keep_picture(shown, asked("picture", kept) or b"")
    return shown if shown.exists() and shown.stat().st_size else None


def _row(workspace: Workspace, who: Principal, evidence: int) -> dict[str, Any]:
    """Return the row of evidence with a file that `who` may see."""
    rows = workspace.store.rows("evidence/one", evidence_id=evidence, scope=who.roots("read"))
    if not rows or rows[0]["file_sha256"] is None or rows[0]["withdrawn_at"] is not None:
        raise NotFound(no_evidence(evidence))
    return rows[0]


def state_of(workspace: Workspace, row: dict[str, Any], *, is_deep: bool = False) -> FileState:
    """Return how the file of a row of evidence is; a document number alone is fine."""
    if row["file_sha256"] is None:
        return "fine"
    return vault.state_of(
        workspace.settings.evidence_path,
        row["file_sha256"],
        count_bytes=row["count_bytes"],
        modified_ns=row["modified_ns"],
        is_deep=is_deep,
    )


def _keep_picture(shown: Path, content: bytes) -> None:
    """Write a preview whole or not at all; a full disk only means that it is drawn again."""
    passing = shown.with_name(f"{shown.name}.{secrets.token_hex(4)}")
    with suppress(OSError):
        passing.write_bytes(content)
        os.replace(passing, shown)  # noqa: PTH105 - two at once may make the same one
    with suppress(OSError):
        passing.unlink(missing_ok=True)
