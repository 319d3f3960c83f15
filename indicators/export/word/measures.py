"""The measures of an official document (số đo thể thức).

Source: Nghị định 30/2020/NĐ-CP, annex I; REFERENCE.md, "Layout of official documents". Where it
gives a range, one value within it. Millimetres for lengths on the page, points for letters.
"""

from __future__ import annotations

FONT = "Times New Roman"
PAGE = (210, 297)  # A4, upright
TOP, BOTTOM, LEFT, RIGHT = 20, 20, 30, 20
HEADER, FOOTER = 10, 10  # from the edge of the page: the number stands in the top margin
ROOM = PAGE[0] - LEFT - RIGHT  # between the margins, upright
TALL = PAGE[1] - TOP - BOTTOM  # between the margins, upright, from above to below
WIDE_ROOM = PAGE[1] - LEFT - RIGHT  # on its side
HEAD_COLUMNS = (62, 98)  # office and number; nation, place and date
SIGN_COLUMNS = (75, 85)  # who receives it; who signs

SIZE = 14  # body, title, abstract, motto, place and date, signature, page number
SMALL = 13  # parent, agency, nation, number, notes
RECEIVERS, RECEIVER = 12, 11
CELL, ANNEX_CELL = 11, 10

FIRST_LINE = 12.7
AFTER = 6  # points below a paragraph
LINE = 1.15
RULE = 0.4  # of the text above it: from a third to a half
GAP_TO_SIGN = 4  # empty lines between who signs and the name

NATION = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM"
MOTTO = "Độc lập - Tự do - Hạnh phúc"
KIND = "BÁO CÁO"
DOTS = "…………………"  # a place for a pen

_TWIPS_A_MM = 1440 / 25.4
_EMU_A_MM = 36_000


def twips(millimetres: float) -> int:
    """Return a length in twentieths of a point, as pages and tables are measured."""
    return round(millimetres * _TWIPS_A_MM)


def emu(millimetres: float) -> int:
    """Return a length in English metric units, as drawings are measured."""
    return round(millimetres * _EMU_A_MM)


def points(millimetres: float) -> float:
    """Return a length in points."""
    return millimetres * 72 / 25.4


def millimetres(points_: float) -> float:
    """Return a length in millimetres."""
    return points_ * 25.4 / 72


def in_millimetres(lengths: int) -> float:
    """Return a length of the library's, in English metric units, in millimetres."""
    return lengths / _EMU_A_MM
