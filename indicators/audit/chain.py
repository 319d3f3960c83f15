"""How one row hangs on the one before it.

mac = HMAC-SHA256(key, previous mac || canonical JSON of the row).
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from indicators.audit.key import Key

GENESIS = "0" * 64  # what the first row hangs on
_SIGNED = (
    "seq",
    "recorded_at",
    "actor",
    "session_id",
    "action",
    "object_id",
    "digest_before",
    "digest_after",
    "details",
    "key_id",
)


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing done, as the caller tells it.

    `action` is "<thing>.<what happened>", `on` the thing's own name ("submission/12"). `before`
    and `after` are kept as digests only; `details` are kept as they are, and so are small.
    """

    actor: str
    action: str
    on: str
    before: object = None
    after: object = None
    session: str | None = None
    details: Mapping[str, object] = field(default_factory=dict)


def digest(value: object) -> str | None:
    """Return the SHA-256 of `value` as canonical JSON, in hex; None for None."""
    return None if value is None else hashlib.sha256(canonical(value).encode()).hexdigest()


def canonical(value: object) -> str:
    """Return the one JSON text of `value`: keys in order, no blanks, moments in UTC."""
    return json.dumps(
        value, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=_plain
    )


def linked(
    entries: Sequence[Entry], key: Key, *, seq: int, previous: str, at: datetime
) -> list[dict[str, Any]]:
    """Return `entries` as rows that follow row `seq`, whose mark is `previous`."""
    rows: list[dict[str, Any]] = []
    for entry in entries:
        row: dict[str, Any] = {
            "seq": seq + len(rows) + 1,
            "recorded_at": at,
            "actor": entry.actor,
            "session_id": entry.session,
            "action": entry.action,
            "object_id": entry.on,
            "digest_before": digest(entry.before),
            "digest_after": digest(entry.after),
            "details": canonical(entry.details),
            "key_id": key.key_id,
            "previous_mac": previous,
        }
        previous = row["mac"] = mark(row, key)
        rows.append(row)
    return rows


def mark(row: Mapping[str, Any], key: Key) -> str:
    """Return the mark that `row` must carry, from what it says and what it hangs on."""
    return key.mark(row["previous_mac"] + canonical({name: row[name] for name in _SIGNED}))


def _plain(value: object) -> str:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    return str(value)
