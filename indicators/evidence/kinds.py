"""What a file is, by its content, and why others are refused: five kinds may prove a figure.

A browser runs what is in SVG and HTML, so they are refused whatever they are called.
Source: SECURITY.md, "Files and exports".
"""

from __future__ import annotations

from pathlib import Path

from indicators.errors import InputRejected
from indicators.evidence.confined import asked
from indicators.evidence.model import JPEG, PDF, PNG
from indicators.evidence.vault import refusal

_HEAD = 4096
_TAIL = 2048  # programs write a few bytes after a PDF's last line
_AS_PDF = "Xuất ra PDF rồi đính lại"
_ACCEPTED = "Nhận PDF, ảnh PNG, ảnh JPEG, Word (.docx) và Excel (.xlsx)"
_OTHERS: tuple[tuple[bytes, str, str], ...] = (
    (b"GIF8", "ảnh GIF", "Lưu ảnh thành PNG rồi đính lại"),
    (b"BM", "ảnh BMP", "Lưu ảnh thành PNG rồi đính lại"),
    (b"II*\0", "ảnh TIFF", _AS_PDF),
    (b"MM\0*", "ảnh TIFF", _AS_PDF),
    (b"RIFF", "ảnh WebP hoặc tệp âm thanh, phim", "Lưu ảnh thành JPEG rồi đính lại"),
    (b"{\\rtf", "văn bản RTF", _AS_PDF),
    (b"Rar!", "tệp nén RAR", "Giải nén rồi đính từng tệp"),
    (b"7z\xbc\xaf", "tệp nén 7-Zip", "Giải nén rồi đính từng tệp"),
    (b"\x1f\x8b", "tệp nén gzip", "Giải nén rồi đính từng tệp"),
    (b"MZ", "chương trình", "Chọn đúng tệp rồi đính lại"),
    (b"\x7fELF", "chương trình", "Chọn đúng tệp rồi đính lại"),
)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MARKUP = (
    (b"<svg", "ảnh SVG", "Lưu ảnh thành PNG rồi đính lại"),
    (b"<html", "trang HTML", "In trang ra PDF rồi đính lại"),
    (b"<!doctype html", "trang HTML", "In trang ra PDF rồi đính lại"),
    (b"<script", "trang HTML", "In trang ra PDF rồi đính lại"),
    (b"<body", "trang HTML", "In trang ra PDF rồi đính lại"),
    (b"<?xml", "tệp XML", _AS_PDF),
)
_REASONS = {
    "macro": ("evidence-macro", "có macro", "Lưu thành .docx hoặc .xlsx không macro rồi đính lại"),
    "active": ("evidence-active", "có đối tượng nhúng chạy được", _AS_PDF),
    "remote": ("evidence-active", "tự lấy nội dung từ nơi khác khi mở", _AS_PDF),
    "E_ENCRYPTED": ("evidence-encrypted", "đặt mật khẩu", "Bỏ mật khẩu rồi đính lại"),
    "E_CORRUPT": ("evidence-corrupt", "bị hỏng hoặc tải lên chưa hết", "Mở, lưu rồi đính lại"),
}
_UNSAFE = ("evidence-unsafe", "có cấu trúc nén không an toàn", "Mở, lưu lại hoặc xuất ra PDF")


def media_type_of(path: Path, name: str) -> str:
    """Return the media type of a file that may be evidence.

    Args:
        path: the file as received.
        name: what the person called it, for messages; it decides nothing.

    Raises:
        InputRejected: it is of another kind, cut off, or holds what must not be kept.
    """
    with path.open("rb") as file:
        head = file.read(_HEAD)
        file.seek(max(0, path.stat().st_size - _TAIL))
        tail = file.read()
    if head.startswith(b"PK\x03\x04"):
        return _office(path, name)
    for start, end, kind in (
        (b"%PDF-", b"%%EOF", PDF),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", b"IEND\xaeB`\x82", PNG),
    ):
        if head.startswith(start):
            if end not in tail:
                raise _reason("E_CORRUPT", name)
            return kind
    if head.startswith(b"\xff\xd8\xff"):
        if b"\xff\xd9" not in path.read_bytes():  # telephones add a film behind the picture
            raise _reason("E_CORRUPT", name)
        return JPEG
    raise _other(head, path, name)


def _office(path: Path, name: str) -> str:
    """Return which Office file a zip is; only the limited process opens it."""
    answer = asked("look", path)
    if answer is None:
        raise _reason("E_ZIP", name)
    kind, _, codes = answer.decode().partition("\n")
    reasons = [_reason(code, name) for code in codes.split()]
    if reasons:
        kept = {problem.code: problem for each in reasons for problem in each.problems}
        raise InputRejected(kept.values())
    if not kind:
        raise _not_accepted(name, "tệp nén hoặc tệp Office loại khác", _AS_PDF)
    return kind


def _other(head: bytes, path: Path, name: str) -> InputRejected:
    """Return why a file of another kind is refused, saying what it is."""
    if head.startswith(_OLE):
        if "EncryptedPackage".encode("utf-16-le") in path.read_bytes():
            return _reason("E_ENCRYPTED", name)
        return _not_accepted(name, "tệp Office đời cũ (.doc, .xls)", "Lưu thành .docx hoặc .xlsx")
    for start, what, action in _OTHERS:
        if head.startswith(start):
            return _not_accepted(name, what, action)
    if head[4:8] == b"ftyp":
        return _not_accepted(name, "ảnh HEIC hoặc phim", "Lưu ảnh thành JPEG rồi đính lại")
    text = _as_text(head).lower()
    for sign, what, action in _MARKUP:
        if sign in text:
            return _not_accepted(name, what, action)
    return _not_accepted(name, "loại khác", _AS_PDF)


def _as_text(head: bytes) -> bytes:
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return head.decode("utf-16", "ignore").encode()
    return head


def _not_accepted(name: str, what: str, action: str) -> InputRejected:
    message = f"Tệp “{name}” là {what}, không dùng làm minh chứng được. {action}. {_ACCEPTED}"
    return refusal("evidence-kind", message)


def _reason(code: str, name: str) -> InputRejected:
    known, what, action = _REASONS.get(code, _UNSAFE)
    return refusal(known, f"Tệp “{name}” {what} nên không dùng làm minh chứng được. {action}")
