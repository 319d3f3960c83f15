"""A deck for a meeting (bài trình chiếu): slides that PowerPoint edits, charts and tables too.

On our own 16:9 base or an office's (`Options.bases`). The notes of each slide name the source of
every figure on it. The same snapshot and base give the same bytes.
"""

from __future__ import annotations

from collections.abc import Iterator
from io import BytesIO
from typing import Any

from pptx.opc.constants import RELATIONSHIP_TYPE as RELATION
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn

from indicators.export.chart_xml import told_plainly
from indicators.export.document import Document, figures_of
from indicators.export.model import Options, Progress
from indicators.export.outlines.meeting import meeting
from indicators.export.outlines.sources import sources_of
from indicators.export.package import fixed
from indicators.export.slides.base import Base, open_base
from indicators.export.slides.pages import Page, pages
from indicators.export.slides.slide import Drawing, add_cover, add_page
from indicators.export.snapshot import Snapshot

_LONGEST = 255  # letters of a property: the library's bound


def write(snapshot: Snapshot, options: Options, progress: Progress) -> bytes:
    """Return the deck's bytes; `progress` counts the sections.

    Raises:
        InputRejected: the base file cannot be used; the message says why.
        NotFound: a chosen unit or indicator is not on this board.
    """
    document = meeting(snapshot, options)
    base = open_base(options.bases.get("pptx"))
    drawing = Drawing(base, document)
    total = len(document.sections)
    add_cover(drawing, _cover_lines(document))
    for done, section in enumerate(document.sections, start=1):
        for page in pages(section, base.room):
            add_page(drawing, page, _notes(snapshot, page))
        progress(done, total)
    _name(base, document)
    buffer = BytesIO()
    base.deck.save(buffer)
    return fixed(buffer.getvalue(), document.head.known_at)


def _cover_lines(document: Document) -> Iterator[str]:
    head = document.head
    yield head.office
    yield document.subtitle
    yield f"Số liệu lúc {head.known_text}, phiên bản dữ liệu {head.version}"
    yield from document.notices


def _notes(snapshot: Snapshot, page: Page) -> Iterator[str]:
    sources = sources_of(snapshot, figures_of(page.blocks))
    if sources:
        yield "Nguồn số liệu trên trang này:"
        yield from (f"– {each}" for each in sources)


def _name(base: Base, document: Document) -> None:
    """Say what the file is; name the notes' master, which the library leaves out."""
    properties = base.deck.core_properties
    properties.title = told_plainly(f"{document.title}, {document.subtitle}")[:_LONGEST]
    office = told_plainly(document.head.office)[:_LONGEST]
    properties.author = properties.last_modified_by = office
    properties.subject = f"Phiên bản dữ liệu {document.head.version}, {document.head.known_text}"
    properties.language, properties.revision = "vi-VN", 1
    properties.created = properties.modified = document.head.known_at.replace(tzinfo=None)
    presentation: Any = base.deck.element
    if presentation.find(qn("p:notesMasterIdLst")) is not None:
        return
    relation = base.deck.part.relate_to(base.deck.part.notes_master_part, RELATION.NOTES_MASTER)
    names = nsdecls("p", "r")
    xml = f'<p:notesMasterIdLst {names}><p:notesMasterId r:id="{relation}"/></p:notesMasterIdLst>'
    presentation.find(qn("p:sldMasterIdLst")).addnext(parse_xml(xml))
