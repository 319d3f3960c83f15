"""Pages and sections of a report (khổ giấy, lề, số trang): upright for the body, wide annexes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from indicators.export.word.measures import (
    BOTTOM,
    FONT,
    FOOTER,
    HEADER,
    LEFT,
    PAGE,
    RIGHT,
    SIZE,
    SMALL,
    TOP,
)
from indicators.export.word.styles import PLAIN
from indicators.export.word.xml import NAMESPACES, paragraph, run

if TYPE_CHECKING:
    from docx.document import Document
    from docx.section import Section, _Footer, _Header

_WARNING = "#C4302B"


def set_page(section: Section, *, is_wide: bool) -> None:
    """Give a section its paper and margins; its pages are numbered from 1, the first unseen."""
    from docx.enum.section import WD_ORIENTATION  # noqa: PLC0415 - loaded by its users
    from docx.oxml.parser import parse_xml  # noqa: PLC0415
    from docx.shared import Mm  # noqa: PLC0415

    wide, high = (Mm(PAGE[1]), Mm(PAGE[0])) if is_wide else (Mm(PAGE[0]), Mm(PAGE[1]))
    section.page_width, section.page_height = wide, high
    section.orientation = WD_ORIENTATION.LANDSCAPE if is_wide else WD_ORIENTATION.PORTRAIT
    section.top_margin, section.bottom_margin = Mm(TOP), Mm(BOTTOM)
    section.left_margin, section.right_margin = Mm(LEFT), Mm(RIGHT)
    section.header_distance, section.footer_distance = Mm(HEADER), Mm(FOOTER)
    section.different_first_page_header_footer = True
    properties = section._sectPr  # noqa: SLF001 - the library has no name for where numbers start
    for old in properties.xpath("w:pgNumType"):
        properties.remove(old)
    start = parse_xml(f'<w:pgNumType {NAMESPACES} w:start="1"/>')
    properties.xpath("w:pgMar")[0].addnext(start)


def number_pages(section: Section) -> None:
    """Put the page's number into the middle of the top margin, but for the first page."""
    field = (
        f'<w:r>{_number_look()}<w:fldChar w:fldCharType="begin"/></w:r>'
        f'<w:r>{_number_look()}<w:instrText xml:space="preserve"> PAGE </w:instrText></w:r>'
        f'<w:r>{_number_look()}<w:fldChar w:fldCharType="separate"/></w:r>'
        f"<w:r>{_number_look()}<w:t>2</w:t></w:r>"
        f'<w:r>{_number_look()}<w:fldChar w:fldCharType="end"/></w:r>'
    )
    fill(section.header, paragraph(field, PLAIN, jc="center"))
    fill(section.first_page_header, paragraph("", PLAIN))


def put_notices(document: Document, notices: tuple[str, ...]) -> None:
    """Say on every page what must be said: below whatever stands in its foot already."""
    if not notices:
        return
    told = paragraph(
        run("; ".join(notices), bold=True, size=SMALL, ink=_WARNING), PLAIN, jc="center"
    )
    has_even = document.settings.odd_and_even_pages_header_footer
    for place, section in enumerate(document.sections):
        feet = [section.footer, section.first_page_footer]
        feet += [section.even_page_footer] if has_even else []
        for foot in feet:
            if place == 0 or not foot.is_linked_to_previous:
                append(foot, told)


def fill(part: _Header | _Footer, xml: str) -> None:
    """Make `xml`, one or several paragraphs, all that a header or footer holds."""
    part.is_linked_to_previous = False
    element = part._element  # noqa: SLF001 - the library adds no ready paragraphs
    for old in list(element):
        element.remove(old)
    append(part, xml)


def append(part: _Header | _Footer, xml: str) -> None:
    """Add paragraphs to a header or footer, below those it has."""
    from docx.oxml.parser import parse_xml  # noqa: PLC0415 - loaded by its users

    part.is_linked_to_previous = False
    for each in parse_xml(f"<w:body {NAMESPACES}>{xml}</w:body>"):
        part._element.append(each)  # noqa: SLF001 - as above


def _number_look() -> str:
    return (
        f'<w:rPr><w:rFonts w:ascii="{FONT}" w:hAnsi="{FONT}" w:cs="{FONT}"/>'
        f'<w:sz w:val="{SIZE * 2}"/><w:szCs w:val="{SIZE * 2}"/></w:rPr>'
    )
