"""API tokens (mã truy cập): how another program acts for a person, within what that person may.

A token is shown once; the store keeps its SHA-256. It never allows more than its owner's roles do
at that moment, and may be held to less. Tokens alive are kept in memory too, so that finding one
asks nothing of the store: this process alone writes them.

Source: issue "Only those who may", item 8; SECURITY.md, "Accounts and sessions".
"""

from __future__ import annotations

import threading
from collections.abc import Collection, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any
from weakref import WeakKeyDictionary

from indicators import audit, clock
from indicators.access.needs import needs
from indicators.access.office import Office
from indicators.access.principal import Grant, Principal, Right
from indicators.access.tokens import new_handle, new_token, sha256_of
from indicators.errors import Forbidden, InputRejected, NotFound, Problem
from indicators.text import clean
from queries import Store, StoreError

PREFIX = "bx_"  # so that people, and programs that look for leaked secrets, know what it is
GRANTABLE: tuple[Right, ...] = ("read", "submit")
LONGEST_DAYS = 366
LONGEST_LABEL = 100
MOST_ALIVE = 20
_USE_WRITTEN_EVERY = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Token:
    """One token as its owner sees it; `handle` is its public name, in the trail too."""

    handle: str
    account: str
    label: str
    rights: frozenset[Right]
    created_at: datetime
    expires_at: datetime
    used_at: datetime | None = None
    revoked_at: datetime | None = None

    def is_alive(self, at: datetime) -> bool:
        """Whether it opens anything at that moment."""
        return self.revoked_at is None and at < self.expires_at


class _Alive:
    """The tokens alive, by their SHA-256, of one store."""

    def __init__(self, store: Store) -> None:
        rows = store.rows("access/tokens_alive", alive_at=clock.now())
        self._known = {row["token_sha256"]: _token(row) for row in rows}
        self._lock = threading.Lock()

    def find(self, sha256: str) -> Token | None:
        return self._known.get(sha256)

    def add(self, sha256: str, token: Token) -> None:
        with self._lock:
            self._known[sha256] = token

    def remove(self, sha256: str) -> None:
        with self._lock:
            self._known.pop(sha256, None)

    def note_use(self, sha256: str, at: datetime) -> bool:
        """Note that a token was used; return whether that is worth writing."""
        with self._lock:
            known = self._known.get(sha256)
            if known is None or (known.used_at and at - known.used_at < _USE_WRITTEN_EVERY):
                return False
            self._known[sha256] = replace(known, used_at=at)
            return True


_alive_of: WeakKeyDictionary[Store, _Alive] = WeakKeyDictionary()
_opening = threading.Lock()


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
    _require_person(workspace, who, "access.api_tokens.create")
    name, token, now = clean(label), PREFIX + new_token(), clock.now()
    sha256, alive = sha256_of(token), _alive(workspace.store)
    with workspace.store.write("token", changes_board=False) as write:
        if not write.rows("access/standing", account=who.account):
            raise NotFound(f"Không có tài khoản «{who.account}».")
        own = map(_token, write.rows("access/tokens_of", account=who.account))
        count = sum(each.is_alive(now) for each in own)
        if faults := _faults(who, name, rights, days, count_alive=count):
            raise InputRejected(faults)
        made = Token(
            new_handle(), who.account, name, frozenset(rights), now, now + timedelta(days=days)
        )
        told = {"label": name, "rights": _text(rights), "expires_at": made.expires_at}
        write.run(
            "access/record_token",
            token_sha256=sha256,
            handle=made.handle,
            account=who.account,
            created_at=now,
            **told,
        )
        workspace.trail.record(write, _entry(who, "token.created", made, after=told))
    alive.add(sha256, made)
    return token


@needs("read")
def tokens(workspace: Office, who: Principal) -> list[Token]:
    """Return every token that `who` made, newest first; `is_alive` tells which open anything."""
    rows = workspace.store.rows("access/tokens_of", account=who.account)
    return [_token(row) for row in rows]


@needs("read")
def revoke(workspace: Office, who: Principal, handle: str) -> None:
    """End one of the tokens that `who` made, at once; ending it again changes nothing.

    Raises:
        NotFound: `who` has no such token.
        Forbidden: `who` came through a token.
    """
    _require_person(workspace, who, "access.api_tokens.revoke")
    now, alive = clock.now(), _alive(workspace.store)
    with workspace.store.write("token", changes_board=False) as write:
        own = write.rows("access/tokens_of", account=who.account)
        found = next((row for row in own if row["handle"] == handle), None)
        if found is None:
            raise NotFound("Không có mã truy cập này.")
        if found["revoked_at"] is None:
            write.run(
                "access/record_token_revoked", token_sha256=found["token_sha256"], revoked_at=now
            )
            entry = _entry(who, "token.revoked", _token(found), after={"revoked_at": now})
            workspace.trail.record(write, entry)
    alive.remove(found["token_sha256"])


def principal_of_token(workspace: Office, token: str | None) -> Principal | None:
    """Return who a token acts for, with that person's roles of now; None for one that is no good.

    One that was never made, has run out, was revoked, or whose owner is disabled all answer alike.
    """
    if not token or not token.startswith(PREFIX):
        return None
    now, sha256, alive = clock.now(), sha256_of(token), _alive(workspace.store)
    known = alive.find(sha256)
    if known is None:
        return None
    if not known.is_alive(now):
        alive.remove(sha256)
        return None
    standing = workspace.store.rows("access/standing", account=known.account)
    if not standing or standing[0]["is_sample"]:
        return None
    if alive.note_use(sha256, now):
        with (
            suppress(StoreError),  # a full disk keeps no program from reading
            workspace.store.write("token", changes_board=False) as write,
        ):
            write.run("access/record_token_used", token_sha256=sha256, used_at=now)
    grants = frozenset(Grant(row["role"], row["unit_id"]) for row in standing if row["role"])
    owner = Principal(known.account, standing[0]["name"], grants)
    return owner.limited_to(known.rights, session=known.handle)


def _alive(store: Store) -> _Alive:
    with _opening:
        found = _alive_of.get(store)
        if found is None:
            found = _alive_of[store] = _Alive(store)
        return found


def _require_person(workspace: Office, who: Principal, what: str) -> None:
    """Raise where a program would hand itself another key, or an invented person one at all."""
    if who.limit is not None:
        workspace.refused(who, what)
        raise Forbidden("Chương trình dùng mã truy cập không tạo, không thu hồi mã truy cập được.")
    if who.is_sample:
        raise Forbidden("Người dùng mẫu không tạo mã truy cập được: hãy đăng nhập người thật.")


def _faults(
    who: Principal, label: str, rights: Collection[Right], days: int, *, count_alive: int
) -> list[Problem]:
    """Return everything that keeps a token from being made."""
    allowed = [right for right in GRANTABLE if who.may(right)]
    found = []
    if not 1 <= len(label) <= LONGEST_LABEL or not label.isprintable():
        found.append(
            Problem.error(
                "token-label",
                f"Tên mã truy cập dài từ 1 đến {LONGEST_LABEL} chữ: ghi chương trình nào dùng nó.",
            )
        )
    if not rights or not {*rights} <= {*allowed}:
        can = " hoặc ".join(_SAID[right] for right in allowed)
        found.append(Problem.error("token-rights", f"Chọn quyền của mã truy cập: {can}."))
    if not 1 <= days <= LONGEST_DAYS:
        found.append(
            Problem.error("token-days", f"Thời hạn của mã truy cập là 1 đến {LONGEST_DAYS} ngày.")
        )
    if count_alive >= MOST_ALIVE:
        found.append(
            Problem.error(
                "token-count",
                f"Mỗi người có nhiều nhất {MOST_ALIVE} mã truy cập còn dùng được: thu hồi bớt.",
            )
        )
    return found


_SAID: dict[Right, str] = {"read": "đọc số liệu", "submit": "nộp số liệu"}


def _token(row: Mapping[str, Any]) -> Token:
    """Return a row of access/tokens_of or access/tokens_alive as a value."""
    return Token(
        handle=row["handle"],
        account=row["account"],
        label=row["label"],
        rights=frozenset(each for each in GRANTABLE if each in row["rights"].split()),
        created_at=row["created_at"],
        expires_at=row["expires_at"],
        used_at=row["used_at"],
        revoked_at=row["revoked_at"],
    )


def _text(rights: Collection[Right]) -> str:
    return " ".join(each for each in GRANTABLE if each in rights)


def _entry(who: Principal, action: str, token: Token, *, after: dict[str, Any]) -> audit.Entry:
    return audit.Entry(
        who.account,
        action,
        f"token/{token.handle}",
        after=after,
        session=who.session,
        details={"label": token.label, "rights": _text(token.rights)},
    )
