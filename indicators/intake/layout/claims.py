"""Texts above a table that say whose figures it holds, or of which period.

A label ("Đơn vị: …", "Kỳ báo cáo" beside "Tháng 10/2026") and a title ("PHÒNG PHÁP CHẾ … THÁNG 10
NĂM 2026") count alike: where they disagree, it is asked. Texts that name a recipient or a
document ("Kính gửi", "Căn cứ Kế hoạch số …") say neither.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from indicators.intake.cells import TypedCell
from indicators.intake.layout.grid import Grid, text_of

Kind = Literal["unit", "period"]
_TITLE_ROWS = 200  # non-blank rows above a table that may head it

_UNIT_LABEL = r"(?:ten |ma )?don vi(?: bao cao| gui| lap| thuc hien)?|ten phong|phong|co quan"
_PERIOD_LABEL = r"k[iy](?: bao cao| so lieu)?|thoi k[iy]|thang(?: bao cao)?|qu[iy]|nam(?: bao cao)?"
_LABELS = re.compile(rf"(?<!\w)(?:(?P<unit>{_UNIT_LABEL})|(?P<period>{_PERIOD_LABEL}))\s*:")
_BARE_LABEL = re.compile(rf"(?:(?P<unit>{_UNIT_LABEL})|(?P<period>{_PERIOD_LABEL}))\s*:?")
_OTHER_LABEL = re.compile(r"^[^:]{1,40}:")
# Texts that name a recipient, an author or a document.
ASIDE = re.compile(
    r"\b(kinh gui|noi nhan|gui (ve|den)|ban hanh|kem theo|can cu|ke hoach so|quyet dinh|nghi quyet|"
    r"nguoi lap|giai doan|so voi)\b"
)


@dataclass(frozen=True, slots=True)
class Claim:
    """A text that is meant to name a unit or period, and where it stands."""

    text: str
    cell: str
    label: str = ""  # the label it follows; "" for a title
    day: TypedCell | None = None  # the cell, where it holds a date


def claims(grid: Grid, before: int, kind: Kind, after: int = 0) -> Iterator[Claim]:
    """Yield the labels of `kind` and the titles between the rows `after` and `before`."""
    for number in grid.between(after, before, _TITLE_ROWS):
        line = grid.lines[number]
        taken = 0
        for column, cell in line.items():
            if cell.kind != "text" or column == taken:
                continue
            text = str(cell.value)
            beside = next((line[other] for other in sorted(line) if other > column), None)
            bare = _BARE_LABEL.fullmatch(_plain(text))
            if bare and beside is not None:
                taken = beside.column
                if bare.lastgroup == kind:
                    is_day = beside.kind == "date"
                    said = str(beside.value) if is_day else text_of(beside)
                    yield Claim(said, beside.address, text.rstrip(": "), beside if is_day else None)
            elif _LABELS.search(_plain(text)):
                yield from _labels_within(text, cell.address, kind)
            elif not _OTHER_LABEL.match(text):
                yield Claim(text, cell.address)


def _labels_within(text: str, cell: str, kind: Kind) -> Iterator[Claim]:
    """Yield what follows each label of one cell ("Đơn vị: … Kỳ báo cáo: …")."""
    found = list(_LABELS.finditer(_plain(text)))
    ends = [match.start() for match in found[1:]] + [len(text)]
    for match, end in zip(found, ends, strict=True):
        value = text[match.end() : end].strip(" ;,.-–()…")
        if match.lastgroup == kind and value:
            yield Claim(value, cell, match[0].rstrip(": "))


@lru_cache(maxsize=10_000)
def _plain(text: str) -> str:
    """Return `text` in lower case without diacritics, sign for sign, so that places agree."""
    return "".join(
        "d" if sign in "đĐ" else unicodedata.normalize("NFD", sign)[0] for sign in text
    ).lower()
