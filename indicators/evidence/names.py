"""What people call their files, made harmless: no path, nothing invisible, the right ending."""

from __future__ import annotations

import re
import unicodedata

from indicators.evidence.model import SUFFIXES
from indicators.text import clean

_LONGEST = 120  # characters, the ending included
_LONGEST_BYTES = 200  # a file name on any disk takes 255, and a browser may add " (1)"
_SEPARATORS = re.compile(r"[/\\]")
_NO_NAME_SIGNS = re.compile(r'[<>:"|?*]+')
_RESERVED = re.compile(r"(?i)(con|prn|aux|nul|com\d|lpt\d)(\..*)?")  # Windows' own devices
_UNNAMED = "minh-chung"


def file_name(name: str, media_type: str) -> str:
    """Return a name that is safe to show and to save under, ending as its content says.

    A right-to-left override that makes "…fdp.exe" look like a PDF is gone, "../../x" is "x", and a
    PDF called "x.html" is "x.html.pdf".
    """
    last = _SEPARATORS.split(name)[-1]
    plain = _NO_NAME_SIGNS.sub("-", line(last)).rstrip(". ")
    suffixes = SUFFIXES[media_type]
    ending = next((each for each in suffixes if plain.lower().endswith(each)), "")
    stem, suffix = plain[: len(plain) - len(ending)], ending or suffixes[0]
    stem = _cut(stem.strip(". "), suffix) or _UNNAMED
    return f"_{stem}{suffix}" if _RESERVED.fullmatch(stem) else f"{stem}{suffix}"


def line(text: str) -> str:
    """Return `text` on one line in composed form, without control, format and stray characters."""
    return clean(
        "".join(
            " " if unicodedata.category(sign) in {"Cc", "Zl", "Zp"} else sign
            for sign in text
            if unicodedata.category(sign) not in {"Cf", "Cs", "Co", "Cn"}
        )
    )


def _cut(stem: str, suffix: str) -> str:
    stem = stem[: _LONGEST - len(suffix)]
    while len((stem + suffix).encode()) > _LONGEST_BYTES:
        stem = stem[:-1]
    return stem.strip(". ")
