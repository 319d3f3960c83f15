"""What is checked of a file before any of it is parsed: the zip, its sizes, its forbidden parts.

Runs in the limited child (`indicators.intake.child`): even a zip directory is foreign data.
Source: SECURITY.md, "Workbook intake".
"""

from __future__ import annotations

import zipfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from indicators.errors import Problem
from indicators.intake import limits
from indicators.intake.archive import Archive, directory, is_encrypted, is_sound
from indicators.intake.sniff import is_zip, not_a_workbook, not_a_zip
from indicators.intake.xmlpart import DamagedPart, has_doctype

_MENDING = "Mở bằng Excel, Lưu lại (Save), rồi tải lên lại"
_XML_PARTS = (".xml", ".rels", ".vml")
_LINKS = "externallinks"
_ACTIVE = {"embeddings": "đối tượng nhúng", "activex": "nút điều khiển ActiveX"}
_MACROS = {"macrosheets"}


def preflight(path: Path, name: str | None = None) -> list[Problem]:
    """Return every reason to refuse a file before parsing it; an empty list lets it through.

    Args:
        path: the file on disk.
        name: what the person called it, when the file on disk is a temporary one.
    """
    with path.open("rb") as file:
        data = file.read(limits.FILE_BYTES + 1)
    return open_workbook(data, name or path.name)[1]


def open_workbook(data: bytes, name: str) -> tuple[Archive | None, list[Problem]]:
    """Return the checked archive, or None and every reason why there is none.

    Args:
        data: the file; one byte over the limit is enough to refuse it.
        name: the file's name, for the messages.
    """
    problems = list(_name_and_size(data, name))
    if problems:
        return None, problems
    if not is_zip(data):
        return None, [not_a_zip(data, name)]
    archive, problems = open_zip(data, name)
    if archive is None:
        return None, problems
    try:
        problems = list(_parts(archive, name))
    except DamagedPart as damaged:
        problems = [corrupt(name, str(damaged))]
    return (None, problems) if problems else (archive, [])


def open_zip(data: bytes, name: str) -> tuple[Archive | None, list[Problem]]:
    """Return what a zip holds, whatever it is, when its directory is sound and within the limits.

    Args:
        data: the file, which begins as a zip does.
        name: the file's name, for the messages.
    """
    try:
        entries = directory(data)
    except DamagedPart:
        return None, [corrupt(name)]
    problems = list(_entries(data, entries, name))
    if problems:
        return None, problems
    return Archive(data, {info.filename: info for info in entries}), []


def unsound_parts(archive: Archive, name: str) -> Iterator[Problem]:
    """Unpack every part once and yield those with a document type.

    Raises:
        DamagedPart: by the iterator, when a part is not what the directory says.
    """
    for entry in archive.entries:
        if entry.lower().endswith(_XML_PARTS) and has_doctype(archive.chunks(entry)):
            what = f"Tệp “{name}”: phần {entry} chứa khai báo DOCTYPE, Excel không bao giờ ghi thế"
            yield _error("E_DTD", what, _MENDING)
        else:
            _check_whole(archive, entry)


def corrupt(name: str, part: str = "") -> Problem:
    """Return E_CORRUPT; `part` names the damaged part of the zip when it is known."""
    where = f" (phần {part})" if part else ""
    return Problem.error(
        "E_CORRUPT",
        f"Tệp “{name}” bị hỏng hoặc tải lên chưa hết{where}. {_MENDING}; nếu Excel cũng không "
        "mở được, hãy lấy lại bản gốc",
    )


def _name_and_size(data: bytes, name: str) -> Iterator[Problem]:
    if len(name) > limits.NAME_LENGTH:
        yield _error("E_NAME", f"Tên tệp “{name[:60]}…” dài quá {limits.NAME_LENGTH} ký tự", "")
    if len(data) > limits.FILE_BYTES:
        yield _error(
            "E_SIZE",
            f"Tệp “{name}” lớn hơn {limits.FILE_BYTES // limits.MB} MB",
            "Bỏ ảnh và các trang không cần, Lưu, rồi tải lên lại",
        )


def _entries(data: bytes, entries: list[zipfile.ZipInfo], name: str) -> Iterator[Problem]:
    """Yield what the zip's directory alone shows to be wrong."""
    if len(entries) > limits.ENTRIES:
        yield _error("E_ZIP_ENTRIES", f"Tệp “{name}” gồm hơn 2.000 phần", _MENDING)
        return
    if any(_is_bad_path(info) for info in entries):
        yield _error("E_ZIP_PATH", f"Tệp “{name}” chứa phần có đường dẫn không hợp lệ", _MENDING)
    if any(len(info.orig_filename) > limits.NAME_LENGTH for info in entries):
        yield _error("E_NAME", f"Tệp “{name}” chứa phần có tên quá dài", _MENDING)
    counts = Counter(info.filename.casefold() for info in entries)
    if twice := [part for part, count in counts.items() if count > 1]:
        yield _error("E_ZIP_DUP", f"Tệp “{name}” chứa hai phần cùng tên ({twice[0]})", _MENDING)
        return
    if any(is_encrypted(info) for info in entries):
        yield _error("E_ENCRYPTED", f"Tệp “{name}” là tệp nén có mật khẩu", "Bỏ mật khẩu rồi nộp")
    elif not is_sound(data, entries):
        yield corrupt(name)
    yield from _sizes(entries, name)


def _sizes(entries: list[zipfile.ZipInfo], name: str) -> Iterator[Problem]:
    trim = "Bỏ trang, ảnh và vùng định dạng thừa, Lưu, rồi tải lên lại"
    total = sum(info.file_size for info in entries)
    if total > limits.UNZIPPED_BYTES:
        yield _error("E_ZIP_SIZE", f"Tệp “{name}” bung ra lớn quá 200 MB", trim)
    for info in entries:
        is_strings = info.filename.lower().endswith("sharedstrings.xml")
        allowed = limits.STRINGS_BYTES if is_strings else limits.PART_BYTES
        if info.file_size > allowed:
            what = f"Tệp “{name}”: phần {info.filename} lớn quá {allowed // limits.MB} MB"
            yield _error("E_ZIP_SIZE", what, trim)
        packed = max(info.compress_size, 1)
        if info.file_size > limits.RATIO_FROM_BYTES and info.file_size > limits.RATIO * packed:
            what = f"Tệp “{name}”: phần {info.filename} nén quá chặt, giống tệp phá hoại"
            yield _error("E_ZIP_RATIO", what, trim)


def _parts(archive: Archive, name: str) -> Iterator[Problem]:
    """Yield what the parts' names and beginnings show: other formats, macros, document types."""
    names = {entry.lower() for entry in archive.entries}
    mimetype = archive.read("mimetype") if "mimetype" in archive.entries else b""
    if (problem := not_a_workbook(names, mimetype, name)) is not None:
        yield problem
        return
    types = archive.find("[Content_Types].xml")
    yield from forbidden(names, archive.read(types) if types else b"", name)
    yield from unsound_parts(archive, name)


def forbidden(names: set[str], types: bytes, name: str) -> Iterator[Problem]:
    """Yield one problem for macros, one for links to other files, one for each active object."""
    folders = {segment for entry in names for segment in entry.split("/")[:-1]}
    has_code = any(entry.endswith("vbaproject.bin") for entry in names)
    if has_code or b"macroenabled" in types.lower() or folders & _MACROS:
        yield _error(
            "E_MACRO",
            f"Tệp “{name}” có macro",
            "Trong Excel chọn Tệp (File) > Lưu thành (Save As) > Sổ làm việc Excel (.xlsx), "
            "chọn Có (Yes) khi được hỏi bỏ macro, rồi tải lên lại",
        )
    if _LINKS in folders:
        yield _error(
            "E_ACTIVE",
            f"Tệp “{name}” liên kết tới sổ Excel khác nên số có thể đổi theo máy",
            "Trong Excel chọn Dữ liệu (Data) > Sửa nối kết (Edit Links) > Ngắt nối kết "
            "(Break Link), Lưu, rồi tải lên lại",
        )
    for folder in sorted(folders & _ACTIVE.keys()):
        yield _error(
            "E_ACTIVE",
            f"Tệp “{name}” có {_ACTIVE[folder]}",
            "Xóa đối tượng đó trong Excel, Lưu, rồi tải lên lại",
        )


def _check_whole(archive: Archive, entry: str) -> None:
    """Unpack a part to its end: its size and checksum must be what the directory says."""
    for _ in archive.chunks(entry):
        pass


def _is_bad_path(info: zipfile.ZipInfo) -> bool:
    raw = info.orig_filename
    has_odd_sign = "\\" in raw or "\0" in raw or ":" in raw
    return has_odd_sign or raw.startswith("/") or ".." in raw.split("/")


def _error(code: str, what: str, action: str) -> Problem:
    return Problem.error(code, f"{what}. {action}" if action else what)
