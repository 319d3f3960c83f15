"""Texts of a workbook: composed, cleaned, and marked when typed in a font of before Unicode.

TCVN3 and VNI fonts draw Vietnamese over the letters U+00A1-00FF: "Sè hå s¬" is "Số hồ sơ".
Source: SECURITY.md, "Workbook intake" (TCVN3 / VNI, NFC, length of a text); ECMA-376 part 1,
22.9.2.19 (_xHHHH_ in texts).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from indicators.intake.limits import TEXT_LENGTH
from indicators.intake.xmlpart import Attributes, walk
from indicators.text import clean

# The Latin-1 letters that Vietnamese does not have; µ, ª and º only inside a word ("µg", "ºC").
_FOREIGN = re.compile("[ÄÅÆÇËÎÏÐÑÖØÛÜÞßäåæçëîïðñöøûüþÿ]|(?<=[^\\W\\d_])[µªº]")
_LATIN_1 = re.compile("[\u00a1-\u00ff]")
_BEYOND = re.compile("[\u0100-\u02ff\u0300-\u036f\u1e00-\u1eff]")
_ESCAPE = re.compile("_x([0-9A-Fa-f]{4})_")
_NUMBERS_IN_LINES = re.compile(r"(?<=[\d%])[ \t]*[\r\n]\s*(?=[-+]?\d)")

PLAIN, LEGACY, LEGACY_IF_FONT, TOO_LONG = range(4)


@dataclass(slots=True)
class Texts:
    """The shared strings: each cleaned, with a mark (PLAIN, LEGACY, LEGACY_IF_FONT, TOO_LONG)."""

    values: list[str] = field(default_factory=list)
    marks: list[int] = field(default_factory=list)

    def append(self, raw: str) -> None:
        """Add one text as the file has it."""
        value, mark = read_text(raw)
        self.values.append(value)
        self.marks.append(mark)


def read_text(raw: str) -> tuple[str, int]:
    """Return a cell's text, cleaned, and its mark."""
    if len(raw) > TEXT_LENGTH:
        return "", TOO_LONG
    if "_x" in raw:
        raw = _ESCAPE.sub(_unescape, raw)
    if "\n" in raw:
        raw = _NUMBERS_IN_LINES.sub(" / ", raw)  # 98 above 500 is not 98 500
    if raw.isascii():
        return clean(raw), PLAIN
    if _FOREIGN.search(raw):
        return clean(raw), LEGACY
    is_latin = _LATIN_1.search(raw) is not None and _BEYOND.search(raw) is None
    return clean(raw), LEGACY_IF_FONT if is_latin else PLAIN


def read_shared_strings(chunks: Iterable[bytes]) -> Texts:
    """Return the texts of sharedStrings.xml in their order; phonetic readings are left out."""
    texts = Texts()
    runs: list[str] = []
    is_phonetic = False

    def start(name: str, _attributes: Attributes) -> None:
        nonlocal is_phonetic
        if name == "rPh":
            is_phonetic = True

    def end(name: str, text: str) -> None:
        nonlocal is_phonetic
        if name == "t":
            if not is_phonetic:
                runs.append(text)
        elif name == "si":
            texts.append("".join(runs))
            runs.clear()
        elif name == "rPh":
            is_phonetic = False

    walk(chunks, start, end)
    return texts


def _unescape(found: re.Match[str]) -> str:
    """Return the character that _xHHHH_ stands for; control characters and surrogates are none."""
    code = int(found[1], 16)
    is_text = code >= 0x20 and not 0xD800 <= code <= 0xDFFF
    return chr(code) if is_text else " "
