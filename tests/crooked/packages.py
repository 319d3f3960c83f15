"""Files that are no workbook, or one made to harm: what must be refused, and under which name."""

from __future__ import annotations

import io
import struct
import warnings
import zipfile
from functools import partial

from tests.crooked.making import (
    DUNG_HAN,
    Made,
    form_parts,
    line,
    number,
    raw_form,
    simple_line,
    text,
)
from tests.unit.intake_files import CONTENT_TYPES, killer, relations, zipped

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504
LAUGHS = (
    '<!DOCTYPE lolz [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">'
    '<!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;">]>'
)
OUTSIDE = '<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/passwd">]>'


def with_part(name: str, content: str | bytes = b"<x/>") -> bytes:
    """Return a sound form with one more part, or one replaced."""
    return zipped(form_parts(simple_line()) | {name: content})


def with_parts(*names: str) -> bytes:
    return zipped(form_parts(simple_line()) | dict.fromkeys(names, b"<x/>"))


def twice(name: str) -> bytes:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return zipped([*form_parts(simple_line()).items(), (name, b"<x/>")])


def begun_with(doctype: str, part: str) -> bytes:
    parts = form_parts(simple_line())
    return zipped(parts | {part: doctype + str(parts[part])})


def cut(share: float) -> bytes:
    whole = raw_form(simple_line())
    return whole[: int(len(whole) * share)]


def field_set(offset: int, value: bytes, part: bytes = b"xl/worksheets/sheet1.xml") -> bytes:
    """Return the form with a field of one part's directory header set."""
    data = bytearray(raw_form(simple_line()))
    at = -1
    while (at := data.find(b"PK\x01\x02", at + 1)) >= 0:
        if data[at + 46 : at + 46 + len(part)] == part:
            data[at + offset : at + offset + len(value)] = value
    return bytes(data)


def bomb() -> bytes:
    return with_part("xl/media/image1.png", b"\0" * (30 << 20))


def spaces_bomb() -> bytes:
    """A sheet of nothing but blanks between its tags, packed a thousand to one."""
    parts = form_parts(simple_line())
    sheet = str(parts["xl/worksheets/sheet1.xml"])
    return zipped(
        parts
        | {
            "xl/worksheets/sheet1.xml": sheet.replace(
                "<sheetData>", "<sheetData>" + " " * (12 << 20)
            )
        }
    )


def linked() -> bytes:
    """Return a form that reads another workbook, under an innocent name."""
    parts = form_parts(simple_line())
    parts["xl/_rels/workbook.xml.rels"] = str(parts["xl/_rels/workbook.xml.rels"]).replace(
        "</Relationships>",
        '<Relationship Id="rId9" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
        'relationships/externalLink" Target="data/a.xml"/></Relationships>',
    )
    return zipped(parts | {"xl/data/a.xml": "<x/>"})


def macro_enabled() -> bytes:
    types = CONTENT_TYPES.replace("application/xml", "application/vnd.ms-excel.sheet.macroEnabled")
    return with_part("[Content_Types].xml", types)


def merged(count: int) -> bytes:
    merges = "".join(f'<mergeCell ref="H{n}:I{n}"/>' for n in range(10, count + 10))
    return raw_form(simple_line(), after=f"<mergeCells>{merges}</mergeCells>")


def inside(name: str) -> bytes:
    return zipped({name: raw_form(simple_line())})


def zip_of_a_zip() -> bytes:
    """Return what some portals hand out: a zip that holds the workbook's parts in a folder."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, part in form_parts(simple_line()).items():
            archive.writestr(f"bao-cao/{name}", part)
    return buffer.getvalue()


def sheet_lost() -> bytes:
    parts = form_parts(simple_line())
    del parts["xl/worksheets/sheet1.xml"]
    return zipped(parts)


def text_number_too_high() -> bytes:
    return raw_form(simple_line(), line(6, DUNG_HAN, '<c r="C6" t="s"><v>9</v></c>'))


def far_cells() -> bytes:
    return raw_form(simple_line(), f'<row r="900000">{number("D900000", 1)}</row>')


def cell_twice() -> bytes:
    return raw_form(line(5, DUNG_HAN, number("C5", 118), number("C5", 97), number("D5", 120)))


def row_twice() -> bytes:
    return raw_form(simple_line(), line(5, DUNG_HAN, number("C5", 97), number("D5", 120)))


def cell_of_another_row() -> bytes:
    return raw_form(simple_line(), f'<row r="6">{number("C7", 1)}</row>')


def only_formats() -> bytes:
    return zipped(form_parts() | {"xl/worksheets/sheet1.xml": _BLANK_SHEET})


_BLANK_SHEET = (
    '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
    '<row r="1"><c r="A1" s="1"/></row></sheetData></worksheet>'
)
MHTML = b"MIME-Version: 1.0\r\nX-Document-Type: Workbook\r\nContent-Type: multipart/related\r\n"

WORKBOOKS: dict[str, Made] = {
    "empty file": bytes,
    "nothing but zeros": lambda: b"\0" * 4096,
    "upload cut off": partial(cut, 0.6),
    "upload cut off at the last byte": lambda: raw_form(simple_line())[:-1],
    "csv": "STT;Chỉ tiêu;Kết quả\n1;Đúng hạn;98,5\n".encode,
    "csv in UTF-16": lambda: "Chỉ tiêu\tKết quả\nĐúng hạn\t98,5\n".encode("utf-16"),
    "html table": lambda: b"<html><body><table><tr><td>98,5</td></tr></table></body></html>",
    "web page saved from Excel": lambda: (
        MHTML + b"\r\n<html xmlns:x='urn:x'><table></table></html>"
    ),
    "XML spreadsheet 2003": lambda: (
        b'<?xml version="1.0"?><Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>'
    ),
    "pdf": lambda: b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n",
    "picture": lambda: b"\xff\xd8\xff\xe0\0\x10JFIF",
    "old xls": lambda: OLE + "Workbook\0".encode("utf-16-le"),
    "old xls of Excel 95": lambda: OLE + "Book\0".encode("utf-16-le"),
    "BIFF of Excel 4 without a container": lambda: b"\x09\x04\x06\x00\x00\x00\x10\x00" + b"\0" * 99,
    "password": lambda: OLE + "EncryptedPackage\0".encode("utf-16-le"),
    "ods": lambda: zipped({"mimetype": "application/vnd.oasis.opendocument.spreadsheet"}),
    "xlsb": lambda: zipped({"[Content_Types].xml": CONTENT_TYPES, "xl/workbook.bin": b"x"}),
    "docx": lambda: zipped({"[Content_Types].xml": CONTENT_TYPES, "word/document.xml": b"<x/>"}),
    "workbook inside a zip": partial(inside, "bao-cao-thang-10.xlsx"),
    "workbook unpacked and zipped with its folder": zip_of_a_zip,
    "zip with a password": partial(field_set, 8, b"\x01\x00"),
    "macros": partial(with_part, "xl/vbaProject.bin"),
    "macro type without macros": macro_enabled,
    "macro sheet of Excel 4": partial(with_part, "xl/macrosheets/sheet1.xml"),
    "link to another workbook": partial(with_part, "xl/externalLinks/externalLink1.xml"),
    "link to another workbook under an innocent name": linked,
    "embedded object": partial(with_part, "xl/embeddings/oleObject1.bin"),
    "ActiveX": partial(with_part, "xl/activeX/activeX1.xml"),
    "macros, link and object at once": partial(
        with_parts, "xl/vbaProject.bin", "xl/externalLinks/a.xml", "xl/embeddings/a.bin"
    ),
    "billion laughs in a sheet": partial(begun_with, LAUGHS, "xl/worksheets/sheet1.xml"),
    "billion laughs in the texts": partial(begun_with, LAUGHS, "xl/sharedStrings.xml"),
    "an entity that reads a file": partial(begun_with, OUTSIDE, "xl/workbook.xml"),
    "one part twice": partial(twice, "xl/worksheets/sheet1.xml"),
    "parts equal but for case": partial(with_part, "XL/Worksheets/Sheet1.xml"),
    "path that leaves the folder": partial(with_part, "../../evil.xml"),
    "path with a drive": partial(with_part, "C:/evil.xml"),
    "declared size too small": partial(field_set, 24, struct.pack("<I", 100)),
    "declared size too large": partial(field_set, 24, struct.pack("<I", 1 << 20)),
    "checksum that is wrong": partial(field_set, 16, b"\1\2\3\4"),
    "packed in a way Excel has not": lambda: zipped(form_parts(simple_line()), zipfile.ZIP_LZMA),
    "bomb in a picture": bomb,
    "bomb of blanks": spaces_bomb,
    "stray cell in the last corner": killer,
    "stray cell far down": far_cells,
    "one address twice": cell_twice,
    "one row twice": row_twice,
    "a cell in another's row": cell_of_another_row,
    "5,001 merges": partial(merged, 5_001),
    "a text of 5,000 signs": lambda: raw_form(
        simple_line(), line(6, DUNG_HAN, text("F6", "ghi chú " * 625))
    ),
    "sheet lost": sheet_lost,
    "text that is not in the list": text_number_too_high,
    "formats and no value": only_formats,
    "relations that name no workbook": lambda: zipped(
        form_parts(simple_line()) | {"_rels/.rels": relations(("thumbnail", "a.png"))}
    ),
    "bytes before the zip": lambda: b"#!/bin/sh\n" + raw_form(simple_line()),
    "two thousand parts": lambda: zipped(
        form_parts(simple_line()) | {f"xl/media/{n}.png": b"" for n in range(2_000)}
    ),
}
