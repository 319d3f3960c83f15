"""Refused sign-ins in the trail: each that is news, and never so many that they fill it.

Anyone may send a browser back to us with whatever they like, so the same refusal of the same
person or address is kept once a minute, and no more than `_MOST` in any minute.
"""

from __future__ import annotations

import threading
import time

from indicators import audit
from indicators.access.names import NOBODY
from indicators.access.office import Office
from indicators.access.oidc.faults import OidcFault

_SECONDS, _MOST = 60.0, 60
_DETAIL, _ADDRESS = 300, 100


class Refusals:
    """What was kept in the last minute. Safe to use from any thread."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._kept: dict[tuple[str, str], float] = {}

    def note(self, workspace: Office, fault: OidcFault, *, address: str) -> None:
        """Keep in the trail that nobody was let in, and in detail why, if that is news."""
        if not self._is_news((fault.reason, fault.subject or address)):
            return
        details = {
            "kind": "oidc",
            "why": fault.reason,
            "detail": fault.detail[:_DETAIL],
            "address": address[:_ADDRESS],
        }
        if fault.subject is not None:
            details["subject"] = fault.subject
        entry = audit.Entry(NOBODY, "sign-in.refused", "person", details=details)
        with workspace.store.write("sign-in", changes_board=False) as write:
            workspace.trail.record(write, entry)

    def _is_news(self, what: tuple[str, str]) -> bool:
        now = time.monotonic()
        with self._lock:
            self._kept = {key: at for key, at in self._kept.items() if now - at < _SECONDS}
            if what in self._kept or len(self._kept) >= _MOST:
                return False
            self._kept[what] = now
            return True
