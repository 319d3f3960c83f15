"""A small office to look at: three months of invented figures, through the same `submit`."""

from __future__ import annotations

import hashlib
import random
from pathlib import Path

from indicators.catalogue.model import Catalogue
from indicators.intake.reading import Figure, Reading
from indicators.settings import Settings
from indicators.submission import submit
from indicators.workspace import Workspace, open_workspace

MONTHS = ("2026-08", "2026-09", "2026-10")
HOME = "dl-sxd"


def settings_for(store: Path) -> Settings:
    return Settings(store=store, samples=False)


def seed(store: Path) -> None:
    """Fill a new store: one room is late, one waits for approval, one had no cases."""
    workspace = open_workspace(settings_for(store))
    try:
        dice = random.Random(57)
        rooms = workspace.catalogue.children[HOME]
        for month in MONTHS:
            for place, room in enumerate(rooms):
                is_last = month == MONTHS[-1]
                if is_last and place == 4:
                    continue
                _send(workspace, room, month, dice, approve=not (is_last and place == 3))
    finally:
        workspace.close()


def _send(
    workspace: Workspace, room: str, month: str, dice: random.Random, *, approve: bool
) -> None:
    rows = _figures(workspace.catalogue, room, month, dice)
    if not rows:
        return
    digest = hashlib.sha256(f"{room}{month}".encode()).hexdigest()
    reading = Reading(f"{room}-{month}.xlsx", digest, "template", room, month, rows)
    submit(workspace, workspace.operator("can-bo"), reading, approve=approve, is_sample=True)


def _figures(catalogue: Catalogue, room: str, month: str, dice: random.Random) -> list[Figure]:
    found = []
    for place, indicator in enumerate(catalogue.indicators_of(room)):
        if indicator.frequency != "month":
            continue
        numerator = denominator = None
        value: float | None
        if indicator.formula == "ratio":
            denominator = float(dice.choice((0, 40, 200, 400)))
            numerator = round(denominator * dice.choice((1, 1, 1, 0.985, 0.95, 0.8)))
            value = indicator.scale * numerator / denominator if denominator else None
        else:
            value = float(dice.choice((1, 80, 95)))
        found.append(
            Figure(
                indicator.plan,
                indicator.clause,
                indicator.code,
                room,
                month,
                numerator,
                denominator,
                value,
                "Biểu 1",
                f"E{8 + place}",
            )
        )
    return found
