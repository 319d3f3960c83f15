"""Units of measure (đơn vị tính) as sheets write them, and where one would change a figure.

An indicator in "tỷ đồng" beside a sheet in "triệu đồng" is wrong by a thousand, and looks right.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from indicators.text import fold

_SAME = {
    "phan tram": "%", "ti le": "%", "ti le %": "%", "phan nghin": "‰", "phan ngan": "‰",
    "vnd": "dong", "ngan dong": "nghin dong", "trd": "trieu dong", "tr dong": "trieu dong",
    "tr d": "trieu dong", "t dong": "ti dong",
}  # fmt: skip
# Measures of one kind: a sheet that names another one than the indicator's must be asked about.
_KINDS = (
    frozenset({"dong", "nghin dong", "trieu dong", "ti dong", "nghin ti dong", "usd"}),
    frozenset({"%", "‰"}),
    frozenset({"m2", "nghin m2", "trieu m2", "ha", "km2"}),
    frozenset({"m", "km"}),
)
_SCALED = ("nghin ", "ngan ", "tram ", "trieu ", "ti ")


@dataclass(frozen=True, slots=True)
class Stated:
    """A measure that a sheet states, and the cell it stands in.

    `is_own` says that it stands in the figure's own row; one at a column's head or above the
    table is meant for most rows and binds only those of its kind.
    """

    text: str
    cell: str
    is_own: bool = False


def plain_measure(text: str) -> str:
    """Return the form in which two spellings of one measure are equal."""
    folded = fold(text)
    return _SAME.get(folded, folded)


def is_measure(text: str, known: Iterable[str] = ()) -> bool:
    """Whether `text` is a measure and nothing else; `known` are folded ones of the catalogue."""
    plain = plain_measure(text)
    return bool(plain) and (plain in known or any(plain in kind for kind in _KINDS))


def differs(stated: Stated, measure: str) -> bool:
    """Whether what a sheet states, a measure, is surely not `measure`, the indicator's own."""
    said, own = plain_measure(stated.text), plain_measure(measure)
    if not said or said == own:
        return False
    if any(said in kind and own in kind for kind in _KINDS) or _is_scaled(said, own):
        return True
    return stated.is_own


def _is_scaled(said: str, own: str) -> bool:
    """Whether one of them is the other by the thousand: "nghìn hồ sơ" beside "hồ sơ"."""
    return any(said == scale + own or own == scale + said for scale in _SCALED)
