"""An office on disk in which figures are proved, and the people who do so."""

from __future__ import annotations

from contextlib import contextmanager
from pathlib import Path
from typing import Any

from indicators import audit
from indicators.access import Grant, Principal
from indicators.evidence.attach import attach
from indicators.evidence.model import Evidence
from indicators.settings import Settings
from indicators.workspace import Workspace
from tests import offices
from tests.offices import indicator, target
from tests.unit import evidence_files

MONTH = "2026-10"


def person(role: str, unit: str, account: str = "") -> Principal:
    """Return somebody with one role."""
    name = account or f"{role}-{unit}"
    return Principal(name, name, frozenset({Grant(role, unit)}), session="phien-1")


ANH, BINH = person("reporter", "a"), person("reporter", "b")
OFFICE, LEADER = person("office", "so"), person("leader", "so")
STRANGER = person("reporter", "khac")


def settings_at(folder: Path) -> Settings:
    return Settings(data=offices.DATA, store=folder / "kho.duckdb", samples=False, home_unit="so")


def catalogue_of(**changes: object):
    """Return a catalogue of three rooms and another department, two monthly indicators."""
    units = [
        offices.unit("tinh", None),
        offices.unit("so", "tinh"),
        *(offices.unit(code, "so") for code in ("a", "b", "c")),
        offices.unit("khac", "tinh"),
    ]
    rooms = ("a", "b", "c", "khac")
    return offices.catalogue(
        [
            indicator("RATE", applies_to=rooms, **changes),
            indicator("SCORE", formula="value", roll_up="mean", applies_to=rooms),
        ],
        [target("RATE"), target("SCORE")],
        units=units,
    )


@contextmanager
def proving_office(folder: Path, **changes: object):
    """Open an office with its store, its key and its evidence below `folder`."""
    settings = settings_at(folder)
    folder.mkdir(parents=True, exist_ok=True)
    opened = offices.open_office(
        catalogue_of(**changes), path=settings.store_path, settings=settings
    )
    try:
        yield opened
    finally:
        opened.close()


def given(
    office: Workspace,
    who: Principal = ANH,
    content: bytes | None = None,
    **changes: object,
) -> Evidence:
    """Attach a PDF, or `content`, to a figure of room a."""
    file = office.settings.store_path.parent / "upload"
    file.write_bytes(evidence_files.pdf() if content is None else content)
    usual = {"unit": "a", "period": MONTH, "indicator": "RATE", "name": "báo cáo.pdf"}
    asked: dict[str, Any] = {**usual, **changes}
    return attach(office, who, file=file, **asked)


def trail(office: Workspace) -> list[tuple[str, str, str]]:
    """Return (actor, action, object) of what the trail tells of evidence, in order."""
    rows = audit.selected(office.store, audit.AuditFilter())
    return sorted(
        (row["seq"], row["actor"], row["action"], row["object_id"])
        for row in rows
        if row["action"].startswith("evidence.")
    )
