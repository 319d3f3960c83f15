"""Wrong API tokens, counted by the address they come from.

256 random bits are not guessed; what is kept down here is what guessing costs: the answer to a
wrong token becomes "wait" and the trail gets one row an hour. A right token passes all the same,
so that nobody can lock a program out from behind the same address.
"""

from __future__ import annotations

import ipaddress
import threading
import time
from contextlib import suppress
from dataclasses import dataclass

from indicators import audit
from indicators.access.office import Office
from queries import StoreError

MOST, WITHIN_SECONDS = 10, 60.0
_TOLD_EVERY_SECONDS = 3600.0
_KEPT = 10_000  # addresses; more than an office has, and little memory


@dataclass(slots=True)
class _Tries:
    """What one address tried: how often since when, and when the trail last heard of it."""

    since: float
    count: int = 0
    told_at: float | None = None


class WrongTokens:
    """Counts of wrong tokens by address, in memory; safe to use from any thread."""

    def __init__(self) -> None:
        self._tries: dict[str, _Tries] = {}
        self._lock = threading.Lock()

    def note(self, workspace: Office, address: str) -> int:
        """Count one wrong token; return how many seconds to wait, 0 when it may be tried again.

        Tries while waiting are not counted, and do not make the wait longer.
        """
        now = time.monotonic()
        with self._lock:
            tries = self._of(network_of(address), now)
            if now - tries.since >= WITHIN_SECONDS:
                tries.since, tries.count = now, 0
            if tries.count >= MOST:
                return max(1, round(tries.since + WITHIN_SECONDS - now))
            tries.count += 1
            is_told = tries.told_at is not None and now - tries.told_at < _TOLD_EVERY_SECONDS
            tries.told_at = tries.told_at if is_told else now
        if not is_told:
            _tell(workspace, address)
        return 0

    def _of(self, network: str, now: float) -> _Tries:
        if network not in self._tries and len(self._tries) >= _KEPT:
            oldest = min(self._tries, key=lambda each: self._tries[each].since)
            del self._tries[oldest]
        return self._tries.setdefault(network, _Tries(now))


def network_of(address: str) -> str:
    """Return what counts as one: an IPv4 address, or the /64 that one IPv6 line is given."""
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return address
    if isinstance(found, ipaddress.IPv4Address):
        return address
    return str(ipaddress.ip_network((int(found), 64), strict=False))


def _tell(workspace: Office, address: str) -> None:
    entry = audit.Entry(audit.SYSTEM, "token.refused", "token", details={"address": address})
    with (
        suppress(StoreError),  # the answer is a refusal either way
        workspace.store.write("token", changes_board=False) as write,
    ):
        workspace.trail.record(write, entry)
