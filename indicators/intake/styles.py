"""Number formats: which cells are dates, what a cell's format is, which font is a legacy one.

Source: ECMA-376 part 1, 18.8.30 (built-in formats), 18.8.31 (format codes), 18.8.45 (xf).
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from indicators.intake.xmlpart import Attributes, walk

_BUILT_IN = {
    0: "General", 1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%",
    11: "0.00E+00", 12: "# ?/?", 13: "# ??/??", 14: "dd/mm/yyyy", 15: "d-mmm-yy", 16: "d-mmm",
    17: "mmm-yy", 18: "h:mm AM/PM", 19: "h:mm:ss AM/PM", 20: "h:mm", 21: "h:mm:ss",
    22: "dd/mm/yyyy h:mm", 37: "#,##0 ;(#,##0)", 38: "#,##0 ;[Red](#,##0)",
    39: "#,##0.00;(#,##0.00)", 40: "#,##0.00;[Red](#,##0.00)", 45: "mm:ss", 46: "[h]:mm:ss",
    47: "mmss.0", 48: "##0.0E+0", 49: "@",
}  # fmt: skip
_EAST_ASIAN_DATES = (*range(27, 37), *range(50, 59))
# Quoted words, escaped signs, padding, and brackets (colours, languages, conditions) are no codes.
_NO_CODE = re.compile(r'"[^"]*"|\\.|_.|\*.|\[[^\]]*\]')
_HAS_DAY_OR_YEAR = re.compile(r"[dy]", re.IGNORECASE)
_HAS_MONTH_ALONE = re.compile(r"m", re.IGNORECASE)
_HAS_CLOCK = re.compile(r"[hs]", re.IGNORECASE)
_HAS_ELAPSED = re.compile(r"\[(?:h+|m+|s+)\]", re.IGNORECASE)  # "[h]:mm": hours, beyond a day
_LEGACY_FONT = re.compile(r"\.vn|vni", re.IGNORECASE)


@dataclass(slots=True)
class Styles:
    """What the cell formats of a workbook mean, by their index (the s of a cell)."""

    formats: list[str] = field(default_factory=list)
    is_date: list[bool] = field(default_factory=list)
    is_legacy_font: list[bool] = field(default_factory=list)


def is_date_format(code: str) -> bool:
    """Whether a format code shows a day, month or year; a time of day alone is none."""
    bare = _NO_CODE.sub("", code.partition(";")[0])
    if _HAS_DAY_OR_YEAR.search(bare):
        return True
    is_clock = _HAS_CLOCK.search(bare) or _HAS_ELAPSED.search(code)
    return _HAS_MONTH_ALONE.search(bare) is not None and not is_clock


def read_styles(chunks: Iterable[bytes]) -> Styles:
    """Return the styles of styles.xml."""
    reader = _StylesReader()
    walk(chunks, reader.start, reader.end)
    return reader.styles()


class _StylesReader:
    """Gathers number formats, font names and the cell formats that point at them."""

    def __init__(self) -> None:
        self._codes = dict(_BUILT_IN) | dict.fromkeys(_EAST_ASIAN_DATES, "dd/mm/yyyy")
        self._fonts: list[str] = []
        self._xfs: list[tuple[int, int]] = []
        self._where = ""

    def start(self, name: str, attributes: Attributes) -> None:
        if name in ("cellXfs", "cellStyleXfs", "fonts", "dxfs"):
            self._where = name
        elif name == "xf" and self._where == "cellXfs":
            self._xfs.append((_index(attributes.get("numFmtId")), _index(attributes.get("fontId"))))
        elif name == "numFmt" and self._where != "dxfs":
            code = attributes.get("formatCode", "General")
            self._codes[_index(attributes.get("numFmtId"))] = code
        elif name == "font" and self._where == "fonts":
            self._fonts.append("")
        elif name == "name" and self._where == "fonts" and self._fonts:
            self._fonts[-1] = attributes.get("val", "")

    def end(self, name: str, _text: str) -> None:
        if name == self._where:
            self._where = ""

    def styles(self) -> Styles:
        codes = [self._codes.get(number, "General") for number, _ in self._xfs]
        dates = {code: is_date_format(code) for code in set(codes)}
        legacy = [_LEGACY_FONT.match(font) is not None for font in self._fonts]
        return Styles(
            codes,
            [dates[code] for code in codes],
            [font < len(legacy) and legacy[font] for _, font in self._xfs],
        )


def _index(text: str | None) -> int:
    return int(text) if text and text.isascii() and text.isdigit() and len(text) < 10 else 0
