"""What everyone may do with what is their own: change the password, end another session.

Nobody's right is asked for: who acts is the one it is done to.
"""

from __future__ import annotations

from indicators import audit, clock
from indicators.access import passwords, throttle
from indicators.access.office import Office
from indicators.access.person_rows import set_password
from indicators.access.principal import Principal
from indicators.access.refusal import SignInRefused
from indicators.errors import InputRejected, NotFound, Problem


def change_password(workspace: Office, who: Principal, *, old: str, new: str) -> str:
    """Give oneself another password; every session of the person ends and one begins anew.

    Returns:
        The token of the new session.

    Raises:
        SignInRefused: the old password is wrong, or was too often.
        InputRejected: the new one breaks the rules; every rule at once.
        Busy: too many sign in at once.
    """
    session = workspace.sessions.named(who.session or "")
    found = workspace.store.rows("access/person", account=who.account)
    if session is None or session.account != who.account or not found:
        raise SignInRefused
    with passwords.turn():
        _prove(workspace, who, found[0]["password_hash"], old, address=session.address)
        _judge(workspace, who, found[0]["name"], old, new)
        kept = passwords.hash_password(new)
    with workspace.store.write("password", changes_board=False) as write:
        throttle.forgive(write, [throttle.own_change(who.account)], at=clock.now())
        set_password(workspace, write, who.account, kept, session=who.session)
        gone = workspace.sessions.record_end_all(write, who.account, why="password")
    workspace.sessions.forget(gone)
    return workspace.sessions.begin(
        who.account,
        kind="password",
        address=session.address,
        agent=session.agent,
        password_hash=kept,
    )


def end_own(workspace: Office, who: Principal, handle: str) -> None:
    """End one of one's own sessions, on another device say.

    Raises:
        NotFound: no live session of this person has that handle.
    """
    if handle not in {each.handle for each in workspace.sessions.of(who.account)}:
        raise NotFound("Phiên này không còn.")
    workspace.sessions.end(handle, why="ended", by=who.account)


def end_others(workspace: Office, who: Principal) -> int:
    """End every session of one's own but this one, and return how many there were."""
    others = len(workspace.sessions.of(who.account)) - 1
    workspace.sessions.end_all(who.account, why="ended", but=who.session)
    return max(0, others)


def _prove(workspace: Office, who: Principal, known: str | None, old: str, *, address: str) -> None:
    """Refuse whoever does not know the password that is in force."""
    with workspace.store.write("sign-in", changes_board=False) as write:
        tries = [throttle.own_change(who.account)]
        is_admitted = throttle.admit(write, tries, at=clock.now())
    if passwords.matches(known, old) and is_admitted:
        return
    details = {"why": "wrong" if is_admitted else "blocked", "address": address}
    on = f"person/{who.account}"
    refused = audit.Entry(who.account, "password.refused", on, session=who.session, details=details)
    with workspace.store.write("sign-in", changes_board=False) as write:
        workspace.trail.record(write, refused)
    raise SignInRefused


def _judge(workspace: Office, who: Principal, name: str, old: str, new: str) -> None:
    """Refuse a new password that breaks a rule, telling every one."""
    faults = passwords.faults_of(
        new,
        account=who.account,
        name=name,
        is_admin=who.has_role("admin"),
        settings=workspace.settings,
    )
    if passwords.plain(old) == passwords.plain(new):
        faults.append("Mật khẩu mới phải khác mật khẩu đang dùng.")
    if faults:
        raise InputRejected([Problem.error("password", fault) for fault in faults])
