"""One-time links (liên kết dùng một lần): the first admin, an invited person, a lost password.

The link carries a token of 256 bits that the store knows by its SHA-256 only. Whoever opens it
chooses the password, so that nobody else ever knows one.

Source: SECURITY.md, "Accounts and sessions": no default account; the set-up token is in a file
readable by its owner only, good for 60 minutes, refused once an admin exists.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Literal

from indicators import audit, clock
from indicators.access import passwords, throttle
from indicators.access.names import account_fault, account_of, name_fault
from indicators.access.office import Office
from indicators.access.person_rows import add_grants, add_person, set_password, texts_of
from indicators.access.principal import Grant
from indicators.access.sign_in import SignedIn
from indicators.access.tokens import new_token, sha256_of
from indicators.errors import InputRejected, NotFound, Problem
from indicators.text import clean
from queries import Transaction

Purpose = Literal["setup", "invite", "reset"]

GOOD_FOR: dict[Purpose, timedelta] = {
    "setup": timedelta(minutes=60),
    "invite": timedelta(days=7),
    "reset": timedelta(days=1),
}
GONE = "Liên kết này không dùng được nữa: đã dùng, đã quá hạn, hoặc có liên kết mới hơn."
_FILE = "thiet-lap-lan-dau.txt"


@dataclass(frozen=True, slots=True)
class Link:
    """What a link is for; account and name are None for the set-up, which makes them."""

    purpose: Purpose
    account: str | None
    name: str | None
    expires_at: datetime


def setup_link(workspace: Office) -> Path | None:
    """Write a link for making the first admin into a file that only its owner may read.

    The link written before no longer works.

    Returns:
        The file, beside the key of the audit trail; None once an enabled admin exists.
    """
    file = _file(workspace)
    if file is None:
        return None
    with workspace.store.write("setup", changes_board=False) as write:
        if write.rows("access/admins"):
            file.unlink(missing_ok=True)
            return None
        token = issue(workspace, write, "setup", account=None, by=audit.SYSTEM)
    _write_privately(file, _told(workspace, token))
    return file


def issue(
    workspace: Office,
    write: Transaction,
    purpose: Purpose,
    *,
    account: str | None,
    by: str,
    session: str | None = None,
) -> str:
    """Return the token of a new link, inside the write that it belongs to; earlier ones close."""
    now, token = clock.now(), new_token()
    write.run("access/record_links_closed", account=account, used_at=now)
    write.run(
        "access/record_link",
        token_sha256=sha256_of(token),
        purpose=purpose,
        account=account,
        created_at=now,
        created_by=by,
        expires_at=now + GOOD_FOR[purpose],
    )
    on = f"person/{account}" if account else "person"
    workspace.trail.record(write, audit.Entry(by, f"link.{purpose}", on, session=session), at=now)
    return token


def address_of(workspace: Office, token: str) -> str:
    """Return where a link leads: in full where the office's address is known, else its path."""
    return (workspace.settings.url or "").rstrip("/") + f"/lien-ket/{token}"


def look_up(workspace: Office, token: str) -> Link | None:
    """Return what a link is for while it is good; looking uses nothing up."""
    rows = workspace.store.rows("access/link", token_sha256=sha256_of(token), good_at=clock.now())
    if not rows or (rows[0]["purpose"] == "setup" and workspace.store.rows("access/admins")):
        return None
    return Link(**rows[0])


def use(
    workspace: Office,
    token: str,
    *,
    password: str,
    address: str,
    agent: str,
    account: str | None = None,
    name: str | None = None,
) -> SignedIn:
    """Set the password that the person chose, use the link up, and begin a session.

    Args:
        workspace: the open office.
        token: the link's.
        password: as chosen.
        address: the network address it comes from.
        agent: what the browser calls itself.
        account: for the set-up: what the first admin is to be called.
        name: for the set-up: the first admin's name.

    Raises:
        NotFound: the link is not good, or no longer.
        InputRejected: the account, name or password breaks the rules; all of it at once.
        Busy: too many sign in at once.
    """
    link = look_up(workspace, token)
    if link is None:
        raise NotFound(GONE)
    whose = link.account or account_of(account or "")
    called = link.name or clean(name or "")
    faults = [] if link.account else _naming_faults(workspace, whose, called)
    faults += _password_faults(workspace, link, password, account=whose, name=called)
    if faults:
        raise InputRejected(faults)
    kept = passwords.hash_password(password)
    with workspace.store.write("link", changes_board=False) as write:
        _use_up(workspace, write, token, link)
        if link.account is None:
            _add_first_admin(workspace, write, whose, called)
        set_password(workspace, write, whose, kept)
        throttle.forgive(write, [throttle.strangers(whose)], at=clock.now())
        gone = workspace.sessions.record_end_all(write, whose, why="password")
    workspace.sessions.forget(gone)
    if link.account is None and (file := _file(workspace)) is not None:
        file.unlink(missing_ok=True)
    begun = workspace.sessions.begin(
        whose, kind="password", address=address, agent=agent, password_hash=kept
    )
    return SignedIn(begun, throttle.new_device(workspace.trail, whose), must_change=False)


def _use_up(workspace: Office, write: Transaction, token: str, link: Link) -> None:
    """Close a link, unless it was used meanwhile."""
    now = clock.now()
    good = write.rows("access/link", token_sha256=sha256_of(token), good_at=now)
    if not good or (link.purpose == "setup" and write.rows("access/admins")):
        raise NotFound(GONE)
    write.run("access/record_links_closed", account=link.account, used_at=now)
    on = f"person/{link.account}" if link.account else "person"
    workspace.trail.record(
        write, audit.Entry(link.account or audit.SYSTEM, f"link.{link.purpose}-used", on), at=now
    )


def _add_first_admin(workspace: Office, write: Transaction, account: str, name: str) -> None:
    """Add the first admin, of every unit that is below no other, and with no other role."""
    if write.rows("access/person", account=account):
        raise NotFound(GONE)
    now = clock.now()
    grants = [Grant("admin", top) for top in workspace.catalogue.children.get(None, ())]
    add_person(write, account, name=name, email=None, by=account, is_sample=False, at=now)
    add_grants(write, account, grants, by=account, at=now)
    after = {"name": name, "grants": texts_of(grants)}
    on = f"person/{account}"
    made = audit.Entry(account, "person.set-up", on, after=after, details=after)
    workspace.trail.record(write, made, at=now)


def _password_faults(
    workspace: Office, link: Link, password: str, *, account: str, name: str
) -> list[Problem]:
    held = workspace.store.rows("access/grants", account=account)
    is_admin = link.purpose == "setup" or any(each["role"] == "admin" for each in held)
    faults = passwords.faults_of(
        password, account=account, name=name, is_admin=is_admin, settings=workspace.settings
    )
    return [Problem.error("password", fault) for fault in faults]


def _naming_faults(workspace: Office, account: str, name: str) -> list[Problem]:
    found = []
    if fault := account_fault(account):
        found.append(Problem.error("account", fault))
    elif workspace.store.rows("access/person", account=account):
        found.append(Problem.error("account", f"Đã có tài khoản {account}; chọn tên khác."))
    if fault := name_fault(name):
        found.append(Problem.error("name", fault))
    return found


def _file(workspace: Office) -> Path | None:
    key_path = workspace.trail.key_path
    return key_path.parent / _FILE if key_path is not None else None


def _told(workspace: Office, token: str) -> str:
    until = clock.local(clock.now() + GOOD_FOR["setup"])
    return (
        "Mở địa chỉ dưới đây trên máy chủ này để tạo tài khoản quản trị đầu tiên.\n"
        f"Dùng được một lần, đến {until:%H:%M ngày %d/%m/%Y}. Không gửi tệp này cho ai.\n"
        f"{address_of(workspace, token)}\n"
    )


def _write_privately(file: Path, text: str) -> None:
    """Write a new file in the place of an old one; nobody but the owner can ever open it."""
    file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    file.unlink(missing_ok=True)
    handle = os.open(file, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as opened:
        opened.write(text)
        opened.flush()
        os.fsync(opened.fileno())
