"""The process that binds parts into one PDF (đóng tập): headings' levels and parts in, a file out.

typst keeps every cell it laid out until its file is done, so a long album is set in parts. Here
their pages, bookmarks and tags become those of one document, which stays PDF/A-2a and PDF/UA-1:
numbers that tie a page to its tags, and names of table heads, are made unique. Objects are packed
into streams, which makes the file a third as large.
Started as a script: it loads pikepdf and nothing of ours.
Source: ISO 32000-1, 7.5.7, 12.3.3, 14.7; ISO 19005-2.
"""

from __future__ import annotations

import hashlib
import io
import json
import re
import struct
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import chain
from typing import Any

from pikepdf import Array, Dictionary, Name, ObjectStreamMode, OutlineItem, Pdf, PdfError

SIZE = struct.Struct(">Q")


@dataclass
class Heading:
    """A bookmark: its words, the page it leads to (from 0), and where on that page."""

    title: str
    page: int
    place: list[Any]


@dataclass
class Tags:
    """What the tags of the parts come to: kids of the document, its two trees as flat lists."""

    kids: list[Any] = field(default_factory=list)
    parents: list[Any] = field(default_factory=list)
    names: list[Any] = field(default_factory=list)
    next_key: int = 0

    def add(self, root: Any, top: Any) -> None:  # noqa: ANN401 - pikepdf's objects have no types
        """Take in the tags of a part that is in the file already; they hang below `top`."""
        for kid in root.K[0].K:
            kid.P = top
            self.kids.append(kid)
        for key, parent in pairs(root.ParentTree.Nums):
            self.parents += [int(key) + self.next_key, parent]
        self.names += pairs(root.IDTree.Names) if Name.IDTree in root else []
        self.next_key += int(root.ParentTreeNextKey)

    def hang(self, root: Any) -> None:  # noqa: ANN401
        """Put everything into the file's one tree of tags."""
        root.K[0].K = Array(self.kids)
        root.ParentTree.Nums = Array(self.parents)
        root.ParentTreeNextKey = self.next_key
        if self.names:
            ordered = sorted(self.names, key=lambda pair: bytes(pair[0]))
            root.IDTree = Dictionary(Names=Array(list(chain.from_iterable(ordered))))


def bound(levels: list[int], parts: Iterator[bytes]) -> bytes:
    """Return one file of `parts`; `levels` are those of all headings, in order."""
    first = next(parts)
    digest = hashlib.sha256(first)
    book = Pdf.open(io.BytesIO(first))
    root = book.Root.StructTreeRoot
    tags, headings = Tags(), list(headings_of(book, 0))
    tags.add(root, root.K[0])
    for number, content in enumerate(parts, start=1):
        digest.update(content)
        part = Pdf.open(io.BytesIO(content))
        rename(part, f"P{number}")
        for page in part.pages:
            page.obj.StructParents = int(page.obj.StructParents) + tags.next_key
        headings += headings_of(part, len(book.pages))
        book.pages.extend(part.pages)
        tags.add(book.copy_foreign(part.Root.StructTreeRoot), root.K[0])
    tags.hang(root)
    if len(levels) != len(headings):
        sys.exit(f"{len(headings)} headings, told of {len(levels)}")
    bookmark(book, levels, headings)
    tell(book, digest.hexdigest())
    out = io.BytesIO()
    book.save(
        out,
        object_stream_mode=ObjectStreamMode.generate,
        deterministic_id=True,
        fix_metadata_version=False,  # it would write the metadata anew, in its own manner
    )
    return out.getvalue()


def headings_of(part: Pdf, before: int) -> Iterator[Heading]:
    """Yield the bookmarks of a part that comes after `before` pages, in reading order."""
    numbers = {page.obj.objgen: number for number, page in enumerate(part.pages, start=before)}
    waiting = [part.Root.Outlines.First] if Name.Outlines in part.Root else []
    while waiting:
        item = waiting.pop()
        page, *place = item.Dest
        yield Heading(str(item.Title), numbers[page.objgen], place)
        waiting += [item[key] for key in (Name.Next, Name.First) if key in item]


def rename(part: Pdf, mark: str) -> None:
    """Put `mark` before each name of a table's head: each part counts its tables from 1."""
    for each in part.objects:
        about = each.get(Name.A) if isinstance(each, Dictionary) else None
        if about is None:
            continue
        for attributes in about if isinstance(about, Array) else (about,):
            headers = attributes.get(Name.Headers)
            if headers is not None:
                attributes.Headers = Array([marked(mark, name) for name in headers])
    root = part.Root.StructTreeRoot
    if Name.IDTree in root:
        named = [(marked(mark, name), head) for name, head in pairs(root.IDTree.Names)]
        for name, head in named:
            head.ID = name
        root.IDTree.Names = Array(list(chain.from_iterable(named)))


def marked(mark: str, name: Any) -> bytes:  # noqa: ANN401
    """Return a name of a table's head with `mark` before it."""
    return mark.encode() + bytes(name)


def pairs(flat: Any) -> list[tuple[Any, Any]]:  # noqa: ANN401
    """Return the pairs of a tree kept as one list of keys and values."""
    found = list(flat)
    return list(zip(found[::2], found[1::2], strict=True))


def bookmark(book: Pdf, levels: list[int], headings: list[Heading]) -> None:
    """Make the bookmarks anew: a heading hangs below the last one of a lower level."""
    with book.open_outline() as outline:
        outline.root.clear()
        above: list[tuple[int, OutlineItem]] = []
        for level, heading in zip(levels, headings, strict=True):
            aim = Array([book.pages[heading.page].obj, *heading.place])
            item = OutlineItem(heading.title, aim)
            while above and above[-1][0] >= level:
                above.pop()
            (above[-1][1].children if above else outline.root).append(item)
            above.append((level, item))


def tell(book: Pdf, mark: str) -> None:
    """Say of the whole what the first part said of itself: count of pages, its own mark."""
    words = book.Root.Metadata.read_bytes()
    for name, told in (
        (b"xmpTPg:NPages", len(book.pages)),
        (b"xmpMM:InstanceID", mark),
        (b"xmpMM:DocumentID", mark),
    ):
        said = b"<%s>%s</%s>" % (name, str(told).encode(), name)
        words, count = re.subn(rb"<%s>[^<]*</%s>" % (name, name), said, words)
        if count != 1:
            sys.exit(f"metadata: {name.decode()} found {count} times")
    book.Root.Metadata.write(words)


def pieces() -> Iterator[bytes]:
    """Yield what is sent, piece by piece: no more than one of them is held here."""
    while size := sys.stdin.buffer.read(SIZE.size):
        yield sys.stdin.buffer.read(*SIZE.unpack(size))


def main() -> None:
    """Answer one message: first the levels as JSON, then each part."""
    sent = pieces()
    try:
        made = bound(json.loads(next(sent)), sent)
    except PdfError as fault:
        sys.exit(str(fault))
    sys.stdout.buffer.write(SIZE.pack(len(made)) + made)
    sys.stdout.buffer.flush()


if __name__ == "__main__":
    main()
