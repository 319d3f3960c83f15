"""The board as PDF pages: every figure on them, nothing of anybody's words is markup."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from io import BytesIO
from time import monotonic

import pikepdf
import psutil
import pypdfium2
import pytest

from indicators.errors import NotFound
from indicators.export import EXPORTS, Options, Snapshot, tracing, write
from indicators.export.document import Document, Table
from indicators.export.model import Cancelled, at_once
from indicators.export.outlines.album import album
from indicators.export.outlines.matrix import MOST_COLUMNS, matrix
from indicators.export.palette import SAMPLE
from indicators.export.pdf import pages
from indicators.export.press import Job, NotPrinted, printed
from tests import drawn

A4_LANDSCAPE = (pytest.approx(841.89, abs=0.1), pytest.approx(595.28, abs=0.1))


@pytest.fixture(scope="module")
def snapshot() -> Snapshot:
    return drawn.board()


@pytest.fixture(scope="module")
def document(snapshot: Snapshot) -> Document:
    return album(snapshot, Options())


@pytest.fixture(scope="module")
def pdf(snapshot: Snapshot) -> bytes:
    return write("pdf", snapshot)


@pytest.fixture(scope="module")
def hostile(snapshot: Snapshot) -> str:
    return "".join(drawn.page_texts(write("pdf", drawn.hostile(snapshot))))


def written_figures(document: Document) -> Counter[str]:
    """Return the texts of all figures that stand as letters: not those of small charts."""
    without = replace(
        document,
        sections=tuple(
            replace(section, blocks=tuple(map(without_strips, section.blocks)))
            for section in document.sections
        ),
    )
    return Counter(drawn.bare(each.text) for each in without.figures() if each.text)


def without_strips(block):
    if not isinstance(block, Table):
        return block
    rows = tuple(tuple(replace(cell, charts=()) for cell in row) for row in block.rows)
    return replace(block, rows=rows)


def test_every_figure_of_the_document_stands_on_a_page(document: Document, pdf: bytes):
    text = "".join(drawn.page_texts(pdf))
    wanted = written_figures(document)
    assert {"80%", "97,96%", "12.345,67triệuđồng", "Không", "80", "100"} <= wanted.keys()
    fewer = {told: (text.count(told), n) for told, n in wanted.items() if text.count(told) < n}
    assert fewer == {}


def test_figures_of_small_charts_are_told_to_who_does_not_see(document: Document, pdf: bytes):
    cells = [
        cell
        for section in document.sections
        for block in section.blocks
        if isinstance(block, Table)
        for row in block.rows
        for cell in row
    ]
    charts = [chart for cell in cells for chart in cell.charts]
    assert charts
    for chart in charts:
        for point in chart.points:
            assert point.figure is None or point.figure.text in chart.alt
    with pikepdf.open(BytesIO(pdf)) as file:
        told = {str(each.Alt) for each in drawn.tags(file) if pikepdf.Name.Alt in each}
    assert {" ".join(each.alt for each in cell.charts) for cell in cells if cell.charts} <= told


def test_every_figure_is_followed_to_its_place_in_the_snapshot(
    snapshot: Snapshot, document: Document
):
    for figure in document.figures():
        assert tracing.resolve(snapshot, figure.trace) == figure.value, figure


def test_the_same_snapshot_gives_the_same_bytes(snapshot: Snapshot, pdf: bytes):
    kept = Snapshot.read(snapshot.kept())
    assert write("pdf", kept) == pdf
    later = replace(snapshot, head=replace(snapshot.head, version=snapshot.head.version + 1))
    assert write("pdf", later) != pdf


def test_the_file_says_it_may_be_archived_and_read_aloud(document: Document, pdf: bytes):
    meta = re.search(rb"<x:xmpmeta.*?</x:xmpmeta>", pdf, re.DOTALL).group().decode()
    assert "<pdfaid:part>2</pdfaid:part>" in meta
    assert "<pdfaid:conformance>A</pdfaid:conformance>" in meta
    assert "<pdfuaid:part>1</pdfuaid:part>" in meta
    assert "<rdf:li>vi-VN</rdf:li>" in meta or "<rdf:li>vi</rdf:li>" in meta
    assert "2026-11-22T" in meta
    with pikepdf.open(BytesIO(pdf)) as file:
        assert file.Root.OutputIntents[0].S == pikepdf.Name.GTS_PDFA1
        assert file.Root.MarkInfo.Marked
        assert not file.is_encrypted
        assert not {"/JavaScript", "/OpenAction", "/AA", "/Names"} & set(file.Root.keys())
    opened = pypdfium2.PdfDocument(pdf)
    assert opened.get_metadata_value("Title") == f"{document.title}, {document.subtitle}"
    assert opened.is_tagged()
    assert [each.get_title() for each in opened.get_toc()] == [
        section.title for section in document.sections
    ]


def test_every_page_is_landscape_and_says_whose_it_is(snapshot: Snapshot):
    marked = replace(snapshot, head=replace(snapshot.head, is_sample=True, counts_waiting=True))
    made = write("pdf", marked)
    texts = drawn.page_texts(made)
    opened = pypdfium2.PdfDocument(made)
    for number, (page, text) in enumerate(zip(opened, texts, strict=True), start=1):
        assert page.get_size() == A4_LANDSCAPE
        assert drawn.bare(SAMPLE) in text
        assert "Tínhcảsốliệuchờduyệt" in text
        assert f"Trang{number}/{len(texts)}" in text
        assert drawn.bare(f"số liệu lúc {snapshot.head.known_text}") in text
        assert f"phiênbảndữliệu{snapshot.head.version}" in text
        assert "Tháng10/2026" in text


def test_words_of_people_are_set_as_they_are(hostile: str):
    assert drawn.bare(drawn.HOSTILE) in hostile
    assert hostile.count('#eval("1+1")') > 10
    assert drawn.bare(f"= {drawn.HOSTILE} {drawn.STRANGE_SHOWN}") in hostile
    assert "\u202e" not in hostile


def test_what_no_font_has_would_not_pass_as_pdf_a(snapshot: Snapshot, monkeypatch):
    monkeypatch.setattr("indicators.export.press._drawable", lambda data: data)
    with pytest.raises(NotPrinted, match="Không dàn được trang"):
        pages(album(drawn.hostile(snapshot), Options()), at_once)


def test_waiting_missing_and_explained_are_told(pdf: bytes):
    text = "".join(drawn.page_texts(pdf))
    assert "chờduyệt" in text
    assert "Nguyênnhân:Thiếungười.Giảipháp:Điềuđộngthêmhaingười." in text
    assert "!chưabáocáo" in text
    assert drawn.bare("a-2026-10.xlsx, Biểu 1!E7") in text
    assert drawn.bare("mục I.RATE") in text


def test_a_quarter_shows_the_whole_and_says_of_which_month_the_colours_are():
    snapshot = drawn.board("2026-Q3")
    text = "".join(drawn.page_texts(write("pdf", snapshot)))
    assert "QuýIII/2026;màutheothángcuốikỳ(Tháng09/2026)" in text
    assert "Cảkỳ" in text
    assert tracing.whole(snapshot, snapshot.by_key["a", "RATE"]).text == "80 %"
    assert "24.691,34triệuđồng" in text  # two months of 12.345,67


def test_more_indicators_than_fit_are_shared_between_tables(snapshot: Snapshot):
    wide = drawn.wide(snapshot, 30)
    section = matrix(wide)
    tables = [block for block in section.blocks if isinstance(block, Table)]
    assert [len(each.columns) - 2 for each in tables] == [10, 10, 10]
    assert max(len(each.columns) - 2 for each in tables) <= MOST_COLUMNS
    heads = [column.title for each in tables for column in each.columns[2:]]
    assert heads == [each.name for each in wide.indicators]
    for each in tables:
        assert [row[0].plain for row in each.rows] == [unit.name for unit in wide.units]
    assert tables[1].title == "Chỉ tiêu 11 đến 20 trong 30"


def test_heads_are_repeated_where_a_table_goes_on(snapshot: Snapshot):
    many = [replace(snapshot.units[1], code=f"x{n}", name=f"Xã số {n}") for n in range(80)]
    row = snapshot.by_key["a", "RATE"]
    rows = tuple(replace(row, cell=replace(row.cell, unit=each.code)) for each in many)
    long = replace(snapshot, units=(snapshot.units[0], *many), rows=rows)
    document = replace(album(long, Options()), sections=(matrix(long),))
    texts = drawn.page_texts(pages(document, at_once))
    assert len(texts) > 1
    assert all("HồsơđúnghạnSố" in text or "Hồsơđúng" in text for text in texts)
    assert all("Tỷlệxanhhóa" in text for text in texts)


def test_an_empty_board_says_so(snapshot: Snapshot):
    empty = replace(snapshot, rows=(), indicators=(), plans=())
    (text,) = drawn.page_texts(write("pdf", empty))
    assert "Chưacóchỉtiêunào" in text


def test_a_unit_without_indicators_has_a_page_that_says_so(snapshot: Snapshot):
    rows = tuple(row for row in snapshot.rows if row.cell.unit != "b")
    document = album(replace(snapshot, rows=rows), Options(chosen=("b",)))
    assert document.sections[-1].blocks[0].plain.startswith("Không có chỉ tiêu nào")


@pytest.mark.parametrize(("by", "code"), [("unit", "a"), ("indicator", "RATE")])
def test_only_the_chosen_pages(snapshot: Snapshot, by, code):
    found = album(snapshot, Options(by=by, chosen=(code,)))
    assert [(each.kind, each.about) for each in found.sections if each.blocks] == [(by, code)]


@pytest.mark.parametrize("by", ["unit", "indicator"])
def test_what_is_not_on_the_board_cannot_be_chosen(snapshot: Snapshot, by):
    with pytest.raises(NotFound, match="«khac»"):
        album(snapshot, Options(by=by, chosen=("khac",)))


def test_progress_goes_to_the_end(snapshot: Snapshot):
    told: list[tuple[int, int]] = []
    write("pdf", snapshot, progress=lambda done, total: told.append((done, total)))
    assert told == sorted(told)
    assert told[0] == (0, told[-1][1])
    assert told[-1][0] == told[-1][1]


def test_a_cancelled_file_leaves_no_process(snapshot: Snapshot, tmp_path, monkeypatch):
    slow = tmp_path / "slow.py"
    slow.write_text("import time; time.sleep(60)", encoding="utf-8")
    monkeypatch.setattr("indicators.export.press._SETTING", slow)

    def stop(done: int, total: int) -> None:
        if told:  # asked a second time: the pages are being set
            raise Cancelled
        told.append((done, total))

    told: list[tuple[int, int]] = []
    before = {each.pid for each in psutil.Process().children()}
    began = monotonic()
    with pytest.raises(Cancelled):
        write("pdf", snapshot, progress=stop)
    assert monotonic() - began < 30
    assert {each.pid for each in psutil.Process().children()} == before


def test_what_cannot_be_set_says_why(snapshot: Snapshot, monkeypatch):
    job = Job("khong-co.typ", "{}", snapshot.head.known_at)
    with pytest.raises(NotPrinted, match="Không dàn được trang"):
        printed(job)
    monkeypatch.setattr("indicators.export.press.apart._LONGEST_SECONDS", 0.0)
    with pytest.raises(NotPrinted, match="Dàn trang quá"):
        printed(job)


def test_it_is_one_of_the_formats():
    assert (EXPORTS["pdf"].ending, EXPORTS["pdf"].mime) == (".pdf", "application/pdf")
