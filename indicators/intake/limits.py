"""The limits of intake, in one place, and the answers that name them.

Source: SECURITY.md, "Workbook intake", first table.
"""

from __future__ import annotations

from dataclasses import dataclass

MB = 1024 * 1024

FILE_BYTES = 20 * MB
UNZIPPED_BYTES = 200 * MB
PART_BYTES = 100 * MB
STRINGS_BYTES = 50 * MB
ENTRIES = 2_000
SHEETS = 60
RATIO = 200  # unzipped to zipped, asked only of parts over RATIO_FROM_BYTES
RATIO_FROM_BYTES = 10 * MB
ROWS = 20_000
COLUMNS = 256
CELLS = 1_000_000
BLANK_CELLS = 4_000_000  # formatted but empty: harmless, yet each costs time to walk over
TEXTS = 100_000  # different ones in one workbook: a report has few, and each is compared
BOX = 2_000_000  # rows x columns of the used rectangle of one sheet
MERGES = 5_000
MERGED_CELLS = 100_000
TEXT_LENGTH = 4_000
NAME_LENGTH = 255
PARSERS = 2
WAITING_CALLS = 20
REPLY_BYTES = 512 * MB
LARGE_REPLY = MB // 2  # of the parsing process: from here on the server does not lay it out itself
ANSWER_SECONDS = 28.0  # from the first byte parsed to the answer, however large the file
LEAST_JUDGING = 3.0  # seconds left for the layout of a file that was slow to parse

LAST_ROW = 1_048_576  # of Excel itself
LAST_COLUMN = 16_384


@dataclass(frozen=True, slots=True)
class ParserLimits:
    """What one file may cost the process that parses it: bytes and seconds."""

    memory_bytes: int = 1024 * MB
    cpu_seconds: int = 20
    wall_seconds: float = 25.0
