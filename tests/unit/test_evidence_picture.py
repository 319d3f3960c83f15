"""Previews: small, upright, made anew; and what cannot be drawn costs one limited process."""

from __future__ import annotations

import io
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image

from indicators.evidence import confined, shelf
from indicators.evidence.confined import asked
from indicators.evidence.model import PICTURED
from indicators.evidence.shelf import picture_of
from indicators.intake.limits import ParserLimits
from indicators.workspace import Workspace
from tests.unit import evidence_files as files
from tests.unit.proving import LEADER, given, proving_office


@pytest.fixture
def office(tmp_path, the_clock) -> Iterator[Workspace]:  # noqa: ARG001 - stands still
    with proving_office(tmp_path / "kho") as opened:
        yield opened


def drawn(tmp_path: Path, content: bytes) -> Image.Image | None:
    path = tmp_path / "x"
    path.write_bytes(content)
    answer = asked("picture", path)
    return None if answer is None else Image.open(io.BytesIO(answer))


def test_a_pdf_shows_its_first_page(tmp_path: Path):
    found = drawn(tmp_path, files.pdf())
    assert found is not None
    assert (found.format, found.size) == ("PNG", (1060, 1500))
    middle, corner = found.getpixel((530, 750)), found.getpixel((5, 5))
    assert (middle, corner) == ((0, 0, 0), (255, 255, 255))


@pytest.mark.parametrize(
    ("content", "size", "colour"),
    [
        (files.png((3000, 1500), "green"), (1500, 750), (0, 128, 0)),
        (files.png((40, 30)), (40, 30), (255, 0, 0)),
        (files.jpeg((4000, 2000), turn=6), (750, 1500), (0, 0, 254)),
    ],
)
def test_pictures_are_made_small_and_upright(tmp_path: Path, content, size, colour):
    found = drawn(tmp_path, content)
    assert found is not None
    assert found.size == size
    assert found.getpixel((size[0] // 2, size[1] // 2)) == colour


def test_nothing_but_points_gets_through(tmp_path: Path):
    content = files.jpeg((100, 100))
    assert b"may-anh-cua-phong" in content
    found = drawn(tmp_path, content)
    assert found is not None
    assert found.info == {}
    assert not found.getexif()


def test_a_transparent_picture_is_on_white(tmp_path: Path):
    with io.BytesIO() as kept:
        Image.new("RGBA", (10, 10), (0, 0, 0, 0)).save(kept, "PNG")
        found = drawn(tmp_path, kept.getvalue())
    assert found is not None
    assert found.getpixel((5, 5)) == (255, 255, 255)


@pytest.mark.parametrize(
    "content",
    [
        files.png_bomb(),
        files.png_bomb(60_000),
        files.png()[:60],
        b"%PDF-1.7\n%%EOF",
        files.pdf(width=20_000_000, height=1),
        b"GIF89a" + bytes(100),
        b"",
    ],
)
def test_what_cannot_be_drawn_has_no_picture(tmp_path: Path, content):
    started = time.monotonic()
    found = drawn(tmp_path, content)
    assert found is None or max(found.size) <= 1500
    assert time.monotonic() - started < 20


def test_a_whole_picture_of_too_many_points_is_not_drawn(tmp_path: Path):
    """There is memory for it: the count of points alone keeps it out."""
    found = []
    for size in ((12_000, 9_900), (12_000, 10_100)):
        with io.BytesIO() as kept:
            Image.new("L", size).save(kept, "PNG", compress_level=1)
            found.append(drawn(tmp_path, kept.getvalue()) is not None)
    assert found == [True, False]


def test_the_limits_hold(tmp_path: Path):
    """Memory and time end the process and nothing else; with room the same file is drawn."""
    path = tmp_path / "x"
    path.write_bytes(files.png((6000, 6000)))
    little = ParserLimits(memory_bytes=200 * 2**20, cpu_seconds=10, wall_seconds=15)
    short = ParserLimits(wall_seconds=0.05)
    assert asked("picture", path, limits=little) is None
    assert asked("picture", path, limits=short) is None
    assert asked("picture", path) is not None


def test_the_process_writes_no_file(tmp_path: Path, monkeypatch):
    """Looking at a process from outside: its own limits say that it may not write a byte."""
    seen: list[str] = []
    started = confined.subprocess.Popen

    def watched(*args: object, **kwargs: object) -> object:
        process = started(*args, **kwargs)
        limits = Path(f"/proc/{process.pid}/limits")
        for _ in range(400):
            text = limits.read_text() if limits.exists() else ""
            sizes = [line.split() for line in text.splitlines() if "Max file size" in line]
            if sizes and sizes[0][3] == "0":
                seen.append(text)
                break
            time.sleep(0.005)
        return process

    if not Path("/proc/self/limits").exists():
        pytest.skip("only Linux shows it")
    monkeypatch.setattr(confined.subprocess, "Popen", watched)
    path = tmp_path / "x"
    path.write_bytes(files.jpeg((5000, 5000)))
    assert asked("picture", path) is not None
    assert seen


def test_no_more_than_two_at_once(tmp_path: Path, monkeypatch):
    now, most, lock = [0], [0], threading.Lock()

    def answer(*_: object) -> bytes:
        with lock:
            now[0] += 1
            most[0] = max(most[0], now[0])
        time.sleep(0.05)
        with lock:
            now[0] -= 1
        return b""

    monkeypatch.setattr(confined, "_answer", answer)
    threads = [threading.Thread(target=asked, args=("picture", tmp_path)) for _ in range(6)]
    for each in threads:
        each.start()
    for each in threads:
        each.join()
    assert most == [2]


def test_a_picture_is_made_once_and_kept_beside(office: Workspace, monkeypatch):
    found = given(office, content=files.png(), name="ảnh.png")
    shown = picture_of(office, LEADER, found.number)
    assert shown is not None
    assert shown.read_bytes().startswith(b"\x89PNG")
    assert shown.parent.name == found.sha256[2:4]
    monkeypatch.setattr(shelf, "asked", lambda *_: pytest.fail("drawn again"))
    assert picture_of(office, LEADER, found.number) == shown


def test_what_failed_once_is_not_tried_at_every_look(office: Workspace, monkeypatch):
    found = given(office, content=files.png_bomb(), name="ảnh.png")
    assert picture_of(office, LEADER, found.number) is None
    monkeypatch.setattr(shelf, "asked", lambda *_: pytest.fail("drawn again"))
    assert picture_of(office, LEADER, found.number) is None


@pytest.mark.parametrize("content", [files.docx(), files.xlsx()])
def test_office_files_have_no_picture(office: Workspace, content):
    found = given(office, content=content)
    assert found.media_type not in PICTURED
    assert not found.has_picture
    assert picture_of(office, LEADER, found.number) is None
