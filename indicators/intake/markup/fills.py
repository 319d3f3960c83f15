"""The two fills of problems in their many shades, and fonts that stay readable on them.

Source: ECMA-376 part 1, 18.8.20 (fill), 18.8.3 (bgColor), 18.8.27 (indexed colours), 20.1.6.2
(theme colours: lt1, dk1, lt2, dk2).
"""

from __future__ import annotations

from indicators.errors import Severity
from indicators.intake.markup.splice import Edit, outline, spliced
from indicators.intake.xmlpart import DamagedPart

# Red, green and blue of the first shade; the last four bits of green and blue tell shades apart.
_FIRST: dict[Severity, tuple[int, int, int]] = {
    "error": (0xFF, 0xC0, 0xB0),
    "warning": (0xFF, 0xE0, 0x90),
}
SEVERITIES: tuple[Severity, ...] = ("error", "warning")
_DARK = "FF1F1F1F"
_LIGHT_INDEXED = frozenset({"1", "9", "26", "27", "41", "42", "43", "47"})
_LIGHT_THEMED = frozenset({"0", "2"})


def solid(colour: str) -> str:
    """Return a fill of one colour ("FFC0B0")."""
    return (
        f'<fill><patternFill patternType="solid"><fgColor rgb="FF{colour}"/>'
        '<bgColor indexed="64"/></patternFill></fill>'
    )


def colours(severity: Severity) -> list[str]:
    """Return the 256 colours of a mark."""
    red, green, blue = _FIRST[severity]
    return [f"{red:02X}{green + n // 16:02X}{blue + n % 16:02X}" for n in range(256)]


def solid_colour(fill: bytes) -> str:
    """Return the colour of a fill of one colour, "" for any other."""
    pattern = outline(fill).first("patternFill") if fill else None
    if pattern is None or pattern.get("patternType") != "solid":
        return ""
    colour = pattern.first("fgColor")
    return colour.get("rgb")[-6:].upper() if colour else ""


def is_light(font: bytes) -> bool:
    """Whether a font is too pale to be read on a mark."""
    colour = outline(font).first("color")
    if colour is None:
        return False
    if rgb := colour.get("rgb")[-6:]:
        try:
            red, green, blue = bytes.fromhex(rgb)
        except ValueError:
            return False
        return 0.299 * red + 0.587 * green + 0.114 * blue > 170
    if colour.get("indexed"):
        return colour.get("indexed") in _LIGHT_INDEXED
    return colour.get("theme") in _LIGHT_THEMED and not colour.get("tint").startswith("-")


def darkened(font: bytes) -> bytes:
    """Return a font like this one in a dark colour."""
    node = outline(font)
    colour = node.first("color")
    if colour is None:
        raise DamagedPart("font")
    dark = f'<{colour.prefix}color rgb="{_DARK}"/>'.encode()
    return spliced(font, [Edit(colour.start, colour.end, dark)])


def legend_colour(severity: Severity) -> str:
    """Return the colour that the list shows for a mark: none of the marks' own."""
    red, green, blue = _FIRST[severity]
    return f"{red:02X}{green - 1:02X}{blue:02X}"


def is_mark(text: str) -> bool:
    """Whether `text` is the colour of a mark."""
    return any(text in colours(severity) for severity in SEVERITIES)
