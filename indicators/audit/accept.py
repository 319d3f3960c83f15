"""Going on with a store that its anchor disagrees with: somebody must say so, by name."""

from __future__ import annotations

from indicators.audit.chain import Entry
from indicators.audit.trail import Trail
from queries import Store


def accept(trail: Trail, store: Store, *, by: str) -> bool:
    """Record that `by` takes the store as it is, with what the anchor knew, and anchor it anew.

    Returns:
        Whether there was anything to accept.
    """
    known = trail.anchored()
    if known is None or trail.agrees(store, known):
        return False
    told = {
        "anchored_seq": known.seq,
        "anchored_mac": known.mac,
        "anchored_at": known.at,
        "kept_seq": store.rows("audit/head")[0]["seq"],
    }
    with store.write("audit") as write:
        trail.record(write, Entry(by, "audit.accepted", "audit", before=told, details=told))
    trail.anchor_anew(store)
    return True
