"""Vietnamese text: one form to keep, one form to compare.

Source: DESIGN.md, "Languages"; SECURITY.md, "what arrives" (composed form, invisible characters).
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

# Zero-width, bidirectional and soft-hyphen characters: invisible, so two names that look alike
# would differ. No-break spaces become plain ones.
_INVISIBLE = dict.fromkeys(
    [0x00AD, 0x061C, 0xFEFF, *range(0x200B, 0x2010), *range(0x202A, 0x202F), *range(0x2060, 0x206A)]
)
_SPACES = dict.fromkeys([0x00A0, 0x2007, 0x2009, 0x202F, 0x3000], " ")
_CLEAN = {**_INVISIBLE, **_SPACES}
_NOT_WORD = re.compile(r"[^a-z0-9%‰]+")
# "xử lí" and "xử lý" are the same word, and so are "quí" and "quý". A y that ends a syllable is
# written i by some; one that follows another vowel ("may", "thuy") is its own sound and stays.
_FINAL_Y = re.compile(r"(?<=[bcdghklmnpqrstvx])y\b|(?<=\bqu)y\b")


def clean(text: str) -> str:
    """Return `text` in composed form, without invisible characters and doubled spaces."""
    return " ".join(unicodedata.normalize("NFC", text).translate(_CLEAN).split())


@lru_cache(maxsize=20_000)
def fold(text: str) -> str:
    """Return the form in which two spellings of one name are equal.

    Lower case, no diacritics, đ as d, final i/y as i, every other sign a single space:
    "Xử lí  đúng-hạn" and "XỬ LÝ ĐÚNG HẠN" both give "xu li dung han".
    """
    bare = unicodedata.normalize("NFD", clean(text).lower().replace("đ", "d"))
    letters = "".join(sign for sign in bare if not unicodedata.combining(sign))
    words = _NOT_WORD.sub(" ", letters).strip()
    return _FINAL_Y.sub("i", words)
