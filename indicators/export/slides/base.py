"""The file a deck is drawn on (tệp nền): ours, or an office's own with its slides taken out."""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

from pptx import Presentation
from pptx.enum.shapes import PP_PLACEHOLDER
from pptx.oxml.ns import qn

from indicators.export.slides.check import broken, checked, refused
from indicators.export.slides.geometry import EMU, Box
from indicators.export.slides.own import own_base

if TYPE_CHECKING:
    from pptx.presentation import Presentation as Deck

_GAP = 8.0
_LEAST_WIDTH, _LEAST_HEIGHT = 500.0, 250.0  # points: a table of seven columns, a chart with names
# What a place is for, by the name it has in a file. Others are left empty, and so not drawn.
_KINDS = {
    PP_PLACEHOLDER.TITLE: "title",
    PP_PLACEHOLDER.CENTER_TITLE: "ctrTitle",
    PP_PLACEHOLDER.SUBTITLE: "subTitle",
    PP_PLACEHOLDER.BODY: "body",
    PP_PLACEHOLDER.DATE: "dt",
    PP_PLACEHOLDER.FOOTER: "ftr",
    PP_PLACEHOLDER.SLIDE_NUMBER: "sldNum",
}
_SMALL = ("dt", "ftr", "sldNum")
_NEEDED = (
    "cần một bố cục (layout) có khung Tiêu đề ở phía trên và chỗ trống bên dưới, như «Title Only»"
    " của PowerPoint: thêm bố cục đó trong Slide Master rồi lưu"
)


@dataclass(frozen=True, slots=True)
class Place:
    """A place (placeholder) of a layout: `kind` and `index` name it in a file."""

    kind: str
    index: int
    box: Box | None


@dataclass(frozen=True, slots=True)
class Layout:
    """One layout of a base file: its part, and its places by kind, the first of each."""

    part: Any
    places: dict[str, Place]
    count_others: int


@dataclass(frozen=True, slots=True)
class Base:
    """An empty presentation: `cover` for the first slide, `page` for the others.

    `title` is the place of a page's title, `room` what is free below it.
    """

    deck: Deck
    cover: Layout
    page: Layout
    title: Box
    room: Box


def open_base(path: Path | None) -> Base:
    """Return the base file at `path`, without its slides; ours for None.

    Raises:
        InputRejected: it cannot be used; the message says why and what to do.
    """
    content, name = (own_base(), "") if path is None else (checked(path), path.name)
    try:
        deck = Presentation(BytesIO(content))
        _empty(deck)
        layouts = [_layout(each) for master in deck.slide_masters for each in master.slide_layouts]
    except Exception as error:  # whatever the library stumbles over, the file cannot be used
        raise broken(name) from error
    height = (deck.slide_height or 0) / EMU
    usable = [(each, boxes) for each in layouts if (boxes := _boxes(each, height))]
    if not usable:
        raise refused("base-layout", f"Tệp nền «{name}» {_NEEDED}.")
    page, (title, room) = min(usable, key=lambda option: option[0].count_others)
    cover = next((each for each in layouts if "ctrTitle" in each.places), page)
    return Base(deck, cover, page, title, room)


def _empty(deck: Any) -> None:  # noqa: ANN401 - a presentation of the library
    """Take out the slides, and what names them: sections and shows."""
    listed = deck.element.find(qn("p:sldIdLst"))
    for each in list(listed) if listed is not None else ():
        deck.part.drop_rel(each.get(qn("r:id")))
        listed.remove(each)
    for name in ("p:custShowLst", "p:extLst"):
        for part in deck.element.findall(qn(name)):
            deck.element.remove(part)


def _layout(layout: Any) -> Layout:  # noqa: ANN401 - a layout of the library
    places: dict[str, Place] = {}
    others = 0
    for each in layout.placeholders:
        kind = _KINDS.get(each.placeholder_format.type, "")
        others += kind not in {"title", *_SMALL}
        if kind:
            places.setdefault(kind, Place(kind, each.placeholder_format.idx, _box(each)))
    return Layout(layout.part, places, others)


def _boxes(layout: Layout, height: float) -> tuple[Box, Box] | None:
    """Return the places of a layout's title and of what is free below; None if too little is."""
    title = layout.places["title"].box if "title" in layout.places else None
    if title is None:
        return None
    small = [layout.places[kind].box for kind in _SMALL if kind in layout.places]
    edges = [box.y for box in small if box and box.y > height / 2]
    top, bottom = title.bottom + _GAP, min([*edges, height - 2 * _GAP]) - _GAP
    room = Box(title.x, top, title.w, bottom - top)
    is_enough = room.w >= _LEAST_WIDTH and room.h >= _LEAST_HEIGHT
    return (title, room) if is_enough else None


def _box(shape: Any) -> Box | None:  # noqa: ANN401 - a shape of the library
    """Return where a place stands, by itself or by its master; None where nobody says."""
    sides = (shape.left, shape.top, shape.width, shape.height)
    if any(side is None for side in sides):
        return None
    return Box(*(side / EMU for side in sides))
