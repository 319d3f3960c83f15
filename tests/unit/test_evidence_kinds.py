"""What may be evidence: five kinds told by content, names made harmless, the rest refused."""

from __future__ import annotations

import openpyxl
import pytest
import xlsxwriter

from indicators.errors import InputRejected
from indicators.evidence.kinds import media_type_of
from indicators.evidence.model import DOCX, JPEG, PDF, PNG, XLSX
from indicators.evidence.names import file_name, line
from tests.unit import evidence_files as files

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)


def kind_of(tmp_path, content: bytes, name: str = "tệp") -> str:
    path = tmp_path / "x"
    path.write_bytes(content)
    return media_type_of(path, name)


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (files.pdf(), PDF),
        (files.pdf() + b"\n" * 200, PDF),
        (files.png(), PNG),
        (files.jpeg(), JPEG),
        (files.jpeg() + b"film" * 1000, JPEG),
        (files.docx(), DOCX),
        (files.docx(by_default=True), DOCX),
        (files.xlsx(), XLSX),
        (files.docx(relations=files.relation("hyperlink", "https://vidu.vn")), DOCX),
        (files.docx(relations=files.relation("attachedTemplate", "file:///C:\\mau\\a.dotx")), DOCX),
        (files.docx(parts={"word/embeddings/so.xlsx": b"PK"}), DOCX),
    ],
)
def test_five_kinds_by_content_whatever_they_are_called(tmp_path, content, kind):
    assert kind_of(tmp_path, content, "ảnh.html") == kind


@pytest.mark.parametrize(
    ("content", "code", "says"),
    [
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>", "kind", "ảnh SVG"),
        (b"<?xml version='1.0'?><svg/>", "kind", "ảnh SVG"),
        (b"  <!DOCTYPE html><html></html>", "kind", "trang HTML"),
        ("<html>".encode("utf-16"), "kind", "trang HTML"),
        (b"GIF89a", "kind", "ảnh GIF"),
        (b"\0\0\0\x18ftypheic", "kind", "HEIC"),
        (b"MZ\x90\0", "kind", "chương trình"),
        (b"Rar!\x1a\x07", "kind", "RAR"),
        (b"xin chao", "kind", "loại khác"),
        (OLE, "kind", "đời cũ"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "encrypted", "đặt mật khẩu"),
        (files.pdf()[:-200], "corrupt", "chưa hết"),
        (files.png()[:-20], "corrupt", "chưa hết"),
        (files.jpeg()[:-40], "corrupt", "chưa hết"),
        (files.docx()[:-30], "corrupt", "hỏng"),
        (files.package(None), "kind", "tệp nén"),
        (
            files.package(f"{files.WORD}.main+xml".replace("document.main", "template.main")),
            *("kind", "Office"),
        ),
        (files.docx(parts={"word/vbaProject.bin": b"x"}), "macro", "macro"),
        (
            files.package("application/vnd.ms-word.document.macroEnabled.main+xml"),
            *("macro", "macro"),
        ),
        (files.xlsx(parts={"xl/macrosheets/sheet1.xml": b"<a/>"}), "macro", "macro"),
        (files.docx(parts={"word/embeddings/oleObject1.bin": b"x"}), "active", "đối tượng nhúng"),
        (files.xlsx(parts={"xl/activeX/activeX1.xml": b"<a/>"}), "active", "đối tượng nhúng"),
        (
            files.docx(relations=files.relation("attachedTemplate", "https://xa.vn/a.dotm")),
            *("active", "từ nơi khác"),
        ),
        (
            files.docx(relations=files.relation("oleObject", "\\\\may-la\\chung\\a")),
            *("active", "từ nơi khác"),
        ),
        (files.docx(parts={"word/x.xml": b"<!DOCTYPE a><a/>"}), "unsafe", "không an toàn"),
        (files.docx(parts={"../x.xml": b"<a/>"}), "unsafe", "không an toàn"),
        (files.docx(parts={"word/big.xml": bytes(60 * 2**20)}), "unsafe", "không an toàn"),
    ],
)
def test_everything_else_is_refused_with_what_it_is(tmp_path, content, code, says):
    with pytest.raises(InputRejected) as told:
        kind_of(tmp_path, content, "số liệu.pdf")
    (problem,) = told.value.problems
    assert problem.code == f"evidence-{code}"
    assert says in problem.message
    assert "“số liệu.pdf”" in problem.message


def test_a_workbook_of_excel_writers_is_one(tmp_path):
    first, second = tmp_path / "a.xlsx", tmp_path / "b.xlsx"
    openpyxl.Workbook().save(first)
    xlsxwriter.Workbook(str(second)).close()
    assert media_type_of(first, "a") == media_type_of(second, "b") == XLSX


@pytest.mark.parametrize(
    ("name", "kind", "safe"),
    [
        ("Báo cáo tháng 10.pdf", PDF, "Báo cáo tháng 10.pdf"),
        ("a.PDF", PDF, "a.pdf"),
        ("ảnh.jpeg", JPEG, "ảnh.jpeg"),
        ("ảnh.png", JPEG, "ảnh.png.jpg"),
        ("bảng.html", PDF, "bảng.html.pdf"),
        ("../../etc/passwd", PDF, "passwd.pdf"),
        ("C:\\Users\\x\\số liệu.xlsx", XLSX, "số liệu.xlsx"),
        ("hoa\u202efdp.exe", PDF, "hoafdp.exe.pdf"),
        ("a\r\nSet-Cookie: x.pdf", PDF, "a Set-Cookie- x.pdf"),
        ("a\0b\x1b[31m.pdf", PDF, "a b [31m.pdf"),
        ("tê\u0301n\u200b.pdf", PDF, "tến.pdf"),
        ("xấu\udc80.pdf", PDF, "xấu.pdf"),
        ('a"b<c>|d?*.pdf', PDF, "a-b-c-d-.pdf"),
        ("CON.pdf", PDF, "_CON.pdf"),
        ("...", PDF, "minh-chung.pdf"),
        ("", DOCX, "minh-chung.docx"),
        (".pdf", PDF, "minh-chung.pdf"),
        ("/", PNG, "minh-chung.png"),
    ],
)
def test_names_are_made_harmless(name, kind, safe):
    assert file_name(name, kind) == safe


def test_long_names_fit_any_disk():
    found = file_name("ộ" * 400 + ".pdf", PDF)
    assert found.endswith("ộ.pdf")
    assert len(found.encode()) <= 200


def test_text_is_one_line_without_anything_invisible():
    assert line(" 12/BC\u202e-SXD\n ngày\t5\x00 ") == "12/BC-SXD ngày 5"
