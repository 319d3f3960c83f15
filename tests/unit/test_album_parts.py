"""A long album is set in parts and bound: pages, bookmarks and tags are those of one document."""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import BytesIO

import pikepdf
import pypdfium2
import pytest

from indicators.export import Options, Snapshot
from indicators.export.document import Document
from indicators.export.model import at_once
from indicators.export.outlines.album import album
from indicators.export.pdf import pages
from indicators.export.press import NotPrinted, bound, layout
from tests import drawn

FEW_CELLS = 12  # a part of this album then holds two sections or three


@pytest.fixture(scope="module")
def snapshot() -> Snapshot:
    return drawn.board()


@pytest.fixture(scope="module")
def document(snapshot: Snapshot) -> Document:
    return album(snapshot, Options())


@pytest.fixture(scope="module")
def whole(document: Document) -> bytes:
    return pages(document, at_once)


@pytest.fixture(scope="module")
def in_parts(document: Document) -> bytes:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(layout, "_MOST_CELLS", FEW_CELLS)
        assert len(layout.parts(document)) > 3
        return pages(document, at_once)


@pytest.fixture
def file(in_parts: bytes) -> Iterator[pikepdf.Pdf]:
    with pikepdf.open(BytesIO(in_parts)) as opened:
        yield opened


def test_parts_hold_every_section_once_and_headings_stay_with_what_follows(
    document: Document, monkeypatch
):
    assert layout.parts(document) == [document]
    monkeypatch.setattr(layout, "_MOST_CELLS", FEW_CELLS)
    parts = layout.parts(document)
    assert [each for part in parts for each in part.sections] == list(document.sections)
    assert all(part.sections[-1].blocks for part in parts)
    assert any(not section.blocks for section in document.sections)


def test_the_same_stands_on_the_same_pages(whole: bytes, in_parts: bytes):
    once, parts = drawn.page_texts(whole), drawn.page_texts(in_parts)
    assert len(parts) == len(once) > 3
    for number, (one, other) in enumerate(zip(once, parts, strict=True), start=1):
        assert other == one.replace(f"Trang{number}/{len(once)}", f"Trang{number}")


def test_bookmarks_lead_to_the_same_pages_at_the_same_depth(
    document: Document, whole: bytes, in_parts: bytes
):
    def bookmarks(content: bytes) -> list[tuple[str, int, int]]:
        return [
            (each.get_title(), each.level, each.get_dest().get_index())
            for each in pypdfium2.PdfDocument(content).get_toc()
        ]

    assert bookmarks(in_parts) == bookmarks(whole)
    assert [(title, level + 1) for title, level, _ in bookmarks(whole)] == [
        (each.title, each.level) for each in document.sections
    ]


def test_every_mark_on_a_page_is_a_tag_of_that_page(file: pikepdf.Pdf):
    root = file.Root.StructTreeRoot
    numbers = list(root.ParentTree.Nums)
    keys = [int(each) for each in numbers[::2]]
    assert keys == sorted(set(keys))
    assert int(root.ParentTreeNextKey) > keys[-1]
    owners = dict(zip(keys, numbers[1::2], strict=True))
    assert sorted(int(page.obj.StructParents) for page in file.pages) == keys
    for page in file.pages:
        held = owners[int(page.obj.StructParents)]
        page.contents_coalesce()
        marks = {int(each) for each in re.findall(rb"/MCID (\d+)", page.Contents.read_bytes())}
        assert marks
        assert max(marks) < len(held)
        for mark in marks:
            owner = held[mark]
            kids = owner.K if isinstance(owner.K, pikepdf.Array) else [owner.K]
            assert any(mark == _mark(kid) and _page(kid, owner) == page.objgen for kid in kids)


def _mark(kid: object) -> int | None:
    if isinstance(kid, pikepdf.Dictionary):
        return int(kid.MCID) if "/MCID" in kid else None
    return int(kid) if isinstance(kid, int) else None


def _page(kid: object, owner: pikepdf.Object) -> tuple[int, int]:
    has_own = isinstance(kid, pikepdf.Dictionary) and "/Pg" in kid
    return (kid if has_own else owner).Pg.objgen


def test_the_tags_are_one_tree_in_which_each_cell_names_heads_of_its_own_table(
    file: pikepdf.Pdf, whole: bytes
):
    found = drawn.tags(file)
    with pikepdf.open(BytesIO(whole)) as once:
        assert [each.S for each in found] == [each.S for each in drawn.tags(once)]
    for each in found:
        for kid in each.K if isinstance(each.K, pikepdf.Array) else [each.K]:
            if isinstance(kid, pikepdf.Dictionary) and "/P" in kid:
                assert kid.P.objgen == each.objgen
    names = list(file.Root.StructTreeRoot.IDTree.Names)
    heads = {bytes(key): head for key, head in zip(names[::2], names[1::2], strict=True)}
    assert list(heads) == sorted(heads)
    assert len(heads) == len(names) // 2 == sum("/ID" in each for each in found)
    for key, head in heads.items():
        assert bytes(head.ID) == key
    cells = [each for each in found if each.S == "/TD"]
    assert cells
    for cell in cells:
        for key in next(each for each in _attributes(cell) if "/Headers" in each).Headers:
            assert _table(heads[bytes(key)]) == _table(cell)


def _attributes(element: pikepdf.Object) -> list[pikepdf.Object]:
    return list(element.A) if isinstance(element.A, pikepdf.Array) else [element.A]


def _table(element: pikepdf.Object) -> tuple[int, int]:
    while element.S != "/Table":
        element = element.P
    return element.objgen


def test_the_file_tells_of_the_whole(file: pikepdf.Pdf, whole: bytes):
    words = file.Root.Metadata.read_bytes().decode()
    assert f"<xmpTPg:NPages>{len(file.pages)}</xmpTPg:NPages>" in words
    assert "<pdfaid:part>2</pdfaid:part><pdfaid:conformance>A</pdfaid:conformance>" in words
    assert "<pdfuaid:part>1</pdfuaid:part>" in words
    with pikepdf.open(BytesIO(whole)) as once:
        assert _own_mark(words) != _own_mark(once.Root.Metadata.read_bytes().decode())


def _own_mark(words: str) -> str:
    return re.search(r"<xmpMM:InstanceID>(.+?)</xmpMM:InstanceID>", words).group(1)


def test_parts_give_the_same_bytes_each_time(document: Document, in_parts: bytes, monkeypatch):
    monkeypatch.setattr(layout, "_MOST_CELLS", FEW_CELLS)
    assert pages(document, at_once) == in_parts


def test_a_heading_that_nobody_told_of_is_refused(whole: bytes):
    with pytest.raises(NotPrinted, match="headings, told of 1"):
        bound([whole], [1])
