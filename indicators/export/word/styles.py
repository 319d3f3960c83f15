"""The styles of a report (kiểu chữ): laid into a document where it has none of that name.

An office that restyles them in its own base file keeps its own look.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from indicators.export.word.measures import (
    AFTER,
    ANNEX_CELL,
    CELL,
    FIRST_LINE,
    FONT,
    LINE,
    SIZE,
    SMALL,
    twips,
)
from indicators.export.word.xml import NAMESPACES

if TYPE_CHECKING:
    from docx.document import Document

BODY, BULLET, HEADING, SUBHEADING, NOTE = (
    "BxBody",
    "BxBullet",
    "BxHeading",
    "BxSubheading",
    "BxNote",
)
CAPTION, CELL_STYLE, ANNEX_STYLE, PLAIN = "BxCaption", "BxCell", "BxAnnexCell", "BxPlain"

_INDENT = f'<w:ind w:firstLine="{twips(FIRST_LINE)}"/>'
_BODY = (
    f'<w:spacing w:before="0" w:after="{AFTER * 20}" w:line="{round(LINE * 240)}"'
    f' w:lineRule="auto"/>{_INDENT}<w:jc w:val="both"/>'
)
_TIGHT = '<w:spacing w:before="0" w:after="0" w:line="240" w:lineRule="auto"/>'
_CELL = '<w:spacing w:before="40" w:after="40" w:line="240" w:lineRule="auto"/>'
_CAPTION = f'<w:keepNext/><w:spacing w:before="120" w:after="{AFTER * 20}"/><w:jc w:val="center"/>'
_BOLD, _ITALIC = "<w:b/><w:bCs/>", "<w:i/><w:iCs/>"
# Name, paragraph, letters, size.
_STYLES: dict[str, tuple[str, str, str, float]] = {
    PLAIN: ("BX Thường", _TIGHT, "", SIZE),
    BODY: ("BX Nội dung", _BODY, "", SIZE),
    BULLET: ("BX Gạch đầu dòng", _BODY, "", SIZE),
    HEADING: ("BX Mục lớn", f'<w:keepNext/>{_BODY}<w:outlineLvl w:val="0"/>', _BOLD, SIZE),
    SUBHEADING: ("BX Mục nhỏ", f'<w:keepNext/>{_BODY}<w:outlineLvl w:val="1"/>', _BOLD, SIZE),
    NOTE: ("BX Ghi chú", _BODY, _ITALIC, SMALL),
    CAPTION: ("BX Tên bảng", _CAPTION, _BOLD, SMALL),
    CELL_STYLE: ("BX Ô bảng", _CELL, "", CELL),
    ANNEX_STYLE: ("BX Ô phụ lục", _CELL, "", ANNEX_CELL),
}  # fmt: skip


def lay_in(document: Document) -> None:
    """Add each of our styles that a document has not, by id or name."""
    from docx.oxml.parser import parse_xml  # noqa: PLC0415 - the library is loaded by its users

    styles = document.styles.element
    for code, (name, paragraph, letters, size) in _STYLES.items():
        if styles.xpath(f'w:style[@w:styleId="{code}"]'):
            continue
        sizes = f'<w:sz w:val="{round(size * 2)}"/><w:szCs w:val="{round(size * 2)}"/>'
        styles.append(
            parse_xml(
                f'<w:style {NAMESPACES} w:type="paragraph" w:customStyle="1" w:styleId="{code}">'
                f'<w:name w:val="{name}"/><w:qFormat/><w:pPr>{paragraph}</w:pPr>'
                f'<w:rPr>{_fonts()}{letters}<w:color w:val="000000"/>{sizes}'
                f'<w:lang w:val="vi-VN"/></w:rPr></w:style>'
            )
        )


def set_defaults(document: Document) -> None:
    """Make Times New Roman and Vietnamese what a document of ours starts from."""
    from docx.oxml.parser import parse_xml  # noqa: PLC0415 - as above

    for found in document.styles.element.xpath("w:docDefaults/w:rPrDefault/w:rPr"):
        new = parse_xml(
            f'<w:rPr {NAMESPACES}>{_fonts()}<w:sz w:val="{SIZE * 2}"/><w:szCs w:val="{SIZE * 2}"/>'
            f'<w:lang w:val="vi-VN" w:eastAsia="vi-VN" w:bidi="ar-SA"/></w:rPr>'
        )
        found.getparent().replace(found, new)


def _fonts() -> str:
    return f'<w:rFonts w:ascii="{FONT}" w:hAnsi="{FONT}" w:eastAsia="{FONT}" w:cs="{FONT}"/>'
