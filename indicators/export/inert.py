"""Text that no spreadsheet takes for anything else (SECURITY.md, "Files and exports")."""

from __future__ import annotations

import re

# What Excel would take for a formula at the start of a CSV field, and what no file may hold.
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


def plain(text: str | None) -> str:
    """Return `text` without control characters and halves of characters."""
    return _CONTROL.sub("", text or "")


def inert(text: str | None) -> str:
    """Return `text` so that no spreadsheet takes a CSV field for a formula."""
    kept = plain(text)
    return f"'{kept}" if kept.startswith(_FORMULA) else kept
