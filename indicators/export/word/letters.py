"""How wide a line of Times New Roman is (bề rộng chữ): rules are as long as the text above them."""

from __future__ import annotations

from indicators.export.measure import advance, by_sign

# Thousandths of the letter's size, in bold: what stands above a rule is bold.
_WIDTHS = by_sign({
    220: "|", 250: " .,", 278: "il/\\'", 333: "fjt!()[]-:;`", 389: "Is", 394: "{}",
    444: "cerz", 500: "0123456789agovxyJ$#*?_–«»“”", 556: 'bdhknpquSđ"', 570: "+<=>",
    581: "^", 611: "FP", 667: "BELTZ", 722: "ACDNRUVXYwĐ", 778: "GHKOQ", 833: "m&",
    930: "@", 944: "M", 1000: "W…%",
})  # fmt: skip
_OTHER = 700


def width(text: str, size: float) -> float:
    """Return the width of one line of bold text, in the unit of `size`."""
    return advance(text, _WIDTHS, _OTHER) * size / 1000
