"""A script of this folder in a process of its own (tiến trình riêng): a message in, files out.

What it took of memory goes back when it ends, and one nobody wants any more is ended like any
process. Several files in one message or answer: each eight bytes of length, then as many bytes.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterable, Iterator
from contextlib import suppress
from pathlib import Path
from threading import Thread

from indicators.errors import BangXanhError
from indicators.export.model import Progress

_KEPT_VARIABLES = ("PATH", "SYSTEMROOT", "LD_LIBRARY_PATH", "TMPDIR", "TEMP")
_SIZE_BYTES = 8
_LONGEST_SECONDS = 300.0
_STEP_SECONDS = 0.1


class NotPrinted(BangXanhError):
    """Pages could not be set: the typesetter is missing, failed or took too long."""


def framed(files: Iterable[bytes]) -> Iterator[bytes]:
    """Yield files as pieces of one message."""
    for each in files:
        yield len(each).to_bytes(_SIZE_BYTES, "big")
        yield each


def answered(script: Path, message: Iterable[bytes], progress: Progress) -> list[bytes]:
    """Return the files `script` answers with.

    Args:
        script: loads nothing of ours, and reads the whole message before it answers.
        message: piece by piece.
        progress: asked again and again meanwhile, as (0, 1): it may raise `Cancelled`.

    Raises:
        NotPrinted: see there.
        Cancelled: `progress` said to stop; the other process is ended.
    """
    process = subprocess.Popen(  # noqa: S603 - our own script, no shell, no foreign word
        [sys.executable, "-E", "-s", "-X", "utf8", str(script)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={key: os.environ[key] for key in _KEPT_VARIABLES if key in os.environ},
    )
    said: list[tuple[bytes, bytes]] = []
    talk = Thread(target=lambda: said.append(_talk(process, message)), daemon=True)
    talk.start()
    try:
        waited = 0.0
        while talk.is_alive() and waited < _LONGEST_SECONDS:
            progress(0, 1)
            talk.join(_STEP_SECONDS)
            waited += _STEP_SECONDS
    finally:
        if process.poll() is None and talk.is_alive():
            process.kill()
        talk.join()
    out, fault = said[0] if said else (b"", b"")
    if process.returncode != 0:
        raise NotPrinted(_why(fault, is_late=waited >= _LONGEST_SECONDS))
    return _files(out)


def _talk(process: subprocess.Popen[bytes], message: Iterable[bytes]) -> tuple[bytes, bytes]:
    """Send a message and return what is answered: files, and faults in words."""
    source = process.stdin
    if source is not None:
        with suppress(OSError):  # it ended before it read everything; what it said tells why
            source.writelines(message)
    return process.communicate()


def _why(fault: bytes, *, is_late: bool) -> str:
    if is_late:
        return f"Dàn trang quá {_LONGEST_SECONDS:.0f} giây nên đã dừng: hãy chọn ít đơn vị hơn."
    told = fault.decode("utf-8", "replace").strip()
    for missing in ("typst", "pikepdf"):
        if f"No module named '{missing}'" in told:
            return (
                f"Máy chủ chưa cài gói {missing} nên không làm được PDF và hình:"
                " chạy lại lệnh cài đặt."
            )
    return f"Không dàn được trang: {told[-400:]}"


def _files(out: bytes) -> list[bytes]:
    found, at = [], 0
    while at < len(out):
        size = int.from_bytes(out[at : at + _SIZE_BYTES], "big")
        at += _SIZE_BYTES
        found.append(out[at : at + size])
        at += size
    return found
