"""What is kept of tokens (mã truy cập): made once, known by their SHA-256, alive until they end.

A token is for programs over the API or opens one calendar, never both; which of the two is in the
token itself (`Kind.prefix`) and in what it was given. It never allows more than its owner's roles
do at that moment. Tokens alive are kept in memory too, so that finding one asks nothing of the
store: this process alone writes them.

Source: SECURITY.md, "Accounts and sessions".
"""

from __future__ import annotations

import threading
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any
from weakref import WeakKeyDictionary

from indicators import audit, clock
from indicators.access.office import Office
from indicators.access.principal import Grant, Principal, Right
from indicators.access.tokens import new_handle, new_token, sha256_of
from indicators.errors import Forbidden, InputRejected, NotFound, Problem
from indicators.text import clean
from queries import Store, StoreError

GRANTABLE: tuple[Right, ...] = ("read", "submit")
LONGEST_DAYS = 366
LONGEST_LABEL = 100
MOST_ALIVE = 20
_USE_WRITTEN_EVERY = timedelta(minutes=1)
_CALENDAR = "calendar:"  # before the unit whose calendar it opens, among what a token may


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of token: what it begins with, so that leaks are recognised, and its name."""

    prefix: str
    said: str


API, CALENDAR = Kind("bx_", "mã truy cập"), Kind("bxl_", "địa chỉ lịch")


def kind_of(unit: str | None) -> Kind:
    """Return the kind of a token that opens the calendar of `unit`, or none."""
    return API if unit is None else CALENDAR


@dataclass(frozen=True, slots=True)
class Token:
    """One token as its owner sees it; `handle` is its public name, in the trail too.

    `calendar_of` is the unit whose calendar it opens; None for one that is for the API, which may
    what `rights` say.
    """

    handle: str
    account: str
    label: str
    rights: frozenset[Right]
    created_at: datetime
    expires_at: datetime
    used_at: datetime | None = None
    revoked_at: datetime | None = None
    calendar_of: str | None = None

    def is_alive(self, at: datetime) -> bool:
        """Whether it opens anything at that moment."""
        return self.revoked_at is None and at < self.expires_at

    @property
    def kind(self) -> Kind:
        """Whether it is for the API or for a calendar."""
        return kind_of(self.calendar_of)

    @property
    def scopes(self) -> str:
        """What it may, as kept: "read submit", or "calendar:" and a unit."""
        if self.calendar_of is not None:
            return f"{_CALENDAR}{self.calendar_of}"
        return " ".join(each for each in GRANTABLE if each in self.rights)


@dataclass(frozen=True, slots=True)
class Wish:
    """What a person asks for: what they call it, how many days it lives, and what it may."""

    label: str
    days: int
    rights: frozenset[Right] = frozenset()
    calendar_of: str | None = None


class Alive:
    """The tokens alive, by their SHA-256, of one store."""

    def __init__(self, store: Store) -> None:
        """Read what lives now."""
        rows = store.rows("access/tokens_alive", alive_at=clock.now())
        self._known = {row["token_sha256"]: token_of(row) for row in rows}
        self._lock = threading.Lock()

    def find(self, sha256: str) -> Token | None:
        """Return a token that was alive when it was last looked at."""
        return self._known.get(sha256)

    def add(self, sha256: str, token: Token) -> None:
        """Know a new one."""
        with self._lock:
            self._known[sha256] = token

    def remove(self, sha256: str) -> None:
        """Know one no longer."""
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


_alive_of: WeakKeyDictionary[Store, Alive] = WeakKeyDictionary()
_opening = threading.Lock()


def alive(store: Store) -> Alive:
    """Return the tokens alive of a store."""
    with _opening:
        found = _alive_of.get(store)
        if found is None:
            found = _alive_of[store] = Alive(store)
        return found


def issue(workspace: Office, who: Principal, wish: Wish, faults: Sequence[Problem] = ()) -> str:
    """Make a token for `who`, signed in as a person, and return it: nobody sees it again.

    Args:
        workspace: the open office.
        who: its owner.
        wish: what is asked for.
        faults: what is wrong with the wish beside what is looked at here.

    Raises:
        InputRejected: any of it cannot be, each with its reason.
        NotFound: `who` is no enabled person of this office.
    """
    now, known = clock.now(), alive(workspace.store)
    with workspace.store.write("token", changes_board=False) as write:
        if not write.rows("access/standing", account=who.account):
            raise NotFound(f"Không có tài khoản «{who.account}».")
        own = map(token_of, write.rows("access/tokens_of", account=who.account))
        count = sum(each.is_alive(now) for each in own)
        if found := _faults(wish, faults, count_alive=count):
            raise InputRejected(found)
        made = _made(who, wish, now)
        text = made.kind.prefix + new_token()
        told = {"label": made.label, "rights": made.scopes, "expires_at": made.expires_at}
        write.run(
            "access/record_token",
            token_sha256=sha256_of(text),
            handle=made.handle,
            account=who.account,
            created_at=now,
            **told,
        )
        workspace.trail.record(write, entry(who, "token.created", made, after=told))
    known.add(sha256_of(text), made)
    return text


def acting(workspace: Office, text: str | None, kind: Kind) -> tuple[Token, Principal] | None:
    """Return the token of a kind that `text` is, as before this use, and who it acts for.

    One that was never made, has run out, was revoked, or whose owner is disabled all answer None.
    """
    if not text or not text.startswith(kind.prefix):
        return None
    now, sha256, living = clock.now(), sha256_of(text), alive(workspace.store)
    known = living.find(sha256)
    if known is None or known.kind != kind:
        return None
    if not known.is_alive(now):
        living.remove(sha256)
        return None
    standing = workspace.store.rows("access/standing", account=known.account)
    if not standing or standing[0]["is_sample"]:
        return None
    if living.note_use(sha256, now):
        with (
            suppress(StoreError),  # a full disk keeps no program from reading
            workspace.store.write("token", changes_board=False) as write,
        ):
            write.run("access/record_token_used", token_sha256=sha256, used_at=now)
    grants = frozenset(Grant(row["role"], row["unit_id"]) for row in standing if row["role"])
    owner = Principal(known.account, standing[0]["name"], grants)
    rights = known.rights if kind == API else frozenset[Right]({"read"})
    return known, owner.limited_to(rights, session=known.handle)


def require_person(workspace: Office, who: Principal, what: str) -> None:
    """Let no program hand itself another key, and no invented person have one at all.

    Raises:
        Forbidden: `who` came through a token, or is invented.
    """
    if who.limit is not None:
        workspace.refused(who, what)
        raise Forbidden("Chương trình dùng mã truy cập không tạo, không thu hồi mã truy cập được.")
    if who.is_sample:
        raise Forbidden("Người dùng mẫu không tạo mã truy cập được: hãy đăng nhập người thật.")


def token_of(row: Mapping[str, Any]) -> Token:
    """Return a row of access/tokens_of or access/tokens_alive as a value."""
    scopes = row["rights"].split()
    calendars = [each.removeprefix(_CALENDAR) for each in scopes if each.startswith(_CALENDAR)]
    return Token(
        handle=row["handle"],
        account=row["account"],
        label=row["label"],
        rights=frozenset(each for each in GRANTABLE if each in scopes),
        created_at=row["created_at"],
        expires_at=row["expires_at"],
        used_at=row["used_at"],
        revoked_at=row["revoked_at"],
        calendar_of=next(iter(calendars), None),
    )


def entry(who: Principal, action: str, token: Token, *, after: dict[str, Any]) -> audit.Entry:
    """Return the trail's row on something done to a token."""
    return audit.Entry(
        who.account,
        action,
        f"token/{token.handle}",
        after=after,
        session=who.session,
        details={"label": token.label, "rights": token.scopes},
    )


def _made(who: Principal, wish: Wish, now: datetime) -> Token:
    return Token(
        new_handle(),
        who.account,
        clean(wish.label),
        wish.rights,
        now,
        now + timedelta(days=wish.days),
        calendar_of=wish.calendar_of,
    )


def _faults(wish: Wish, more: Sequence[Problem], *, count_alive: int) -> list[Problem]:
    """Return everything that keeps a token from being made."""
    said, label = kind_of(wish.calendar_of).said, clean(wish.label)
    found: list[Problem] = []
    if not 1 <= len(label) <= LONGEST_LABEL or not label.isprintable():
        found.append(
            Problem.error(
                "token-label",
                f"Tên {said} dài từ 1 đến {LONGEST_LABEL} chữ: ghi chương trình nào dùng nó.",
            )
        )
    found += more
    if not 1 <= wish.days <= LONGEST_DAYS:
        found.append(
            Problem.error("token-days", f"Thời hạn của {said} là 1 đến {LONGEST_DAYS} ngày.")
        )
    if count_alive >= MOST_ALIVE:
        found.append(
            Problem.error(
                "token-count",
                f"Mỗi người có nhiều nhất {MOST_ALIVE} mã truy cập và địa chỉ lịch còn dùng được:"
                " thu hồi bớt.",
            )
        )
    return found
