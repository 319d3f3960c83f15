"""The zip written again: parts that did not change keep their packed bytes.

The standard library can only pack anew; copying is faster and leaves what is not ours alone.
Source: APPNOTE.TXT 6.3.10, 4.3.7 (local header), 4.3.12 (directory), 4.3.16 (its end).
"""

from __future__ import annotations

import struct
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass

from indicators.intake.archive import Archive

_LOCAL = struct.Struct("<4s5H3L2H")
_CENTRAL = struct.Struct("<4s6H3L5H2L")
_END = struct.Struct("<4s4H2LH")
_VERSION = 20  # deflate
_IS_UTF8 = 0x800
_LONG_AGO = (1980, 1, 1, 0, 0, 0)  # of our own parts: the same input gives the same bytes


@dataclass(frozen=True, slots=True)
class _Entry:
    """One part as it is written: its name, its packed bytes and what the headers say of it."""

    name: bytes
    flags: int
    method: int
    moment: tuple[int, int, int, int, int, int]
    crc: int
    size: int
    packed: bytes
    attributes: int = 0

    @property
    def header(self) -> tuple[int, ...]:
        """What both headers say alike, from the flags to the length of the name."""
        year, month, day, hour, minute, second = self.moment
        return (
            self.flags,
            self.method,
            hour << 11 | minute << 5 | second // 2,
            max(year - 1980, 0) << 9 | month << 5 | day,
            self.crc,
            len(self.packed),
            self.size,
            len(self.name),
        )


def repacked(archive: Archive, changed: Mapping[str, bytes]) -> bytes:
    """Return a zip of the archive's parts in their order, then the new ones.

    Args:
        archive: checked by the preflight.
        changed: whole parts by name, in place of the archive's or beside them.
    """
    entries = [
        _packed(info, changed[name]) if name in changed else _copied(archive.data, info)
        for name, info in archive.entries.items()
    ]
    for name in changed.keys() - archive.entries.keys():
        info = zipfile.ZipInfo(name, _LONG_AGO)
        info.flag_bits = _IS_UTF8
        entries.append(_packed(info, changed[name]))
    entries[len(archive.entries) :] = sorted(entries[len(archive.entries) :], key=_name)
    return _written(entries)


def _name(entry: _Entry) -> bytes:
    return entry.name


def _copied(data: bytes, info: zipfile.ZipInfo) -> _Entry:
    *_, name_length, extra_length = _LOCAL.unpack_from(data, info.header_offset)
    start = info.header_offset + _LOCAL.size + name_length + extra_length
    return _Entry(
        _spelled(info),
        info.flag_bits & _IS_UTF8,
        info.compress_type,
        info.date_time,
        info.CRC,
        info.file_size,
        data[start : start + info.compress_size],
        info.external_attr,
    )


def _packed(info: zipfile.ZipInfo, content: bytes) -> _Entry:
    engine = zlib.compressobj(6, zlib.DEFLATED, -zlib.MAX_WBITS)
    return _Entry(
        _spelled(info),
        info.flag_bits & _IS_UTF8,
        zipfile.ZIP_DEFLATED,
        info.date_time,
        zlib.crc32(content),
        len(content),
        engine.compress(content) + engine.flush(),
        info.external_attr,
    )


def _spelled(info: zipfile.ZipInfo) -> bytes:
    return info.orig_filename.encode("utf-8" if info.flag_bits & _IS_UTF8 else "cp437")


def _written(entries: list[_Entry]) -> bytes:
    pieces: list[bytes] = []
    directory: list[bytes] = []
    at = 0
    for entry in entries:
        local = _LOCAL.pack(b"PK\x03\x04", _VERSION, *entry.header, 0) + entry.name
        directory += (
            _CENTRAL.pack(
                b"PK\x01\x02", _VERSION, _VERSION, *entry.header, 0, 0, 0, 0, entry.attributes, at
            ),
            entry.name,
        )
        pieces += (local, entry.packed)
        at += len(local) + len(entry.packed)
    listed = b"".join(directory)
    count = len(entries)
    end = _END.pack(b"PK\x05\x06", 0, 0, count, count, len(listed), at, 0)
    return b"".join([*pieces, listed, end])
