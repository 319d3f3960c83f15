"""What a file that is no .xlsx really is, told by its content, and what to do about it.

Offices rename: an export in HTML, a CSV, an old .xls, a PDF, all arrive named .xlsx. Each is told
what it is and how to make a workbook of it.
Source: SECURITY.md, "Workbook intake", second table; [MS-CFB] 2.2 and [MS-OFFCRYPTO] 1.3.1 for
the names in an OLE container.
"""

from __future__ import annotations

from indicators.errors import Problem

_SAVE_AS = "Mở tệp bằng Excel, chọn Tệp (File) > Lưu thành (Save As) > Sổ làm việc Excel (.xlsx)"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_BARE_BIFF = (b"\x09\x00", b"\x09\x02", b"\x09\x04", b"\x09\x08")  # BOF of Excel 2 to 5
_STARTS: tuple[tuple[bytes, str], ...] = (
    (b"%PDF", "bản PDF"),
    (b"{\\rtf", "văn bản RTF"),
    (b"\x89PNG", "ảnh PNG"),
    (b"\xff\xd8\xff", "ảnh JPEG"),
    (b"GIF8", "ảnh GIF"),
    (b"Rar!", "tệp nén RAR"),
    (b"7z\xbc\xaf", "tệp nén 7-Zip"),
    (b"\x1f\x8b", "tệp nén gzip"),
)
_NO_TABLE = "Hãy nộp tệp Excel gốc, dạng .xlsx"
_HTML_SIGNS = (b"<html", b"<!doctype html", b"<table", b"<head", b"<body", b"<meta")
_ODF_MIME = b"application/vnd.oasis.opendocument."


def is_zip(data: bytes) -> bool:
    """Whether the bytes begin as a zip with at least one entry does."""
    return data.startswith(b"PK\x03\x04")


def not_a_zip(data: bytes, name: str) -> Problem:
    """Return the problem of a file that does not begin as a zip."""
    if not data.strip(b"\x00 \t\r\n"):
        message = f"Tệp “{name}” trống, không có dữ liệu. Kiểm tra lại tệp rồi tải lên lại"
        return Problem.error("E_EMPTY", message)
    if data.startswith(_OLE):
        return _ole(data, name)
    if data[:2] in _BARE_BIFF and data[2:4] in (b"\x04\x00", b"\x06\x00", b"\x08\x00"):
        return _old_xls(name)
    for start, what in _STARTS:
        if data.startswith(start):
            return not_xlsx(name, what, _NO_TABLE)
    text = _as_text(data[:4096])
    if text is None:
        return not_xlsx(name, "tệp không rõ loại", _NO_TABLE)
    return _text(text, name)


def not_a_workbook(names: set[str], mimetype: bytes, name: str) -> Problem | None:
    """Return the problem of a zip that holds no .xlsx workbook, None when it may hold one.

    Args:
        names: the zip's entries in lower case.
        mimetype: the entry "mimetype" of OpenDocument files, empty when there is none.
        name: the file's name, for the message.
    """
    if mimetype.startswith(_ODF_MIME):
        what = "bảng tính OpenDocument (.ods)" if b"spreadsheet" in mimetype else "tệp OpenDocument"
        action = "Mở tệp bằng LibreOffice hoặc Excel, chọn Lưu thành (Save As), dạng .xlsx"
        return not_xlsx(name, what, action)
    if "xl/workbook.bin" in names:
        return not_xlsx(name, "sổ Excel nhị phân (.xlsb)", _SAVE_AS)
    if "word/document.xml" in names:
        return not_xlsx(name, "văn bản Word (.docx)", _NO_TABLE)
    if "ppt/presentation.xml" in names:
        return not_xlsx(name, "bản trình chiếu PowerPoint (.pptx)", _NO_TABLE)
    if "[content_types].xml" not in names:
        action = "Giải nén rồi nộp từng tệp .xlsx bên trong"
        return not_xlsx(name, "tệp nén zip", action)
    return None


def not_xlsx(name: str, what: str, action: str) -> Problem:
    """Return E_NOT_XLSX: what the file is in truth, and what to do."""
    return Problem.error(
        "E_NOT_XLSX",
        f"Tệp “{name}” không phải sổ Excel .xlsx mà là {what}, dù tên tệp ghi thế nào. "
        f"{action}, rồi tải lên lại",
    )


def _ole(data: bytes, name: str) -> Problem:
    """Tell apart what OLE containers hold, by the names of their streams (UTF-16)."""
    if "EncryptedPackage".encode("utf-16-le") in data:
        return Problem.error(
            "E_ENCRYPTED",
            f"Tệp “{name}” đặt mật khẩu nên không đọc được. Mở bằng Excel, chọn Tệp (File) > "
            "Thông tin (Info) > Bảo vệ sổ làm việc (Protect Workbook) > Mã hóa bằng mật khẩu "
            "(Encrypt with Password), xóa mật khẩu, Lưu, rồi tải lên lại",
        )
    if any(stream.encode("utf-16-le") + b"\0\0" in data for stream in ("Workbook", "Book")):
        return _old_xls(name)
    return not_xlsx(name, "tệp Office đời cũ (không phải bảng tính)", _NO_TABLE)


def _old_xls(name: str) -> Problem:
    return Problem.error(
        "E_OLD_XLS",
        f"Tệp “{name}” là sổ Excel đời cũ (.xls, Excel 97-2003). {_SAVE_AS}, rồi tải lên lại",
    )


def _text(text: bytes, name: str) -> Problem:
    lowered = text.lower()
    if b"urn:schemas-microsoft-com:office:spreadsheet" in lowered:
        return not_xlsx(name, "bảng tính XML 2003", _SAVE_AS)
    if any(sign in lowered for sign in _HTML_SIGNS):
        return not_xlsx(name, "trang HTML", _SAVE_AS)
    if lowered.lstrip().startswith(b"<"):
        return not_xlsx(name, "tệp XML", _NO_TABLE)
    if any(mark in text for mark in (b",", b";", b"\t")):
        return not_xlsx(name, "tệp văn bản CSV", _SAVE_AS)
    return not_xlsx(name, "tệp văn bản", _SAVE_AS)


def _as_text(start: bytes) -> bytes | None:
    """Return the beginning of a text file as one-byte text, None when it is no text."""
    if start.startswith((b"\xff\xfe", b"\xfe\xff")):
        return start.decode("utf-16", "ignore").encode()
    return None if b"\x00" in start else start.removeprefix(b"\xef\xbb\xbf")
