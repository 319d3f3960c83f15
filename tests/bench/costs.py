"""What one call takes of the machine: seconds, work, and memory of this process and its children.

Looked at from a thread beside the call, many times a second: what is taken and given back between
two looks is not seen.
"""

from __future__ import annotations

import gc
import os
import time
from collections.abc import Callable
from dataclasses import dataclass
from threading import Event, Thread
from typing import TypeVar

import psutil

Made = TypeVar("Made")
_LOOK_SECONDS = 0.02
_MB = 1e6


@dataclass(frozen=True, slots=True)
class Cost:
    """What a call took: seconds by the clock, seconds of work of all its processes, most MB.

    `own_mb` is what this process took beyond what it had, `other_mb` all that its children took,
    `both_mb` the most of both at one instant.
    """

    seconds: float
    busy: float
    own_mb: float
    other_mb: float
    both_mb: float


def memory() -> float:
    """Return the MB that this process has in memory now."""
    gc.collect()
    return float(psutil.Process().memory_info().rss) / _MB


def watched(call: Callable[[], Made], *, had: float) -> tuple[Made, Cost]:
    """Return what the call returns and what it took; memory is counted from `had`."""
    gc.collect()
    looks: list[tuple[float, float]] = [_look()]
    is_done = Event()
    watch = Thread(target=_watch, args=(looks, is_done), daemon=True)
    watch.start()
    started, worked = time.perf_counter(), _worked()
    try:
        made = call()
        seconds, busy = time.perf_counter() - started, _worked() - worked
        looks.append(_look())
    finally:
        is_done.set()
        watch.join()
    cost = Cost(
        seconds=seconds,
        busy=busy,
        own_mb=max(0.0, *(own - had for own, _ in looks)),
        other_mb=max(others for _, others in looks),
        both_mb=max(0.0, *(own - had + others for own, others in looks)),
    )
    return made, cost


def _watch(looks: list[tuple[float, float]], is_done: Event) -> None:
    while not is_done.wait(_LOOK_SECONDS):
        looks.append(_look())


def _look() -> tuple[float, float]:
    process = psutil.Process()
    return _resident(process), sum(_resident(each) for each in process.children(recursive=True))


def _resident(process: psutil.Process) -> float:
    try:
        return float(process.memory_info().rss) / _MB
    except psutil.Error:  # ended meanwhile
        return 0.0


def _worked() -> float:
    told = os.times()
    return time.process_time() + told.children_user + told.children_system
