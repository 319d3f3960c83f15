"""A Windows Job Object around a parsing process: memory, one process only, dies with the server.

Source: Windows API, SetInformationJobObject, JOBOBJECT_EXTENDED_LIMIT_INFORMATION.
"""

from __future__ import annotations

import ctypes
from ctypes import c_int64, c_size_t, c_uint32, c_uint64, c_void_p

_ACTIVE_PROCESS = 0x0008
_PROCESS_MEMORY = 0x0100
_DIE_ON_UNHANDLED = 0x0400
_KILL_ON_CLOSE = 0x2000
_EXTENDED_LIMITS = 9


class _Basic(ctypes.Structure):
    _fields_ = (
        ("PerProcessUserTimeLimit", c_int64),
        ("PerJobUserTimeLimit", c_int64),
        ("LimitFlags", c_uint32),
        ("MinimumWorkingSetSize", c_size_t),
        ("MaximumWorkingSetSize", c_size_t),
        ("ActiveProcessLimit", c_uint32),
        ("Affinity", c_size_t),
        ("PriorityClass", c_uint32),
        ("SchedulingClass", c_uint32),
    )


class _Extended(ctypes.Structure):
    _fields_ = (
        ("BasicLimitInformation", _Basic),
        ("IoInfo", c_uint64 * 6),
        ("ProcessMemoryLimit", c_size_t),
        ("JobMemoryLimit", c_size_t),
        ("PeakProcessMemoryUsed", c_size_t),
        ("PeakJobMemoryUsed", c_size_t),
    )


class Job:
    """The handle of a job; closing it (or this process ending) kills what is inside."""

    def __init__(self, handle: int, kernel: ctypes.CDLL) -> None:
        self._handle = handle
        self._kernel = kernel

    def __del__(self) -> None:
        self._kernel.CloseHandle(c_void_p(self._handle))


def confine(process: int, memory_bytes: int) -> Job | None:
    """Return the job that now holds the process, None when Windows refuses one."""
    kernel = ctypes.CDLL("kernel32", use_last_error=True)
    kernel.CreateJobObjectW.restype = c_void_p
    job = kernel.CreateJobObjectW(None, None)
    if not job:
        return None
    limits = _Extended()
    limits.BasicLimitInformation.LimitFlags = (
        _ACTIVE_PROCESS | _PROCESS_MEMORY | _DIE_ON_UNHANDLED | _KILL_ON_CLOSE
    )
    # A venv's python.exe is a launcher that starts the real interpreter: two processes.
    limits.BasicLimitInformation.ActiveProcessLimit = 2
    limits.ProcessMemoryLimit = memory_bytes
    kept = Job(job, kernel)
    is_set = kernel.SetInformationJobObject(
        c_void_p(job), _EXTENDED_LIMITS, ctypes.byref(limits), ctypes.sizeof(limits)
    )
    is_in = is_set and kernel.AssignProcessToJobObject(c_void_p(job), c_void_p(process))
    return kept if is_in else None
