"""How wide text is (đo chữ), where no program measures it for us: slides place their own parts.

Widths are those of Arial and of the fonts made to its measure; Vietnamese letters are as wide as
their base letters. A little is added, so that a wider font still fits.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from functools import lru_cache

from indicators.export.document import Figure, Span

# Thousandths of the letter's size.
_GROUPS = {
    191: "'", 222: "ijl", 260: "|", 278: " !,./:;I[\\]ft·", 333: "-()`r", 334: "{}", 355: '"',
    389: "*", 469: "^", 500: "cksvxyzJ", 556: "0123456789#$?_Labdeghnopqu«»–đ",
    584: "+<=>~±≤≥−×", 611: "FTZ", 667: "&ABEKPSVXY", 722: "CDHNRUwĐ", 778: "GOQ",
    833: "Mm", 889: "%", 944: "W", 1000: "—…", 1015: "@",
}  # fmt: skip
_OTHER = 1000
_HORN, _HORNED = "\u031b", 60  # ơ and ư are wider than o and u
_SPACES = re.compile(r"\s+")
_RESERVE, _BOLD = 1.07, 1.07


def by_sign(groups: Mapping[int, str]) -> dict[str, int]:
    """Return the width of each sign from the signs of each width."""
    return {sign: wide for wide, signs in groups.items() for sign in signs}


def advance(text: str, widths: Mapping[str, int], other: int) -> int:
    """Return how wide one line of text is, in thousandths of the letter's size.

    Args:
        text: Vietnamese letters are as wide as their base letters, but for the horn of ơ and ư.
        widths: of each sign, see `by_sign`.
        other: of a sign that is not among them.
    """
    total = 0
    for sign in unicodedata.normalize("NFD", text):
        if sign == _HORN:
            total += _HORNED
        elif not unicodedata.combining(sign):
            total += widths.get(sign, other)
    return total


_WIDTHS = by_sign(_GROUPS)


@lru_cache(maxsize=50_000)
def width(text: str, size: float, *, bold: bool = False) -> float:
    """Return the width of one line of text, in the unit of `size` (points)."""
    return advance(text, _WIDTHS, _OTHER) / 1000 * size * _RESERVE * (_BOLD if bold else 1.0)


def wrapped(
    spans: tuple[Span, ...], room: float, size: float, *, bold: bool = False
) -> list[tuple[Span, ...]]:
    """Return the lines that spans break into, as spans; at least one line.

    A figure stays in one piece: one wider than the line has lines without anything below it, as
    many as programs break it into. A word wider than the line is cut.

    Args:
        spans: text and figures.
        room: the width of a line, in points.
        size: of the letters, in points.
        bold: whether they are bold.
    """
    lines: list[tuple[Span, ...]] = []
    line: list[Span] = []
    taken = 0.0
    for gap, piece in _pieces(spans, room, size, bold=bold):
        wide = width(gap + _text(piece), size, bold=bold)
        if line and taken + wide > room:
            lines.append(tuple(line))
            line, taken = [], 0.0
        if line and gap:
            line.append(gap)
        line.append(piece)
        taken += wide
        if taken > room and isinstance(piece, Figure):
            below = len(wrapped((piece.text,), room, size, bold=bold)) - 1
            lines += [tuple(line), *[()] * below]
            line, taken = [], 0.0
    return [*lines, tuple(line)] if line or not lines else lines


def fitting(
    text: str, room: float, sizes: tuple[float, ...], most: int, *, bold: bool = False
) -> float:
    """Return the first of `sizes` at which text takes at most `most` lines; else the last."""
    for size in sizes:
        if len(wrapped((text,), room, size, bold=bold)) <= most:
            return size
    return sizes[-1]


def shortened(text: str, most: int) -> str:
    """Return at most `most` letters of a text, cut between words where that loses little."""
    if len(text) <= most:
        return text
    cut = text[: most - 1]
    head, _, tail = cut.rpartition(" ")
    kept = head if head and len(tail) < most // 3 else cut
    return f"{kept.rstrip(' ,;:-–(')}…"


def _pieces(
    spans: tuple[Span, ...], room: float, size: float, *, bold: bool
) -> Iterator[tuple[str, Span]]:
    """Yield words and figures, each with the gap in front of it."""
    gap = ""
    for span in spans:
        if isinstance(span, Figure):
            yield gap, span
            gap = ""
            continue
        for place, word in enumerate(_SPACES.split(span)):
            gap = " " if place else gap
            for part in _cut(word, room, size, bold=bold):
                yield gap, part
                gap = ""


def _cut(word: str, room: float, size: float, *, bold: bool) -> Iterator[str]:
    """Yield a word in parts that fit a line; nothing for no word."""
    while word and width(word, size, bold=bold) > room:
        most = max(1, int(len(word) * room / width(word, size, bold=bold)))
        while most > 1 and width(word[:most], size, bold=bold) > room:
            most -= 1
        yield word[:most]
        word = word[most:]
    if word:
        yield word


def _text(piece: Span) -> str:
    return piece if isinstance(piece, str) else piece.text
