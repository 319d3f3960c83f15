"""What people said that a text of theirs means (khớp đã xác nhận), as a value handed to intake.

A choice only answers a question: where the catalogue's own names settle what is meant, it says
nothing. `indicators.choices` remembers choices in the store; intake knows of no store.
"""

from __future__ import annotations

from collections.abc import Mapping

from indicators.intake.match import bare_name, spelled_out

ANY = ""  # the unit of a text that stands for several units at once: the heads of a cross-table

# (unit, text in the form of `text_key`) -> indicator code
Choices = Mapping[tuple[str, str], str]


def text_key(text: str) -> str:
    """Return the form in which a text is remembered: "1. Hồ sơ TTHC đúng hạn (%)" without signs."""
    return spelled_out(bare_name(text))
