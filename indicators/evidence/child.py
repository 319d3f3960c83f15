"""The process that opens foreign evidence: `python -m indicators.evidence.child`, once a question.

Told by its arguments: the question, the file, and its limits; answers on standard output and ends.
Anything but exit code 0 means no answer.
"""

from __future__ import annotations

import sys
from pathlib import Path

from indicators.evidence.model import FILE_BYTES
from indicators.intake.confine import confine_self, limit_next_file
from indicators.intake.limits import ParserLimits

MOST_REPLY = 8 * 1024 * 1024  # bytes; a preview has at most 2.25 million points


def main(arguments: list[str]) -> int:
    """Answer one question; return the exit code.

    Args:
        arguments: "look" or "picture", the path, memory in bytes, processor and wall seconds.
    """
    question, path, memory, cpu, wall = arguments
    limits = ParserLimits(int(memory), int(cpu), float(wall))
    answer = _picture if question == "picture" else _look
    if question == "picture":
        import indicators.evidence.picture  # noqa: F401, PLC0415 - loaded before the limits hold
    confine_self(limits)
    limit_next_file(limits)
    with Path(path).open("rb") as file:
        data = file.read(FILE_BYTES + 1)
    sys.stdout.buffer.write(answer(data))
    sys.stdout.buffer.flush()
    return 0


def _look(data: bytes) -> bytes:
    from indicators.evidence.office_file import look  # noqa: PLC0415 - not needed for pictures

    kind, codes = look(data)
    return f"{kind or ''}\n{' '.join(codes)}".encode()


def _picture(data: bytes) -> bytes:
    from indicators.evidence.picture import picture  # noqa: PLC0415 - needs its own libraries

    return picture(data)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
