"""The people of an office (người dùng), for its administrators.

An admin looks after a branch: sees who holds a role in it, and gives and takes roles in it alone.
Whoever also holds a role outside belongs to a higher admin, who alone may touch the account itself.
Every change ends the person's sessions in the same write, so that nobody goes on with old roles.

Source: SECURITY.md, "Accounts and sessions"; issue 3, "People page".
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from indicators import audit, clock
from indicators.access.links import issue
from indicators.access.names import account_fault, account_of, email_fault, name_fault
from indicators.access.needs import needs
from indicators.access.office import Office
from indicators.access.person import Person, one, own, refuse_outside, refuse_sample, seen, tops
from indicators.access.person_rows import add_grants, add_person, texts_of
from indicators.access.principal import ROLES, Grant, Principal
from indicators.access.session import Session
from indicators.errors import Conflict, InputRejected, Problem
from indicators.text import clean
from queries import Store, Transaction

LAST_ADMIN = (
    "Đây là quản trị cuối cùng của đơn vị cấp trên cùng: thêm một quản trị khác trước, rồi mới tạm"
    " dừng hoặc đổi vai trò người này."
)


@needs("people")
def people(workspace: Office, who: Principal) -> list[Person]:
    """Return the people that `who` looks after, by account."""
    return seen(workspace.store, workspace, who)


@needs("people")
def person(workspace: Office, who: Principal, account: str) -> Person:
    """Return one person.

    Raises:
        NotFound: there is none, or they are not in the branch of `who`.
    """
    return one(workspace.store, workspace, who, account)


@needs("people")
def invite(
    workspace: Office,
    who: Principal,
    *,
    account: str,
    name: str,
    email: str | None,
    grants: Iterable[Grant],
) -> str:
    """Add a person, and return the token of the link by which they choose their password.

    Raises:
        Forbidden: `who` is one of the invented people.
        InputRejected: the account is taken or no good, a unit is not in the branch of `who` …:
            everything wrong at once.
    """
    refuse_sample(workspace, who, "people.invite")
    wanted = frozenset(grants)
    with workspace.store.write("people", changes_board=False) as write:
        token = add(workspace, write, who, account=account, name=name, email=email, grants=wanted)
    workspace.sessions.people_changed()
    return token


@needs("people")
def change(
    workspace: Office,
    who: Principal,
    account: str,
    *,
    name: str,
    email: str | None,
    grants: Iterable[Grant],
) -> None:
    """Give a person another name, address or other roles; in the branch of `who`, just `grants`.

    Raises:
        NotFound: there is no such person in the branch.
        Forbidden: `who` is a sample, or would rename someone who has roles outside the branch.
        InputRejected: a unit is not in the branch …: everything wrong at once.
        Conflict: no admin would be left.
    """
    refuse_sample(workspace, who, "people.change")
    wanted = frozenset(grants)
    with workspace.store.write("people", changes_board=False) as write:
        gone = replace(workspace, write, who, account, name=name, email=email, grants=wanted)
    workspace.sessions.forget(gone)


@needs("people")
def disable(workspace: Office, who: Principal, account: str) -> None:
    """Let a person no longer in (tạm dừng); what they did stays theirs.

    Raises:
        NotFound: there is no such person in the branch.
        Forbidden: `who` is a sample, or the person has roles outside the branch.
        Conflict: no admin would be left.
    """
    refuse_sample(workspace, who, "people.disable")
    with workspace.store.write("people", changes_board=False) as write:
        found = own(workspace, write, who, account)
        if found.disabled_at is not None:
            return
        before = _admin_units(write)
        now = clock.now()
        write.run("access/record_person_disabled", account=account, disabled_at=now)
        _keep_an_admin(workspace, write, before)
        _note(workspace, write, who, "person.disabled", account)
        gone = workspace.sessions.record_end_all(write, account, why="disabled", by=who.account)
    workspace.sessions.forget(gone)


@needs("people")
def enable(workspace: Office, who: Principal, account: str) -> None:
    """Let a person in again.

    Raises:
        NotFound: there is no such person in the branch.
        Forbidden: `who` is a sample, or the person has roles outside the branch.
    """
    refuse_sample(workspace, who, "people.enable")
    with workspace.store.write("people", changes_board=False) as write:
        if own(workspace, write, who, account).disabled_at is None:
            return
        write.run("access/record_person_disabled", account=account, disabled_at=None)
        _note(workspace, write, who, "person.enabled", account)
    workspace.sessions.people_changed()


@needs("people")
def reset(workspace: Office, who: Principal, account: str) -> str:
    """Take a person's password away; return the token of the link by which they choose another.

    Raises:
        NotFound: there is no such person in the branch.
        Forbidden: `who` is a sample, or the person has roles outside the branch.
        Conflict: the person is disabled, or invented.
    """
    refuse_sample(workspace, who, "people.reset")
    with workspace.store.write("people", changes_board=False) as write:
        found = own(workspace, write, who, account)
        if found.is_sample:
            raise Conflict("Người dùng mẫu không có mật khẩu.")
        if found.disabled_at is not None:
            raise Conflict(f"Tài khoản {account} đang tạm dừng: cho hoạt động lại trước.")
        if write.rows("access/is_external", account=account)[0]["is_external"]:
            raise Conflict(
                f"Tài khoản {account} đăng nhập qua hệ thống của cơ quan, không có mật khẩu ở đây:"
                " đặt lại mật khẩu ở hệ thống ấy."
            )
        write.run(
            "access/record_password",
            account=account,
            password_hash=None,
            must_change_password=False,
        )
        token = issue(
            workspace, write, "reset", account=account, by=who.account, session=who.session
        )
        gone = workspace.sessions.record_end_all(write, account, why="password", by=who.account)
    workspace.sessions.forget(gone)
    return token


def add(
    workspace: Office,
    write: Transaction,
    who: Principal,
    *,
    account: str,
    name: str,
    email: str | None,
    grants: frozenset[Grant],
) -> str:
    """Add a person inside a write; see `invite`."""
    account, name, email = account_of(account), clean(name), clean(email or "") or None
    faults = faults_in(write, who, account=account, name=name, email=email, grants=grants)
    if faults:
        raise InputRejected(faults)
    now = clock.now()
    add_person(write, account, name=name, email=email, by=who.account, is_sample=False, at=now)
    add_grants(write, account, grants, by=who.account, at=now)
    after = {"name": name, "email": email, "grants": texts_of(grants)}
    _note(workspace, write, who, "person.invited", account, after=after)
    return issue(workspace, write, "invite", account=account, by=who.account, session=who.session)


def replace(
    workspace: Office,
    write: Transaction,
    who: Principal,
    account: str,
    *,
    name: str,
    email: str | None,
    grants: frozenset[Grant],
) -> dict[str, Session]:
    """Change a person inside a write; see `change`. Returns what `Sessions.forget` takes."""
    found = one(write, workspace, who, account)
    name, email = clean(name), clean(email or "") or None
    faults = faults_in(write, who, account=None, name=name, email=email, grants=grants)
    if faults:
        raise InputRejected(faults)
    is_named, held = (name, email) != (found.name, found.email), frozenset(found.grants)
    if not is_named and grants == held:
        return {}
    if found.is_sample:
        raise Conflict("Người dùng mẫu không đổi được.")
    if is_named:
        refuse_outside(found)
        write.run("access/record_person_named", account=account, name=name, email=email)
    before, now = _admin_units(write), clock.now()
    _revoke(write, account, held - grants, at=now)
    add_grants(write, account, grants - held, by=who.account, at=now)
    _keep_an_admin(workspace, write, before)
    was = {"name": found.name, "email": found.email, "grants": texts_of(held)}
    after = {"name": name, "email": email, "grants": texts_of(grants)}
    _note(workspace, write, who, "person.changed", account, before=was, after=after)
    return dict(workspace.sessions.record_end_all(write, account, why="roles", by=who.account))


def faults_in(
    reader: Store | Transaction,
    who: Principal,
    *,
    account: str | None,
    name: str,
    email: str | None,
    grants: frozenset[Grant],
) -> list[Problem]:
    """Return everything wrong with what a person is to be; `account` is None for one there is."""
    told = [("name", name_fault(name)), ("email", email_fault(email))]
    if account is not None:
        told.append(("account", account_fault(account) or _taken(reader, account)))
    if account is not None and not grants:
        told.append(("grants", "Chọn ít nhất một vai trò và đơn vị."))
    told += [
        ("grants", f"Không có vai trò «{each.role}».") for each in grants if each.role not in ROLES
    ]
    units = sorted({each.unit for each in grants})
    outside = reader.rows("access/outside", units=units, scope=who.roots("people")) if units else []
    told += [("grants", f"Không có đơn vị «{row['unit_id']}».") for row in outside]
    return [Problem.error(code, fault) for code, fault in told if fault]


def _taken(reader: Store | Transaction, account: str) -> str | None:
    found = reader.rows("access/person", account=account)
    return f"Đã có tài khoản {account}; chọn tên khác." if found else None


def _revoke(write: Transaction, account: str, grants: Iterable[Grant], *, at: datetime) -> None:
    for each in sorted(grants):
        write.run(
            "access/record_grant_revoked",
            account=account,
            role=each.role,
            unit_id=each.unit,
            revoked_at=at,
        )


def _admin_units(write: Transaction) -> set[str]:
    return {row["unit_id"] for row in write.rows("access/admin_units")}


def _keep_an_admin(workspace: Office, write: Transaction, before: set[str]) -> None:
    """Undo the write if nobody is left to look after what is below no other, or after anything."""
    after = _admin_units(write)
    if (before - after) & tops(workspace) or (before and not after):
        raise Conflict(LAST_ADMIN)


def _note(
    workspace: Office,
    write: Transaction,
    who: Principal,
    action: str,
    account: str,
    *,
    before: object = None,
    after: Mapping[str, object] | None = None,
) -> None:
    on = f"person/{account}"
    entry = audit.Entry(
        who.account,
        action,
        on,
        before=before,
        after=after,
        session=who.session,
        details=after or {},
    )
    workspace.trail.record(write, entry)
