"""Two languages by gettext: Vietnamese is what the source says, English is a catalogue.

`t("Chỉ tiêu")` returns the words in the language of whoever is being answered. The language
belongs to the call at hand (a context variable), so two people may read two languages at once.
"""

from __future__ import annotations

import gettext
from contextvars import ContextVar
from functools import cache
from io import BytesIO
from pathlib import Path

LANGUAGES = ("vi", "en")
_DOMAIN = "bangxanh"
_LOCALE = Path(__file__).parent / "locale"
_language: ContextVar[str] = ContextVar("language", default="vi")


def use_language(code: str | None) -> str:
    """Answer in `code` from here on; unknown ones mean Vietnamese. Returns the language in use."""
    chosen = code if code in LANGUAGES else "vi"
    _language.set(chosen)
    return chosen


def language() -> str:
    """Return the language now in use: "vi" or "en"."""
    return _language.get()


def t(text: str) -> str:
    """Return `text` (Vietnamese, as the source says it) in the language in use.

    Numbers and names are put in afterwards, so that the whole sentence is what is translated:
    `t("{n} ô đỏ").format(n=3)`.
    """
    code = _language.get()
    return text if code == "vi" else _catalogue(code).gettext(text)


@cache
def _catalogue(code: str) -> gettext.NullTranslations:
    """Return the translations of `code`, compiled from the .po file that translators edit."""
    source = _LOCALE / code / "LC_MESSAGES" / f"{_DOMAIN}.po"
    if not source.exists():
        return gettext.NullTranslations()
    from babel.messages import mofile, pofile  # noqa: PLC0415  # only English readers pay for it

    with source.open("rb") as file:
        catalogue = pofile.read_po(file, locale=code, domain=_DOMAIN)
    compiled = BytesIO()
    mofile.write_mo(compiled, catalogue)
    compiled.seek(0)
    return gettext.GNUTranslations(compiled)
