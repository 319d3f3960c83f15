"""Base files are kept with what was drawn on them: changed or gone, a report is made the same."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from io import BytesIO
from pathlib import Path

import docx
import pytest
from pptx import Presentation

from indicators import reports
from indicators.errors import InputRejected
from indicators.export import Options, Wanted
from indicators.export.templates import DECK, REPORT, lay
from indicators.reports import bases
from indicators.workspace import Workspace
from tests.offices import Hands

MONTH = Wanted("so", "2026-10")


@pytest.fixture(scope="module")
def starters(tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    """What an office begins with: a deck and a Word file of its own."""
    return {path.name: path.read_bytes() for path in lay(tmp_path_factory.mktemp("mau"))}


@pytest.fixture
def office(small_office: Callable[..., Workspace], the_clock: Hands, tmp_path: Path) -> Workspace:
    """An office whose own base files are in a folder of the test's."""
    opened = small_office()
    opened.settings = opened.settings.model_copy(update={"templates": tmp_path / "mau"})
    the_clock.set("2026-11-20 09:00")
    return opened


@pytest.fixture
def folder(office: Workspace, starters: dict[str, bytes]) -> Path:
    """The office's own folder, with a deck and a Word file in it."""
    found = office.settings.templates_path
    found.mkdir(parents=True)
    for name in (DECK, REPORT):
        (found / name).write_bytes(starters[name])
    return found


def made(office: Workspace, kind: str, options: Options | None = None) -> reports.Made:
    return reports.make(office, office.operator("lanh-dao"), kind, MONTH, options)


def again(office: Workspace, number: int) -> reports.Again:
    return reports.again(office, office.operator(), number)


def another_word() -> bytes:
    content = BytesIO()
    word = docx.Document()
    word.add_paragraph("Mẫu khác: {{ ty_le_xanh_hoa }}")
    word.save(content)
    return content.getvalue()


def another_deck(content: bytes) -> bytes:
    deck = Presentation(BytesIO(content))
    deck.slide_masters[0].shapes[0].name = "Đổi tên"
    changed = BytesIO()
    deck.save(changed)
    return changed.getvalue()


@pytest.mark.parametrize(("kind", "name"), [("docx", REPORT), ("pptx", DECK)])
def test_a_report_is_the_same_after_its_base_was_changed_and_after_it_is_gone(
    office: Workspace, folder: Path, kind: str, name: str
) -> None:
    first = made(office, kind)
    path = folder / name
    path.write_bytes(another_word() if kind == "docx" else another_deck(path.read_bytes()))
    assert made(office, kind).download.content != first.download.content  # it is drawn on that
    found = again(office, first.number)
    assert found.is_same
    assert found.download == first.download
    path.unlink()
    found = again(office, first.number)
    assert (found.is_same, found.told) == (True, "Giống hệt bản đã xuất, từng byte.")
    assert found.download.content == first.download.content


def test_each_content_is_kept_once_and_only_where_it_was_drawn_on(
    office: Workspace, folder: Path
) -> None:
    numbers = [made(office, kind).number for kind in ("docx", "docx", "pptx", "csv")]
    kept = [bases.kept(office.store, number) for number in numbers]
    assert [[(each.format, each.name) for each in found] for found in kept] == [
        [("docx", REPORT)], [("docx", REPORT)], [("pptx", DECK)], [],
    ]  # fmt: skip
    assert {each.sha256 for found in kept for each in found} == {
        each.sha256 for each in bases.taken({"docx": folder / REPORT, "pptx": folder / DECK})
    }
    with office.store.write("count", changes_board=False) as write:
        again_kept = bases.kept(office.store, numbers[0])
        bases.record(write, numbers[3], again_kept)  # its content is there already
    assert bases.kept(office.store, numbers[3]) == kept[0]


def test_what_is_too_large_is_not_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / REPORT
    path.write_bytes(b"12345")
    monkeypatch.setattr(bases, "MOST_BYTES", 4)
    assert bases.taken({"docx": path}) == ()
    monkeypatch.setattr(bases, "MOST_BYTES", 5)
    assert [each.content for each in bases.taken({"docx": path})] == [b"12345"]


def test_nothing_is_left_of_where_they_were_laid(tmp_path: Path) -> None:
    own = bases.Base("docx", "../bao-cao.docx", b"x")
    options = Options(bases={"docx": tmp_path / REPORT, "pptx": tmp_path / DECK})
    with bases.laid(options, [own]) as told:
        path = told.bases["docx"]
        assert path.read_bytes() == b"x"
        assert path.name == "bao-cao.docx"
        assert told == replace(options, bases={"docx": path, "pptx": tmp_path / DECK})
    assert not path.parent.parent.exists()


@pytest.mark.parametrize(
    ("kind", "name", "told"),
    [("docx", REPORT, "Tệp mẫu bao-cao.docx: không có ở {folder}"),
     ("pptx", DECK, "Không có tệp nền «trinh-chieu.pptx» ở {folder}")],
)  # fmt: skip
def test_one_made_before_they_were_kept_says_where_its_base_was(
    office: Workspace,
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    kind: str,
    name: str,
    told: str,
) -> None:
    monkeypatch.setattr(bases, "record", lambda *_: None)
    number = made(office, kind).number
    assert again(office, number).is_same
    (folder / name).unlink()
    with pytest.raises(InputRejected) as refused:
        again(office, number)
    assert told.format(folder=folder) in str(refused.value)
