"""styles.xml with cell formats appended: a cell's own format in another fill, and back again.

Each pair of a mark and an original fill has a colour of its own, too near to its neighbours for
the eye. So the colour alone says which fill a cell had, wherever the cell has moved to since and
however Excel or LibreOffice have renumbered the formats: `Keepers` gives a cell format that still
has that fill (held by a hidden cell of the list of problems, see `listing`).
Source: ECMA-376 part 1, 18.8 (styles), 18.8.10 (cellXfs), 18.8.20 (fill), 18.8.45 (xf).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from indicators.errors import Severity
from indicators.intake.markup.fills import (
    SEVERITIES,
    colours,
    darkened,
    is_light,
    solid,
    solid_colour,
)
from indicators.intake.markup.splice import (
    Edit,
    Node,
    end_of_tag,
    outline,
    spliced,
    with_attributes,
)
from indicators.intake.xmlpart import Attributes

Keepers = dict[str, int]  # mark colour ("FFC2BA") -> a cell format with the original fill

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_ORDER = ("numFmts", "fonts", "fills", "borders", "cellStyleXfs", "cellXfs")
_COLOUR = re.compile(rb"rgb\s*=\s*[\"'](?:[0-9A-Fa-f]{2})?([0-9A-Fa-f]{6})[\"']")
EMPTY = (
    f'<styleSheet xmlns="{_MAIN}"><fonts count="1"><font><sz val="11"/><name val="Calibri"/></font>'
    '</fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill '
    'patternType="gray125"/></fill></fills><borders count="1"><border><left/><right/><top/>'
    '<bottom/><diagonal/></border></borders><cellStyleXfs count="1"><xf numFmtId="0" fontId="0" '
    'fillId="0" borderId="0"/></cellStyleXfs><cellXfs count="1"><xf numFmtId="0" fontId="0" '
    'fillId="0" borderId="0" xfId="0"/></cellXfs></styleSheet>'
).encode()


@dataclass(slots=True)
class _Collection:
    """The children of one collection of styles.xml as they are written, new ones at the end."""

    name: str
    raw: list[bytes]
    known: int
    places: dict[bytes, int] = field(default_factory=dict)

    def intern(self, raw: bytes) -> int:
        """Return the place of an equal child, appended where there is none."""
        if not self.places:
            for place, each in reversed(list(enumerate(self.raw))):
                self.places[each] = place
        if raw not in self.places:
            self.places[raw] = len(self.raw)
            self.raw.append(raw)
        return self.places[raw]


class Stylesheet:
    """One styles.xml; formats are asked for by their number, the s of a cell."""

    def __init__(self, data: bytes) -> None:
        """Read styles.xml (UTF-8); DamagedPart when it is none."""
        self._data = data
        self._root = outline(data)
        self._prefix = self._root.prefix
        self._collections = {name: self._collection(name) for name in _ORDER}
        if not self._fills.raw:  # the first two mean "none" and "grey" whatever they say
            for pattern in ("none", "gray125"):
                self._fills.raw.append(
                    self._element(f'<fill><patternFill patternType="{pattern}"/></fill>')
                )
        if not self._xfs.raw:
            self._xfs.raw.append(self._element('<xf numFmtId="0" fontId="0"/>'))
        self._taken = {found[1].decode().upper() for found in _COLOUR.finditer(data)}
        self._colours: dict[tuple[Severity, bytes, bytes], str] = {}
        self._marked: dict[tuple[int, Severity], int] = {}
        self._signatures: dict[object, int] = {}
        self.keepers: Keepers = {}

    @property
    def _fills(self) -> _Collection:
        return self._collections["fills"]

    @property
    def _fonts(self) -> _Collection:
        return self._collections["fonts"]

    @property
    def _xfs(self) -> _Collection:
        return self._collections["cellXfs"]

    def marked(self, style: int, severity: Severity) -> int:
        """Return the format of a cell like `style`, in the fill of a problem."""
        style = style if 0 <= style < len(self._xfs.raw) else 0
        if (style, severity) not in self._marked:
            self._marked[style, severity] = self._mark(style, severity)
        return self._marked[style, severity]

    def restored(self, keepers: Keepers) -> dict[int, int]:
        """Return the original format of every format that has a mark's fill.

        Args:
            keepers: of the marks that the workbook may carry.
        """
        held = {}
        for colour, style in keepers.items():
            fill, font = self._look(style)
            held[colour] = (fill, font)
            for severity in SEVERITIES:
                if colour in colours(severity):
                    self._colours[severity, self._fill(fill), self._light(font)] = colour
        originals = [held.get(solid_colour(raw)) if held else None for raw in self._fills.raw]
        found = {}
        for style in range(self._xfs.known if any(originals) else 0):
            fill, _ = self._look(style)
            if fill < len(originals) and (original := originals[fill]) is not None:
                found[style] = self._with_look(style, *original)
        return found

    def own(self, *, font: str, fill: str = "", border: str = "", alignment: str = "") -> int:
        """Return a format of our own, from elements without a prefix."""
        values = {
            "numFmtId": "0",
            "fontId": str(self._fonts.intern(self._element(font))),
            "fillId": str(self._fills.intern(self._element(fill)) if fill else 0),
            "borderId": str(
                self._collections["borders"].intern(self._element(border)) if border else 0
            ),
            "xfId": "0",
            "applyFont": "1",
            "applyFill": "1",
            "applyBorder": "1",
            "applyAlignment": "1",
        }
        tag = with_attributes(b"<xf>", values).decode()
        return self._xfs.intern(self._element(f"{tag}{alignment}</xf>"))

    def to_bytes(self) -> bytes:
        """Return styles.xml with everything that was appended."""
        edits: list[Edit] = []
        before = self._root.opened
        for name, collection in self._collections.items():
            node = self._root.first(name)
            added = collection.raw[collection.known :]
            if added:
                count = str(len(collection.raw))
                edits += self._appended(name, node, b"".join(added), count, before)
            before = node.end if node else before
        return spliced(self._data, edits)

    def _appended(
        self, name: str, node: Node | None, added: bytes, count: str, before: int
    ) -> Iterator[Edit]:
        tag = f"{self._prefix}{name}"
        if node is None or node.is_empty:
            whole = f'<{tag} count="{count}">'.encode() + added + f"</{tag}>".encode()
            yield Edit(before, before, whole) if node is None else Edit(node.start, node.end, whole)
            return
        opened = self._data[node.start : node.opened]
        yield Edit(node.start, node.opened, with_attributes(opened, {"count": count}))
        yield Edit(node.close, node.close, added)

    def _collection(self, name: str) -> _Collection:
        node = self._root.first(name)
        raw = [self._data[child.start : child.end] for child in node.children] if node else []
        return _Collection(name, raw, len(raw))

    def _mark(self, style: int, severity: Severity) -> int:
        fill, font = self._look(style)
        key = (severity, self._fill(fill), self._light(font))
        if key not in self._colours:
            free = next((each for each in colours(severity) if each not in self._taken), None)
            if free is None:  # 256 different fills with problems: the notes have to do
                return style
            self._taken.add(free)
            self._colours[key] = free
        colour = self._colours[key]
        self.keepers.setdefault(colour, style)
        values = {"fillId": str(self._fills.intern(self._element(solid(colour)))), "applyFill": "1"}
        if light := self._light(font):
            values |= {"fontId": str(self._fonts.intern(darkened(light))), "applyFont": "1"}
        return self._xfs.intern(with_attributes(self._xf(style), values))

    def _with_look(self, style: int, fill: int, font: int) -> int:
        """Return the format like `style` in another fill, and font where a mark darkened it."""
        values = {"fillId": str(fill)}
        if self._light(font):
            values["fontId"] = str(font)
        wanted = with_attributes(self._xf(style), values)
        if not self._signatures:
            for place in reversed(range(self._xfs.known)):
                self._signatures[_signature(self._xf(place), self._attributes(place))] = place
        known = self._signatures.get(_signature(wanted, {**self._attributes(style), **values}))
        return self._xfs.intern(wanted) if known is None else known

    def _look(self, style: int) -> tuple[int, int]:
        """Return the numbers of a format's fill and font."""
        attributes = self._attributes(style)
        return _number(attributes.get("fillId")), _number(attributes.get("fontId"))

    def _attributes(self, style: int) -> Attributes:
        node = self._root.first("cellXfs")
        if node is not None and 0 <= style < self._xfs.known:
            return node.children[style].attributes
        return outline(self._xf(style)).attributes

    def _xf(self, style: int) -> bytes:
        return self._xfs.raw[style if 0 <= style < len(self._xfs.raw) else 0]

    def _fill(self, number: int) -> bytes:
        return self._fills.raw[number] if number < len(self._fills.raw) else b""

    def _light(self, font: int) -> bytes:
        """Return a font that could not be read on a pale mark, b"" for any other."""
        raw = self._fonts.raw[font] if font < len(self._fonts.raw) else b""
        return raw if raw and is_light(raw) else b""

    def _element(self, text: str) -> bytes:
        """Return an element of our own with the prefix that the part uses."""
        return re.sub(r"<(/?)(?=\w)", rf"<\g<1>{self._prefix}", text).encode()


def _signature(raw: bytes, attributes: Attributes) -> tuple[frozenset[tuple[str, str]], bytes]:
    """Return what makes two formats look the same; whether a fill "applies" is not part of it."""
    told = {
        (key, value)
        for key, value in attributes.items()
        if key not in {"applyFill", "applyFont"}
        and (value != "0" or key not in {"fillId", "fontId"})
    }
    opened = end_of_tag(raw, 0)
    return frozenset(told), raw[opened:]


def _number(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 10 else 0
