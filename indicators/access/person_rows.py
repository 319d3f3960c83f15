"""Changes to a person, each with its row in the trail, inside the write that they belong to."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from indicators import audit
from indicators.access.office import Office
from indicators.access.principal import Grant
from queries import Transaction


def add_person(
    write: Transaction,
    account: str,
    *,
    name: str,
    email: str | None,
    by: str,
    is_sample: bool,
    at: datetime,
) -> None:
    """Add a person without a password and without roles; telling the trail is the caller's."""
    write.run(
        "access/record_person",
        account=account,
        name=name,
        email=email,
        is_sample=is_sample,
        created_at=at,
        created_by=by,
    )


def add_grants(
    write: Transaction, account: str, grants: Iterable[Grant], *, by: str, at: datetime
) -> None:
    """Give roles; telling the trail is the caller's."""
    for grant in sorted(grants):
        write.run(
            "access/record_grant",
            account=account,
            role=grant.role,
            unit_id=grant.unit,
            granted_at=at,
            granted_by=by,
        )


def set_password(
    workspace: Office,
    write: Transaction,
    account: str,
    password_hash: str,
    *,
    session: str | None = None,
) -> None:
    """Keep the hash of the password that a person chose."""
    write.run(
        "access/record_password",
        account=account,
        password_hash=password_hash,
        must_change_password=False,
    )
    on = f"person/{account}"
    workspace.trail.record(write, audit.Entry(account, "person.password-set", on, session=session))


def texts_of(grants: Iterable[Grant]) -> list[str]:
    """Return roles as the trail keeps them: "office dl-sxd", in order."""
    return [f"{grant.role} {grant.unit}" for grant in sorted(grants)]
