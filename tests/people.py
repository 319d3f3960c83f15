"""People for tests: accounts with roles, and sessions of theirs, straight through the store."""

from __future__ import annotations

from functools import cache

from indicators import audit, clock
from indicators.access import Grant, Principal
from indicators.access.passwords import hash_password
from indicators.access.person_rows import add_person
from indicators.workspace import Workspace


def add(
    workspace: Workspace,
    account: str,
    *grants: Grant,
    password: str | None = None,
    name: str | None = None,
    is_sample: bool = False,
) -> None:
    """Add a person with roles, and with a password where one is given."""
    now = clock.now()
    kept = _hashed(password) if password else None
    with workspace.store.write("person", changes_board=False) as write:
        add_person(
            write,
            account,
            name=name or account,
            email=None,
            by=audit.SYSTEM,
            is_sample=is_sample,
            at=now,
        )
        for grant in sorted(grants):
            write.run(
                "access/record_grant",
                account=account,
                role=grant.role,
                unit_id=grant.unit,
                granted_at=now,
                granted_by=audit.SYSTEM,
            )
        if kept:
            write.run(
                "access/record_password",
                account=account,
                password_hash=kept,
                must_change_password=False,
            )


def signed_in(workspace: Workspace, account: str) -> Principal:
    """Return who a person is in a new session of theirs."""
    sessions = workspace.sessions
    token = sessions.begin(account, kind="password", address="127.0.0.1", agent="thử")
    session = sessions.find(token)
    who = sessions.principal(session.handle) if session else None
    assert who is not None
    return who


@cache
def _hashed(password: str) -> str:
    """Return the hash of a password, the same for everybody who has it: it is costly by design."""
    return hash_password(password)
