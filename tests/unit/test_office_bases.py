"""Which base files an office has of its own, and what is told of one that cannot be used."""

from __future__ import annotations

import os
from datetime import UTC, datetime
from pathlib import Path

import docx
import pytest
from pptx import Presentation
from pptx.util import Emu

from indicators.export import Options, write
from indicators.export.official import official
from indicators.export.templates import CENTRAL, DECK, OFFICIAL, REPORT, Base, in_use, lay
from indicators.settings import Settings
from tests import offices
from tests.unit.reported import OFFICIAL as SAID
from tests.unit.reported import month, opened

NAMES = [DECK, REPORT, OFFICIAL, CENTRAL]
CHANGED = datetime(2026, 11, 20, 3, 30, tzinfo=UTC)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(store=tmp_path / "b.duckdb", templates=tmp_path / "mau")


def found(settings: Settings, name: str) -> Base:
    return next(each for each in in_use(settings, offices.catalogue()) if each.name == name)


def put(settings: Settings, name: str, text: str, encoding: str = "utf-8") -> None:
    settings.templates_path.mkdir(exist_ok=True)
    (settings.templates_path / name).write_text(text, encoding=encoding)


def test_without_a_folder_ours_are_used(settings: Settings) -> None:
    assert in_use(settings, offices.catalogue()) == [Base(name) for name in NAMES]


def test_what_we_give_to_begin_with_can_be_used_as_it_is(settings: Settings) -> None:
    for path in lay(settings.templates_path):
        os.utime(path, (CHANGED.timestamp(), CHANGED.timestamp()))
    assert in_use(settings, offices.catalogue()) == [Base(name, CHANGED) for name in NAMES]


@pytest.mark.parametrize(
    ("name", "text", "told"),
    [
        (DECK, "không phải tệp trình chiếu", "không phải tệp PowerPoint hoặc hỏng"),
        (REPORT, "không phải tệp Word", "không đọc được như tệp Word .docx"),
        (OFFICIAL, 'symbol = "45"', "symbol «45» phải viết như"),
        (CENTRAL, "[form]\nrows = 1\n", "«rows» không nhận «1»"),
    ],
)
def test_one_that_cannot_be_used_says_why(
    settings: Settings, name: str, text: str, told: str
) -> None:
    put(settings, name, text)
    assert told in found(settings, name).fault
    assert [each.name for each in in_use(settings, offices.catalogue()) if each.changed_at] == [
        name
    ]


def test_a_place_that_there_is_not_is_told_before_any_report_is_made(settings: Settings) -> None:
    settings.templates_path.mkdir()
    word = docx.Document()
    word.add_paragraph("{{ ty_le_xanh_hoa }} {{ ten_khong_co }}")
    word.save(str(settings.templates_path / REPORT))
    assert "ten_khong_co" in found(settings, REPORT).fault
    assert "ty_le_xanh_hoa" not in found(settings, REPORT).fault.partition("dùng được")[0]


def test_a_deck_without_room_is_told(settings: Settings) -> None:
    settings.templates_path.mkdir()
    deck = Presentation()
    deck.slide_height = Emu(1_500_000)
    deck.save(str(settings.templates_path / DECK))
    assert "cần một bố cục (layout) có khung Tiêu đề" in found(settings, DECK).fault


def test_a_file_that_notepad_saved_with_its_mark_is_read(settings: Settings) -> None:
    put(settings, OFFICIAL, 'symbol = "BC-SXD"', encoding="utf-8-sig")
    assert found(settings, OFFICIAL).fault == ""
    assert official(settings).symbol == "BC-SXD"


def test_rows_of_an_offices_own_table_go_through_a_list_as_the_page_tells(tmp_path: Path) -> None:
    word = docx.Document()
    grid = word.add_table(4, 2)
    grid.cell(0, 0).text, grid.cell(0, 1).text = "Đơn vị", "Xanh"
    grid.cell(1, 0).text = "{%tr for x in cac_don_vi %}"
    grid.cell(2, 0).text, grid.cell(2, 1).text = "{{ x.ten }}", "{{ x.ty_le }}"
    grid.cell(3, 0).text = "{%tr endfor %}"
    word.save(str(tmp_path / REPORT))
    taken = month()
    made = write("docx", taken, Options(official=SAID, bases={"docx": tmp_path / REPORT}))
    rows = [[cell.text for cell in row.cells] for row in opened(made).tables[0].rows]
    assert rows[0] == ["Đơn vị", "Xanh"]
    names = {each.name for each in taken.units}
    assert len(rows) > 2
    assert {row[0] for row in rows[1:]} <= names
    assert not any("{" in cell for row in rows for cell in row)
