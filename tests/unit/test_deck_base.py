"""Base files: ours is 16:9; an office's own is used as it is, or refused in plain words."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from pptx import Presentation
from pptx.enum.shapes import PP_PLACEHOLDER
from pptx.util import Pt

from indicators.errors import InputRejected
from indicators.export import Options, write
from indicators.export.slides import check
from indicators.export.slides.base import open_base
from indicators.export.slides.own import own_base
from tests import snapshots

SMALL = snapshots.snapshot(2, 2)


@pytest.fixture
def base(tmp_path: Path) -> Path:
    """An office's base with slides of its own: 4:3, eleven layouts."""
    deck = Presentation()
    deck.slides.add_slide(deck.slide_layouts[1]).shapes.title.text = "Trang cũ của cơ quan"
    deck.slides.add_slide(deck.slide_layouts[6]).notes_slide.notes_text_frame.text = "ghi chú cũ"
    path = tmp_path / "nen.pptx"
    deck.save(str(path))
    return path


def changed(path: Path, change: Callable[[str, bytes], bytes | None]) -> Path:
    """Write the file again with some parts changed, or left out."""
    kept = io.BytesIO()
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(kept, "w") as new:
        for name in old.namelist():
            if (content := change(name, old.read(name))) is not None:
                new.writestr(name, content)
    path.write_bytes(kept.getvalue())
    return path


def refusal(path: Path) -> str:
    with pytest.raises(InputRejected) as refused:
        open_base(path)
    (problem,) = refused.value.problems
    assert f"«{path.name}»" in problem.message
    return problem.code


def test_our_own_is_wide_and_named_in_vietnamese() -> None:
    deck: Any = Presentation(io.BytesIO(own_base()))
    assert deck.slide_width * 9 == deck.slide_height * 16
    assert [each.name for each in deck.slide_layouts] == ["Trang bìa", "Trang nội dung"]
    theme = deck.slide_master.part.part_related_by(
        "http://schemas.openxmlformats.org/officeDocument/2006/relationships/theme"
    ).blob.decode()
    assert theme.count('<a:latin typeface="Arial"/>') == 2
    base = open_base(None)
    assert base.room.w > 880
    assert base.room.h > 400


def test_an_offices_own_is_used_without_its_slides(base: Path) -> None:
    content = write("pptx", SMALL, Options(bases={"pptx": base}))
    deck: Any = Presentation(io.BytesIO(content))
    assert (deck.slide_width, deck.slide_height) == (9144000, 6858000)
    assert deck.slides[0].slide_layout.name == "Title Slide"
    assert {each.slide_layout.name for each in list(deck.slides)[1:]} == {"Title Only"}
    said = [s.text_frame.text for each in deck.slides for s in each.shapes if s.has_text_frame]
    assert "Trang cũ của cơ quan" not in said
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        parts = [name for name in package.namelist() if name.startswith("ppt/slides/slide")]
        assert len(parts) == len(deck.slides)
        assert not any("ghi chú cũ" in package.read(name).decode() for name in package.namelist()
                       if name.startswith("ppt/notesSlides"))  # fmt: skip
    edge = {s.name: s for s in deck.slides[1].shapes}
    assert "số liệu lúc" in edge["Chân trang 3"].text_frame.text  # its own footer is too narrow
    assert edge["Số trang"].placeholder_format.type == PP_PLACEHOLDER.SLIDE_NUMBER
    assert write("pptx", SMALL, Options(bases={"pptx": base})) == content


def test_a_deck_of_ours_can_be_a_base(tmp_path: Path) -> None:
    path = tmp_path / "nen.pptx"
    path.write_bytes(write("pptx", SMALL))
    again = write("pptx", SMALL, Options(bases={"pptx": path}))
    one, two = (Presentation(io.BytesIO(each)) for each in (path.read_bytes(), again))
    assert len(one.slides) == len(two.slides)


def test_a_base_without_a_usable_layout_is_refused(base: Path) -> None:
    deck = Presentation(str(base))
    for layout in deck.slide_layouts:
        for place in list(layout.placeholders):
            if place.placeholder_format.type == PP_PLACEHOLDER.TITLE:
                place._element.getparent().remove(place._element)
    deck.save(str(base))
    assert refusal(base) == "base-layout"


def test_a_title_that_fills_the_slide_leaves_no_room(base: Path) -> None:
    deck = Presentation(str(base))
    for layout in deck.slide_layouts:
        for place in layout.placeholders:
            if place.placeholder_format.type == PP_PLACEHOLDER.TITLE:
                place.left, place.top, place.width, place.height = Pt(0), Pt(0), Pt(700), Pt(400)
    deck.save(str(base))
    assert refusal(base) == "base-layout"


def test_what_is_no_presentation_is_refused(base: Path, tmp_path: Path) -> None:
    whole = base.read_bytes()
    assert refusal(tmp_path / "khong-co.pptx") == "base-missing"
    base.write_bytes(b"")
    assert refusal(base) == "base-broken"
    base.write_bytes(whole[: len(whole) // 2])
    assert refusal(base) == "base-broken"
    base.write_bytes(b"\xd0\xcf\x11\xe0" + whole)
    assert refusal(base) == "base-locked"
    with zipfile.ZipFile(base, "w") as package:
        package.writestr("word/document.xml", "<a/>")
    assert refusal(base) == "base-broken"


def test_programs_links_and_entities_are_refused(
    base: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = base.read_bytes()

    def linked(name: str, content: bytes) -> bytes:
        link = (
            b'<Relationship Id="rId99" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
            b'relationships/image" Target="http://x.invalid/a.png" TargetMode="External"/>'
        )
        if name.endswith("slideMaster1.xml.rels"):
            return content.replace(b"</Relationships>", link + b"</Relationships>")
        return content

    def declared(name: str, content: bytes) -> bytes:
        if name.endswith("slideLayout1.xml"):
            return content.replace(b"<p:sldLayout ", b"<!DOCTYPE x><p:sldLayout ", 1)
        return content

    assert refusal(changed(base, linked)) == "base-linked"
    base.write_bytes(whole)
    assert refusal(changed(base, declared)) == "base-broken"
    base.write_bytes(whole)
    with zipfile.ZipFile(base, "a") as package:
        package.writestr("ppt/vbaProject.bin", b"x")
    assert refusal(base) == "base-active"
    base.write_bytes(whole)
    monkeypatch.setattr(check, "LARGEST_UNZIPPED", 1000)
    assert refusal(base) == "base-large"
    monkeypatch.setattr(check, "LARGEST", 1000)
    assert refusal(base) == "base-large"
