"""The backups there are (các bản sao lưu), beside the store where `care.back_up` puts them."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from indicators import care, clock
from indicators.access import Principal, needs
from indicators.settings import Settings
from indicators.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Backup:
    """One finished backup; `made_at` in UTC."""

    name: str
    made_at: datetime
    count_files: int
    count_bytes: int


def place(settings: Settings) -> Path:
    """Return where a backup made now goes."""
    stamp = f"{clock.local(clock.now()):%Y-%m-%d-%H%M%S}"
    return _folder(settings) / f"bangxanh-{stamp}"


@needs("care")
def backups(workspace: Workspace, who: Principal) -> list[Backup]:  # noqa: ARG001 - the guard asks
    """Return the backups beside the store, newest first; what is no backup is left out.

    Their sums are not compared, which takes as long as copying: restoring does.
    """
    found = (_backup(each) for each in _folder(workspace.settings).glob("*/"))
    return sorted((each for each in found if each), key=lambda each: each.made_at, reverse=True)


def _folder(settings: Settings) -> Path:
    return settings.store_path.parent / "backups"


def _backup(folder: Path) -> Backup | None:
    try:
        manifest: dict[str, Any] = json.loads((folder / care.MANIFEST).read_text(encoding="utf-8"))
        made_at = datetime.fromisoformat(manifest["made_at"])
        sizes = [(folder / name).stat().st_size for name in manifest["sha256"]]
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None
    return Backup(folder.name, made_at, len(sizes), sum(sizes))
