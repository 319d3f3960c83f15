"""Whether an office's own base file may be opened (kiểm tra tệp nền), before anything reads it."""

from __future__ import annotations

from pathlib import Path
from zipfile import BadZipFile, ZipFile

from indicators.errors import InputRejected, Problem

LARGEST, LARGEST_UNZIPPED, MOST_PARTS = 50_000_000, 200_000_000, 5_000  # bytes, bytes, entries
_OLD = b"\xd0\xcf\x11\xe0"  # what .ppt files, and those with a password, begin with
_ASIDE = ("vbaproject.bin", "/activex/", "/embeddings/oleobject")
_RENEW = "mở bằng PowerPoint, chọn Lưu thành (Save As) kiểu .pptx, rồi đặt lại tệp"


def checked(path: Path) -> bytes:
    """Return the bytes of a base file.

    Raises:
        InputRejected: it is missing, broken, locked, too large, or holds programs or links.
    """
    name = path.name
    try:
        if path.stat().st_size > LARGEST:
            limit = LARGEST // 1_000_000
            raise refused(
                "base-large", f"Tệp nền «{name}» lớn hơn {limit} MB: thu nhỏ ảnh rồi lưu."
            )
        content = path.read_bytes()
    except FileNotFoundError as error:
        message = f"Không có tệp nền «{name}» ở {path.parent}: đặt lại tệp vào đó rồi làm lại."
        raise refused("base-missing", message) from error
    except OSError as error:
        message = f"Không đọc được tệp nền «{name}» ở {path.parent}: xem lại quyền đọc tệp."
        raise refused("base-missing", message) from error
    if content.startswith(_OLD):
        raise refused("base-locked", f"Tệp nền «{name}» có mật khẩu hoặc là .ppt cũ: {_RENEW}.")
    try:
        with ZipFile(path) as package:
            _check_parts(package, name)
    except (BadZipFile, NotImplementedError, RuntimeError, EOFError) as error:
        raise broken(name) from error
    return content


def refused(code: str, message: str) -> InputRejected:
    """Return the error that tells of one fault of a base file."""
    return InputRejected([Problem.error(code, message)])


def broken(name: str) -> InputRejected:
    """Return the error of a file that no program can open."""
    return refused(
        "base-broken", f"Tệp nền «{name}» không phải tệp PowerPoint hoặc hỏng: {_RENEW}."
    )


def _check_parts(package: ZipFile, name: str) -> None:
    entries = package.infolist()
    if len(entries) > MOST_PARTS or sum(each.file_size for each in entries) > LARGEST_UNZIPPED:
        raise refused("base-large", f"Tệp nền «{name}» bung ra quá lớn: bỏ bớt ảnh và trang.")
    for entry in entries:
        if any(part in entry.filename.lower() for part in _ASIDE):
            raise refused(
                "base-active", f"Tệp nền «{name}» có macro hoặc đối tượng nhúng: {_RENEW}."
            )
        content = package.read(entry)  # also finds out whether it can be unpacked
        if entry.filename.endswith((".xml", ".rels")) and b"<!DOCTYPE" in content:
            raise broken(name)
        if entry.filename.endswith(".rels") and _links_out(content):
            message = (
                f"Tệp nền «{name}» có ảnh hoặc tệp liên kết ra ngoài: chèn hẳn vào tệp rồi lưu."
            )
            raise refused("base-linked", message)


def _links_out(relations: bytes) -> bool:
    """Return whether a part needs a file or an address outside; links to click on may stay."""
    return any(
        b'TargetMode="External"' in each and b"/hyperlink" not in each
        for each in relations.split(b"<Relationship ")
    )
