"""One parsing process as the server sees it: started, asked, watched by the clock, replaced.

Source: SECURITY.md, "Workbook intake": wall 30 s, a non-zero exit never harms the server.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
from contextlib import suppress
from pathlib import Path
from typing import IO

from indicators.intake import limits as book_limits
from indicators.intake.child import ANSWER, MEMORY, QUESTION, RECEIVED, TIME
from indicators.intake.confine import job_for
from indicators.intake.limits import ParserLimits

_ROOT = Path(__file__).resolve().parents[2]
# Standard library only (-S) and nothing from the user's environment (-E, -s): starts fast, and
# the process that meets foreign files holds as little as possible.
_COMMAND = (sys.executable, "-S", "-E", "-s", "-X", "utf8", "-m", "indicators.intake.child")
KEPT_VARIABLES = ("PATH", "SYSTEMROOT", "LD_LIBRARY_PATH", "TMPDIR", "TEMP")


class ParserDied(Exception):
    """The process ended without an answer."""

    def __init__(self, *, is_time: bool = False, is_memory: bool = False) -> None:
        self.is_time = is_time
        self.is_memory = is_memory
        super().__init__("time" if is_time else "memory" if is_memory else "crash")


class _NotReceived(Exception):
    """The process was gone before it took the question: not the file's fault."""


class ParserProcess:
    """A child process that answers one question at a time; only one thread asks it."""

    def __init__(self, limits: ParserLimits, *, can_fork: bool = hasattr(os, "fork")) -> None:
        self._limits = limits
        self._way = "fork" if can_fork else "plain"
        self._process: subprocess.Popen[bytes] | None = None
        self._job: object | None = None
        self._lock = threading.Lock()
        self._served = 0  # questions answered since the last end of a call

    @property
    def pid(self) -> int | None:
        """The process's id, None when none runs."""
        process = self._process
        return process.pid if process is not None and process.poll() is None else None

    def start(self) -> subprocess.Popen[bytes]:
        """Start the process unless it runs."""
        with self._lock:
            if self._process is None or self._process.poll() is not None:
                _discard(self._process)
                self._process = self._started()
            return self._process

    def close(self) -> None:
        """End the process and everything it started."""
        with self._lock:
            if self._process is not None:
                _kill(self._process)
                _discard(self._process)
            self._process = self._job = None
            self._served = 0

    def ask(self, path: Path, name: str) -> bytes:
        """Return the reply about one file; ParserDied when the process ended over it."""
        body = json.dumps({"path": str(path.absolute()), "name": name}).encode()
        question = QUESTION.pack(len(body)) + body
        for _ in range(3):
            is_first, self._served = self._served == 0, self._served + 1
            try:
                return self._ask(self.start(), question)
            except _NotReceived:
                self.close()
            except ParserDied as died:
                # It had read other files before: ask again in a fresh one whose fault it was.
                if is_first or died.is_time:
                    raise
        raise ParserDied

    def end_call(self) -> None:
        """Let go of the process that read the last files: the next ones are another's."""
        process = self._process
        if self._served and process is not None:
            self._served = 0
            try:
                pipe, _ = _pipes(process)
                pipe.write(QUESTION.pack(0))
                pipe.flush()
            except (OSError, ValueError, _NotReceived):
                self.close()

    def _ask(self, process: subprocess.Popen[bytes], question: bytes) -> bytes:
        is_late = threading.Event()

        def stop() -> None:
            is_late.set()
            _kill(process)

        clock = threading.Timer(self._limits.wall_seconds, stop)
        clock.daemon = True
        clock.start()
        try:
            reply = _exchange(process, question)
        finally:
            clock.cancel()
        if is_late.is_set():
            self.close()
            raise ParserDied(is_time=True)
        if reply is None:
            code = _exit_code(process)
            self.close()
            raise ParserDied(is_time=code == TIME, is_memory=code == MEMORY)
        return reply

    def _started(self) -> subprocess.Popen[bytes]:
        limits = self._limits
        numbers = (limits.memory_bytes, limits.cpu_seconds, limits.wall_seconds)
        process = subprocess.Popen(  # noqa: S603 - our own module, no shell, no foreign word
            [*_COMMAND, *map(str, numbers), self._way],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            cwd=_ROOT,
            env={key: os.environ[key] for key in KEPT_VARIABLES if key in os.environ},
            start_new_session=True,  # a group of its own, killed as one
        )
        self._job = job_for(getattr(process, "_handle", 0), limits)
        return process


def _exchange(process: subprocess.Popen[bytes], question: bytes) -> bytes | None:
    """Send the question and return the reply, None when the process ended instead."""
    pipe_in, pipe_out = _pipes(process)
    try:
        pipe_in.write(question)
        pipe_in.flush()
    except (OSError, ValueError):  # ended, or closed by another thread
        raise _NotReceived from None
    if pipe_out.read(1) != RECEIVED:
        raise _NotReceived
    head = pipe_out.read(ANSWER.size)
    if len(head) < ANSWER.size:
        return None
    size = ANSWER.unpack(head)[0]
    if size > book_limits.REPLY_BYTES:
        return None
    reply = pipe_out.read(size)
    return reply if len(reply) == size else None


def _pipes(process: subprocess.Popen[bytes]) -> tuple[IO[bytes], IO[bytes]]:
    if process.stdin is None or process.stdout is None:
        raise _NotReceived
    return process.stdin, process.stdout


def _exit_code(process: subprocess.Popen[bytes]) -> int:
    try:
        return process.wait(timeout=2)
    except subprocess.TimeoutExpired:
        return -1


def _kill(process: subprocess.Popen[bytes]) -> None:
    """Kill the process and its forks; one that is gone already is fine."""
    if process.returncode is not None:  # reaped: its id may be another's by now
        return
    if sys.platform == "win32":
        process.kill()
        return
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)


def _discard(process: subprocess.Popen[bytes] | None) -> None:
    """Close the pipes of an ended process and collect its exit code."""
    if process is None:
        return
    for pipe in (process.stdin, process.stdout):
        with suppress(OSError):
            if pipe is not None:
                pipe.close()
    _exit_code(process)
