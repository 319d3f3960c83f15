"""Asking the limited process about one foreign file: a process a question, at most two at once.

Whatever happens to that process, the server lives on and the answer is None.
Source: SECURITY.md, "Workbook intake" (limits of the child).
"""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from contextlib import suppress
from pathlib import Path
from typing import Literal

from indicators.evidence.child import MOST_REPLY
from indicators.intake.confine import job_for
from indicators.intake.limits import ParserLimits

Question = Literal["look", "picture"]

LIMITS = ParserLimits(memory_bytes=1024 * 1024 * 1024, cpu_seconds=10, wall_seconds=15.0)
_ROOT = Path(__file__).resolve().parents[2]
_KEPT_VARIABLES = ("PATH", "SYSTEMROOT", "LD_LIBRARY_PATH", "TMPDIR", "TEMP")
_AT_ONCE = threading.BoundedSemaphore(2)
_PATIENCE = 20.0  # seconds that a question waits for its turn


def asked(question: Question, path: Path, *, limits: ParserLimits = LIMITS) -> bytes | None:
    """Return what the limited process answers about a file, None when it ended instead.

    Args:
        question: "look" (which Office file, and what is wrong) or "picture" (a preview, as PNG).
        path: the file.
        limits: what one question may cost.
    """
    if not _AT_ONCE.acquire(timeout=_PATIENCE):
        return None
    try:
        return _answer(question, path, limits)
    finally:
        _AT_ONCE.release()


def _answer(question: Question, path: Path, limits: ParserLimits) -> bytes | None:
    # Looking needs the standard library alone (-S); drawing needs its two libraries.
    options = ("-E", "-s", "-X", "utf8", *(("-S",) if question == "look" else ()))
    numbers = (limits.memory_bytes, limits.cpu_seconds, limits.wall_seconds)
    process = subprocess.Popen(  # noqa: S603 - our own module, no shell, a path of our own making
        [
            *(sys.executable, *options, "-m", "indicators.evidence.child", question),
            *(str(path.absolute()), *map(str, numbers)),
        ],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        cwd=_ROOT,
        env={key: os.environ[key] for key in _KEPT_VARIABLES if key in os.environ},
    )
    job = job_for(getattr(process, "_handle", 0), limits)
    try:
        reply, _ = process.communicate(timeout=limits.wall_seconds)
    except subprocess.TimeoutExpired:
        reply = b""
    finally:
        with suppress(OSError):
            process.kill()
        process.communicate()
        del job  # Windows: what is left of the process ends with it
    return reply if process.returncode == 0 and len(reply) <= MOST_REPLY else None
