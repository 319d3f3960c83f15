"""API tokens (mã truy cập): how another program acts for a person, within what that person may.

A token is shown once; the store keeps its SHA-256. It never allows more than its owner's roles do
at that moment, and may be held to less. Addresses of calendars are tokens too, of a kind that
opens nothing here: `calendar_tokens`.

Source: issue "Only those who may", item 8; SECURITY.md, "Accounts and sessions".
"""

from __future__ import annotations

from collections.abc import Collection

from indicators import clock
from indicators.access.needs import needs
from indicators.access.office import Office
from indicators.access.principal import Principal, Right
from indicators.access.token_kept import (
    API,
    GRANTABLE,
    LONGEST_DAYS,
    LONGEST_LABEL,
    Token,
    Wish,
    acting,
    alive,
    entry,
    issue,
    require_person,
    token_of,
)
from indicators.errors import NotFound, Problem

__all__ = [
    "GRANTABLE",
    "LONGEST_DAYS",
    "LONGEST_LABEL",
    "Token",
    "create",
    "principal_of_token",
    "revoke",
    "tokens",
]

_SAID: dict[Right, str] = {"read": "đọc số liệu", "submit": "nộp số liệu"}


@needs("read")
def create(
    workspace: Office, who: Principal, *, label: str, rights: Collection[Right], days: int
) -> str:
    """Make a token for `who` and return it: nobody can see it again.

    Args:
        workspace: the open office.
        who: its owner, signed in as a person.
        label: what the owner calls it: which program has it.
        rights: what it may do at most: "read", "submit" or both.
        days: how long it lives, 1 to 366.

    Raises:
        InputRejected: any of that cannot be, each with its reason.
        Forbidden: `who` came through a token, or is one of the invented people.
        NotFound: `who` is no enabled person of this office.
    """
    require_person(workspace, who, "access.api_tokens.create")
    return issue(workspace, who, Wish(label, days, frozenset(rights)), _faults(who, rights))


@needs("read")
def tokens(workspace: Office, who: Principal) -> list[Token]:
    """Return every token that `who` made, newest first; `is_alive` tells which open anything."""
    rows = workspace.store.rows("access/tokens_of", account=who.account)
    return [token_of(row) for row in rows]


@needs("read")
def revoke(workspace: Office, who: Principal, handle: str) -> None:
    """End one of the tokens that `who` made, at once; ending it again changes nothing.

    Raises:
        NotFound: `who` has no such token.
        Forbidden: `who` came through a token.
    """
    require_person(workspace, who, "access.api_tokens.revoke")
    now, living = clock.now(), alive(workspace.store)
    with workspace.store.write("token", changes_board=False) as write:
        own = write.rows("access/tokens_of", account=who.account)
        found = next((row for row in own if row["handle"] == handle), None)
        if found is None:
            raise NotFound("Không có mã truy cập này.")
        if found["revoked_at"] is None:
            write.run(
                "access/record_token_revoked", token_sha256=found["token_sha256"], revoked_at=now
            )
            told = entry(who, "token.revoked", token_of(found), after={"revoked_at": now})
            workspace.trail.record(write, told)
    living.remove(found["token_sha256"])


def principal_of_token(workspace: Office, token: str | None) -> Principal | None:
    """Return who a token acts for, with that person's roles of now; None for one that is no good.

    One that was never made, has run out, was revoked, whose owner is disabled, or that opens a
    calendar all answer alike.
    """
    found = acting(workspace, token, API)
    return found[1] if found else None


def _faults(who: Principal, rights: Collection[Right]) -> list[Problem]:
    """Return what is wrong with the rights asked for."""
    allowed = [right for right in GRANTABLE if who.may(right)]
    if rights and {*rights} <= {*allowed}:
        return []
    can = " hoặc ".join(_SAID[right] for right in allowed)
    return [Problem.error("token-rights", f"Chọn quyền của mã truy cập: {can}.")]
