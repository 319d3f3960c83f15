"""Workbooks kept as they were received."""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
from pathlib import Path

from indicators.errors import Conflict
from indicators.workspace import Workspace


def is_kept(workspace: Workspace, file: str, sha256: str) -> bool:
    """Whether a workbook is still kept as it was received; `file` is what its sender called it."""
    return (workspace.settings.files_path / f"{sha256}{Path(file).suffix.lower()}").is_file()


def keep_file(workspace: Workspace, source: Path, sha256: str) -> Path:
    """Keep a workbook as it was received, named by its SHA-256, before anything refers to it."""
    folder = workspace.settings.files_path
    folder.mkdir(parents=True, exist_ok=True)
    kept = folder / f"{sha256}{source.suffix.lower() or '.xlsx'}"  # backups take names with a dot
    if kept.exists():
        return kept
    with tempfile.NamedTemporaryFile(dir=folder, delete=False) as copy:
        with source.open("rb") as original:
            shutil.copyfileobj(original, copy)
        copy.flush()
        os.fsync(copy.fileno())
    if _digest(Path(copy.name)) != sha256:
        Path(copy.name).unlink()
        raise Conflict(f"Tệp {source.name} đã đổi trong lúc xử lý, hãy chọn lại tệp")
    Path(copy.name).replace(kept)
    return kept


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
