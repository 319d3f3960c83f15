"""The layout of a report, read back: every measure of Nghị định 30/2020/NĐ-CP, annex I.

REFERENCE.md, "Layout of official documents": one test a measure, each on the file itself.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from docx.document import Document as WordDocument
from docx.enum.section import WD_ORIENTATION
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml.ns import qn
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph

from indicators.export import Options, write
from indicators.export.model import Official
from indicators.export.word.letterhead import letterhead
from indicators.export.word.letters import width
from tests.unit.reported import OFFICIAL, month, opened, written

BODY_STYLES = {"BxBody", "BxBullet", "BxHeading", "BxSubheading"}


@pytest.fixture(scope="module")
def word() -> WordDocument:
    return opened(written())


@pytest.fixture(scope="module")
def head(word: WordDocument) -> Table:
    return word.tables[0]


@pytest.fixture(scope="module")
def foot(word: WordDocument) -> Table:
    return next(each for each in word.tables if each.cell(0, 0).text.startswith("Nơi nhận:"))


def body(word: WordDocument) -> list[Paragraph]:
    return [each for each in word.paragraphs if _style(each) in BODY_STYLES]


def line(cell: _Cell | WordDocument, start: str) -> Paragraph:
    return next(each for each in cell.paragraphs if each.text.startswith(start))


def look(paragraph: Paragraph) -> tuple[float, bool, bool]:
    """Return size in points, bold, italic of a paragraph's first run."""
    run = paragraph.runs[0]
    style = paragraph.style
    assert style is not None
    size = run.font.size or style.font.size
    assert size is not None
    return size.pt, bool(run.bold or style.font.bold), bool(run.italic or style.font.italic)


def below(cell: _Cell | WordDocument, above: Paragraph) -> Paragraph:
    found = list(cell.paragraphs)
    place = next(n for n, each in enumerate(found) if each._p is above._p)
    return found[place + 1]


def rule_length(paragraph: Paragraph, room: float) -> float:
    """Return the length in millimetres of the rule that a paragraph is; its side is the same."""
    border = paragraph._p.find(f"{qn('w:pPr')}/{qn('w:pBdr')}/{qn('w:bottom')}")
    assert border is not None
    assert border.get(qn("w:val")) == "single"
    left, right = paragraph.paragraph_format.left_indent, paragraph.paragraph_format.right_indent
    assert left is not None
    assert right is not None
    assert left == right
    return room - left.mm - right.mm


def text_length(text: str, size: float) -> float:
    return width(text, size) * 25.4 / 72


def _style(paragraph: Paragraph) -> str:
    assert paragraph.style is not None
    return str(paragraph.style.style_id)


def test_paper_is_a4(word: WordDocument) -> None:
    first, *annexes = word.sections
    assert first.page_width is not None
    assert first.page_height is not None
    assert (round(first.page_width.mm), round(first.page_height.mm)) == (210, 297)
    for each in annexes:
        assert each.page_width is not None
        assert each.page_height is not None
        assert (round(each.page_width.mm), round(each.page_height.mm)) == (297, 210)


def test_margins(word: WordDocument) -> None:
    for each in word.sections:
        assert each.top_margin is not None
        assert each.bottom_margin is not None
        assert each.left_margin is not None
        assert each.right_margin is not None
        assert 20 <= round(each.top_margin.mm, 1) <= 25
        assert 20 <= round(each.bottom_margin.mm, 1) <= 25
        assert 30 <= round(each.left_margin.mm, 1) <= 35
        assert 15 <= round(each.right_margin.mm, 1) <= 20


def test_letters_are_times_new_roman_and_black(word: WordDocument) -> None:
    used = {_style(each) for each in _all(word)}
    for code in used:
        style = next(each for each in word.styles if each.style_id == code)
        fonts = style.element.find(f"{qn('w:rPr')}/{qn('w:rFonts')}")
        assert {fonts.get(qn(f"w:{each}")) for each in ("ascii", "hAnsi", "cs", "eastAsia")} == {
            "Times New Roman"
        }
        assert str(style.font.color.rgb) == "000000"
    named = {each.font.name for paragraph in _all(word) for each in paragraph.runs}
    assert named == {None}  # no run says otherwise
    for paragraph in word.paragraphs:
        assert {each.font.color.rgb for each in paragraph.runs} <= {None}


def test_the_page_number_stands_centred_in_the_top_margin(word: WordDocument) -> None:
    (number,) = word.sections[0].header.paragraphs
    assert number.alignment == WD_ALIGN_PARAGRAPH.CENTER
    assert "PAGE" in number._p.xpath("string(.//w:instrText)")
    sizes = {each.font.size.pt for each in number.runs if each.font.size}
    assert sizes <= {13.0, 14.0}
    assert sizes
    for each in word.sections:
        assert each.header_distance is not None
        assert each.top_margin is not None
        assert each.header_distance < each.top_margin


def test_the_first_page_shows_no_number(word: WordDocument) -> None:
    for each in word.sections:
        assert each.different_first_page_header_footer
        assert "".join(p.text for p in each.first_page_header.paragraphs) == ""
        assert not each.first_page_header._element.xpath(".//w:instrText")


def test_the_head_has_columns_of_62_and_98_mm_without_cell_margins(head: Table) -> None:
    widths = [cell.width.mm for cell in head.rows[0].cells if cell.width is not None]
    assert [round(each) for each in widths] == [62, 98]
    margins = head._tbl.tblPr.find(qn("w:tblCellMar"))
    assert margins is not None
    assert {each.get(qn("w:w")) for each in margins} == {"0"}
    assert head._tbl.tblPr.find(qn("w:tblBorders")) is None


def test_parent_agency(head: Table) -> None:
    parent = line(head.cell(0, 0), "UBND TỈNH ĐẮK LẮK")
    size, bold, italic = look(parent)
    assert 12 <= size <= 13
    assert (bold, italic, parent.alignment) == (False, False, WD_ALIGN_PARAGRAPH.CENTER)
    assert parent.text == parent.text.upper()


def test_issuing_agency_and_its_rule(head: Table) -> None:
    cell = head.cell(0, 0)
    agency = line(cell, "SỞ XÂY DỰNG")
    size, bold, _ = look(agency)
    assert 12 <= size <= 13
    assert bold
    assert agency.text == agency.text.upper()
    share = rule_length(below(cell, agency), 62) / text_length(agency.text, size)
    assert 1 / 3 <= share <= 1 / 2


def test_the_rule_of_a_long_agency_stays_within_its_column() -> None:
    name = "BAN QUẢN LÝ CÁC DỰ ÁN ĐẦU TƯ XÂY DỰNG CÔNG TRÌNH GIAO THÔNG VÀ NÔNG NGHIỆP"
    official = replace(OFFICIAL, agency=name)
    cell = opened(write("docx", month(), Options(official=official))).tables[0].cell(0, 0)
    assert 62 / 3 <= rule_length(below(cell, line(cell, name)), 62) <= 31


def test_nation(head: Table) -> None:
    nation = line(head.cell(0, 1), "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM")
    size, bold, _ = look(nation)
    assert 12 <= size <= 13
    assert bold
    assert text_length(nation.text, size) < 98  # on one line


def test_motto_and_its_rule(head: Table) -> None:
    cell = head.cell(0, 1)
    motto = line(cell, "Độc lập - Tự do - Hạnh phúc")
    size, bold, _ = look(motto)
    assert 13 <= size <= 14
    assert bold
    length = rule_length(below(cell, motto), 98)
    assert length == pytest.approx(text_length(motto.text, size), rel=0.02)


def test_number_and_symbol(head: Table) -> None:
    number = line(head.cell(1, 0), "Số:")
    assert number.text == "Số: 05/BC-SXD"  # below 10 with a leading zero
    assert look(number) == (13.0, False, False)


@pytest.mark.parametrize(
    ("official", "number"),
    [
        (replace(OFFICIAL, number=12), "Số: 12/BC-SXD"),
        (replace(OFFICIAL, number=None), "Số:         /BC-SXD"),
        (Official(), "Số:         /BC-        "),
    ],
)
def test_without_a_number_there_is_room_for_a_pen(official: Official, number: str) -> None:
    assert letterhead(official, month().head, "").number == number


def test_place_and_date(head: Table) -> None:
    place = line(head.cell(1, 1), "Đắk Lắk")
    assert place.text == "Đắk Lắk, ngày 05 tháng 02 năm 2026"
    size, bold, italic = look(place)
    assert 13 <= size <= 14
    assert (bold, italic) == (False, True)


@pytest.mark.parametrize(
    ("day", "told"),
    [
        ("2026-01-09", "ngày 09 tháng 01 năm 2026"),
        ("2026-03-10", "ngày 10 tháng 3 năm 2026"),
        ("2026-11-22", "ngày 22 tháng 11 năm 2026"),
        ("", "ngày          tháng          năm 2026"),
        ("ngày nào đó", "ngày nào đó"),
    ],
)
def test_days_below_ten_and_the_first_two_months_have_a_zero(day: str, told: str) -> None:
    letter = letterhead(replace(OFFICIAL, date=day), month().head, "")
    assert letter.place_and_date == f"Đắk Lắk, {told}"


def test_type_of_document(word: WordDocument) -> None:
    kind = line(word, "BÁO CÁO")
    size, bold, _ = look(kind)
    assert 13 <= size <= 14
    assert (bold, kind.alignment) == (True, WD_ALIGN_PARAGRAPH.CENTER)


def test_abstract_and_its_rule(word: WordDocument) -> None:
    abstract = below(word, line(word, "BÁO CÁO"))
    assert abstract.text == "Kết quả thực hiện các chỉ tiêu tháng 10 năm 2026"
    size, bold, _ = look(abstract)
    assert 13 <= size <= 14
    assert (bold, abstract.alignment) == (True, WD_ALIGN_PARAGRAPH.CENTER)
    share = rule_length(below(word, abstract), 160) / text_length(abstract.text, size)
    assert 1 / 3 <= share <= 1 / 2


def test_body_letters_alignment_indent_spacing(word: WordDocument) -> None:
    paragraphs = body(word)
    assert len(paragraphs) > 15
    for each in paragraphs:
        assert each.style is not None
        form = each.style.paragraph_format
        assert 13 <= look(each)[0] <= 14
        assert form.alignment == WD_ALIGN_PARAGRAPH.JUSTIFY
        assert each.alignment is None
        assert form.first_line_indent is not None
        assert round(form.first_line_indent.cm, 2) in (1.0, 1.27)
        assert form.space_after is not None
        assert form.space_after.pt >= 6
        assert 1 <= float(form.line_spacing or 0) <= 1.5


def test_signature_block(foot: Table) -> None:
    cell = foot.cell(0, 1)
    for start in ("KT. GIÁM ĐỐC", "PHÓ GIÁM ĐỐC"):
        paragraph = line(cell, start)
        size, bold, _ = look(paragraph)
        assert 13 <= size <= 14
        assert (bold, paragraph.alignment) == (True, WD_ALIGN_PARAGRAPH.CENTER)
        assert paragraph.text == paragraph.text.upper()
    assert look(line(cell, "Họ Và Tên"))[1]


def test_no_page_breaks_the_signature_from_itself_or_the_last_sentence(
    word: WordDocument, foot: Table
) -> None:
    assert foot._tbl.xpath("count(./w:tr/w:trPr/w:cantSplit)") == len(foot.rows) == 1
    assert line(word, "Trên đây là báo cáo").paragraph_format.keep_with_next


def test_recipients(foot: Table) -> None:
    first, *listed = foot.cell(0, 0).paragraphs
    assert (first.text, look(first)) == ("Nơi nhận:", (12.0, True, True))
    assert [each.text for each in listed] == ["- UBND tỉnh (báo cáo);", "- Lưu: VT, VP."]
    assert {look(each) for each in listed} == {(11.0, False, False)}


@pytest.mark.parametrize("named", [(), ("Sở Tài chính.",)])
def test_the_list_always_ends_where_a_copy_is_kept(named: tuple[str, ...]) -> None:
    letter = letterhead(replace(OFFICIAL, recipients=named), month().head, "")
    assert letter.recipients[-1] == "- Lưu: VT."
    assert all(each.endswith(";") for each in letter.recipients[:-1])


def test_the_annex_is_wide_with_page_numbers_of_its_own(word: WordDocument) -> None:
    (annex,) = word.sections[1:]
    assert annex.orientation == WD_ORIENTATION.LANDSCAPE
    assert annex._sectPr.xpath("string(w:pgNumType/@w:start)") == "1"
    named = line(word, "Phụ lục")
    assert look(named)[1]
    title = below(word, named)
    assert title.text == "CHI TIẾT SỐ LIỆU CÁC CHỈ TIÊU THÁNG 10 NĂM 2026"
    belongs = below(word, title)
    assert belongs.text.startswith("(Kèm theo Báo cáo số 05/BC-SXD ngày 05 tháng 02 năm 2026 của ")
    assert look(belongs)[2]


def test_tables_repeat_their_head_and_break_no_row(word: WordDocument) -> None:
    tables = [each for each in word.tables if each._tbl.tblPr.find(qn("w:tblBorders")) is not None]
    assert len(tables) == 5
    for each in tables:
        assert each._tbl.xpath("count(./w:tr[1]/w:trPr/w:tblHeader)") == 1
        assert each._tbl.xpath("count(./w:tr/w:trPr/w:cantSplit)") == len(each._tbl.tr_lst)


def _all(word: WordDocument) -> Iterator[Paragraph]:
    for each in word.element.body.iter(qn("w:p")):
        if each.find(f"{qn('w:pPr')}/{qn('w:sectPr')}") is None:  # the break before the annex
            yield Paragraph(each, word._body)
