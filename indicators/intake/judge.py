"""The process that lays out and checks one large workbook: `python -m indicators.intake.judge`.

What a form holds is laid out where it was asked for, in a few milliseconds. A sheet of ten
thousand long names takes seconds for each look at it: that happens here, within the limits of the
process that parses, so that no file can hold up the server.

Told by its arguments: memory in bytes, processor and wall seconds. Standard input: 8 bytes length,
a pickle of what the server knows (`Known`), then the reply of the parsing process as it came. The
reading goes to standard output as JSON. Ends with the codes of `indicators.intake.child`.
"""

from __future__ import annotations

import pickle
import struct
import sys
import traceback
from dataclasses import dataclass
from datetime import date

from indicators.catalogue.model import Catalogue
from indicators.intake.child import DONE, FAULT, MEMORY
from indicators.intake.choices import Choices
from indicators.intake.confine import confine_self, limit_next_file
from indicators.intake.laid_out import check_book
from indicators.intake.limits import ParserLimits
from indicators.intake.reading import Reading
from indicators.intake.reading_wire import pack
from indicators.intake.wire import unpack

HEAD = struct.Struct(">Q")


@dataclass(frozen=True, slots=True)
class Known:
    """What the server hands over: all of it the server's own."""

    name: str
    sha256: str
    catalogue: Catalogue
    today: date
    choices: Choices


def main(arguments: list[str]) -> int:
    """Answer about one workbook; return the exit code."""
    memory, cpu, wall = arguments
    limits = ParserLimits(int(memory), int(cpu), float(wall))
    confine_self(limits)
    limit_next_file(limits)
    try:
        size = HEAD.unpack(sys.stdin.buffer.read(HEAD.size))[0]
        known: Known = pickle.loads(sys.stdin.buffer.read(size))  # noqa: S301 - the server's own
        reading = _judged(known, sys.stdin.buffer.read())
        sys.stdout.buffer.write(pack(reading))
        sys.stdout.buffer.flush()
    except MemoryError:
        return MEMORY
    except Exception:  # noqa: BLE001 - the last boundary; the server reports the file
        traceback.print_exc()
        return FAULT
    return DONE


def _judged(known: Known, reply: bytes) -> Reading:
    book, problems = unpack(reply, known.name, known.sha256)
    if book is None:
        return Reading(known.name, problems=problems)
    reading = check_book(book, known.catalogue, today=known.today, choices=known.choices)
    reading.problems = [*problems, *reading.problems]
    return reading


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
