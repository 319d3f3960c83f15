"""Limits on the process that parses a foreign file, as each system can give them.

Linux and macOS: resource limits in the process itself, which cannot raise them again. Windows: a
Job Object that the parent puts the process into.
Source: SECURITY.md, "Workbook intake"; setrlimit(2), prctl(2); Windows "Job Objects".
"""

from __future__ import annotations

import math
import signal
import sys
from collections.abc import Callable
from contextlib import suppress

from indicators.intake.limits import ParserLimits

if sys.platform != "win32":
    import resource

_PR_SET_PDEATHSIG = 1


def confine_self(limits: ParserLimits) -> None:
    """Limit this process for good: memory, no written bytes, no core file."""
    if sys.platform == "win32":
        return
    for kind, most in (
        (resource.RLIMIT_AS, limits.memory_bytes),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        _, hard = resource.getrlimit(kind)
        room = most if hard == resource.RLIM_INFINITY else min(most, hard)
        with suppress(ValueError, OSError):  # macOS refuses RLIMIT_AS; the others still hold
            resource.setrlimit(kind, (room, room))


def limit_next_file(limits: ParserLimits) -> None:
    """Give the next file its processor time, from now; SIGXCPU ends the process when it is used.

    The alarm ends it even if the parent that watches the clock is gone.
    """
    if sys.platform == "win32":
        return
    usage = resource.getrusage(resource.RUSAGE_SELF)
    until = math.ceil(usage.ru_utime + usage.ru_stime) + limits.cpu_seconds
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    soft = until if hard == resource.RLIM_INFINITY else min(until, hard)
    resource.setrlimit(resource.RLIMIT_CPU, (soft, hard))
    signal.alarm(math.ceil(limits.wall_seconds) + 1)


def death_follower() -> Callable[[], None]:
    """Return what makes the calling process die with its parent (Linux), else a no-op.

    Made before a fork and called after it: loading a library in every fork would cost time.
    """
    if sys.platform != "linux":
        return _stay
    import ctypes  # noqa: PLC0415 - only here

    prctl = ctypes.CDLL(None, use_errno=True).prctl
    return lambda: prctl(_PR_SET_PDEATHSIG, int(signal.SIGKILL), 0, 0, 0)


def _stay() -> None:
    """Do nothing: this system has no such signal; the closed pipe ends the process."""


def job_for(handle: int, limits: ParserLimits) -> object | None:
    """Put a Windows process into a job that limits its memory and dies with this process.

    Args:
        handle: the process handle of `subprocess.Popen`.
        limits: only the memory is used; the parent keeps the time.

    Returns:
        The job, to be kept as long as the process lives; None where there are no jobs.
    """
    if sys.platform == "win32":
        from indicators.intake import winjob  # noqa: PLC0415 - Windows only

        return winjob.confine(handle, limits.memory_bytes)
    return None
