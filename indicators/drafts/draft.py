"""Drafts as values and as rows: the newest row of a draft holds, one without payload ends it."""

from __future__ import annotations

import json
import secrets
import shutil
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from indicators import clock
from indicators.access import Principal, needs
from indicators.errors import NotFound
from indicators.warned import Place
from indicators.workspace import Workspace

KEPT_FOR = timedelta(days=30)  # nobody comes back to a month's report later than that
_TEXT = 2_000  # letters of one entered text


@dataclass(frozen=True, slots=True)
class Kept:
    """One file of a draft: what its sender calls it and the SHA-256 of its bytes."""

    name: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Entered:
    """What was typed for one indicator, letter by letter."""

    numerator: str = ""
    denominator: str = ""
    value: str = ""
    note: str = ""

    @property
    def is_empty(self) -> bool:
        """Whether nothing was typed."""
        return not (self.numerator or self.denominator or self.value or self.note)


@dataclass(frozen=True, slots=True)
class Draft:
    """One piece of unfinished work: files dropped, or figures entered on the page.

    Attributes:
        number: tells it from every other; cannot be guessed.
        files: what was dropped, in order.
        words: explanations of warnings, by the file's SHA-256 and the warning's place.
        unit: whose figures were entered on the page, None for files.
        period: of which period.
        entered: what was typed, by indicator.
        saved_at: when; None before it is saved.
    """

    number: str
    files: tuple[Kept, ...] = ()
    words: Mapping[tuple[str, Place], str] = field(default_factory=dict)
    unit: str | None = None
    period: str | None = None
    entered: Mapping[str, Entered] = field(default_factory=dict)
    saved_at: datetime | None = None


def new_number() -> str:
    """Return the number of a draft that nobody has begun."""
    return secrets.token_hex(12)


def folder_of(workspace: Workspace, number: str) -> Path:
    """Return the folder of a draft's files; the number is one of ours, never anybody's text.

    Raises:
        NotFound: it has not the form of a number.
    """
    if len(number) != 24 or not set(number) <= set("0123456789abcdef"):
        raise NotFound(no_draft(number))
    return workspace.settings.store_path.parent / "drafts" / number


def no_draft(number: str) -> str:
    """Return what is said of a draft that does not exist, or that is somebody else's."""
    return f"Không có bản đang làm dở «{number}»"


@needs("submit")
def mine(workspace: Workspace, who: Principal) -> list[Draft]:
    """Return the drafts of the asker's own account, newest first."""
    since = clock.now() - KEPT_FOR
    rows = workspace.store.rows("drafts/mine", account=who.account, since=since)
    return [_from_row(row) for row in rows]


@needs("submit")
def save(workspace: Workspace, who: Principal, draft: Draft) -> None:
    """Keep where a draft stands.

    Raises:
        NotFound: its number is another account's.
    """
    told = {
        "files": [asdict(each) for each in draft.files],
        "words": [[sha256, *place, word] for (sha256, place), word in draft.words.items()],
        "entered": {code: _cut(each) for code, each in draft.entered.items() if not each.is_empty},
    }
    _record(workspace, who, draft, json.dumps(told, ensure_ascii=False))


@needs("submit")
def drop(workspace: Workspace, who: Principal, number: str) -> None:
    """Throw a draft away, its files with it; a second time is no fault.

    Raises:
        NotFound: it is another account's.
    """
    folder = folder_of(workspace, number)
    _record(workspace, who, Draft(number), None)
    shutil.rmtree(folder, ignore_errors=True)


def refuse_foreign(workspace: Workspace, who: Principal, number: str) -> None:
    """Raise when a draft is another account's.

    Raises:
        NotFound: as for a number that is none.
    """
    owners = workspace.store.rows("drafts/owners", draft_id=number)
    if any(row["account"] != who.account for row in owners):
        workspace.refused(who, f"draft/{number}")
        raise NotFound(no_draft(number))


def _record(workspace: Workspace, who: Principal, draft: Draft, payload: str | None) -> None:
    folder_of(workspace, draft.number)
    refuse_foreign(workspace, who, draft.number)
    with workspace.store.write("draft", changes_board=False) as write:
        write.run(
            "drafts/record_draft",
            draft_id=draft.number,
            account=who.account,
            unit_id=draft.unit,
            period=draft.period,
            payload=payload,
            saved_at=clock.now(),
        )


def _from_row(row: dict[str, Any]) -> Draft:
    told = json.loads(row["payload"])
    return Draft(
        row["draft_id"],
        tuple(Kept(**each) for each in told["files"]),
        {(sha, (code, sheet, cell)): word for sha, code, sheet, cell, word in told["words"]},
        row["unit_id"],
        row["period"],
        {code: Entered(**each) for code, each in told["entered"].items()},
        clock.local(row["saved_at"]),
    )


def _cut(each: Entered) -> dict[str, str]:
    return {name: text[:_TEXT] for name, text in asdict(each).items()}
