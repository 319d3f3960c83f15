"""A report in our own layout, composed page by page (dàn trang)."""

from __future__ import annotations

import docx
from docx.document import Document as WordDocument
from docx.opc.rel import Relationships
from docx.oxml.ns import qn
from docx.oxml.parser import parse_xml

from indicators.export.document import Document
from indicators.export.model import Progress
from indicators.export.word.blocks import annex_xml, section_xml
from indicators.export.word.ending import ending_xml
from indicators.export.word.letterhead import Letterhead, belongs_to, opening_xml
from indicators.export.word.measures import ROOM, WIDE_ROOM
from indicators.export.word.pages import number_pages, set_page
from indicators.export.word.pen import Pen
from indicators.export.word.styles import lay_in, set_defaults
from indicators.export.word.xml import NAMESPACES


def compose(told: Document, letter: Letterhead, progress: Progress) -> Pen:
    """Draw a report into a document: head, body, signature, and each annex on wide pages."""
    pen = Pen(blank())
    body = [each for each in told.sections if each.kind != "annex"]
    annexes = [each for each in told.sections if each.kind == "annex"]
    parts = []
    for place, section in enumerate(body, start=1):
        is_near = place >= len(body) - 1  # a signature never stands on a page of its own
        parts.append(section_xml(pen, section, ROOM, with_sign=is_near))
        progress(place, len(told.sections))
    pen.add(opening_xml(letter), *parts, ending_xml(letter))
    for place, annex in enumerate(annexes, start=len(body) + 1):
        add_annex(pen, annex_xml(annex, WIDE_ROOM, belongs_to(letter)))
        progress(place, len(told.sections))
    return pen


def blank() -> WordDocument:
    """Return an empty document with our paper, styles and page numbers."""
    word = docx.Document()
    _forget(word.part.package.rels, "thumbnail")  # of an empty page
    _forget(word.part.rels, "stylesWithEffects")  # those of Word 2007, which would not be ours
    for zoom in word.settings.element.iter(qn("w:zoom")):
        zoom.set(qn("w:percent"), "100")  # the schema wants one
    set_defaults(word)
    lay_in(word)
    set_page(word.sections[0], is_wide=False)
    number_pages(word.sections[0])
    return word


def _forget(relations: Relationships, kind: str) -> None:
    """Drop what the library's own base file has and our documents do not want."""
    for name in [n for n, each in relations.items() if each.reltype.endswith(f"/{kind}")]:
        del relations[name]


def add_annex(pen: Pen, xml: str) -> None:
    """Add a section on wide pages, with page numbers of its own."""
    set_page(pen.document.add_section(), is_wide=True)
    breaks = pen.document.element.body.xpath("w:p[w:pPr/w:sectPr]")[-1]
    look = f'<w:spacing {NAMESPACES} w:before="0" w:after="0" w:line="20" w:lineRule="exact"/>'
    breaks.pPr.insert(0, parse_xml(look))  # no line of its own that could start a page
    pen.add(xml)
