"""The boxes that notes are drawn in (VML), without which Excel does not show a note.

VML is older than XML's rules and often breaks them, so it is never parsed here: shapes are found
and added as text, and what stands there already stays as it is.
Source: ECMA-376 part 4, 19.4 (spreadsheet drawing: ClientData, Anchor, Row, Column).
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from indicators.intake.limits import LAST_COLUMN, LAST_ROW
from indicators.intake.markup.places import Place, Places
from indicators.intake.markup.splice import Edit, spliced
from indicators.intake.xmlpart import DamagedPart

_SHAPE = re.compile(rb"<v:shape\b(?!type).*?</v:shape\s*>", re.DOTALL | re.IGNORECASE)
_ROW = re.compile(rb"<x:Row\s*>\s*(\d{1,7})\s*</x:Row", re.IGNORECASE)
_COLUMN = re.compile(rb"<x:Column\s*>\s*(\d{1,5})\s*</x:Column", re.IGNORECASE)
_IS_NOTE = re.compile(rb"ObjectType\s*=\s*[\"']Note[\"']", re.IGNORECASE)
_NUMBER = re.compile(rb"_x0000_s(\d{1,9})\b")
_NOTE_TYPE = re.compile(rb"<v:shapetype\b[^>]*\bid\s*=\s*[\"']_x0000_t202[\"']", re.IGNORECASE)
_TYPE = (
    b'<v:shapetype id="_x0000_t202" coordsize="21600,21600" o:spt="202" '
    b'path="m,l,21600r21600,l21600,xe"><v:stroke joinstyle="miter"/>'
    b'<v:path gradientshapeok="t" o:connecttype="rect"/></v:shapetype>'
)
_BOX_WIDTH = 300  # pixels
_SIGNS_A_LINE = 44
_LINE_HEIGHT = 15
_ROOM = 12  # rows and columns left for a box at the sheet's far end


@dataclass(frozen=True, slots=True)
class Box:
    """A note's box: the cell it hangs on and how many signs it must show."""

    place: Place
    text: str


def empty(number: int) -> bytes:
    """Return a drawing without boxes; `number` tells the drawings of a workbook apart."""
    return (
        b'<xml xmlns:v="urn:schemas-microsoft-com:vml" '
        b'xmlns:o="urn:schemas-microsoft-com:office:office" '
        b'xmlns:x="urn:schemas-microsoft-com:office:excel"><o:shapelayout v:ext="edit">'
        b'<o:idmap v:ext="edit" data="%d"/></o:shapelayout>%s</xml>'
    ) % (number, _TYPE)


def with_boxes(
    drawing: bytes, added: Iterable[Box], removed: Collection[Place], places: Places, number: int
) -> bytes:
    """Return a drawing with a box for each new note and none for those taken out.

    Args:
        drawing: the part as it is.
        added: the new boxes.
        removed: the cells whose notes went.
        places: of the sheet, for the sizes of its rows and columns.
        number: of the drawing in the workbook, where its shapes have no numbers yet.

    Raises:
        DamagedPart: no drawing.
    """
    end = drawing.rfind(b"</xml>")
    if end < 0:
        raise DamagedPart("vml")
    gone = set(removed)
    edits = [
        Edit(*shape.span(), b"")
        for shape in (_SHAPE.finditer(drawing) if gone else ())
        if _place(shape[0]) in gone
    ]
    used = max((int(found[1]) for found in _NUMBER.finditer(drawing)), default=1024 * number)
    boxes = [_shape(box, used + n, places) for n, box in enumerate(added, 1)]
    if boxes:
        first = b"" if _NOTE_TYPE.search(drawing) else _TYPE
        edits.append(Edit(end, end, first + b"".join(boxes)))
    return spliced(drawing, edits)


def _place(shape: bytes) -> Place | None:
    row, column = _ROW.search(shape), _COLUMN.search(shape)
    if not (_IS_NOTE.search(shape) and row and column):
        return None
    return int(row[1]) + 1, int(column[1]) + 1


def _shape(box: Box, number: int, places: Places) -> bytes:
    row, column = box.place
    return (
        f'<v:shape id="_x0000_s{number}" type="#_x0000_t202" style="position:absolute;'
        f'margin-left:60pt;margin-top:2pt;width:225pt;height:60pt;z-index:1;visibility:hidden" '
        'fillcolor="#ffffe1" o:insetmode="auto"><v:fill color2="#ffffe1"/>'
        '<v:shadow on="t" color="black" obscured="t"/><v:path o:connecttype="none"/>'
        '<v:textbox style="mso-direction-alt:auto"><div style="text-align:left"></div></v:textbox>'
        '<x:ClientData ObjectType="Note"><x:MoveWithCells/><x:SizeWithCells/>'
        f"<x:Anchor>{_anchor(box, places)}</x:Anchor><x:AutoFill>False</x:AutoFill>"
        f"<x:Row>{row - 1}</x:Row><x:Column>{column - 1}</x:Column></x:ClientData></v:shape>"
    ).encode()


def _anchor(box: Box, places: Places) -> str:
    """Return the corners of a box beside its cell: column, pixels, row, pixels, twice."""
    row, column = box.place
    lines = sum(1 + len(line) // _SIGNS_A_LINE for line in box.text.split("\n")) + 1
    left = min(column, LAST_COLUMN - _ROOM)
    right, dx = left + 1, _BOX_WIDTH + 15
    while (width := _pixels(places.width(right))) <= dx and right < LAST_COLUMN:
        right, dx = right + 1, dx - width
    top = min(max(row - 1, 1), LAST_ROW - _ROOM)
    bottom, dy = top, lines * _LINE_HEIGHT + 12
    while (height := _row_pixels(places, bottom)) <= dy and bottom < LAST_ROW:
        bottom, dy = bottom + 1, dy - height
    return (
        f"{left}, 15, {top - 1}, 4, {right - 1}, {min(dx, width)}, {bottom - 1}, {min(dy, height)}"
    )


def _pixels(width: float) -> int:
    """Return a column's width in pixels (ECMA-376 part 1, 18.3.1.13), a few for a hidden one."""
    return max(int(width * 7 + 5), 5)


def _row_pixels(places: Places, row: int) -> int:
    return max(round(places.heights.get(row, places.height) * 4 / 3), 4)
