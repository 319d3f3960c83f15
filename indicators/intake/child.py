"""The process that parses: `python -m indicators.intake.child`, kept ready by the pool.

Where the system can fork, the files of one call get a process of their own, forked beforehand so
that nobody waits for it; nothing of one person's files is left when another's are read. Elsewhere
the process reads a budget of files and ends.

Asked on standard input: 4 bytes length, then JSON {"path", "name"}; length 0 ends the call.
Answered on standard output: "R" when the question was received, 8 bytes length, the reply.
Ends with code 0 when there is nothing more to do, TIME when time ran out, MEMORY, or FAULT.
"""

from __future__ import annotations

import gc
import json
import os
import select
import signal
import struct
import sys
import traceback
from collections.abc import Callable

from indicators.intake.confine import confine_self, death_follower, limit_next_file
from indicators.intake.limits import FILE_BYTES, ParserLimits
from indicators.intake.reader import read_workbook
from indicators.intake.rehearsal import rehearse
from indicators.intake.wire import pack

QUESTION = struct.Struct(">I")
ANSWER = struct.Struct(">Q")
RECEIVED = b"R"
DONE, FAULT, MEMORY, TIME = 0, 1, 3, 4
_GO_ON = 10  # a fork's own word to its parent process: answered, fork the next one
_FILES_PER_FORK = 16
_BUDGET = 50  # files per process where there is no fork
_BIG_REPLY = 1024 * 1024  # after one of this size the process is replaced: its memory is spread


def main(arguments: list[str]) -> int:
    """Answer until standard input ends; return the exit code.

    Args:
        arguments: memory in bytes, processor seconds, wall seconds, "fork" or "plain".
    """
    memory, cpu, wall, way = arguments
    limits = ParserLimits(int(memory), int(cpu), float(wall))
    rehearse()
    gc.disable()  # a process per file ends before cycles matter
    gc.freeze()
    return _serve_by_forks(limits) if way == "fork" else _serve_here()


def _serve_by_forks(limits: ParserLimits) -> int:
    die_with_parent = death_follower()
    while True:
        code = _wait_for(*_fork(limits, die_with_parent))
        if code != _GO_ON:
            return code


def _fork(limits: ParserLimits, die_with_parent: Callable[[], None]) -> tuple[int, int]:
    """Fork the process for the next call; return its id and a pipe that closes when it ends."""
    watch, held = os.pipe()
    pid = os.fork()
    if pid == 0:
        os.close(watch)
        code = FAULT
        try:
            die_with_parent()
            code = _answer_call(limits)
        finally:
            os._exit(code)
    os.close(held)
    return pid, watch


def _wait_for(pid: int, watch: int) -> int:
    """Wait for a fork to end, and end it at once if the server goes away."""
    poll = select.poll()
    poll.register(watch, select.POLLHUP)
    poll.register(0, 0)  # hang-up is reported unasked
    while True:
        ready = {descriptor for descriptor, _ in poll.poll()}
        if watch in ready:
            break
        os.kill(pid, signal.SIGKILL)
    os.close(watch)
    code = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    if -code in (signal.SIGXCPU, signal.SIGALRM):
        return TIME
    return FAULT if code < 0 else code


def _answer_call(limits: ParserLimits) -> int:
    """Answer the files of one call, or the first of them; return what this fork ends with."""
    rehearse(times=1)
    confine_self(limits)
    for _ in range(_FILES_PER_FORK):
        question = _read_question()
        if question is None:
            return DONE
        if not question:
            break
        limit_next_file(limits)
        code, size = _answer(question)
        if code != DONE or size > _BIG_REPLY:
            return code or _GO_ON
    return _GO_ON


def _serve_here() -> int:
    """Read a budget of files in this very process (no fork): the server limits it."""
    for _ in range(_BUDGET):
        question = _read_question()
        if question is None:
            return DONE
        if not question:
            continue
        code, size = _answer(question)
        if code != DONE or size > _BIG_REPLY:
            return code
        gc.collect()
    return DONE


def _answer(question: dict[str, str]) -> tuple[int, int]:
    """Send the reply; return DONE or what went wrong, and the size of the reply in bytes."""
    try:
        reply = _reply(question)
        _send(reply)
    except MemoryError:
        return MEMORY, 0
    except Exception:  # noqa: BLE001 - the last boundary; the server reports the file
        traceback.print_exc()
        return FAULT, 0
    return DONE, len(reply)


def _reply(question: dict[str, str]) -> bytes:
    with open(question["path"], "rb") as file:  # noqa: PTH123 - pathlib is not needed here
        data = file.read(FILE_BYTES + 1)
    return pack(*read_workbook(data, question["name"]))


def _read_question() -> dict[str, str] | None:
    """Return the next question, empty at the end of a call, None when standard input ended."""
    head = _read_exactly(QUESTION.size)
    if head is None:
        return None
    body = _read_exactly(QUESTION.unpack(head)[0])
    if not body:
        return None if body is None else {}
    question: dict[str, str] = json.loads(body)
    os.write(1, RECEIVED)
    return question


def _read_exactly(size: int) -> bytes | None:
    # Unbuffered: a fork must not take bytes that belong to the next one.
    parts: list[bytes] = []
    while size:
        part = os.read(0, size)
        if not part:
            return None
        parts.append(part)
        size -= len(part)
    return b"".join(parts)


def _send(reply: bytes) -> None:
    left = memoryview(ANSWER.pack(len(reply)) + reply)
    while left:
        left = left[os.write(1, left) :]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
