"""The files of drafts: each draft's in a folder of its own, named by their SHA-256."""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
import time
from collections.abc import Iterable
from pathlib import Path

from indicators.access import Principal, needs
from indicators.drafts.draft import KEPT_FOR, Kept, folder_of, mine, no_draft, refuse_foreign
from indicators.errors import InputRejected, NotFound, Problem
from indicators.intake.limits import MB
from indicators.text import clean
from indicators.workspace import Workspace
from queries import StoreBroken

MOST_FILES, MOST_BYTES = 500, 1024 * MB
_LONGEST_NAME = 150
_SUFFIXES = frozenset({".xlsx", ".xlsm", ".xls", ".ods", ".csv"})


@needs("submit")
def keep(workspace: Workspace, who: Principal, number: str, name: str, data: bytes) -> Kept:
    """Keep one file of a draft as it came; the draft's row is the caller's to save after.

    Raises:
        NotFound: the draft is another account's.
        InputRejected: the draft holds too much already.
        StoreBroken: the disk took nothing.
    """
    folder = folder_of(workspace, number)
    refuse_foreign(workspace, who, number)
    kept = Kept(_printable(name), hashlib.sha256(data).hexdigest())
    path = folder / f"{kept.sha256}{_suffix(kept.name)}"
    try:
        if not folder.exists():
            _sweep(folder.parent)
        folder.mkdir(parents=True, exist_ok=True)
        if not path.exists():
            _within_limits(folder, len(data))
            _write(path, data)
    except OSError as error:
        raise StoreBroken(f"Không giữ được tệp {kept.name}: {error.strerror}") from error
    return kept


@needs("submit")
def paths_of(
    workspace: Workspace, who: Principal, number: str, sums: Iterable[str]
) -> dict[str, Path]:
    """Return the paths of files of one's own draft by their SHA-256; what is gone is left out.

    Raises:
        NotFound: no such draft of this account.
    """
    draft = next((each for each in mine(workspace, who) if each.number == number), None)
    if draft is None:
        raise NotFound(no_draft(number))
    wanted = set(sums)
    places = {
        each.sha256: place_of(workspace, number, each)
        for each in draft.files
        if each.sha256 in wanted
    }
    return {sha256: path for sha256, path in places.items() if path.is_file()}


def place_of(workspace: Workspace, number: str, kept: Kept) -> Path:
    """Return where a file of a draft lies, or lay."""
    return folder_of(workspace, number) / f"{kept.sha256}{_suffix(kept.name)}"


def still_there(workspace: Workspace, number: str, kept: Kept) -> Path:
    """Return where a file of a draft lies.

    Raises:
        NotFound: it is gone.
    """
    path = place_of(workspace, number, kept)
    if not path.is_file():
        raise NotFound(f"Tệp «{kept.name}» không còn: hãy chọn lại tệp")
    return path


def _write(path: Path, data: bytes) -> None:
    """Write a file whole or not at all."""
    with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as passing:
        passing.write(data)
        passing.flush()
        os.fsync(passing.fileno())
    Path(passing.name).replace(path)


def _within_limits(folder: Path, size: int) -> None:
    sizes = [each.stat().st_size for each in folder.iterdir()]
    if len(sizes) >= MOST_FILES or sum(sizes) + size > MOST_BYTES:
        fault = (
            f"Mỗi lần làm tối đa {MOST_FILES} tệp, {MOST_BYTES // MB} MB: nộp các tệp đã kiểm tra"
            " rồi chọn tiếp"
        )
        raise InputRejected([Problem.error("draft-full", fault)])


def _sweep(folder: Path) -> None:
    """Remove the files of drafts that nobody came back to."""
    if not folder.is_dir():
        return
    oldest = time.time() - KEPT_FOR.total_seconds()
    for each in folder.iterdir():
        if each.is_dir() and each.stat().st_mtime < oldest:
            shutil.rmtree(each, ignore_errors=True)


def _suffix(name: str) -> str:
    """Return the ending under which a file is kept: one that says what it is, or none."""
    suffix = Path(name).suffix.lower()
    return suffix if suffix in _SUFFIXES else ""


def _printable(name: str) -> str:
    """Return what the sender calls a file, without folders and what no name should hold."""
    last = name.replace("\\", "/").rpartition("/")[2]
    shown = "".join(sign for sign in clean(last) if sign.isprintable())
    return shown[-_LONGEST_NAME:].strip() or "tep.xlsx"
