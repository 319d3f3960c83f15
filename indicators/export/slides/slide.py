"""One slide put into a presentation (vẽ trang): its part, those of its charts, its notes.

Parts are written as XML: a board of many units has hundreds of slides. Source: ECMA-376 part 1,
13.3 (PresentationML parts).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from pptx.opc.constants import CONTENT_TYPE
from pptx.opc.constants import RELATIONSHIP_TYPE as RELATION
from pptx.opc.package import Part
from pptx.opc.packuri import PackURI
from pptx.oxml import parse_xml

from indicators.export.document import Chart, Document, Table, Text, Tiles
from indicators.export.native_chart import native
from indicators.export.slides import shapes
from indicators.export.slides.base import Base, Layout, Place
from indicators.export.slides.geometry import Box
from indicators.export.slides.pages import Page, Placed
from indicators.export.slides.table import table

_LEAST_FOOTER = 300.0  # points: a narrower place cannot hold whose figures these are
_COVER_SIZE, _COVER_TITLE = 18.0, 38.0
_SMALL_CHART = 600.0  # points: below it letters are smaller
_FIRST_ID = 256
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
_GROUP = '<p:nvGrpSpPr><p:cNvPr id="1" name=""/><p:cNvGrpSpPr/><p:nvPr/></p:nvGrpSpPr><p:grpSpPr/>'
_AS_MASTER = "<p:clrMapOvr><a:masterClrMapping/></p:clrMapOvr>"


@dataclass(frozen=True)
class Drawing:
    """A deck being drawn: on which base, of which document; numbers name the parts."""

    base: Base
    document: Document
    slides: Iterator[int] = field(default_factory=lambda: count(1))
    charts: Iterator[int] = field(default_factory=lambda: count(1))


def add_cover(drawing: Drawing, lines: Iterable[str]) -> None:
    """Add the first slide: what this is, of when, and what must be known of it."""
    base, places = drawing.base, drawing.base.cover.places
    title = places.get("ctrTitle") or places["title"]
    below = places.get("subTitle") or places.get("body")
    box = title.box or base.title
    told = "".join(shapes.paragraph(shapes.run(line, _COVER_SIZE)) for line in lines if line)
    parts = [
        shapes.title(
            2, (title.kind, title.index), drawing.document.title, box, largest=_COVER_TITLE
        ),
        shapes.placed(3, "Kỳ và thời điểm", (below.kind, below.index), told)
        if below
        else shapes.text_box(3, "Kỳ và thời điểm", base.room, told),
        *_edge(drawing, base.cover, 4),
    ]
    _slide(drawing, base.cover, parts, {})


def add_page(drawing: Drawing, page: Page, notes: Iterable[str]) -> None:
    """Add one page of a section, with the sources of its figures in the notes."""
    base = drawing.base
    title = base.page.places["title"]
    parts = [
        shapes.title(
            2, (title.kind, title.index), page.section.title, base.title, counted=page.counted
        )
    ]
    charts: dict[str, Part] = {}
    for number, part in enumerate(page.parts, start=1):
        parts.append(_drawn(drawing, charts, part, 10 * number))
    parts.extend(_edge(drawing, base.page, 3))
    _write_notes(drawing, _slide(drawing, base.page, parts, charts), (page.title, *notes))


def _drawn(drawing: Drawing, charts: dict[str, Part], part: Placed, number: int) -> str:
    """Return the XML of one part; ids from `number` to nine above it are its own."""
    match part.block:
        case Text():
            return shapes.text(number, part.block, part.box)
        case Tiles():
            return shapes.tiles(number, part.block, part.box)
        case Chart():
            relation = f"rId{len(charts) + 2}"  # the first is the layout's
            charts[relation] = _chart_part(drawing, part.block, part.box)
            return shapes.chart(number, relation, part.block.alt, part.box)
        case Table():
            return table(number, part.cut, part.box) if part.cut else ""


def _chart_part(drawing: Drawing, chart: Chart, box: Box) -> Part:
    """Return a part with the chart, related to one with its workbook."""
    drawn = native(chart, width=box.w, size=9 if box.w < _SMALL_CHART else 10)
    number = next(drawing.charts)
    # Named unlike the charts that a base file may hold in its layouts.
    part = _part(drawing, f"charts/bieu-do-{number}.xml", CONTENT_TYPE.DML_CHART, drawn.xml)
    book = f"embeddings/so-lieu-{number}.xlsx"
    part.relate_to(_part(drawing, book, CONTENT_TYPE.SML_SHEET, drawn.workbook), RELATION.PACKAGE)
    return part


def _edge(drawing: Drawing, layout: Layout, number: int) -> list[str]:
    """Return the footer and the slide's number: in the layout's places, else at the bottom."""
    room, head = drawing.base.room, drawing.document.head
    strip = Box(room.x, room.bottom + 4, room.w - 60, 22)
    known = f"số liệu lúc {head.known_text}, phiên bản {head.version}"
    told = f"{head.office} · {head.period_label} · {known}"
    footer, counter = layout.places.get("ftr"), layout.places.get("sldNum")
    wide = footer if footer and footer.box and footer.box.w >= _LEAST_FOOTER else None
    box = wide.box if wide and wide.box else strip
    runs = shapes.footer_runs(drawing.document.notices, told, box)
    corner = Box(room.x + room.w - 50, strip.y, 50, strip.h)
    return [
        _in_place(number, "Chân trang", wide, strip, runs),
        _in_place(number + 1, "Số trang", counter, corner, shapes.number_runs()),
    ]


def _in_place(number: int, name: str, place: Place | None, box: Box, runs: str) -> str:
    if place:
        return shapes.placed(number, name, (place.kind, place.index), runs)
    return shapes.text_box(number, name, box, runs, anchor="ctr")


def _slide(drawing: Drawing, layout: Layout, parts: list[str], charts: dict[str, Part]) -> Part:
    """Add a slide of these shapes to the presentation."""
    number = next(drawing.slides)
    xml = (
        f"{_HEAD}<p:sld {shapes.NAMES}><p:cSld><p:spTree>{_GROUP}{''.join(parts)}</p:spTree>"
        f"</p:cSld>{_AS_MASTER}</p:sld>"
    )
    slide = _part(drawing, f"slides/slide{number}.xml", CONTENT_TYPE.PML_SLIDE, xml.encode())
    slide.relate_to(layout.part, RELATION.SLIDE_LAYOUT)
    for relation, chart in charts.items():
        if slide.relate_to(chart, RELATION.CHART) != relation:
            raise AssertionError(relation)
    deck: Any = drawing.base.deck
    listed = deck.element.get_or_add_sldIdLst()
    relation = deck.part.relate_to(slide, RELATION.SLIDE)
    named = f'id="{_FIRST_ID + number}" r:id="{relation}"'
    listed.append(parse_xml(f"<p:sldId {shapes.NAMES} {named}/>"))
    return slide


def _write_notes(drawing: Drawing, slide: Part, lines: Iterable[str]) -> None:
    """Add the notes of a slide: a picture of it, and a paragraph a line."""
    told = "".join(shapes.paragraph(shapes.run(line)) for line in lines)
    xml = f"{_HEAD}<p:notes {shapes.NAMES}><p:cSld><p:spTree>{_GROUP}{shapes.notes(told)}"
    xml += f"</p:spTree></p:cSld>{_AS_MASTER}</p:notes>"
    name = str(slide.partname).rpartition("/slide")[2]
    notes = _part(
        drawing, f"notesSlides/notesSlide{name}", CONTENT_TYPE.PML_NOTES_SLIDE, xml.encode()
    )
    master: Any = drawing.base.deck.part
    notes.relate_to(master.notes_master_part, RELATION.NOTES_MASTER)
    notes.relate_to(slide, RELATION.SLIDE)
    slide.relate_to(notes, RELATION.NOTES_SLIDE)


def _part(drawing: Drawing, name: str, kind: str, content: bytes) -> Part:
    deck: Any = drawing.base.deck
    return Part(PackURI(f"/ppt/{name}"), kind, deck.part.package, content)
