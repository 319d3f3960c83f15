"""A workbook given back with its problems marked: the person's own file, and nothing else changed.

Each problem's cell gets a fill and a note, and a sheet «Lỗi cần sửa» lists them all. The parts are
edited in place (`splice`), since openpyxl would lose charts, pictures, results of formulas and
whatever it does not know. `finder` and `places` find cells, `stylesheet` and `fills` make formats,
`notes` and `vml` write notes, `listing` the list, `kept` finds an earlier list again, `parts` and
`repack` write the file, `marking` is the way through them.

Marking up a marked-up workbook, mended or not and whoever saved it in between, takes the old marks
out first. Without its list the old fills cannot be told from the person's own and stay.
"""

from __future__ import annotations

import hashlib
from pathlib import Path

from indicators.errors import Conflict, InputRejected
from indicators.intake import limits
from indicators.intake.markup.marking import marked
from indicators.intake.preflight import corrupt, open_workbook
from indicators.intake.reading import Reading
from indicators.intake.xmlpart import DamagedPart, DoctypeFound

__all__ = ["can_be_marked", "mark_up", "marked_up"]

# Of the codes that refuse a whole file, those that name a cell of a file that is otherwise sound.
_IN_CELLS = frozenset({"E_CELL_DUP", "E_ROWS", "E_TEXT"})


def can_be_marked(reading: Reading) -> bool:
    """Whether the file of a reading can be given back marked up.

    A file that was refused as a whole (damaged, encrypted, with macros, too large) cannot.
    """
    return all(
        problem.code in _IN_CELLS or not problem.code.startswith("E_")
        for problem in reading.problems
    )


def mark_up(source: Path, reading: Reading, to: Path) -> None:
    """Write `source` to `to` with the problems of `reading` marked; see `marked_up`."""
    with source.open("rb") as file:
        data = file.read(limits.FILE_BYTES + 1)
    to.write_bytes(marked_up(data, reading))


def marked_up(data: bytes, reading: Reading) -> bytes:
    """Return the workbook `data` with the problems of `reading` marked in it.

    Args:
        data: the whole file; it goes through the preflight again.
        reading: what was read from it.

    Returns:
        The same bytes for the same input.

    Raises:
        InputRejected: the preflight refuses the file, or a part that has to change is damaged.
        Conflict: it is not the file that was read.
    """
    name = Path(reading.file).name
    archive, problems = open_workbook(data, name)
    if archive is None:
        raise InputRejected(problems)
    if reading.sha256 not in ("", hashlib.sha256(data).hexdigest()):
        raise Conflict(f"Tệp “{name}” đã thay đổi sau khi được kiểm tra: kiểm tra lại tệp")
    try:
        return marked(archive, reading.problems)
    except (DamagedPart, DoctypeFound) as damaged:
        raise InputRejected([corrupt(name, str(damaged))]) from damaged
