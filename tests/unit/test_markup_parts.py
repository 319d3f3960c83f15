"""Marking up workbooks whose XML is lawful but rare: each part as some program writes it."""

from __future__ import annotations

import re

import pytest

from indicators.errors import InputRejected, Problem
from indicators.intake.markup import marked_up
from indicators.intake.markup.notes import HEAD
from indicators.intake.markup.splice import as_utf8, escaped, with_attributes
from tests.unit.intake_files import (
    MAIN,
    OFFICE,
    cell,
    parts_of,
    relations,
    row,
    sheet_xml,
    zipped,
)
from tests.unit.marked_books import error, fill, note, opened, parts, reading

PART = "xl/worksheets/sheet1.xml"
_SPREADSHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="xml" ContentType="application/xml"/>'
    f'<Override PartName="/xl/workbook.xml" ContentType="{_SPREADSHEET}.sheet.main+xml"/>'
    f'<Override PartName="/xl/styles.xml" ContentType="{_SPREADSHEET}.styles+xml"/>'
    f'<Override PartName="/{PART}" ContentType="{_SPREADSHEET}.worksheet+xml"/></Types>'
)


def files_of(xml):
    """Return the parts of a workbook with one sheet, as openpyxl can open them too."""
    return parts_of({"Biểu 1": xml}) | {"[Content_Types].xml": _TYPES}


def marked(rows="", *cells: str, xml=None, more=None):
    """Return the marked sheet's XML and the whole file opened."""
    files = files_of(xml or sheet_xml(rows)) | (more or {})
    data = marked_up(zipped(files), reading(*map(error, cells)))
    return parts(data)[PART].decode(), opened(data)["Biểu 1"]


def addresses(xml):
    return re.findall(r'<c r="(\w+)"', xml)


def test_cells_and_rows_without_an_address_are_counted():
    xml, sheet = marked("<row><c><v>1</v></c><c><v>2</v></c></row><row><c><v>3</v></c></row>", "B1")
    assert re.search(r'<c s="\d+"><v>2</v></c></row><row><c><v>3</v></c></row>', xml)
    assert (fill(sheet["B1"]), fill(sheet["A1"])) == ("FFFFC0B0", None)


def test_an_empty_sheet_gets_rows():
    empty = f'<worksheet xmlns="{MAIN}"><sheetData/></worksheet>'
    xml, sheet = marked("", "B3", "A2", xml=empty)
    assert addresses(xml) == ["A2", "B3"]
    assert fill(sheet["B3"]) == "FFFFC0B0"


def test_an_empty_row_gets_cells_and_wider_spans():
    xml, _ = marked(row(1, cell("A1", 1)) + '<row r="3" spans="2:3" ht="30"/>', "D3", "A3")
    assert re.search(
        r'<row r="3" spans="1:4" ht="30"><c r="A3" s="\d+"/><c r="D3" s="\d+"/></row>', xml
    )


def test_new_cells_and_rows_stand_in_order():
    rows = row(2, cell("B2", 1), cell("D2", 1)) + row(5, cell("A5", 1))
    xml, _ = marked(rows, "A2", "C2", "E2", "B1", "A4", "C9")
    assert addresses(xml) == ["B1", "A2", "B2", "C2", "D2", "E2", "A4", "A5", "C9"]


def test_rows_out_of_order_are_left_so():
    rows = row(5, cell("A5", 1)) + row(2, cell("A2", 1))
    xml, _ = marked(rows, "A2", "A3")
    assert addresses(xml) == ["A3", "A5", "A2"]


def test_both_cells_that_claim_one_address_are_marked():
    xml, _ = marked(row(1, cell("A1", 1), cell("A1", 2)), "A1")
    assert len(re.findall(r'<c r="A1" s="\d+">', xml)) == 2


def test_prefixes_stay_and_new_elements_take_them():
    xml = (
        f'<x:worksheet xmlns:x="{MAIN}" xmlns:mc="urn:mc" mc:Ignorable="q" xmlns:q="urn:q">'
        '<x:sheetData><x:row r="1" q:w="a>b"><x:c q:s="9" r="A1"><x:v>1</x:v></x:c></x:row>'
        '</x:sheetData><x:pageMargins left="1"/><mc:AlternateContent><q:o/></mc:AlternateContent>'
        "</x:worksheet>"
    )
    files = files_of(xml)
    after = parts(marked_up(zipped(files), reading(error("A1"), error("C1"))))[PART].decode()
    undone = re.sub(r' s="\d+"(?=>)|<x:c r="C1" s="\d+"/>|<x:legacyDrawing[^>]*>', "", after)
    assert undone == xml
    assert after.index("legacyDrawing") < after.index("<mc:AlternateContent>")
    assert '<x:pageMargins left="1"/><x:legacyDrawing' in after


def test_a_sheet_in_utf_16_comes_back_in_utf_8():
    text = '<?xml version="1.0" encoding="UTF-16"?>' + sheet_xml(row(1, cell("A1", 1)))
    files = files_of("") | {PART: text.encode("utf-16")}
    after = parts(marked_up(zipped(files), reading(error("A1"))))[PART]
    assert after.startswith(b'<?xml version="1.0" encoding="UTF-8"')
    assert b'<c r="A1" s="' in after


def test_a_workbook_without_styles_gets_some():
    files = files_of(sheet_xml(row(1, cell("A1", 1))))
    del files["xl/styles.xml"]
    files["xl/_rels/workbook.xml.rels"] = relations(("worksheet", "worksheets/sheet1.xml"))
    data = marked_up(zipped(files), reading(error("A1")))
    assert fill(opened(data)["Biểu 1"]["A1"]) == "FFFFC0B0"


def test_a_format_out_of_range_counts_as_the_first():
    _, sheet = marked(row(1, '<c r="A1" s="99"><v>1</v></c>'), "A1")
    assert fill(sheet["A1"]) == "FFFFC0B0"


def test_the_boxes_of_buttons_stay_beside_those_of_notes():
    drawing = (
        '<xml xmlns:v="urn:schemas-microsoft-com:vml" xmlns:x="urn:schemas-microsoft-com:office'
        ':excel"><v:shape id="_x0000_s1030"><br>not XML<x:ClientData ObjectType="Checkbox"/>'
        "</v:shape></xml>"
    )
    xml = sheet_xml(row(1, cell("A1", 1)), '<legacyDrawing r:id="rId1"/>').replace(
        "<worksheet", f'<worksheet xmlns:r="{OFFICE}"'
    )
    more = {
        "xl/worksheets/_rels/sheet1.xml.rels": relations(("vmlDrawing", "../drawings/v.vml")),
        "xl/drawings/v.vml": drawing,
    }
    data = marked_up(zipped(files_of(xml) | more), reading(error("A1")))
    after = parts(data)["xl/drawings/v.vml"].decode()
    assert after.startswith(drawing.removesuffix("</xml>"))
    assert 'id="_x0000_s1031"' in after
    assert parts(data)[PART].decode().count("<legacyDrawing") == 1


def with_comments(comments):
    more = {
        "xl/worksheets/_rels/sheet1.xml.rels": relations(("comments", "../comments1.xml")),
        "xl/comments1.xml": comments,
    }
    files = files_of(sheet_xml(row(1, cell("A1", 1)))) | more
    return marked_up(zipped(files), reading(error("A1")))


def test_damaged_notes_stay_and_the_cell_is_coloured_all_the_same():
    data = with_comments("<comments><authors>")
    assert parts(data)["xl/comments1.xml"] == b"<comments><authors>"
    assert b'<c r="A1" s="' in parts(data)[PART]


def test_a_conversation_is_left_alone():
    comments = (
        f'<comments xmlns="{MAIN}"><authors><author>tc={{1}}</author></authors><commentList>'
        '<comment ref="A1" authorId="0"><text><t>[Threaded comment] xin chào</t></text></comment>'
        "</commentList></comments>"
    )
    assert parts(with_comments(comments))["xl/comments1.xml"].decode() == comments


def test_a_note_written_as_plain_text_becomes_runs_with_ours_behind():
    comments = (
        f'<comments xmlns="{MAIN}"><authors><author>tôi</author></authors><commentList>'
        '<comment ref="A1" authorId="0"><text><t>xin &amp; chào</t></text></comment>'
        "</commentList></comments>"
    )
    data = with_comments(comments)
    assert b"<text><r><t>xin &amp; ch\xc3\xa0o</t></r><r>" in parts(data)["xl/comments1.xml"]
    assert note(opened(data)["Biểu 1"]["A1"]).startswith(f"xin & chào\n\n{HEAD}")
    again = parts(marked_up(data, reading()))["xl/comments1.xml"]
    assert b"<text><r><t>xin &amp; ch\xc3\xa0o</t></r></text>" in again


def test_a_cell_at_the_far_end_of_the_sheet_has_its_box_inside_it():
    data = marked_up(
        zipped(files_of(sheet_xml(row(1048576, cell("XFD1048576", 1))))),
        reading(error("XFD1048576")),
    )
    boxes = parts(data)["xl/drawings/vmlDrawing1.vml"].decode()
    corners = [int(each) for each in re.search(r"Anchor>([^<]*)<", boxes)[1].split(",")]
    assert max(corners[0], corners[4]) < 16384
    assert max(corners[2], corners[6]) < 1048576


def test_many_problems_of_a_cell_make_one_note_of_bounded_length():
    told = [error("A1", message=f"thứ {n}: " + "dài " * 50) for n in range(60)]
    data = marked_up(zipped(files_of(sheet_xml())), reading(*told))
    assert len(note(opened(data)["Biểu 1"]["A1"])) < 2_200


def test_what_names_no_cell_of_the_workbook_is_listed_without_a_link():
    told = [
        error("A1", "Trang không có"),
        Problem.error("x", "Ô A1:B2 …", sheet="Biểu 1", cell="A1:B2"),
        Problem.error("y", "=1+1 là chữ", sheet=None, cell=None),
    ]
    sheet = opened(marked_up(zipped(files_of(sheet_xml())), reading(*told)))
    listed = sheet["Lỗi cần sửa"]
    assert [cell.value for cell in listed["D"][4:]] == [problem.message for problem in told]
    assert listed["D7"].data_type == "s"
    assert listed["C5"].hyperlink is None


@pytest.mark.parametrize("part", [PART, "xl/styles.xml", "xl/workbook.xml"])
def test_a_part_that_must_change_and_cannot_be_read_is_refused(part):
    files = files_of(sheet_xml(row(1, cell("A1", 1)))) | {part: "<worksheet><"}
    with pytest.raises(InputRejected):
        marked_up(zipped(files), reading(error("A1")))


def test_the_edits_of_tags_and_texts():
    assert with_attributes(b"<c r='A1' s = '3'/>", {"s": "7"}) == b"<c r='A1' s = \"7\"/>"
    assert with_attributes(b'<c q="s=1"><v>', {"s": "7"}) == b'<c q="s=1" s="7"><v>'
    assert escaped("a\x00<_x0041_ \ud800") == "a&lt;_x005F_x0041_ "
    assert as_utf8("<a>ệ</a>".encode("utf-16-le")).endswith("<a>ệ</a>".encode())
