"""The anchor (mốc neo): how far the chain had come, in a file outside the store.

A chain whose tail was cut off still verifies row by row; only something kept elsewhere can tell.
The anchor is sealed with the key, so that it cannot be moved back to an earlier row.
"""

from __future__ import annotations

import hmac
import json
import os
import tempfile
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from indicators.audit.chain import canonical
from indicators.audit.key import Key


@dataclass(frozen=True, slots=True)
class Anchor:
    """Row `seq` had the mark `mac` at `at` (UTC, ISO form)."""

    seq: int
    mac: str
    at: str
    key_id: str
    seal: str

    @classmethod
    def made(cls, seq: int, mac: str, *, at: datetime, key: Key) -> Anchor:
        """Return the anchor of a row, sealed."""
        moment = at.isoformat(timespec="seconds")
        return cls(seq, mac, moment, key.key_id, key.mark(_sealed(seq, mac, moment)))

    def is_sealed_by(self, key: Key) -> bool:
        """Whether `key` made it just as it is."""
        return hmac.compare_digest(key.mark(_sealed(self.seq, self.mac, self.at)), self.seal)


def load(path: Path) -> Anchor | None:
    """Return the anchor in the file at `path`, None where there is none.

    A file that is no anchor gives one that no key has sealed and no row agrees with.
    """
    try:
        text = path.read_bytes()
    except FileNotFoundError:
        return None
    try:
        found = json.loads(text)
        datetime.fromisoformat(found["at"])
        return Anchor(
            int(found["seq"]),
            str(found["mac"]),
            str(found["at"]),
            str(found["key_id"]),
            str(found["seal"]),
        )
    except (ValueError, KeyError, TypeError):
        return Anchor(0, "", "", "", "")


def store(anchor: Anchor, path: Path) -> None:
    """Write the anchor in the place of the one before: whole, or not at all."""
    text = json.dumps(
        {name: getattr(anchor, name) for name in ("seq", "mac", "at", "key_id", "seal")}
    )
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile("w", dir=path.parent, delete=False, encoding="utf-8") as file:
        file.write(text + "\n")
        file.flush()
        os.fsync(file.fileno())
    Path(file.name).replace(path)


def _sealed(seq: int, mac: str, at: str) -> str:
    return "anchor" + canonical([seq, mac, at])
