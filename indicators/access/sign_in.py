"""Signing in (đăng nhập) with account and password.

Whatever is wrong, the answer is one sentence, after one hash and never sooner than a moment that
hides what else was done: nobody learns from it which accounts exist, are disabled or are blocked.

Source: SECURITY.md, "Accounts and sessions".
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from indicators import audit, clock
from indicators.access import passwords, throttle
from indicators.access.names import NOBODY, account_of
from indicators.access.office import Office
from indicators.access.own import change_password, end_own
from indicators.access.principal import Principal
from indicators.access.refusal import REFUSED, SignInRefused
from indicators.errors import NotFound

__all__ = [
    "NOBODY",
    "REFUSED",
    "SignInRefused",
    "SignedIn",
    "account_of",
    "change_password",
    "end_own",
    "sign_in",
    "sign_out",
]

ANSWERED_EVERY = 0.2  # seconds: refusals come at whole multiples of it after they were asked for
ROTATION = timedelta(days=90)  # under QĐ 742; the number of days is what offices commonly set
_ADDRESS = 100


@dataclass(frozen=True, slots=True)
class SignedIn:
    """What the browser gets: the session's token, its device's, and whether to change password."""

    token: str
    device: str | None
    must_change: bool


def sign_in(
    workspace: Office, account: str, password: str, *, address: str, agent: str, device: str | None
) -> SignedIn:
    """Begin a session for whoever knows the password of an account.

    Args:
        workspace: the open office.
        account: as typed.
        password: as typed.
        address: the network address it comes from.
        agent: what the browser calls itself.
        device: what `SignedIn.device` was when someone last signed in from there.

    Raises:
        SignInRefused: no such account, disabled, wrong password, or blocked: all alike.
        Busy: too many sign in at once.
    """
    asked_at, name = time.monotonic(), account_of(account)
    with passwords.turn():
        person = _person(workspace, name)
        buckets = throttle.buckets_of(
            workspace.trail, name, exists=person is not None, device=device, address=address
        )
        with workspace.store.write("sign-in", changes_board=False) as write:
            is_admitted = throttle.admit(write, buckets, at=clock.now())
        is_right = passwords.matches(person["password_hash"] if person else None, password)
    if person is None or person["disabled_at"] is not None or not (is_right and is_admitted):
        _note_refusal(workspace, person, is_admitted=is_admitted, address=address)
        _wait_out(asked_at)
        raise SignInRefused
    kept, must_change = _settled(workspace, person, password, buckets)
    try:
        token = workspace.sessions.begin(
            name, kind="password", address=address, agent=agent, password_hash=kept
        )
    except NotFound as error:  # disabled, or another password, a moment ago
        raise SignInRefused from error
    if device is None or not throttle.is_known(workspace.trail, name, device):
        device = throttle.new_device(workspace.trail, name)
    return SignedIn(token, device, must_change)


def sign_out(workspace: Office, handle: str) -> None:
    """End a session because its person asks for it."""
    workspace.sessions.end(handle, why="signed-out")


def _wait_out(asked_at: float) -> None:
    """Wait for the next moment at which refusals are answered, so that none tells by its time."""
    if ANSWERED_EVERY:
        time.sleep(-(time.monotonic() - asked_at) % ANSWERED_EVERY)


def _person(workspace: Office, account: str) -> dict[str, Any] | None:
    found = workspace.store.rows("access/person", account=account)
    return found[0] if found else None


def _note_refusal(
    workspace: Office, person: dict[str, Any] | None, *, is_admitted: bool, address: str
) -> None:
    """Keep a refused sign-in; of an unknown account not even the name, which may be a password.

    Of tries while blocked, which are many, one an hour.
    """
    on = f"person/{person['account']}" if person else "person"
    if not is_admitted:
        workspace.refused(Principal(NOBODY, NOBODY, frozenset()), f"sign-in-blocked/{on}")
        return
    is_disabled = person is not None and person["disabled_at"] is not None
    why = "unknown" if person is None else "disabled" if is_disabled else "wrong"
    details = {"why": why, "address": address[:_ADDRESS]}
    with workspace.store.write("sign-in", changes_board=False) as write:
        workspace.trail.record(write, audit.Entry(NOBODY, "sign-in.refused", on, details=details))


def _settled(
    workspace: Office, person: dict[str, Any], password: str, buckets: Sequence[throttle.Bucket]
) -> tuple[str, bool]:
    """Forgive earlier failures, renew an old hash; return it, and whether it must change."""
    account, known = person["account"], person["password_hash"]
    must_change = person["must_change_password"] or _is_outgrown(workspace, person, password)
    kept = passwords.hash_password(password) if passwords.needs_rehash(known) else known
    with workspace.store.write("sign-in", changes_board=False) as write:
        if write.rows("access/person", account=account)[0]["password_hash"] != known:
            raise SignInRefused
        throttle.forgive(write, buckets, at=clock.now())
        if (kept, must_change) != (known, person["must_change_password"]):
            write.run(
                "access/record_password",
                account=account,
                password_hash=kept,
                must_change_password=must_change,
            )
    return kept, bool(must_change)


def _is_outgrown(workspace: Office, person: dict[str, Any], password: str) -> bool:
    """Whether a password no longer meets the rules: of a new role, new settings, or its age."""
    account, store = person["account"], workspace.store
    is_admin = any(each["role"] == "admin" for each in store.rows("access/grants", account=account))
    if passwords.faults_of(
        password,
        account=account,
        name=person["name"],
        is_admin=is_admin,
        settings=workspace.settings,
    ):
        return True
    set_at = store.rows("access/password_set", object_id=f"person/{account}")[0]["set_at"]
    is_old = set_at is not None and clock.now() - set_at > ROTATION
    return is_old and workspace.settings.password_rules == "qd742"  # noqa: S105 - the name of the rules
