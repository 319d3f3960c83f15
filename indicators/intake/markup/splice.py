"""Changing an XML part in place: where its elements stand in its bytes, and splices there.

Writing a parsed tree again would rename prefixes, drop what the tree does not know and touch what
nobody asked to change. Here expat only says where things are; all other bytes are copied.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from indicators.intake.xmlpart import Attributes, DamagedPart, feed, new_parser

_DECLARATION = re.compile(r"^\s*<\?xml.*?\?>", re.DOTALL)
_ENCODING = re.compile(rb"^\s*<\?xml[^>]*?encoding\s*=\s*[\"']([\w.:-]+)")
_VALUE = rb"\"[^\"]*\"|'[^']*'"
_TAG = re.compile(rb"<[^\s/>]+(?:\s+[^\s=/>]+\s*=\s*(?:" + _VALUE + rb"))*\s*/?>")
_ATTRIBUTE = re.compile(rb"\s+([^\s=/>]+)\s*=\s*(" + _VALUE + rb")")
_NAME = re.compile(rb"<[^\s/>]+")
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_LOOKS_ESCAPED = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
_MOST_NODES = 500_000  # an honest list of styles or notes has far fewer elements


@dataclass(frozen=True, slots=True)
class Edit:
    """The bytes from `start` to `end` become `text`; the same place twice inserts."""

    start: int
    end: int
    text: bytes


@dataclass(slots=True)
class Node:
    """An element and where it stands: <name …> is data[start:opened], </name> data[close:end].

    An empty element (<name/>) has opened = close = end. `tag` is its name with the prefix.
    """

    tag: str
    attributes: Attributes
    start: int
    opened: int
    close: int = -1
    end: int = -1
    text: str = ""
    children: list[Node] = field(default_factory=list)

    @property
    def name(self) -> str:
        """The name without its prefix."""
        return self.tag.rpartition(":")[2]

    @property
    def prefix(self) -> str:
        """The prefix with its colon, as it is written before the name; "" without one."""
        return self.tag[: -len(self.name)]

    @property
    def is_empty(self) -> bool:
        """Whether the element is written as <name/>."""
        return self.opened == self.end

    def all(self, name: str) -> list[Node]:
        """Return the children of this name."""
        return [child for child in self.children if child.name == name]

    def first(self, name: str) -> Node | None:
        """Return the first child of this name."""
        return next((child for child in self.children if child.name == name), None)

    def get(self, name: str, default: str = "") -> str:
        """Return an attribute by its name without prefix."""
        for key, value in self.attributes.items():
            if key.rpartition(":")[2] == name:
                return value
        return default

    def append(self, data: bytes, inner: bytes) -> Edit:
        """Return the edit that puts `inner` at the end of this element."""
        if not self.is_empty:
            return Edit(self.close, self.close, inner)
        opened = data[self.start : self.end].removesuffix(b"/>").rstrip() + b">"
        return Edit(self.start, self.end, opened + inner + f"</{self.tag}>".encode())


def outline(data: bytes) -> Node:
    """Return the root of a part (UTF-8) with all elements below it.

    Raises:
        DamagedPart: not well-formed, or more elements than any honest part of its kind has.
    """
    top = Node("", {}, 0, 0)
    open_nodes, texts = [top], [[""]]
    count = 0
    parser = new_parser()

    def start(tag: str, attributes: Attributes) -> None:
        nonlocal count
        count += 1
        if count > _MOST_NODES:
            raise DamagedPart(tag)
        at = parser.CurrentByteIndex
        node = Node(tag, attributes, at, end_of_tag(data, at))
        open_nodes[-1].children.append(node)
        open_nodes.append(node)
        texts.append([])

    def end(_tag: str) -> None:
        node = open_nodes.pop()
        node.text = "".join(texts.pop())
        if data[node.opened - 2 : node.opened] == b"/>":
            node.close = node.end = node.opened
        else:
            node.close = parser.CurrentByteIndex
            node.end = data.index(b">", node.close) + 1

    def add(text: str) -> None:
        texts[-1].append(text)

    parser.StartElementHandler = start
    parser.EndElementHandler = end
    parser.CharacterDataHandler = add
    feed(parser, [data])
    return top.children[0]


def spliced(data: bytes, edits: Iterable[Edit]) -> bytes:
    """Return `data` with every edit made; edits must not overlap."""
    pieces: list[bytes] = []
    at = 0
    for edit in sorted(edits, key=lambda edit: (edit.start, edit.end)):
        if edit.start < at:
            raise DamagedPart(f"{edit.start} < {at}")
        pieces += (data[at : edit.start], edit.text)
        at = edit.end
    return b"".join([*pieces, data[at:]])


def end_of_tag(data: bytes, start: int) -> int:
    """Return where the tag that begins at `start` ends; a ">" inside quotes ends nothing."""
    found = _TAG.match(data, start)
    if found is None:
        raise DamagedPart(str(start))
    return found.end()


def with_attributes(tag: bytes, values: Mapping[str, str]) -> bytes:
    """Return a start tag whose attributes have these values, the others as they were.

    Args:
        tag: from "<" to ">"; anything behind it is kept.
        values: plain texts without quotes or markup, by the attribute's whole name.
    """
    left = dict(values)
    head = _NAME.match(tag)
    if head is None:
        raise DamagedPart("tag")
    edits = []
    at = head.end()
    while found := _ATTRIBUTE.match(tag, at):
        at = found.end()
        if (value := left.pop(found[1].decode("utf-8", "replace"), None)) is not None:
            edits.append(Edit(*found.span(2), f'"{value}"'.encode()))
    added = "".join(f' {name}="{value}"' for name, value in left.items())
    return spliced(tag, [*edits, Edit(at, at, added.encode())])


def as_utf8(data: bytes) -> bytes:
    """Return a part in UTF-8; in that already, as nearly all are, it is the same bytes."""
    encoding = _encoding(data)
    if encoding in {"utf-8", "utf8", "us-ascii", "ascii"}:
        return data
    try:
        text = data.decode(encoding).removeprefix("\ufeff")
    except (LookupError, UnicodeError) as error:
        raise DamagedPart(encoding) from error
    text = _DECLARATION.sub("", text, count=1).lstrip()
    return b'<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n' + text.encode()


def _encoding(data: bytes) -> str:
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return "utf-16"
    if data[:2] in (b"<\0", b"\0<"):
        return "utf-16-le" if data[1] == 0 else "utf-16-be"
    found = _ENCODING.match(data.removeprefix(b"\xef\xbb\xbf"))
    return found[1].decode().lower() if found else "utf-8"


def escaped(text: str) -> str:
    """Return `text` for the inside of an element or of a quoted attribute of a workbook.

    Control characters go; "_x0041_" stays those seven signs, which Excel would read as "A".
    """
    text = _LOOKS_ESCAPED.sub("_x005F_", _CONTROL.sub("", text))
    for sign, name in (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ('"', "&quot;")):
        text = text.replace(sign, name)
    return text
