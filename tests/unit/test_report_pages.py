"""What stays on one page of a report: small tables, ends of long ones, who signs and the end."""

from __future__ import annotations

from pathlib import Path

import pytest
from docx.document import Document as WordDocument
from docx.oxml.ns import qn
from docx.oxml.parser import parse_xml
from docx.oxml.xmlchemy import BaseOxmlElement

from indicators.export import Options, write
from indicators.export.document import Column, Table, TableCell
from indicators.export.outlines import report as outline
from indicators.export.word.measures import ROOM
from indicators.export.word.starter import starter
from indicators.export.word.styles import CELL_STYLE
from indicators.export.word.table import table_xml
from indicators.export.word.xml import NAMESPACES
from tests.unit.reported import OFFICIAL, month, opened

COLUMNS = (Column("TT", 10, "center"), Column("Đơn vị", 60), Column("Lý do", 90))


def drawn(rows: int, words: str = "Chưa có giải trình.", *, keep_next: bool = False) -> list[bool]:
    """Return of each row of a table, its head first, whether it stays with the one below it."""
    lines = tuple(
        (TableCell((str(number),)), TableCell((f"Phòng {number}",)), TableCell((words,)))
        for number in range(rows)
    )
    xml = table_xml(Table(COLUMNS, lines), ROOM, CELL_STYLE, keep_next=keep_next)
    table = parse_xml(f"<w:body {NAMESPACES}>{xml}</w:body>")[0]
    return [stays(row) for row in table.iter(qn("w:tr"))]


def stays(element: BaseOxmlElement) -> bool:
    """Whether all of a row, or a paragraph, is kept with what follows."""
    found = [each.find(f"{qn('w:pPr')}/{qn('w:keepNext')}") for each in element.iter(qn("w:p"))]
    assert len({each is None for each in found}) == 1  # all of it, or none
    return found[0] is not None


@pytest.mark.parametrize("rows", [1, 2, 5, 13])
def test_a_table_that_fits_on_a_page_is_not_broken(rows: int) -> None:
    assert drawn(rows) == [True] * rows + [False]


@pytest.mark.parametrize(("rows", "words"), [(40, "x"), (20, "Hồ sơ dồn vào cuối tháng. " * 9)])
def test_of_a_long_table_no_row_stands_alone_at_either_end(rows: int, words: str) -> None:
    assert drawn(rows, words) == [True, True, *[False] * (rows - 3), True, False]


def test_the_last_row_stays_with_what_must_not_stand_alone() -> None:
    assert drawn(40, keep_next=True)[-2:] == [True, True]
    assert drawn(2, keep_next=True) == [True] * 3


def test_a_table_of_nothing_and_of_one_row_can_be_drawn() -> None:
    assert drawn(0) == [True]
    assert drawn(1, "Hồ sơ dồn vào cuối tháng. " * 400) == [True, False]


def before_the_signature(word: WordDocument) -> list[BaseOxmlElement]:
    """Return what stands above the signature, the nearest first."""
    body = list(word.element.body)
    foot = next(
        place
        for place, each in enumerate(body)
        if each.tag == qn("w:tbl") and "Nơi nhận:" in "".join(each.itertext())
    )
    return body[foot - 1 :: -1]


@pytest.mark.parametrize("is_own", [False, True])
def test_who_signs_has_more_above_than_the_last_sentence(tmp_path: Path, is_own: bool) -> None:
    bases = {}
    if is_own:
        bases["docx"] = tmp_path / "bao-cao.docx"
        bases["docx"].write_bytes(starter())
    word = opened(write("docx", month(), Options(official=OFFICIAL, bases=bases)))
    closing, last, *_ = before_the_signature(word)
    assert "Trên đây là báo cáo" in "".join(closing.itertext())
    assert stays(closing)
    assert stays(last)
    assert "".join(last.itertext()).startswith("- ")


def test_a_table_above_the_last_sentence_stays_with_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where nobody lacks figures and nothing is promised, the reasons come last."""
    monkeypatch.setattr(outline, "_missing", lambda _: iter(()))
    monkeypatch.setattr(outline, "_next", lambda _: iter(()))
    closing, gap, table, *_ = before_the_signature(opened(write("docx", month())))
    assert table.tag == qn("w:tbl")
    assert stays(closing)
    assert stays(gap)
    assert all(stays(row) for row in table.iter(qn("w:tr")))
