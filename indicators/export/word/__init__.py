"""The periodic report as a Word file (báo cáo Word), in the layout of Nghị định 30/2020/NĐ-CP.

Ours, or the office's own base file with its places filled. The same snapshot and options give the
same bytes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from indicators.export.inert import plain
from indicators.export.model import Options, Progress
from indicators.export.outlines.report import report
from indicators.export.snapshot import Snapshot
from indicators.export.word.letterhead import letterhead
from indicators.export.word.pages import put_notices

if TYPE_CHECKING:
    from docx.document import Document as WordDocument

    from indicators.export.document import Document

_LONGEST = 255  # letters of a property: the library's bound


def write(snapshot: Snapshot, options: Options, progress: Progress) -> bytes:
    """Return the file's bytes.

    Raises:
        InputRejected: the snapshot counts figures nobody has approved; or the office's own base
            file cannot be filled, with every reason.
        Cancelled: `progress` said to stop.
    """
    from indicators.export.word.compose import compose  # noqa: PLC0415 - loads the library
    from indicators.export.word.own import filled  # noqa: PLC0415

    told = report(snapshot)
    letter = letterhead(options.official, snapshot.head, told.title)
    base = options.bases.get("docx")
    if base is None:
        pen = compose(told, letter, progress)
    else:
        pen = filled(base, snapshot, told, letter, progress)
    put_notices(pen.document, told.notices)
    _name(pen.document, told)
    return pen.saved(told.head.known_at)


def _name(word: WordDocument, told: Document) -> None:
    """Let a document's properties name the report, not who ran the program."""
    named, office = word.core_properties, _short(told.head.office)
    named.title, named.author, named.last_modified_by = _short(told.title), office, office
    named.subject = _short(f"{told.subtitle}, phiên bản dữ liệu {told.head.version}")
    named.language, named.comments = "vi-VN", ""
    named.revision = 1
    named.created = named.modified = told.head.known_at


def _short(text: str) -> str:
    """Return as much of a text as a property may hold."""
    return plain(text)[:_LONGEST]
