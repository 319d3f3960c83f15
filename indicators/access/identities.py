"""People whom another system vouches for (định danh ngoài): the person behind (issuer, subject).

Never by e-mail or name, which a provider may let anyone change: a local account of the same name
stays whose it is. What an outsider may do comes from the group table at every sign-in, so a role
taken away at the provider is gone here with the next one.

Source: SECURITY.md, "Accounts and sessions"; OpenID Connect Core 1.0, 5.7.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from itertools import count
from typing import Any, Literal

from indicators import audit, clock
from indicators.access.names import account_fault, email_fault
from indicators.access.office import Office
from indicators.access.principal import Grant
from indicators.errors import BangXanhError
from indicators.text import clean
from queries import Transaction

BY = "oidc"  # who grants, in the trail: the group table
_LONGEST, _LONGEST_NAME = 40, 100
_NOT_ACCOUNT = re.compile(r"[^a-z0-9.]+")


@dataclass(frozen=True, slots=True)
class Outsider:
    """Someone as the provider tells of them; `wished` is the account name they would like."""

    issuer: str
    subject: str
    name: str
    wished: str
    email: str | None


class NotAdmitted(BangXanhError):
    """Someone is who they say they are, and has no access here."""

    def __init__(self, reason: Literal["no-group", "disabled"]) -> None:
        self.reason: Literal["no-group", "disabled"] = reason
        super().__init__(reason)


def person_of(workspace: Office, outsider: Outsider, grants: frozenset[Grant]) -> str:
    """Return the account of an outsider, made at the first sign-in, holding just these grants.

    Sessions of theirs under other roles end.

    Raises:
        NotAdmitted: no group gives anything: nobody is made, roles held so far are taken away;
            or the person was disabled here, which no provider undoes.
    """
    sessions = workspace.sessions
    with workspace.store.write("identity", changes_board=False) as write:
        found = write.rows("access/identity", issuer=outsider.issuer, subject=outsider.subject)
        known = found[0] if found else None
        is_disabled = known is not None and known["disabled_at"] is not None
        account: str | None = known["account"] if known else None
        gone = None
        if account is None and grants:
            account = _joined(workspace, write, outsider)
        if account is not None and not is_disabled:
            if known and grants:
                _renamed(workspace, write, known, outsider)
            if _granted(workspace, write, account, grants):
                gone = sessions.record_end_all(write, account, why="roles", by=BY)
    if gone is not None:
        sessions.forget(gone)
    if is_disabled:
        raise NotAdmitted("disabled")
    if not grants or account is None:
        raise NotAdmitted("no-group")
    return account


def _joined(workspace: Office, write: Transaction, outsider: Outsider) -> str:
    """Add the person and what they are known by; return the account."""
    account, now = _free_account(write, outsider.wished), clock.now()
    name, email = _shown(outsider, account)
    write.run(
        "access/record_person",
        account=account,
        name=name,
        email=email,
        is_sample=False,
        created_at=now,
        created_by=BY,
    )
    write.run(
        "access/record_identity",
        issuer=outsider.issuer,
        subject=outsider.subject,
        account=account,
        linked_at=now,
    )
    told = {"issuer": outsider.issuer, "subject": outsider.subject}
    after = {"account": account, "name": name, "email": email, **told}
    workspace.trail.record(
        write, audit.Entry(BY, "person.joined", f"person/{account}", after=after, details=told)
    )
    return account


def _renamed(
    workspace: Office, write: Transaction, known: dict[str, Any], outsider: Outsider
) -> None:
    """Take over name and address as the provider has them now."""
    account, before = known["account"], (known["name"], known["email"])
    after = _shown(outsider, known["name"])
    if after == before:
        return
    write.run("access/record_person_named", account=account, name=after[0], email=after[1])
    workspace.trail.record(
        write, audit.Entry(BY, "person.renamed", f"person/{account}", before=before, after=after)
    )


def _granted(workspace: Office, write: Transaction, account: str, grants: frozenset[Grant]) -> bool:
    """Let an account hold just these grants; return whether that is a change."""
    rows = write.rows("access/grants", account=account)
    before = frozenset(Grant(row["role"], row["unit_id"]) for row in rows)
    if before == grants:
        return False
    now = clock.now()
    for gone in sorted(before - grants):
        write.run(
            "access/record_grant_revoked",
            account=account,
            role=gone.role,
            unit_id=gone.unit,
            revoked_at=now,
        )
    for given in sorted(grants - before):
        write.run(
            "access/record_grant",
            account=account,
            role=given.role,
            unit_id=given.unit,
            granted_at=now,
            granted_by=BY,
        )
    entry = audit.Entry(
        BY,
        "person.roles-set",
        f"person/{account}",
        before=_listed(before),
        after=_listed(grants),
        details={"roles": _listed(grants)},
    )
    workspace.trail.record(write, entry)
    return True


def _free_account(write: Transaction, wished: str) -> str:
    """Return an account name that nobody has, nor ever acted under, local people among them."""
    bare = fold_account(wished) or "nguoi-dung"
    for number in count(1):
        name = bare if number == 1 else f"{bare}-{number}"
        taken = write.rows("access/identity_name_taken", account=name)[0]["is_taken"]
        if not taken and account_fault(name) is None:
            return name
    raise AssertionError("unreachable")


def fold_account(wished: str) -> str:
    """Return a wished name as accounts are written: "Nguyễn.Văn A" gives "nguyen.van-a"."""
    apart = unicodedata.normalize("NFD", clean(wished).lower().replace("đ", "d"))
    bare = "".join(sign for sign in apart if not unicodedata.combining(sign))
    return _NOT_ACCOUNT.sub("-", bare)[:_LONGEST].strip("-.")


def _shown(outsider: Outsider, otherwise: str) -> tuple[str, str | None]:
    email = clean(outsider.email or "") or None
    name = clean(outsider.name)[:_LONGEST_NAME].rstrip() or otherwise
    return name, None if email_fault(email) else email


def _listed(grants: frozenset[Grant]) -> list[str]:
    return [f"{each.role}:{each.unit}" for each in sorted(grants)]
