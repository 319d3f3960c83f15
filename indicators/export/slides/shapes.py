"""The shapes of a slide as XML (hình trên trang): texts, tiles, places of the layout, charts.

Every text goes through `run`, which makes it inert. Source: ECMA-376 part 1, 19.3, 21.1.
"""

from __future__ import annotations

import re
from html import escape

from indicators.export.chart_xml import fill, told_plainly
from indicators.export.document import Text, Tile, Tiles
from indicators.export.measure import fitting, shortened, wrapped
from indicators.export.palette import COLOURS, INK, SYMBOLS
from indicators.export.slides.geometry import Box, emu
from indicators.export.slides.pages import TEXT_SIZES

NAMES = (
    'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" '
    'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)
_CHART = "http://schemas.openxmlformats.org/drawingml/2006/chart"
_PERCENT = re.compile(r"(?<=\d) %")
_NOTICE = ("#FFD76B", "#523600")  # ground and ink: readable on any page
_CALM = ("#F3F6FA", INK)
_GAP, _LINE = 8.0, 1.22
_TITLE_SIZES = (26.0, 24.0, 22.0, 20.0, 18.0, 16.0, 14.0, 12.0)
_SHORTEST = 20  # letters of a title that nothing makes shorter
_ONE_LINE = 20.0  # the smallest letters that save a title its second line
_WIDER = 1.12  # letters of an office's own base beside those that are measured
_FOOTER_SIZES = (10.0, 9.0, 8.0, 7.0)


def run(
    text: str, size: float | None = None, *, bold: bool = False, ink: str = "", ground: str = ""
) -> str:
    """Return some letters; spaces at the ends stay, since other letters may follow.

    A percent sign stays with its number.
    """
    kept = _PERCENT.sub("\u00a0%", told_plainly(text))
    before = " " if text[:1].isspace() and kept else ""
    after = " " if text[-1:].isspace() else ""
    look = f' sz="{round(size * 100)}"' if size else ""
    look += ' b="1"' if bold else ""
    colour = fill(ink) if ink else ""
    mark = f'<a:highlight><a:srgbClr val="{ground[1:]}"/></a:highlight>' if ground else ""
    return (
        f'<a:r><a:rPr lang="vi-VN"{look} dirty="0">{colour}{mark}</a:rPr>'
        f"<a:t>{escape(before + kept + after)}</a:t></a:r>"
    )


def paragraph(runs: str, look: str = "") -> str:
    """Return a paragraph; `look` is its properties as XML."""
    return f"<a:p>{look}{runs}</a:p>"


def title(
    number: int,
    place: tuple[str, int],
    text: str,
    box: Box,
    *,
    counted: str = "",
    largest: float = 26.0,
) -> str:
    """Return the title in its place of the layout, in letters that fit it.

    `counted` ("(2/3)") follows it and is never cut.
    """
    told = told_plainly(f"{text} {counted}")
    sizes = (largest, *(size for size in _TITLE_SIZES if size < largest))
    alone = (size for size in sizes if size >= _ONE_LINE and _lines(told, box, size) == 1)
    stands = (size for size in sizes if _fits(told, box, size))
    size = next(alone, None) or next(stands, sizes[-1])
    while not _fits(told, box, size) and len(text) > _SHORTEST:
        text = shortened(told_plainly(text), len(text) * 9 // 10)
        told = f"{text} {counted}".rstrip()
    return placed(number, "Tiêu đề", place, paragraph(run(told, size)))


def _fits(text: str, box: Box, size: float) -> bool:
    return _lines(text, box, size) * size * _LINE <= max(box.h, size * _LINE)


def _lines(text: str, box: Box, size: float) -> int:
    return len(wrapped((text,), box.w, size, bold=True))


def placed(number: int, name: str, place: tuple[str, int], paragraphs: str) -> str:
    """Return text in a place (its kind, its index) of the layout: it looks as the layout says."""
    kind, index = place
    which = f'type="{kind}"' + (f' idx="{index}"' if index else "")
    return (
        f'<p:sp><p:nvSpPr><p:cNvPr id="{number}" name="{name}"/><p:cNvSpPr>'
        f'<a:spLocks noGrp="1"/></p:cNvSpPr><p:nvPr><p:ph {which}/></p:nvPr></p:nvSpPr><p:spPr/>'
        f"<p:txBody><a:bodyPr/><a:lstStyle/>{paragraphs}</p:txBody></p:sp>"
    )


def text_box(number: int, name: str, box: Box, paragraphs: str, *, anchor: str = "t") -> str:
    """Return text in a box of its own, without a ground."""
    return _shape(number, name, box, paragraphs, "<a:noFill/>", anchor=anchor, inset=0.0)


def text(number: int, block: Text, box: Box) -> str:
    """Return a paragraph of a document; figures in a first sentence are bold."""
    size = TEXT_SIZES[block.look]
    bold = block.look == "heading"
    runs = "".join(
        run(span, size, bold=bold)
        if isinstance(span, str)
        else run(span.text, size, bold=bold or block.look == "lead")
        for span in block.spans
    )
    look = ""
    if block.look == "bullet":
        indent = emu(size)
        look = f'<a:pPr marL="{indent}" indent="-{indent}"><a:buChar char="•"/></a:pPr>'
    return text_box(number, "Đoạn văn", box, paragraph(runs, look))


def tiles(number: int, block: Tiles, box: Box) -> str:
    """Return large numbers side by side; they take ids from `number` on."""
    count = len(block.tiles)
    wide = (box.w - _GAP * (count - 1)) / count
    return "".join(
        _tile(number + place, tile, Box(box.x + place * (wide + _GAP), box.y, wide, box.h))
        for place, tile in enumerate(block.tiles)
    )


def _tile(number: int, tile: Tile, box: Box) -> str:
    status = tile.figure.status
    ground, ink = COLOURS[status] if status and tile.figure.value else _CALM
    symbol = f"{SYMBOLS[status]} " if status else ""
    room = box.w - 12
    size = fitting(tile.figure.text, room, (26.0, 22.0, 18.0), 1, bold=True)
    told = paragraph(run(tile.figure.text, size, bold=True, ink=ink))
    for line in (f"{symbol}{tile.label}", tile.note):
        if line:
            told += paragraph(run(line, fitting(line, room, (11.0, 10.0, 9.0), 1), ink=ink))
    return _shape(number, "Con số chính", box, told, fill(ground), anchor="ctr", inset=6.0)


def footer_runs(notices: tuple[str, ...], told: str, box: Box) -> str:
    """Return what stands below every slide: notices marked, then whose figures of when."""
    whole, room = " · ".join((*notices, told)), box.w / _WIDER
    lines = max(1, int(box.h / (_FOOTER_SIZES[-1] * _LINE)))
    size = fitting(whole, room, _FOOTER_SIZES, 1)
    if size == _FOOTER_SIZES[-1] and lines > 1:
        size = fitting(whole, room, (8.0, 7.0, 6.0), 2)
    ground, ink = _NOTICE
    marked = "".join(run(f" {each} ", size, bold=True, ink=ink, ground=ground) for each in notices)
    return paragraph(marked + run(f"  {told}" if notices else told, size))


def number_runs() -> str:
    """Return the slide's number, which the program counts itself."""
    return (
        '<a:p><a:pPr algn="r"/><a:fld id="{5F0DA3D0-6D5A-4F3C-9C57-1B2E70B9A002}" type="slidenum">'
        '<a:rPr lang="vi-VN" sz="1000"/><a:t>‹#›</a:t></a:fld></a:p>'
    )


def chart(number: int, relation: str, alt: str, box: Box) -> str:
    """Return the frame of a chart that stands in a part of its own."""
    x, y, w, h = box.emu
    return (
        f'<p:graphicFrame><p:nvGraphicFramePr><p:cNvPr id="{number}" name="Biểu đồ {number}"'
        f' descr="{escape(told_plainly(alt))}"/><p:cNvGraphicFramePr><a:graphicFrameLocks'
        f' noGrp="1"/></p:cNvGraphicFramePr><p:nvPr/></p:nvGraphicFramePr><p:xfrm>'
        f'<a:off x="{x}" y="{y}"/><a:ext cx="{w}" cy="{h}"/></p:xfrm><a:graphic>'
        f'<a:graphicData uri="{_CHART}"><c:chart xmlns:c="{_CHART}" r:id="{relation}"/>'
        f"</a:graphicData></a:graphic></p:graphicFrame>"
    )


def notes(paragraphs: str) -> str:
    """Return the shapes of a slide's notes: its picture and the text."""
    picture = (
        '<p:sp><p:nvSpPr><p:cNvPr id="2" name="Trang"/><p:cNvSpPr><a:spLocks noGrp="1"'
        ' noRot="1" noChangeAspect="1"/></p:cNvSpPr><p:nvPr><p:ph type="sldImg"/></p:nvPr>'
        "</p:nvSpPr><p:spPr/></p:sp>"
    )
    return picture + placed(3, "Ghi chú", ("body", 1), paragraphs)


def _shape(
    number: int, name: str, box: Box, paragraphs: str, ground: str, *, anchor: str, inset: float
) -> str:
    x, y, w, h = box.emu
    side = emu(inset)
    return (
        f'<p:sp><p:nvSpPr><p:cNvPr id="{number}" name="{name} {number}"/><p:cNvSpPr txBox="1"/>'
        f'<p:nvPr/></p:nvSpPr><p:spPr><a:xfrm><a:off x="{x}" y="{y}"/><a:ext cx="{w}" cy="{h}"/>'
        f'</a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom>{ground}</p:spPr><p:txBody>'
        f'<a:bodyPr wrap="square" lIns="{side}" tIns="{side // 2}" rIns="{side}"'
        f' bIns="{side // 2}" anchor="{anchor}"><a:noAutofit/></a:bodyPr><a:lstStyle/>'
        f"{paragraphs}</p:txBody></p:sp>"
    )
