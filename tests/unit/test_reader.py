"""From bytes to typed cells: every kind of cell, every fault of a sheet, and openpyxl as oracle."""

from __future__ import annotations

import datetime as dt
import io
import json
import random
import struct

import openpyxl
import pytest
import xlsxwriter
from openpyxl.styles import Font

from indicators.intake import limits
from indicators.intake.reader import read_workbook
from indicators.intake.styles import is_date_format
from indicators.intake.wire import Malformed, pack, unpack
from tests.unit.intake_files import (
    MAIN,
    cell,
    killer,
    parts_of,
    relations,
    row,
    sheet_xml,
    workbook,
    zipped,
)


def read(data):
    return unpack(pack(*read_workbook(data, "tệp.xlsx")), "tệp.xlsx", "0" * 64)


def cells(data):
    """Return {address: (kind, value)} of the first sheet; the file must be accepted."""
    book, problems = read(data)
    assert book is not None, problems
    return {one.address: (one.kind, one.value) for one in book.sheets[0].cells.values()}


def one(xml, **more: object):
    """Return (kind, value) of the only cell, None when it is blank."""
    found = cells(workbook(row(1, cell("A1", 1)) + row(2, xml), **more))
    return found.get("B2")


def codes(data):
    return [problem.code for problem in read(data)[1]]


def only_problem(data):
    book, (problem,) = read(data)
    assert (book is None) == problem.is_error
    return problem


# -- kinds of cells


@pytest.mark.parametrize(
    ("xml", "expected"),
    [
        ('<c r="B2"><v>98.5</v></c>', ("number", 98.5)),
        ('<c r="B2"><v>12</v></c>', ("number", 12)),
        ('<c r="B2" t="n"><v>-1.5E-3</v></c>', ("number", -0.0015)),
        ('<c r="B2"><v>0</v></c>', ("number", 0)),
        ('<c r="B2"><v>0.30000000000000004</v></c>', ("number", 0.30000000000000004)),
        ('<c r="B2" t="s"><v>0</v></c>', ("text", "Tỷ lệ")),
        ('<c r="B2" t="str"><f>A1</f><v>Đạt</v></c>', ("text", "Đạt")),
        ('<c r="B2" t="inlineStr"><is><r><t>Đ</t></r><r><t>ạt</t></r></is></c>', ("text", "Đạt")),
        ('<c r="B2" t="inlineStr"><is><t>Đạt</t><rPh><t>phonetic</t></rPh></is></c>',
         ("text", "Đạt")),
        ('<c r="B2" t="inlineStr"><is><t>a_x000D_\nb</t></is></c>', ("text", "a b")),
        ('<c r="B2" t="b"><v>1</v></c>', ("bool", True)),
        ('<c r="B2" t="b"><v>0</v></c>', ("bool", False)),
        ('<c r="B2" t="e"><v>#DIV/0!</v></c>', ("error", "#DIV/0!")),
        ('<c r="B2" t="e"><f>1/0</f><v>#N/A</v></c>', ("error", "#N/A")),
        ('<c r="B2"><v>NaN</v></c>', ("error", "NaN")),
        ('<c r="B2"><v>INF</v></c>', ("error", "INF")),
        ('<c r="B2"><v>1E999</v></c>', ("error", "1E999")),
        ('<c r="B2"><v>1_000</v></c>', ("error", "1_000")),
        ('<c r="B2" t="n"><v>١</v></c>', ("error", "١")),
        ('<c r="B2"><f>A1*2</f></c>', ("uncalculated", None)),
        ('<c r="B2"><f>A1*2</f><v></v></c>', ("uncalculated", None)),
        ('<c r="B2"><f t="shared" si="0"/><v/></c>', ("uncalculated", None)),
        ('<c r="B2" t="str"><f>A1</f></c>', ("uncalculated", None)),
        ('<c r="B2" t="str"><f>""</f><v></v></c>', None),
        ('<c r="B2"><f>A1*2</f><v>2</v></c>', ("number", 2)),
        ('<c r="B2" s="2"><v>45983</v></c>', ("date", dt.date(2025, 11, 22))),
        ('<c r="B2" s="4"><v>45962.75</v></c>', ("date", dt.date(2025, 11, 1))),
        ('<c r="B2" s="2"><v>59</v></c>', ("date", dt.date(1900, 2, 28))),
        ('<c r="B2" s="2"><v>61</v></c>', ("date", dt.date(1900, 3, 1))),
        ('<c r="B2" s="2"><v>-1</v></c>', ("error", "#####")),
        ('<c r="B2" s="2"><v>99999999</v></c>', ("error", "#####")),
        ('<c r="B2" s="3"><v>0.5</v></c>', ("number", 0.5)),
        ('<c r="B2" t="d"><v>2025-11-22T00:00:00</v></c>', ("date", dt.date(2025, 11, 22))),
        ('<c r="B2" t="d"><v>hôm qua</v></c>', ("error", "hôm qua")),
        ('<c r="B2" s="1"/>', None),
        ('<c r="B2" s="1"><v></v></c>', None),
        ('<c r="B2" t="inlineStr"><is><t>  </t></is></c>', None),
        ('<c r="A2" t="inlineStr"><is><t>a</t></is></c><c r="B2" t="inlineStr"/>', None),
        ('<c t="b"/><c><v>7</v></c>', ("number", 7)),
        ('<c r="B2" s="999"><v>7</v></c>', ("number", 7)),
    ],
)  # fmt: skip
def test_kinds_of_cells(xml, expected):
    assert one(xml, strings=["Tỷ lệ"]) == expected


def test_percent_formats_stay_with_the_cell():
    book, _ = read(workbook(row(1, cell("A1", 0.985, ' s="1"'), cell("B1", 0.985))))
    first, second = book.sheets[0].cells.values()
    assert (first.value, first.number_format) == (0.985, "0.00%")
    assert (second.value, second.number_format) == (0.985, "General")


def test_dates_count_from_1904_where_the_workbook_says_so():
    xml = cell("B2", 44521, ' s="2"')
    assert one(xml, workbook='<workbookPr date1904="1"/>') == ("date", dt.date(2025, 11, 22))


def test_texts_are_composed_and_freed_of_invisible_signs():
    decomposed = "Ty\u0309 le\u0323\u0302\u200b\u202e \u00a0 hồ sơ"
    assert one('<c r="B2" t="s"><v>0</v></c>', strings=[decomposed]) == ("text", "Tỷ lệ hồ sơ")


def test_a_zero_of_a_program_that_never_calculates_is_no_result(tmp_path):
    path = tmp_path / "x.xlsx"
    with xlsxwriter.Workbook(path) as made:
        sheet = made.add_worksheet()
        sheet.write("A1", 5)
        sheet.write_formula("A2", "=A1*2")
        sheet.write_formula("A3", "=A1*3", None, 15)
    found = cells(path.read_bytes())
    assert found["A2"] == ("uncalculated", None)
    assert found["A3"] == ("number", 15)


@pytest.mark.parametrize(
    ("code", "expected"),
    [
        ("dd/mm/yyyy", True),
        ("[$-42A]mmmm yyyy", True),
        ("mm/yyyy", True),
        ("mmm", True),
        ("h:mm", False),
        ("[mm]:ss", False),
        ("[h]:mm", False),
        ("[hh]:mm:ss", False),
        ("0.00", False),
        ("General", False),
        ('#,##0 "hồ sơ"', False),
        ('0 "ngày (dd)"', False),
        ("[Red]0.0", False),
        ("#,##0\\ \\d", False),
        ("_-* #,##0\\ _d_-", False),
        ("0;[Red]-0;dd", False),
    ],
)
def test_which_formats_are_dates(code, expected):
    assert is_date_format(code) is expected


# -- sheets


def test_hidden_sheets_are_left_unread_with_a_warning():
    full = sheet_xml(row(1, cell("A1", 1)))
    data = zipped(
        parts_of(
            {"Biểu 1": full, "Cũ": full, "Rất kín": full, "_bangxanh": full},
            states={"Cũ": "hidden", "Rất kín": "veryHidden", "_bangxanh": "veryHidden"},
        )
    )
    book, problems = read(data)
    assert [(p.code, p.severity, p.sheet) for p in problems] == [
        ("hidden-sheet", "warning", "Cũ"),
        ("hidden-sheet", "warning", "Rất kín"),
    ]
    assert [(s.name, s.is_hidden, len(s.cells)) for s in book.sheets] == [
        ("Biểu 1", False, 1),
        ("Cũ", True, 0),
        ("Rất kín", True, 0),
        ("_bangxanh", True, 1),
    ]


def test_custom_properties_are_read(tmp_path):
    path = tmp_path / "x.xlsx"
    with xlsxwriter.Workbook(path) as made:
        made.add_worksheet().write("A1", 1)
        made.set_custom_property("bangxanh-template", "1")
        made.set_custom_property("Phiên bản", 7)
    assert read(path.read_bytes())[0].properties == {"bangxanh-template": "1", "Phiên bản": "7"}


def test_merges_are_handed_on():
    data = workbook(
        row(1, cell("A1", 1)),
        after='<mergeCells count="1"><mergeCell ref="A1:C2"/></mergeCells>',
    )
    assert read(data)[0].sheets[0].merges == ((1, 1, 2, 3),)


def test_parts_under_other_names_and_prefixes_are_found():
    parts = parts_of({"S": ""})
    sheet = parts.pop("xl/worksheets/sheet1.xml")
    assert sheet == ""
    parts["data/B.bin"] = (
        f'<x:worksheet xmlns:x="{MAIN}" xmlns:y="urn:y"><x:sheetData><x:row><x:c><x:v>5</x:v></x:c>'
        "<y:c><y:v>6</y:v></y:c></x:row></x:sheetData></x:worksheet>"
    )
    parts["xl/_rels/workbook.xml.rels"] = relations(("worksheet", "../data/b.bin"))
    assert cells(zipped(parts)) == {"A1": ("number", 5)}


def test_strict_open_xml_is_read():
    parts = parts_of({"S": sheet_xml(row(1, cell("A1", 5)))})
    strict = "http://purl.oclc.org/ooxml/spreadsheetml/main"
    parts = {name: text.replace(MAIN, strict) for name, text in parts.items()}
    assert cells(zipped(parts)) == {"A1": ("number", 5)}


def test_utf_16_sheets_are_read():
    parts = parts_of({"S": ""})
    xml = '<?xml version="1.0" encoding="utf-16"?>' + sheet_xml(row(1, cell("A1", 5)))
    parts["xl/worksheets/sheet1.xml"] = xml.encode("utf-16")
    assert cells(zipped(parts)) == {"A1": ("number", 5)}


# -- what refuses the file


def test_the_killer_workbook_names_its_stray_cell():
    data = killer()
    assert len(data) < 3_000
    problem = only_problem(data)
    assert (problem.code, problem.sheet, problem.cell) == ("E_ROWS", "Biểu 1", "XFD1048576")
    assert "XFD1048576" in problem.message


def test_a_stray_cell_to_the_right():
    problem = only_problem(workbook(row(1, cell("A1", 1), cell("ZZ1", 1))))
    assert (problem.code, problem.cell) == ("E_ROWS", "ZZ1")


def test_formatted_but_empty_cells_far_away_are_harmless():
    assert codes(workbook(row(1, cell("A1", 1)) + row(1048576, '<c r="XFD1048576" s="1"/>'))) == []


def test_too_many_rows_is_one_problem():
    rows = "".join(row(n, cell(f"A{n}", 1)) for n in range(1, limits.ROWS + 101))
    problem = only_problem(workbook(rows))
    assert (problem.code, problem.cell) == ("E_ROWS", f"A{limits.ROWS + 1}")
    assert "100 ô" in problem.message


def test_the_last_row_and_column_allowed_are_read():
    data = workbook(row(limits.ROWS, cell(f"IV{limits.ROWS}", 1)))
    assert cells(data) == {f"IV{limits.ROWS}": ("number", 1)}


def test_a_wide_and_long_rectangle_is_refused():
    problem = only_problem(workbook(row(1, cell("A1", 1)) + row(20_000, cell("IV20000", 1))))
    assert (problem.code, problem.cell) == ("E_ROWS", "IV20000")


def test_too_many_cells(monkeypatch):
    data = workbook("".join(row(n, cell(f"A{n}", 1)) for n in range(1, 12)))
    monkeypatch.setattr(limits, "CELLS", 10)
    assert codes(data) == ["E_CELLS"]
    monkeypatch.setattr(limits, "CELLS", 11)
    assert codes(data) == []
    monkeypatch.setattr(limits, "BLANK_CELLS", 10)
    assert codes(data) == ["E_CELLS"]


def test_too_many_different_texts(monkeypatch):
    texts = ("a", "b", "a", "c")
    data = workbook(
        "".join(
            row(n, f'<c r="A{n}" t="inlineStr"><is><t>{text}</t></is></c>')
            for n, text in enumerate(texts, 1)
        )
    )
    monkeypatch.setattr(limits, "TEXTS", 2)
    assert codes(data) == ["E_CELLS"]
    monkeypatch.setattr(limits, "TEXTS", 3)
    assert codes(data) == []


def test_cells_are_counted_over_all_sheets(monkeypatch):
    sheet = sheet_xml("".join(row(n, cell(f"A{n}", 1)) for n in range(1, 8)))
    monkeypatch.setattr(limits, "CELLS", 10)
    assert codes(zipped(parts_of({"A": sheet, "B": sheet}))) == ["E_CELLS"]


def test_too_many_sheets():
    sheet = sheet_xml(row(1, cell("A1", 1)))
    names = {f"S{n}": sheet for n in range(limits.SHEETS + 1)}
    assert codes(zipped(parts_of(names))) == ["E_SHEETS"]
    names.popitem()
    assert codes(zipped(parts_of(names))) == []


def test_too_many_merges_and_too_large_ones():
    merge = '<mergeCell ref="A{0}:B{0}"/>'
    many = "".join(merge.format(n) for n in range(1, limits.MERGES + 2))
    first = row(1, cell("A1", 1))
    assert codes(workbook(first, after=f"<mergeCells>{many}</mergeCells>")) == ["E_MERGES"]
    large = '<mergeCells><mergeCell ref="A1:A100001"/></mergeCells>'
    assert codes(workbook(first, after=large)) == ["E_MERGES"]
    whole_row = '<mergeCells><mergeCell ref="A1:XFD1"/></mergeCells>'
    assert codes(workbook(first, after=whole_row)) == []


@pytest.mark.parametrize("kind", ["s", "str", "inlineStr"])
def test_long_texts_are_refused_with_their_cell(kind):
    text = "a" * (limits.TEXT_LENGTH + 1)
    inside = {"s": "<v>0</v>", "str": f"<v>{text}</v>", "inlineStr": f"<is><t>{text}</t></is>"}
    data = workbook(row(3, f'<c r="C3" t="{kind}">{inside[kind]}</c>'), strings=[text])
    problem = only_problem(data)
    assert (problem.code, problem.cell) == ("E_TEXT", "C3")


@pytest.mark.parametrize(
    "rows",
    [
        row(2, cell("B2", 1), cell("B2", 2)),
        row(2, cell("B2", 1), '<c r="B2"/>'),
        row(2, cell("B2", 1)) + row(3, cell("A3", 1)) + row(2, cell("B2", 2)),
        row(2, cell("B2", 1), cell("C2", 1), cell("B2", 2)),
    ],
)
def test_an_address_given_twice(rows):
    problem = only_problem(workbook(rows))
    assert (problem.code, problem.cell) == ("E_CELL_DUP", "B2")


def test_rows_out_of_order_alone_are_fine():
    found = cells(workbook(row(5, cell("A5", 5)) + row(2, cell("A2", 2))))
    assert found == {"A5": ("number", 5), "A2": ("number", 2)}


@pytest.mark.parametrize(
    "rows",
    [
        row(2, cell("B3", 1)),
        row(2, cell("B", 1)),
        row(2, cell("AAAA2", 1)),
        row(1048577, cell("A1048577", 1)),
        row(0, cell("A0", 1)),
        row(1, '<c r="A1" t="s"><v>7</v></c>'),
        row(1, '<c r="A1" t="s"><v>-1</v></c>'),
        row(1, '<c r="A1" s="x"><v>1</v></c>'),
        "<row><c>",
        "&undefined;",
    ],
)
def test_a_sheet_that_no_excel_writes_is_corrupt(rows):
    assert codes(workbook(rows, strings=["a"])) == ["E_CORRUPT"]


def test_missing_parts_are_corrupt():
    parts = parts_of({"S": sheet_xml(row(1, cell("A1", 1)))})
    for part in ("xl/worksheets/sheet1.xml", "xl/workbook.xml", "_rels/.rels"):
        assert codes(zipped({k: v for k, v in parts.items() if k != part})) == ["E_CORRUPT"], part


def test_two_sheets_of_one_name_are_corrupt():
    sheet = sheet_xml(row(1, cell("A1", 1)))
    assert "E_CORRUPT" in codes(zipped(parts_of({"Biểu": sheet, "BIỂU": sheet})))


def test_a_workbook_without_a_value_is_empty():
    assert codes(workbook(row(1, '<c r="A1" s="1"/>'))) == ["E_EMPTY"]


def test_a_sheet_named_otherwise_still_may_have_no_document_type():
    parts = parts_of({"S": ""})
    parts["xl/a.bin"] = '<!DOCTYPE a [<!ENTITY b "c">]>' + sheet_xml()
    parts["xl/_rels/workbook.xml.rels"] = relations(("worksheet", "a.bin"))
    assert codes(zipped(parts)) == ["E_DTD"]


@pytest.mark.parametrize(
    ("kind", "code"), [("externalLink", "E_ACTIVE"), ("vbaProject", "E_MACRO")]
)
def test_links_and_macros_under_innocent_names(kind, code):
    parts = parts_of({"S": sheet_xml(row(1, cell("A1", 1)))})
    parts["xl/innocent.xml"] = "<a/>"
    parts["xl/_rels/workbook.xml.rels"] = relations(
        ("worksheet", "worksheets/sheet1.xml"), (kind, "innocent.xml")
    )
    assert codes(zipped(parts)) == [code]


def test_faults_of_all_sheets_are_told_at_once():
    stray = sheet_xml(row(1, cell("A1", 1)) + row(999_999, cell("A999999", 1)))
    twice = sheet_xml(row(2, cell("B2", 1), cell("B2", 2)))
    _, problems = read(zipped(parts_of({"Một": stray, "Hai": twice})))
    assert [(p.code, p.sheet, p.cell) for p in problems] == [
        ("E_ROWS", "Một", "A999999"),
        ("E_CELL_DUP", "Hai", "B2"),
    ]


# -- fonts of before Unicode


@pytest.mark.parametrize(
    "text",
    ["Sè hå s¬ ®óng h¹n", "Tû lÖ", "viªn chøc", "lµ", "Ñaø Naüng", "Phoøng Xaây döïng ñoâ thò"],
)
def test_tcvn3_and_vni_texts_are_flagged_with_their_cell(text):
    problem = only_problem(workbook(row(4, '<c r="C4" t="s"><v>0</v></c>'), strings=[text]))
    assert (problem.severity, problem.code, problem.cell) == ("warning", "legacy-font", "C4")


@pytest.mark.parametrize(
    "text",
    ["Số hồ sơ đúng hạn", "m² · 25 °C ± 3", "50 µg/m³", "25 ºC", "Hòa Bình, ý kiến", "«x» – §5"],
)
def test_honest_texts_are_not_flagged(text):
    assert codes(workbook(row(4, '<c r="C4" t="s"><v>0</v></c>'), strings=[text])) == []


def test_the_name_of_the_font_tells_where_the_letters_do_not(tmp_path):
    made = openpyxl.Workbook()
    made.active["A1"] = "Sè"
    made.active["A2"] = "Sè"
    made.active["A3"] = "Số"
    made.active["A2"].font = made.active["A3"].font = Font(name=".VnTime")
    made.save(tmp_path / "x.xlsx")
    problem = only_problem((tmp_path / "x.xlsx").read_bytes())
    assert (problem.code, problem.cell) == ("legacy-font", "A2")


# -- against other readers


def random_workbook(seed):
    """Return a workbook by openpyxl or xlsxwriter with cells of all kinds at random places."""
    chance = random.Random(seed)
    values = [
        *(chance.uniform(-1e6, 1e6) for _ in range(9)),
        *(chance.randrange(10**9) for _ in range(9)),
        "Tỷ lệ hồ sơ", "x & y < z", "1.234", "  hai  khoảng ", True, False, dt.date(2025, 11, 22),
        dt.datetime.fromisoformat("2026-01-31T13:30"), 0, -0.5, 1e-7, 1e15, "",
    ]  # fmt: skip
    return {
        (chance.randrange(1, 60), chance.randrange(1, 40)): chance.choice(values)
        for _ in range(300)
    }


def written(placed, library):
    buffer = io.BytesIO()
    if library == "openpyxl":
        made = openpyxl.Workbook()
        for (row_number, column), value in placed.items():
            made.active.cell(row_number, column, value)
        made.save(buffer)
    else:
        made = xlsxwriter.Workbook(buffer, {"default_date_format": "dd/mm/yyyy"})
        sheet = made.add_worksheet()
        for (row_number, column), value in placed.items():
            sheet.write(row_number - 1, column - 1, value)
        made.close()
    return buffer.getvalue()


def as_openpyxl_sees(data):
    made = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
    found = {}
    for line in made.active.iter_rows():
        for one_cell in line:
            value = one_cell.value
            if isinstance(value, str):
                value = " ".join(value.split())
            if value not in (None, ""):
                day = value.date() if isinstance(value, dt.datetime) else value
                found[one_cell.row, one_cell.column] = day
    made.close()
    return found


@pytest.mark.parametrize("library", ["openpyxl", "xlsxwriter"])
@pytest.mark.parametrize("seed", range(5))
def test_the_cells_are_those_openpyxl_reads(seed, library):
    data = written(random_workbook(seed), library)
    book, _ = read(data)
    ours = {place: one_cell.value for place, one_cell in book.sheets[0].cells.items()}
    theirs = as_openpyxl_sees(data)
    assert ours == theirs
    assert {k: type(v) for k, v in ours.items()} == {k: type(v) for k, v in theirs.items()}


# -- what crosses from the child


def reply_of(change):
    reply = json.loads(pack(*read_workbook(workbook(row(1, cell("A1", 1))), "x")))
    change(reply)
    return json.dumps(reply).encode()


@pytest.mark.parametrize(
    "change",
    [
        lambda reply: reply.pop("problems"),
        lambda reply: reply["problems"].append(["fatal", "x", None, None, "y"]),
        lambda reply: reply["problems"].append(["error", 5, None, None, "y"]),
        lambda reply: reply["book"]["sheets"][0].update(rows=["1"]),
        lambda reply: reply["book"]["sheets"][0].update(rows=[]),
        lambda reply: reply["book"]["sheets"][0].update(kinds="z"),
        lambda reply: reply["book"]["sheets"][0].update(kinds="t"),
        lambda reply: reply["book"]["sheets"][0].update(kinds="t", values=["text"]),
        lambda reply: reply["book"]["sheets"][0].update(kinds="d", values=[10**9]),
        lambda reply: reply["book"]["sheets"][0].update(values=[True]),
        lambda reply: reply["book"]["sheets"][0].update(name=5),
        lambda reply: reply["book"].update(properties={"a": {}}),
        lambda reply: reply.update(book=[]),
    ],
)
def test_a_reply_of_the_wrong_shape_is_malformed(change):
    with pytest.raises(Malformed):
        unpack(reply_of(change), "x", "")


def test_a_reply_that_is_no_json_is_malformed():
    for reply in (b"", b"\xff", b"[]", b"{}", b"[" * 100_000):
        with pytest.raises(Malformed):
            unpack(reply, "x", "")


def test_random_damage_never_raises_and_never_reads_other_numbers():
    data = workbook(row(1, cell("A1", 12345)))
    for at in range(0, len(data), 7):
        book, problems = read_workbook(data[:at] + bytes([data[at] ^ 255]) + data[at + 1 :], "x")
        assert book is not None or problems
        if book is not None:
            assert book.sheets[0].scan.values == [12345]


def test_a_part_that_says_it_is_4_gb():
    data = workbook(row(1, cell("A1", 1)))
    at = data.find(b"PK\x01\x02")
    huge = data[: at + 24] + struct.pack("<I", 0xFFFFFFF0) + data[at + 28 :]
    assert "E_ZIP_SIZE" in codes(huge)
