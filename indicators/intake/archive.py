"""The zip around a workbook: its directory checked, its parts unpacked within what they declare.

The standard library reads the directory; the parts are unpacked here, because a declared size, a
local header and a checksum that disagree must be found in every part, not only in those read.
Source: SECURITY.md, "Workbook intake"; APPNOTE.TXT 6.3.10, 4.3 (local headers, overlaps).
"""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field

from indicators.intake.xmlpart import DamagedPart

_CHUNK = 256 * 1024
_KEEP_BYTES = 1024 * 1024  # a small part stays unpacked: it is looked at twice
_LOCAL = struct.Struct("<4s5H3L2H")
_IN_ZIP64_EXTRA = 0xFFFFFFFF
_HAS_DESCRIPTOR = 0x8
_IS_ENCRYPTED = 0x1
_IS_UTF8 = 0x800


@dataclass(slots=True)
class Archive:
    """A workbook in memory: its bytes and its directory, names as the zip spells them."""

    data: bytes
    entries: dict[str, zipfile.ZipInfo]
    _kept: dict[str, bytes] = field(default_factory=dict)
    _spelling: dict[str, str] = field(default_factory=dict)

    def find(self, name: str) -> str | None:
        """Return a part's name as the zip spells it; part names ignore case (ECMA-376, OPC)."""
        if not self._spelling:
            self._spelling.update((entry.lower(), entry) for entry in self.entries)
        return self._spelling.get(name.lstrip("/").lower())

    def read(self, name: str) -> bytes:
        """Return a whole part; DamagedPart when it is not what the directory says."""
        if (kept := self._kept.get(name)) is None:
            kept = b"".join(self._checked(name))
            if len(kept) <= _KEEP_BYTES:
                self._kept[name] = kept
        return kept

    def chunks(self, name: str) -> Iterator[bytes]:
        """Yield a part piece by piece; DamagedPart at the latest after the last piece."""
        if self.entries[name].file_size <= _KEEP_BYTES:
            yield self.read(name)
        else:
            yield from self._checked(name)

    def _checked(self, name: str) -> Iterator[bytes]:
        info = self.entries[name]
        size = crc = 0
        for piece in _unpacked(self.data, info):
            size += len(piece)
            if size > info.file_size:
                break
            crc = zlib.crc32(piece, crc)
            yield piece
        if size != info.file_size or crc != info.CRC:
            raise DamagedPart(name)


def directory(data: bytes) -> list[zipfile.ZipInfo]:
    """Return the zip's entries; DamagedPart when the directory cannot be read."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as opened:
            return opened.infolist()
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OverflowError, struct.error) as e:
        raise DamagedPart("zip") from e


def is_sound(data: bytes, entries: list[zipfile.ZipInfo]) -> bool:
    """Whether the entries begin at byte 0, do not overlap and agree with their local headers.

    Entries that share bytes are how a small zip unpacks to petabytes, and bytes before the first
    or headers that disagree are how two readers see two workbooks in one file.
    """
    free_from = 0
    for info in sorted(entries, key=lambda entry: entry.header_offset):
        if info.header_offset < free_from or (free_from == 0 and info.header_offset):
            return False
        try:
            free_from = _body(data, info) + info.compress_size
        except DamagedPart:
            return False
    return free_from <= len(data)


def is_encrypted(info: zipfile.ZipInfo) -> bool:
    """Whether an entry is locked by the zip itself (Excel locks another way)."""
    return bool(info.flag_bits & _IS_ENCRYPTED)


def _body(data: bytes, info: zipfile.ZipInfo) -> int:
    """Return where an entry's packed bytes start, after comparing its two headers."""
    try:
        sign, _, flags, method, _, _, _, packed, size, name_length, extra_length = (
            _LOCAL.unpack_from(data, info.header_offset)
        )
    except struct.error as error:
        raise DamagedPart(info.filename) from error
    name_at = info.header_offset + _LOCAL.size
    name = data[name_at : name_at + name_length]
    spelled = name.decode("utf-8" if flags & _IS_UTF8 else "cp437", "replace")
    is_same = sign == b"PK\x03\x04" and method == info.compress_type
    if not flags & _HAS_DESCRIPTOR:
        is_same &= packed in (info.compress_size, _IN_ZIP64_EXTRA)
        is_same &= size in (info.file_size, _IN_ZIP64_EXTRA)
    if not is_same or spelled != info.orig_filename:
        raise DamagedPart(info.filename)
    return name_at + int(name_length) + int(extra_length)


def _unpacked(data: bytes, info: zipfile.ZipInfo) -> Iterator[bytes]:
    start = _body(data, info)
    packed = memoryview(data)[start : start + info.compress_size]
    if info.compress_type == zipfile.ZIP_STORED:
        yield bytes(packed)
        return
    if info.compress_type != zipfile.ZIP_DEFLATED:
        raise DamagedPart(info.filename)
    engine = zlib.decompressobj(-zlib.MAX_WBITS)
    try:
        for at in range(0, len(packed), _CHUNK):
            piece = engine.decompress(packed[at : at + _CHUNK], _CHUNK)
            while piece:
                yield piece
                piece = engine.decompress(engine.unconsumed_tail, _CHUNK)
    except zlib.error as error:
        raise DamagedPart(info.filename) from error
    if not engine.eof or engine.unused_data:
        raise DamagedPart(info.filename)
