"""The content-addressed folder (kho tệp minh chứng) beside the store: a file is its SHA-256.

`receive` writes what arrives under a passing name and `place` renames it to where it stays, inside
the write that records it: so a row never names a file that is not there, and a fall between the
two leaves a file that nothing names, which `care` collects.
Source: SECURITY.md, "Files and exports".
"""

from __future__ import annotations

import hashlib
import os
import re
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from indicators.errors import InputRejected, Problem
from indicators.evidence.model import FILE_BYTES, FREE_BYTES, MB, FileState
from queries import StoreBroken

ARRIVING = "arriving"
_CHUNK = MB
_SHA256 = re.compile(r"[0-9a-f]{64}")
_PICTURE = ".png"


@dataclass(frozen=True, slots=True)
class Arrived:
    """A file received whole but not yet placed: where it is, what it is, how large."""

    path: Path
    sha256: str
    count_bytes: int


def path_of(folder: Path, sha256: str) -> Path:
    """Return where a file of this content is kept: two levels of folders by its first letters."""
    return folder / sha256[:2] / sha256[2:4] / sha256


def picture_of(kept: Path) -> Path:
    """Return where the preview of a kept file is."""
    return kept.with_suffix(_PICTURE)


@contextmanager
def received(folder: Path, source: Path, name: str) -> Iterator[Arrived]:
    """Copy `source` into the folder, durable and measured; what is not placed is removed again.

    Args:
        folder: where evidence is kept.
        source: the file as uploaded.
        name: what the person called it, for messages.

    Raises:
        InputRejected: it cannot be read, is empty or too large, or the disk is nearly full.
        StoreBroken: the disk took nothing.
    """
    arriving = folder / ARRIVING / secrets.token_hex(16)
    try:
        with _telling(folder):
            arriving.parent.mkdir(parents=True, exist_ok=True)
            free = shutil.disk_usage(folder).free
        if free < FREE_BYTES:
            message = "Đĩa của máy chủ sắp đầy nên chưa nhận tệp. Báo quản trị dọn đĩa rồi đính lại"
            raise refusal("evidence-disk", message)
        yield _copied(source, arriving, name)
    finally:
        with suppress(OSError):
            arriving.unlink(missing_ok=True)


def place(folder: Path, arrived: Arrived) -> Path:
    """Move a received file to where it stays; only inside a write, so one at a time.

    A file that is there already and whole is left alone; one that was altered is kept beside.

    Raises:
        StoreBroken: the disk took nothing.
    """
    kept = path_of(folder, arrived.sha256)
    with _telling(folder):
        if kept.exists():
            if digest(kept) == arrived.sha256:
                return kept
            kept.rename(kept.with_name(f"{kept.name}.altered-{secrets.token_hex(4)}"))
        made = [each for each in (kept.parent, kept.parent.parent) if not each.exists()]
        kept.parent.mkdir(parents=True, exist_ok=True)
        arrived.path.rename(kept)
        for each in (kept.parent, *(new.parent for new in made)):
            _sync(each)
    return kept


def state_of(
    folder: Path, sha256: str, *, count_bytes: int, modified_ns: int, is_deep: bool = False
) -> FileState:
    """Return whether a kept file is still what it was: by size and time, or by content.

    Args:
        folder: where evidence is kept.
        sha256: of the content as received.
        count_bytes: its size when it was kept.
        modified_ns: its time of change then; where that differs the content decides.
        is_deep: whether to read the content in any case.
    """
    kept = path_of(folder, sha256)
    try:
        now = kept.stat()
        if now.st_size != count_bytes:
            return "altered"
        if is_deep:
            return "fine" if digest(kept) == sha256 else "altered"
        if now.st_mtime_ns == modified_ns:
            return "fine"
        return "fine" if _digest_at(kept, count_bytes, now.st_mtime_ns) == sha256 else "altered"
    except OSError:
        return "missing"


def kept_files(folder: Path) -> list[Path]:
    """Return every kept file, in order, without previews and what is on its way."""
    found = folder.glob("[0-9a-f][0-9a-f]/[0-9a-f][0-9a-f]/*")
    return sorted(each for each in found if _SHA256.fullmatch(each.name) and each.is_file())


def digest(path: Path) -> str:
    """Return the SHA-256 of a file, in hex."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _copied(source: Path, arriving: Path, name: str) -> Arrived:
    try:
        original = source.open("rb")
    except OSError as error:
        message = f"Không mở được tệp “{name}”. Kiểm tra tệp còn đó rồi tải lên lại"
        raise refusal("evidence-unreadable", message) from error
    running, size = hashlib.sha256(), 0
    with original, _telling(arriving.parent), arriving.open("xb") as copy:
        while chunk := original.read(_CHUNK):
            size += len(chunk)
            if size > FILE_BYTES:
                most = FILE_BYTES // MB
                message = f"Tệp “{name}” lớn hơn {most} MB. Giảm cỡ ảnh hoặc tách tệp rồi đính lại"
                raise refusal("evidence-size", message)
            running.update(chunk)
            copy.write(chunk)
        copy.flush()
        os.fsync(copy.fileno())
    if not size:
        message = f"Tệp “{name}” trống, không có dữ liệu. Kiểm tra lại tệp rồi đính lại"
        raise refusal("evidence-empty", message)
    return Arrived(arriving, running.hexdigest(), size)


def refusal(code: str, message: str) -> InputRejected:
    """Return the error of one reason to refuse."""
    return InputRejected([Problem.error(code, message)])


@contextmanager
def _telling(folder: Path) -> Iterator[None]:
    """Turn what the disk refuses into what the store says of a full one."""
    try:
        yield
    except OSError as error:
        raise StoreBroken(
            f"Không ghi được tệp minh chứng vào {folder}: {error.strerror or error}. Chưa có gì bị"
            " thay đổi; hãy kiểm tra dung lượng đĩa và quyền ghi rồi làm lại."
        ) from error


def _sync(folder: Path) -> None:
    """Make a rename in a folder durable; Windows does so by itself."""
    if os.name != "posix":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


@lru_cache(maxsize=10_000)
def _digest_at(path: Path, count_bytes: int, modified_ns: int) -> str:  # noqa: ARG001 - the cache key
    return digest(path)
