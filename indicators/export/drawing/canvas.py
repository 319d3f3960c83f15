"""Shapes on a sheet of SVG (bản vẽ): what every drawing of a chart is put together from.

Colours go out as `fill` and `stroke` of the shapes themselves, letters as text: the picture can be
searched, read aloud and edited. Lengths are in px, 96 to the inch.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal
from xml.sax.saxutils import escape, quoteattr

from indicators.export.palette import FILLS, HOLLOW, INK, SYMBOLS, Mark
from indicators.export.press.typeface import FAMILY, LENDER, drawable, pieces, typeface

Anchor = Literal["start", "middle", "end"]
Place = tuple[float, float]
FONTS = f"'{FAMILY}', 'Segoe UI', 'DejaVu Sans', sans-serif"
_SIGNS = f"'{LENDER}', 'Segoe UI Symbol', sans-serif"
_DRAWN: frozenset[Mark] = frozenset(
    ("green", "amber", "red", "waiting_green", "waiting_amber", "waiting_red")
)


@dataclass
class Canvas:
    """A sheet of `width` by `height`; shapes lie in the order they were drawn."""

    width: float
    height: float
    shapes: list[str] = field(default_factory=list)

    def rect(
        self,
        at: Place,
        size: Place,
        fill: str,
        *,
        stroke: str = "none",
        radius: float = 0,
        dashes: str = "",
    ) -> None:
        """Draw a rectangle from its upper left corner."""
        dashed = f' stroke-dasharray="{dashes}"' if dashes else ""
        self.shapes.append(
            f'<rect x="{_n(at[0])}" y="{_n(at[1])}" width="{_n(size[0])}" height="{_n(size[1])}"'
            f' rx="{_n(radius)}" fill="{fill}" stroke="{stroke}"{dashed}/>'
        )

    def way(
        self, places: list[Place], stroke: str, *, width: float = 1.0, dashes: str = ""
    ) -> None:
        """Draw a line through places; nothing for fewer than two."""
        if len(places) < 2:
            return
        told = " L".join(f"{_n(x)} {_n(y)}" for x, y in places)
        dashed = f' stroke-dasharray="{dashes}"' if dashes else ""
        self.shapes.append(
            f'<path d="M{told}" fill="none" stroke="{stroke}" stroke-width="{_n(width)}"'
            f' stroke-linejoin="round"{dashed}/>'
        )

    def bar(self, at: Place, size: Place, mark: Mark) -> None:
        """Draw a bar in the colour of its mark; only its outline where it waits."""
        if mark not in HOLLOW:
            self.rect(at, size, FILLS[mark])
            return
        corner, inner = (at[0] + 0.6, at[1] + 0.6), (max(size[0] - 1.2, 0.1), size[1] - 1.2)
        self.rect(corner, inner, "#FFFFFF", stroke=FILLS[mark], dashes="3 2")

    def mark(self, at: Place, mark: Mark, size: float) -> None:
        """Draw a point in its shape and colour: circle, triangle or square; hollow if it waits."""
        (x, y), fill = at, FILLS[mark]
        edge = f'fill="{fill}" stroke="#FFFFFF" stroke-width="{_n(size / 8)}"'
        if mark in HOLLOW:
            edge = f'fill="#FFFFFF" stroke="{fill}" stroke-width="{_n(size / 6)}"'
        half = size / 2
        if mark in {"red", "waiting_red"}:
            self.shapes.append(
                f'<rect x="{_n(x - half)}" y="{_n(y - half)}" width="{_n(size)}"'
                f' height="{_n(size)}" {edge}/>'
            )
        elif mark in {"amber", "waiting_amber"}:
            corners = f"M{_n(x)} {_n(y - half)} L{_n(x + half)} {_n(y + half)} L{_n(x - half)}"
            self.shapes.append(f'<path d="{corners} {_n(y + half)} Z" {edge}/>')
        else:
            self.shapes.append(f'<circle cx="{_n(x)}" cy="{_n(y)}" r="{_n(half)}" {edge}/>')

    def sign(self, at: Place, mark: Mark, size: float) -> None:
        """Draw a mark's symbol, on the line of a text that follows it; `at` is its left end."""
        if mark in _DRAWN:
            self.mark((at[0] + size / 2, at[1] - size / 2 + 0.5), mark, size * 0.85)
        else:
            self.text(at, SYMBOLS[mark], size=size, bold=True)

    def text(
        self,
        at: Place,
        words: str,
        *,
        size: float = 11,
        fill: str = INK,
        anchor: Anchor = "start",
        bold: bool = False,
    ) -> None:
        """Write one line; `at` is on its base line, at its start, middle or end."""
        if not words:
            return
        weight = ' font-weight="700"' if bold else ""
        self.shapes.append(
            f'<text x="{_n(at[0])}" y="{_n(at[1])}" font-size="{_n(size)}" fill="{fill}"'
            f' text-anchor="{anchor}"{weight}>{_spelt(drawable(words))}</text>'
        )

    def fitting(self, words: str, width: float, size: float, *, least: float = 5) -> float:
        """Return the size, `size` or smaller, at which `words` is no wider than `width`."""
        wide = typeface().width(words, size)
        return size if wide <= width else max(least, size * width / wide)

    def svg(self, title: str, described: str = "") -> str:
        """Return the sheet as a file, named for those who do not see it."""
        size = f'width="{_n(self.width)}" height="{_n(self.height)}"'
        told = f"<desc>{escape(drawable(described))}</desc>" if described else ""
        return (
            f'<svg xmlns="http://www.w3.org/2000/svg" {size} role="img"'
            f' viewBox="0 0 {_n(self.width)} {_n(self.height)}" font-family={quoteattr(FONTS)}>'
            f"<title>{escape(drawable(title))}</title>{told}{''.join(self.shapes)}</svg>"
        )


@dataclass(frozen=True, slots=True)
class Scale:
    """Where values lie between two places of a sheet; what lies outside is held at the edge."""

    low: float
    high: float
    first: float
    last: float

    def __call__(self, value: float) -> float:
        """Return the place of a value."""
        share = (value - self.low) / (self.high - self.low)
        return self.first + max(0.0, min(1.0, share)) * (self.last - self.first)


def steps(low: float, high: float, count: int = 4) -> list[float]:
    """Return round numbers that cover low to high in about `count` even steps."""
    span = (high - low) or max(abs(high), 1.0)
    power = 10.0 ** _magnitude(span / count)
    step = next(power * each for each in (1, 2, 2.5, 5, 10) if power * each * count >= span * 0.999)
    start = step * (low // step)
    found = [start]
    while found[-1] < high - step * 1e-9:
        found.append(round(start + step * len(found), 9))
    return found


def _spelt(words: str) -> str:
    """Return words as SVG; what another typeface lends is named, or it would set all of them."""
    return "".join(
        f"<tspan font-family={quoteattr(_SIGNS)}>{part}</tspan>" if borrowed else escape(part)
        for part, borrowed in pieces(words)
    )


def _magnitude(number: float) -> int:
    """Return the power of ten at or below a positive number."""
    return int(f"{number:e}".partition("e")[2])


def _n(number: float) -> str:
    """Return a length with no more digits than an eye can tell."""
    return f"{number:.2f}".rstrip("0").rstrip(".") or "0"
