"""How wide a line of Times New Roman is (bề rộng chữ): rules are measured by the text above them.

Vietnamese letters are as wide as their base letters, but for the horn of ơ and ư.
"""

from __future__ import annotations

import unicodedata

# Thousandths of the letter's size, in bold: what stands above a rule is bold.
_GROUPS = {
    220: "|", 250: " .,", 278: "il/\\'", 333: "fjt!()[]-:;`", 389: "Is", 394: "{}",
    444: "cerz", 500: "0123456789agovxyJ$#*?_–«»“”", 556: 'bdhknpquSđ"', 570: "+<=>",
    581: "^", 611: "FP", 667: "BELTZ", 722: "ACDNRUVXYwĐ", 778: "GHKOQ", 833: "m&",
    930: "@", 944: "M", 1000: "W…%",
}  # fmt: skip
_WIDTHS = {sign: width for width, signs in _GROUPS.items() for sign in signs}
_HORN, _HORNED = "\u031b", 60
_OTHER = 700


def width(text: str, size: float) -> float:
    """Return the width of one line of bold text, in the unit of `size`."""
    total = 0
    for sign in unicodedata.normalize("NFD", text):
        if sign == _HORN:
            total += _HORNED
        elif not unicodedata.combining(sign):
            total += _WIDTHS.get(sign, _OTHER)
    return total * size / 1000
