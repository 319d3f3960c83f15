"""Every line of the two tables in SECURITY.md that refuses a file before it is parsed."""

from __future__ import annotations

import io
import struct
import warnings
import zipfile

import openpyxl
import pytest

from indicators.intake import limits
from indicators.intake.preflight import open_workbook, preflight
from tests.unit.intake_files import (
    CONTENT_TYPES,
    cell,
    good,
    parts_of,
    row,
    sheet_xml,
    workbook,
    zipped,
)

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504


def codes(data):
    return [problem.code for problem in open_workbook(data, "tệp.xlsx")[1]]


def message(data):
    (problem,) = open_workbook(data, "tệp.xlsx")[1]
    return problem.message


def with_part(name, content=b"<x/>"):
    return zipped(parts_of({"S": sheet_xml(row(1, cell("A1", 1)))}) | {name: content})


def test_a_sound_workbook_passes(tmp_path):
    path = tmp_path / "tốt.xlsx"
    openpyxl.Workbook().save(path)
    assert preflight(path) == []
    assert codes(good()) == []


@pytest.mark.parametrize("data", [b"", b"\0" * 4096, b" \r\n"])
def test_empty_files(data):
    assert codes(data) == ["E_EMPTY"]


@pytest.mark.parametrize("kept", [40, 700, -1])
def test_truncated_files_are_corrupt(kept):
    assert codes(good()[:kept]) == ["E_CORRUPT"]


def test_every_cut_of_a_workbook_is_refused():
    data = good()
    for length in range(4, len(data), 37):
        assert codes(data[:length]) == ["E_CORRUPT"], length


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ("Đơn vị;Tỷ lệ\nPhòng A;98,5\n".encode(), "CSV"),
        ("Đơn vị\tTỷ lệ\n".encode("utf-16"), "CSV"),
        (b"\xef\xbb\xbf<html><table><tr><td>1</td></tr></table></html>", "HTML"),
        (b"<table border=1>", "HTML"),
        (b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>',
         "XML 2003"),
        (b"%PDF-1.7 ...", "PDF"),
        (b"{\\rtf1", "RTF"),
        (b"\x89PNG\r\n", "PNG"),
        (b"Rar!\x1a", "RAR"),
        (b"\x01\x02\x00\x03", "không rõ loại"),
        (zipped({"mimetype": "application/vnd.oasis.opendocument.spreadsheet"}), "OpenDocument"),
        (zipped({"[Content_Types].xml": CONTENT_TYPES, "xl/workbook.bin": "x"}), ".xlsb"),
        (zipped({"[Content_Types].xml": CONTENT_TYPES, "word/document.xml": "x"}), "Word"),
        (zipped({"a.xlsx": "x"}), "zip"),
    ],
)  # fmt: skip
def test_other_formats_named_xlsx_are_told_what_they_are(data, said):
    assert codes(data) == ["E_NOT_XLSX"]
    assert said in message(data)
    assert "tệp.xlsx" in message(data)


def test_what_excel_can_convert_says_how():
    for data in (b"a;b\n", b"<html>", zipped({"[Content_Types].xml": "", "xl/workbook.bin": ""})):
        assert "Lưu thành" in message(data)


def test_ole_containers_say_what_to_do_in_excel():
    assert codes(OLE + "EncryptedPackage".encode("utf-16-le")) == ["E_ENCRYPTED"]
    assert codes(OLE + "Workbook\0".encode("utf-16-le")) == ["E_OLD_XLS"]
    assert codes(OLE + "Book\0".encode("utf-16-le")) == ["E_OLD_XLS"]
    assert codes(OLE + "WordDocument\0".encode("utf-16-le")) == ["E_NOT_XLSX"]
    assert "xóa mật khẩu" in message(OLE + "EncryptedPackage".encode("utf-16-le"))


@pytest.mark.parametrize(
    ("part", "code"),
    [
        ("xl/vbaProject.bin", "E_MACRO"),
        ("xl/VBAPROJECT.BIN", "E_MACRO"),
        ("xl/macrosheets/sheet1.xml", "E_MACRO"),
        ("xl/externalLinks/externalLink1.xml", "E_ACTIVE"),
        ("xl/embeddings/oleObject1.bin", "E_ACTIVE"),
        ("xl/activeX/activeX1.xml", "E_ACTIVE"),
    ],
)
def test_active_parts(part, code):
    assert codes(with_part(part)) == [code]


def test_a_macro_workbook_without_macros_is_still_one():
    types = CONTENT_TYPES.replace("application/xml", "application/vnd.ms-excel.sheet.macroEnabled")
    assert codes(with_part("[Content_Types].xml", types)) == ["E_MACRO"]


def test_all_faults_are_told_at_once():
    parts = parts_of({"S": sheet_xml()}) | {
        "xl/vbaProject.bin": "x",
        "xl/embeddings/a.bin": "x",
        "xl/theme/theme1.xml": "<!DOCTYPE a><a/>",
    }
    assert codes(zipped(parts)) == ["E_MACRO", "E_ACTIVE", "E_DTD"]


LAUGHS = (
    '<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;">'
    '<!ENTITY c "&b;&b;&b;&b;&b;&b;">]><worksheet>&c;</worksheet>'
)


@pytest.mark.parametrize(
    "part", ["xl/worksheets/sheet1.xml", "xl/sharedStrings.xml", "docProps/app.xml", "_rels/.rels"]
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_billion_laughs_anywhere(part, encoding):
    laughs = LAUGHS.replace('version="1.0"', f'version="1.0" encoding="{encoding}"')
    assert "E_DTD" in codes(with_part(part, laughs.encode(encoding)))


def test_a_document_type_behind_a_long_comment():
    xml = f"<!--{'x' * 2_000_000}--><!DOCTYPE a><a/>"
    assert codes(with_part("xl/theme/theme1.xml", xml)) == ["E_DTD"]


def test_the_word_doctype_in_a_text_is_no_document_type():
    data = workbook(row(1, '<c r="A1" t="inlineStr"><is><t>&lt;!DOCTYPE&gt;</t></is></c>'))
    assert codes(data) == []


def test_names_equal_but_for_case():
    assert codes(with_part("XL/Workbook.xml")) == ["E_ZIP_DUP"]


def test_the_same_name_twice():
    pairs = [*parts_of({"S": sheet_xml()}).items(), ("xl/workbook.xml", "<x/>")]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        assert codes(zipped(pairs)) == ["E_ZIP_DUP"]


@pytest.mark.parametrize(
    "name", ["../evil.xml", "xl/../../evil.xml", "/etc/passwd", "C:/evil.xml", "xl\\evil.xml"]
)
def test_names_that_leave_the_folder(name):
    assert "E_ZIP_PATH" in codes(with_part(name))


def test_a_null_in_a_name():
    data = with_part("xl/evilX.xml").replace(b"xl/evilX.xml", b"xl/evil\0.xml")
    assert "E_ZIP_PATH" in codes(data)


def altered(offset, replacement, sign=b"PK\x01\x02", part=b"xl/worksheets/sheet1.xml"):
    """Return the good workbook with a field of one header changed."""
    data = bytearray(good())
    length = {b"PK\x01\x02": 46, b"PK\x03\x04": 30}[sign]
    at = -1
    while (at := data.find(sign, at + 1)) >= 0:
        if data[at + length : at + length + len(part)] == part:
            data[at + offset : at + offset + len(replacement)] = replacement
    return bytes(data)


@pytest.mark.parametrize(
    ("offset", "value", "sign"),
    [
        (24, 100, b"PK\x01\x02"),  # unzipped size, smaller than true
        (24, 100_000, b"PK\x01\x02"),  # larger than true
        (22, 5, b"PK\x03\x04"),  # the local header disagrees
        (16, 1, b"PK\x01\x02"),  # checksum
        (42, 1, b"PK\x01\x02"),  # where it begins
    ],
)
def test_a_header_that_lies_is_corrupt(offset, value, sign):
    assert codes(altered(offset, struct.pack("<I", value), sign)) == ["E_CORRUPT"]


def test_a_lying_size_in_every_header_is_corrupt():
    both = altered(24, struct.pack("<I", 90))
    at = both.find(b"PK\x03\x04", both.find(b"xl/worksheets/sheet1.xml") - 40)
    both = both[: at + 22] + struct.pack("<I", 90) + both[at + 26 :]
    assert codes(both) == ["E_CORRUPT"]


def test_parts_that_share_bytes_are_corrupt():
    data = good()
    first = data.find(b"PK\x01\x02")
    second = data.find(b"PK\x01\x02", first + 1)
    offset = data[second + 42 : second + 46]
    assert codes(data[: first + 42] + offset + data[first + 46 :]) == ["E_CORRUPT"]


def test_a_part_hidden_inside_another_is_corrupt():
    """The way small zips unpack to petabytes; every header and checksum in it is honest."""
    inner = zipped({"xl/inner.bin": b"x" * 50}, zipfile.ZIP_STORED)
    body = inner[: inner.find(b"PK\x01\x02")]
    parts = parts_of({"S": sheet_xml(row(1, cell("A1", 1)))})
    data = zipped([("xl/outer.bin", body), *parts.items()], zipfile.ZIP_STORED)
    assert codes(data) == []
    entry = bytearray(inner[len(body) : inner.find(b"PK\x05\x06")])
    entry[42:46] = struct.pack("<I", data.find(body))
    end = data.find(b"PK\x05\x06")
    tail = bytearray(data[end:])
    count, size = struct.unpack("<HI", tail[10:16])
    tail[8:16] = struct.pack("<HHI", count + 1, count + 1, size + len(entry))
    assert codes(data[:end] + bytes(entry) + bytes(tail)) == ["E_CORRUPT"]


def test_bytes_before_the_zip_are_corrupt():
    assert codes(b"PK\x03\x04" + b"\0" * 26 + good()) == ["E_CORRUPT"]


def test_an_unknown_packing_is_corrupt():
    assert codes(zipped(parts_of({"S": sheet_xml()}), zipfile.ZIP_BZIP2)) == ["E_CORRUPT"]


def test_a_locked_zip_is_encrypted():
    assert codes(altered(8, b"\x01\x00")) == ["E_ENCRYPTED"]


def test_a_file_over_the_limit():
    assert codes(good() + b"\0" * limits.FILE_BYTES) == ["E_SIZE"]


def test_a_zip_bomb():
    data = with_part("xl/media/image1.bin", b"\0" * (30 * limits.MB))
    assert len(data) < 100_000
    assert codes(data) == ["E_ZIP_RATIO"]


@pytest.mark.parametrize(
    ("part", "size", "count"),
    [
        ("xl/media/a.bin", limits.PART_BYTES + 1, 1),
        ("xl/sharedStrings.xml", limits.STRINGS_BYTES + 1, 1),
        ("xl/media/a.bin", limits.UNZIPPED_BYTES + 1, 2),  # the whole and the part
    ],
)
def test_parts_and_the_whole_have_limits(part, size, count):
    data = with_part(part, b"x" * 1_000)
    at = data.find(b"PK\x01\x02")
    while data[at + 46 : at + 46 + len(part)] != part.encode():
        at = data.find(b"PK\x01\x02", at + 1)
    declared = data[: at + 24] + struct.pack("<I", size) + data[at + 28 :]
    assert codes(declared).count("E_ZIP_SIZE") == count


def test_too_many_parts():
    names = {f"xl/media/{n}.bin": b"" for n in range(limits.ENTRIES)}
    assert codes(zipped(parts_of({"S": sheet_xml()}) | names)) == ["E_ZIP_ENTRIES"]


def test_long_names():
    assert codes(with_part("xl/media/" + "a" * 255)) == ["E_NAME"]
    assert open_workbook(good(), "a" * 300)[1][0].code == "E_NAME"


def test_random_damage_never_raises():
    data = good()
    for at in range(0, len(data), 11):
        for value in (0, 255):
            open_workbook(data[:at] + bytes([value]) + data[at + 1 :], "x.xlsx")


def test_messages_name_the_file_and_an_action():
    buffer = io.BytesIO()
    openpyxl.Workbook().save(buffer)
    for data in (b"", b"%PDF", OLE, buffer.getvalue()[:500], with_part("xl/vbaProject.bin")):
        text = message(data)
        assert "“tệp.xlsx”" in text
        assert "tải lên lại" in text or "nộp" in text
