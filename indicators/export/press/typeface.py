"""The typeface of printed pages (kiểu chữ): which letters it has, and how wide they are.

Noto Sans is shipped beside this file (fonts/OFL.txt): a server has no fonts of its own to rely on,
and the same document must look the same everywhere. Read here only as far as laying out labels
needs it; the pages themselves are set by typst.
Source: OpenType specification, tables `cmap` (format 4), `hhea`, `hmtx`.
"""

from __future__ import annotations

import struct
import unicodedata
from dataclasses import dataclass
from functools import cache
from itertools import groupby
from pathlib import Path

from indicators.export.inert import plain

FOLDER = Path(__file__).parent / "fonts"
FAMILY, LENDER = "Noto Sans", "DejaVu Sans Mono"
# Not in Noto Sans; drawn by the other, which typst brings along.
BORROWED = frozenset("●▲■○△□◇▨→←↑↓≈≥≤≠−∞√∑≡◊")
ABSENT = "□"  # stands for a letter that neither has


@dataclass(frozen=True, slots=True)
class Typeface:
    """One weight: the glyph of each character, the advance of each glyph in 1/`em`."""

    glyphs: dict[int, int]
    advances: tuple[int, ...]
    em: int

    def width(self, text: str, size: float) -> float:
        """Return how wide `text` is set at `size`, in the unit of `size`."""
        last = len(self.advances) - 1
        wide = 0
        for sign in text:
            glyph = self.glyphs.get(ord(sign))
            wide += self.em * 6 // 10 if glyph is None else self.advances[min(glyph, last)]
        return wide * size / self.em


@cache
def typeface(*, bold: bool = False) -> Typeface:
    """Return the regular or the bold weight."""
    data = (FOLDER / f"NotoSans-{'Bold' if bold else 'Regular'}.ttf").read_bytes()
    tables = {
        data[at : at + 4]: struct.unpack_from(">I", data, at + 8)[0]
        for at in range(12, 12 + 16 * struct.unpack_from(">H", data, 4)[0], 16)
    }
    (em,) = struct.unpack_from(">H", data, tables[b"head"] + 18)
    (count,) = struct.unpack_from(">H", data, tables[b"hhea"] + 34)
    metrics = struct.unpack_from(f">{2 * count}H", data, tables[b"hmtx"])
    return Typeface(_glyphs(data, tables[b"cmap"]), metrics[::2], em)


def drawable(text: str | None) -> str:
    """Return `text` composed, without control characters, a box for each letter there is not.

    PDF/A allows no letter that no font of the file can show. What turns the direction of
    writing or has no look is left out: it could make a line read as it does not stand there.
    """
    return unicodedata.normalize("NFC", plain(text)).translate(_SHOWN)


class _Shown(dict[int, str]):
    """What each character becomes; worked out when it is first met."""

    def __missing__(self, code: int) -> str:
        self[code] = found = _shown(chr(code))
        return found


_SHOWN = _Shown()


def _shown(sign: str) -> str:
    kind = unicodedata.category(sign)
    if sign == "\n" or sign in BORROWED:
        return sign
    if sign.isspace():
        return " "
    if kind in {"Cf", "Cc"}:
        return ""
    if ord(sign) in typeface().glyphs and kind != "Co" and sign != "\ufffd":
        return sign
    return "" if kind == "Mn" else ABSENT


def pieces(text: str) -> list[tuple[str, bool]]:
    """Return `text` in pieces, each with whether its letters are borrowed."""
    return [("".join(part), borrowed) for borrowed, part in groupby(text, BORROWED.__contains__)]


def wrapped(text: str, width: float, size: float, *, bold: bool = False) -> list[str]:
    """Return the lines of `text` at most `width` wide; a word that is longer alone is cut."""
    face, lines = typeface(bold=bold), [""]
    for word in text.split():
        longer = f"{lines[-1]} {word}".strip()
        if face.width(longer, size) <= width:
            lines[-1] = longer
            continue
        if lines[-1]:
            lines.append("")
        lines[-1] = fitted(word, width, size, bold=bold)
    return lines


def fitted(text: str, width: float, size: float, *, bold: bool = False) -> str:
    """Return `text`, cut with "…" where it is wider than `width`."""
    face = typeface(bold=bold)
    if face.width(text, size) <= width:
        return text
    kept = text
    while kept and face.width(f"{kept}…", size) > width:
        kept = kept[:-1]
    return f"{kept.rstrip()}…"


def _glyphs(data: bytes, cmap: int) -> dict[int, int]:
    """Return the glyph of each character of the basic plane."""
    (count,) = struct.unpack_from(">H", data, cmap + 2)
    records = (struct.unpack_from(">HHI", data, cmap + 4 + 8 * each) for each in range(count))
    at = next(cmap + offset for platform, kind, offset in records if (platform, kind) == (3, 1))
    (twice,) = struct.unpack_from(">H", data, at + 6)
    ends, starts, deltas, offsets = (
        struct.unpack_from(f">{twice // 2}H", data, at + place)
        for place in (14, 16 + twice, 16 + 2 * twice, 16 + 3 * twice)
    )
    found: dict[int, int] = {}
    for place, (start, end) in enumerate(zip(starts, ends, strict=True)):
        for code in range(start, min(end, 0xFFFE) + 1):
            glyph = code
            if offsets[place]:
                where = at + 16 + 3 * twice + 2 * place + offsets[place] + 2 * (code - start)
                (glyph,) = struct.unpack_from(">H", data, where)
            if glyph:
                found[code] = (glyph + deltas[place]) & 0xFFFF
    return {code: glyph for code, glyph in found.items() if glyph}
