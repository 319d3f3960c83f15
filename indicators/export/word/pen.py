"""What draws into one document (bút vẽ), and how the document becomes bytes.

What is drawn is kept as text beside the document, with a mark where it goes, and put in when the
file is written: a library's tree of a long annex costs tens of times the time and memory.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from io import BytesIO
from itertools import count
from typing import TYPE_CHECKING
from zipfile import ZipFile

from indicators.export.package import fixed

if TYPE_CHECKING:
    from datetime import datetime

    from docx.document import Document
    from docx.oxml.xmlchemy import BaseOxmlElement

_FIRST_DRAWING = 1001  # above what a base file's own drawings are numbered with
_MARK = "bang-xanh"
_MARKED = re.compile(rb"<\?bang-xanh (\d+)\?>")


@dataclass(frozen=True)
class Pen:
    """Tables and drawings are numbered in the order of drawing; `pieces` are what was drawn."""

    document: Document
    tables: Iterator[int] = field(default_factory=lambda: count(1))
    drawings: Iterator[int] = field(default_factory=lambda: count(_FIRST_DRAWING))
    pieces: list[str] = field(default_factory=list)

    def mark(self, xml: str) -> BaseOxmlElement:
        """Keep paragraphs and tables, and return what marks their place in the document."""
        from docx.oxml.parser import parse_xml  # noqa: PLC0415 - the library is loaded by its users

        self.pieces.append(xml)
        marks: list[BaseOxmlElement] = list(
            parse_xml(f"<marks><?{_MARK} {len(self.pieces) - 1}?></marks>")
        )
        return marks[0]

    def add(self, *parts: str) -> None:
        """Add paragraphs and tables at the end of the document's last section."""
        self.document.element.body.sectPr.addprevious(self.mark("".join(parts)))

    def saved(self, at: datetime) -> bytes:
        """Return the document's bytes with everything drawn, as if written at one moment."""
        buffer = BytesIO()
        self.document.save(buffer)
        body = str(self.document.part.partname).removeprefix("/")
        kept = BytesIO()
        with ZipFile(buffer) as old, ZipFile(kept, "w") as new:
            for entry in old.infolist():
                data = old.read(entry)
                new.writestr(entry, self._drawn(data) if entry.filename == body else data)
        return fixed(kept.getvalue(), at)

    def _drawn(self, data: bytes) -> bytes:
        return _MARKED.sub(lambda found: self.pieces[int(found[1])].encode(), data)
