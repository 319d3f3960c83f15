"""Settings in the trail: what an office changed since the server last started.

Settings are read from the environment, so nobody is there who could be named: the row says which
changed, from what to what. Of the file that sets up an office's own sign-in, which holds a secret,
the trail keeps a sum only.
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

from indicators import audit
from indicators.settings import Settings
from indicators.workspace import Workspace

CHANGED = "settings.changed"


def note_changes(workspace: Workspace) -> list[str]:
    """Record what differs from when this was last recorded, at first from what is usual.

    Returns:
        The names of the settings that changed, as they are in the environment.
    """
    now, before = _state(workspace.settings), _known(workspace)
    changed = sorted(name for name in now if now[name] != before.get(name))
    if changed:
        told = {name: [before.get(name), now[name]] for name in changed}
        entry = audit.Entry(
            audit.SYSTEM,
            CHANGED,
            "settings",
            before=before,
            after=now,
            details={"changed": told, "now": now},
        )
        with workspace.store.write("settings", changes_board=False) as write:
            workspace.trail.record(write, entry)
    return changed


def _known(workspace: Workspace) -> dict[str, Any]:
    rows = workspace.store.rows("audit/newest_of", action=CHANGED)
    if rows:
        found: dict[str, Any] = json.loads(rows[0]["details"])["now"]
        return found
    usual = {name: each.default for name, each in Settings.model_fields.items()}
    return _state(Settings.model_construct(**usual))


def _state(settings: Settings) -> dict[str, Any]:
    """Return every setting as plain JSON, and the sum of the file named for sign-in."""
    kept = {f"BANGXANH_{name.upper()}": getattr(settings, name) for name in Settings.model_fields}
    plain = {name: str(each) if isinstance(each, Path) else each for name, each in kept.items()}
    return {**plain, "sha256(BANGXANH_OIDC)": _sum(settings.oidc)}


def _sum(file: Path | None) -> str | None:
    if file is None or not file.is_file():
        return None
    return hashlib.sha256(file.read_bytes()).hexdigest()
