"""Everything for a meeting in one file (trọn bộ họp): each format, each chart, what is in it.

The same snapshot gives the same file: times inside are those of the figures. Names are plain
letters, since some programs that unpack read no others.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from indicators import clock
from indicators.errors import BangXanhError
from indicators.export import EXPORTS
from indicators.export import write as written
from indicators.export.charts import NamedChart, standing
from indicators.export.model import Export, Options, Progress
from indicators.export.outlines.album import album, notices
from indicators.export.picture import Kind, pictures
from indicators.export.snapshot import Snapshot
from indicators.numbers import format_number
from indicators.text import clean

CONTENTS, SUMS = "DOC-TRUOC.txt", "SHA256SUMS.txt"
_SELF = "zip"
_KINDS: tuple[Kind, ...] = ("png", "svg")
_UNIX, _READABLE = 3, 0o644 << 16
_LACKS = "KHÔNG LÀM ĐƯỢC "


@dataclass(frozen=True, slots=True)
class _Part:
    """One file of the bundle; `fault` says why there is none."""

    name: str
    what: str
    content: bytes = b""
    fault: str = ""


def write(snapshot: Snapshot, options: Options, progress: Progress) -> bytes:
    """Return the ZIP file's bytes; `progress` counts the formats, then the two kinds of pictures.

    A format that cannot be made for this board is named in the list of contents, with the reason.
    """
    others = [each for name, each in EXPORTS.items() if name != _SELF]
    total = len(others) + len(_KINDS)
    parts = []
    for done, export in enumerate(others):
        progress(done, total)
        parts.append(_format(snapshot, options, export, lambda *_, n=done: progress(n, total)))
    charts = standing(album(snapshot, Options()))
    for done, kind in enumerate(_KINDS, start=len(others)):
        progress(done, total)
        parts += _pictures(snapshot, charts, kind, lambda *_, n=done: progress(n, total))
    content = _packed(snapshot, parts)
    progress(total, total)
    return content


def lacking(content: bytes) -> tuple[str, ...]:
    """Return what a bundle says that it lacks, and why: "bang-xanh.png: Ảnh bảng (PNG). …"."""
    with ZipFile(BytesIO(content)) as archive:
        told = archive.read(CONTENTS).decode("utf-8-sig").splitlines()
    return tuple(each.removeprefix(_LACKS) for each in told if each.startswith(_LACKS))


def _format(snapshot: Snapshot, options: Options, export: Export, progress: Progress) -> _Part:
    name = export.file_name(snapshot)
    if export.name in options.faults:
        return _Part(name, export.label, fault=options.faults[export.name])
    try:
        return _Part(name, export.label, written(export.name, snapshot, options, progress))
    except BangXanhError as fault:
        return _Part(name, export.label, fault=str(fault))


def _pictures(
    snapshot: Snapshot, charts: list[NamedChart], kind: Kind, progress: Progress
) -> list[_Part]:
    try:
        made = pictures(snapshot, [each.chart for each in charts], kind, progress)
    except BangXanhError as fault:
        return [_Part(f"bieu-do/*.{kind}", f"Biểu đồ {kind.upper()}", fault=str(fault))]
    return [
        _Part(f"bieu-do/{each.file_stem}.{kind}", each.title, content)
        for each, content in zip(charts, made, strict=True)
    ]


def _packed(snapshot: Snapshot, parts: list[_Part]) -> bytes:
    kept = [each for each in parts if not each.fault]
    sums = "".join(f"{_sum(each.content)}  {each.name}\n" for each in kept)
    contents = "".join(f"{clean(line)}\r\n" for line in _contents(snapshot, parts))
    files = [(CONTENTS, contents.encode("utf-8-sig")), (SUMS, sums.encode())]
    files += [(each.name, each.content) for each in kept]
    at = clock.local(snapshot.head.known_at)
    moment = (max(at.year, 1980), at.month, at.day, at.hour, at.minute, 0)
    buffer = BytesIO()
    with ZipFile(buffer, "w", ZIP_DEFLATED) as archive:
        for name, content in files:
            entry = ZipInfo(name, moment)
            entry.compress_type = ZIP_DEFLATED
            entry.create_system, entry.external_attr = _UNIX, _READABLE
            archive.writestr(entry, content)
    return buffer.getvalue()


def _contents(snapshot: Snapshot, parts: list[_Part]) -> Iterator[str]:
    head = snapshot.head
    yield f"BẢNG XANH: TRỌN BỘ HỌP, {head.period_label}"
    yield f"Cơ quan: {head.office}"
    yield f"Đơn vị: {head.group_name or head.unit_name}"
    if head.colours_of:
        yield f"Kỳ: {head.period_label}; {head.colours_of}"
    yield f"Số liệu lúc: {head.known_text}"
    yield f"Phiên bản dữ liệu: {head.version}"
    yield f"Mã bản chụp số liệu (SHA-256): {snapshot.digest}"
    yield from notices(snapshot)
    yield ""
    yield "Các tệp (tên, nội dung, độ lớn, SHA-256):"
    for part in parts:
        if part.fault:
            yield f"{_LACKS}{part.name}: {part.what}. {part.fault}"
        else:
            size = format_number(len(part.content))
            yield f"{part.name}: {part.what}; {size} byte; {_sum(part.content)}"
    yield ""
    yield f"Kiểm tra các tệp còn nguyên: sha256sum -c {SUMS}"


def _sum(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
