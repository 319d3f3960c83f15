"""Signing in (đăng nhập) with account and password, and changing one's password.

Whatever is wrong, the answer is one sentence after one hash: nobody learns from it which accounts
exist, are disabled or are blocked.

Source: SECURITY.md, "Accounts and sessions".
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from indicators import audit, clock
from indicators.access import passwords, throttle
from indicators.access.office import Office
from indicators.access.passwords import faults_of
from indicators.access.principal import Principal
from indicators.errors import BangXanhError, InputRejected, Problem
from indicators.text import clean

NOBODY = "khach"  # who acts in the trail before anyone is known
REFUSED = (
    "Tài khoản hoặc mật khẩu không đúng, hoặc tài khoản đang tạm dừng. Sau 5 lần sai phải chờ từ 1"
    " đến 15 phút. Quên mật khẩu thì nhờ quản trị gửi liên kết đặt lại."
)


@dataclass(frozen=True, slots=True)
class SignedIn:
    """What the browser gets: the session's token, its device's, and whether to change password."""

    token: str
    device: str | None
    must_change: bool


class SignInRefused(BangXanhError):
    """Nobody was let in; the message is the same whatever the reason."""

    def __init__(self) -> None:
        super().__init__(REFUSED)


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
    name = account_of(account)
    with passwords.turn():
        person = _person(workspace, name)
        bucket = throttle.bucket_of(workspace.trail, name, device, exists=person is not None)
        with workspace.store.write("sign-in", changes_board=False) as write:
            is_admitted = throttle.admit(write, bucket, at=clock.now())
        is_right = passwords.matches(person["password_hash"] if person else None, password)
    if person is None or not is_right or not is_admitted or person["disabled_at"] is not None:
        why = _why(person, is_admitted=is_admitted)
        _note_refusal(workspace, name if person else None, why, address=address)
        raise SignInRefused
    must_change = _settled(workspace, person, password, bucket)
    token = workspace.sessions.begin(name, kind="password", address=address, agent=agent)
    known = device is not None and throttle.is_known(workspace.trail, name, device)
    return SignedIn(
        token, device if known else throttle.new_device(workspace.trail, name), must_change
    )


def change_password(workspace: Office, who: Principal, *, old: str, new: str) -> str:
    """Give oneself another password; every session of the person ends and one begins anew.

    Returns:
        The token of the new session.

    Raises:
        SignInRefused: the old password is wrong.
        InputRejected: the new one breaks the rules; every rule at once.
        Busy: too many sign in at once.
    """
    session = workspace.sessions.named(who.session or "")
    person = _person(workspace, who.account)
    if session is None or person is None:
        raise SignInRefused
    bucket = throttle.strangers_bucket(who.account) + "/change"
    with passwords.turn():
        with workspace.store.write("sign-in", changes_board=False) as write:
            is_admitted = throttle.admit(write, bucket, at=clock.now())
        if not passwords.matches(person["password_hash"], old) or not is_admitted:
            _note_refusal(workspace, who.account, "wrong", address=session.address)
            raise SignInRefused
        faults = faults_of(
            new,
            account=who.account,
            name=person["name"],
            is_admin=who.has_role("admin"),
            settings=workspace.settings,
        )
        if plain_equal(old, new):
            faults.append("Mật khẩu mới phải khác mật khẩu đang dùng.")
        if faults:
            raise InputRejected([Problem.error("password", fault) for fault in faults])
        kept = passwords.hash_password(new)
    with workspace.store.write("password", changes_board=False) as write:
        throttle.forgive(write, bucket, at=clock.now())
        write.run(
            "access/record_password",
            account=who.account,
            password_hash=kept,
            must_change_password=False,
        )
        changed = audit.Entry(
            who.account, "person.password-set", f"person/{who.account}", session=who.session
        )
        workspace.trail.record(write, changed)
    workspace.sessions.end_all(who.account, why="password")
    return workspace.sessions.begin(
        who.account, kind="password", address=session.address, agent=session.agent
    )


def sign_out(workspace: Office, handle: str) -> None:
    """End a session because its person asks for it."""
    workspace.sessions.end(handle, why="signed-out")


def account_of(typed: str) -> str:
    """Return the account that someone means: no blanks around it, small letters."""
    return clean(typed[:200]).lower()


def plain_equal(one: str, other: str) -> bool:
    """Whether two passwords are the same one."""
    return passwords.plain(one) == passwords.plain(other)


def _person(workspace: Office, account: str) -> dict[str, Any] | None:
    found = workspace.store.rows("access/person", account=account)
    return found[0] if found else None


def _why(person: dict[str, Any] | None, *, is_admitted: bool) -> str:
    if not is_admitted:
        return "blocked"
    if person is None:
        return "unknown"
    return "disabled" if person["disabled_at"] is not None else "wrong"


def _note_refusal(workspace: Office, account: str | None, why: str, *, address: str) -> None:
    """Keep a refused sign-in; of an unknown account not even the name, which may be a password."""
    entry = audit.Entry(
        NOBODY,
        "sign-in.refused",
        f"person/{account}" if account else "person",
        details={"why": why, "address": address[:100]},
    )
    with workspace.store.write("sign-in", changes_board=False) as write:
        workspace.trail.record(write, entry)


def _settled(workspace: Office, person: dict[str, Any], password: str, bucket: str) -> bool:
    """Forgive earlier failures, renew an old hash; return whether the password must change."""
    account = person["account"]
    grants = workspace.store.rows("access/grants", account=account)
    faults = faults_of(
        password,
        account=account,
        name=person["name"],
        is_admin=any(each["role"] == "admin" for each in grants),
        settings=workspace.settings,
    )
    must_change = bool(person["must_change_password"] or faults)
    kept = person["password_hash"]
    if passwords.needs_rehash(kept):
        kept = passwords.hash_password(password)
    with workspace.store.write("sign-in", changes_board=False) as write:
        throttle.forgive(write, bucket, at=clock.now())
        if (kept, must_change) != (person["password_hash"], person["must_change_password"]):
            write.run(
                "access/record_password",
                account=account,
                password_hash=kept,
                must_change_password=must_change,
            )
    return must_change
