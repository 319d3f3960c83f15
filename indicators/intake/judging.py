"""Asking the judging process about one large workbook: a process for each, killed when late.

Source: SECURITY.md, "Workbook intake": the limits of the child hold for all that a file costs.
"""

from __future__ import annotations

import os
import pickle
import signal
import subprocess
import sys
from contextlib import suppress
from dataclasses import replace
from datetime import date
from pathlib import Path

from indicators.catalogue.model import Catalogue
from indicators.intake.child import MEMORY, TIME
from indicators.intake.choices import Choices
from indicators.intake.confine import job_for
from indicators.intake.judge import HEAD, Known
from indicators.intake.limits import ParserLimits
from indicators.intake.parser_process import KEPT_VARIABLES, ParserDied
from indicators.intake.reading import Reading
from indicators.intake.reading_wire import unpack

_ROOT = Path(__file__).resolve().parents[2]
# What ends a process whose processor time or alarm is over; there are no such signals on Windows.
_OUT_OF_TIME = {getattr(signal, name, 0) for name in ("SIGXCPU", "SIGALRM")} - {0}
_COMMAND = (sys.executable, "-E", "-s", "-X", "utf8", "-m", "indicators.intake.judge")


def judged(
    reply: bytes,
    name: str,
    sha256: str,
    seconds: float,
    *,
    catalogue: Catalogue,
    today: date,
    choices: Choices,
    limits: ParserLimits | None = None,
) -> Reading:
    """Return what a workbook says whose cells are still as the parsing process sent them.

    Args:
        reply: of the parsing process.
        name: what the person called the file.
        sha256: of the file.
        seconds: what is left of the time in which it must be answered.
        catalogue: what figures are matched with.
        today: the day on which periods are judged.
        choices: what people answered when they were asked what a text means.
        limits: memory and processor time; those of the parsing process by default.

    Raises:
        ParserDied: the process ended without an answer.
        Malformed: it answered what no honest process does.
    """
    known = pickle.dumps(Known(name, sha256, catalogue, today, dict(choices)))
    question = HEAD.pack(len(known)) + known + reply
    return unpack(_answer(question, replace(limits or ParserLimits(), wall_seconds=seconds)))


def _answer(question: bytes, limits: ParserLimits) -> bytes:
    numbers = (limits.memory_bytes, limits.cpu_seconds, limits.wall_seconds)
    process = subprocess.Popen(  # noqa: S603 - our own module, no shell, no foreign word
        [*_COMMAND, *map(str, numbers)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        cwd=_ROOT,
        env={key: os.environ[key] for key in KEPT_VARIABLES if key in os.environ},
    )
    job = job_for(getattr(process, "_handle", 0), limits)
    is_late = False
    try:
        reply, _ = process.communicate(question, timeout=limits.wall_seconds)
    except subprocess.TimeoutExpired:
        is_late, reply = True, b""
    finally:
        with suppress(OSError):
            process.kill()
        process.wait()
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                with suppress(OSError):
                    pipe.close()
        del job  # Windows: what is left of the process ends with it
    code = process.returncode
    if is_late or code == TIME or -code in _OUT_OF_TIME:
        raise ParserDied(is_time=True)
    if code != 0:
        raise ParserDied(is_memory=code == MEMORY)
    return reply
