"""Sessions (phiên làm việc): who is signed in, from which device, since when.

Kept in memory, so that asking costs microseconds, and written through to the store, so that a
restart throws nobody out. The token is known to the person's browser alone: memory and store hold
its SHA-256. The handle is the session's public name, in the trail and on the list of one's own.

Source: SECURITY.md, "Accounts and sessions": idle 30 min, absolute 10 h, ended on password, role
or account change.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Literal

from indicators import clock
from indicators.access.principal import Grant, Principal
from indicators.access.tokens import new_handle, new_token, sha256_of
from indicators.access.trial_state import TrialState
from indicators.audit import Entry, Trail
from queries import Store

Kind = Literal["password", "oidc", "sample"]
Why = Literal["signed-out", "ended", "password", "roles", "disabled", "idle", "expired", "trial"]

IDLE, ABSOLUTE = timedelta(minutes=30), timedelta(hours=10)
_WRITTEN_EVERY = timedelta(minutes=1)
_CLOCK_MAY_LAG = timedelta(minutes=5)
_ADDRESS, _AGENT = 100, 300  # letters kept of what a browser says of itself


@dataclass(frozen=True, slots=True)
class Session:
    """One sign-in that lasts; moments in UTC. `must_change`: first of all, another password."""

    handle: str
    account: str
    kind: Kind
    address: str
    agent: str
    started_at: datetime
    seen_at: datetime
    expires_at: datetime
    must_change: bool = False

    def over(self, at: datetime) -> Why | None:
        """Return why this session no longer holds at a moment, None while it does.

        A clock put back ends it too: nobody can tell how long it really lasted.
        """
        if not self.started_at - _CLOCK_MAY_LAG <= at < self.expires_at:
            return "expired"
        return "idle" if at - self.seen_at >= IDLE else None


class Sessions:
    """Every live session of one store. Safe to use from any thread, never inside a write."""

    def __init__(self, store: Store, trail: Trail) -> None:
        self._store, self._trail = store, trail
        self._trial = TrialState(store)
        self._lock = threading.RLock()
        self._writer = threading.Lock()
        self._alive: dict[str, Session] = {}  # by the SHA-256 of its token
        self._names: dict[str, str] = {}  # handle -> the same
        self._unwritten: set[str] = set()
        self._lapsed: list[tuple[str, Session, Why]] = []
        self._written_at = clock.now()
        self._callbacks: list[Callable[[str], None]] = []
        self._is_loaded = False

    def begin(self, account: str, *, kind: Kind, address: str, agent: str) -> str:
        """Begin a session and return its token, which is nowhere kept.

        Args:
            account: who signed in, already proven.
            kind: how.
            address: from which network address.
            agent: what the browser calls itself.
        """
        self._load()
        self.sweep()
        now, token = clock.now(), new_token()
        person = self._store.rows("access/person", account=account)
        session = Session(
            new_handle(),
            account,
            kind,
            address[:_ADDRESS],
            agent[:_AGENT],
            started_at=now,
            seen_at=now,
            expires_at=now + ABSOLUTE,
            must_change=bool(person and person[0]["must_change_password"]),
        )
        self._record(session, sha256_of(token))
        if kind != "sample":
            self._trial.people_changed()
        with self._lock:
            self._add(sha256_of(token), session)
        return token

    def find(self, token: str | None) -> Session | None:
        """Return the live session that a token opens; no activity, and no SQL."""
        if not token:
            return None
        self._load()
        return self._checked(sha256_of(token))

    def named(self, handle: str) -> Session | None:
        """Return the live session of a handle; no activity, and no SQL."""
        self._load()
        key = self._names.get(handle)
        return self._checked(key) if key else None

    def principal(self, handle: str) -> Principal | None:
        """Return who acts through a session, with the roles held at this moment."""
        session = self.named(handle)
        if session is None:
            return None
        rows = self._store.rows("access/standing", account=session.account)
        if not rows:
            return None
        grants = frozenset(Grant(row["role"], row["unit_id"]) for row in rows if row["role"])
        first = rows[0]
        return Principal(
            session.account, first["name"], grants, session=handle, is_sample=first["is_sample"]
        )

    def touch(self, handle: str) -> None:
        """Note that the person did something; the store hears of it once a minute at most."""
        now = clock.now()
        with self._lock:
            key = self._names.get(handle)
            session = self._alive.get(key) if key else None
            if key is None or session is None or session.over(now):
                return
            self._alive[key] = replace(session, seen_at=now)
            self._unwritten.add(key)
        if not timedelta(0) <= now - self._written_at < _WRITTEN_EVERY:
            self.write_through()

    def end(self, handle: str, *, why: Why) -> None:
        """End one session, if it lives."""
        self._load()
        self._end([handle], why, by=None)

    def end_all(self, account: str, *, why: Why, but: str | None = None) -> None:
        """End every session of a person, except the one whose handle is `but`."""
        self._load()
        if why in {"disabled", "roles"}:
            self._trial.people_changed()
        self._end([each.handle for each in self.of(account) if each.handle != but], why, by=None)

    def of(self, account: str) -> list[Session]:
        """Return the live sessions of a person, oldest first."""
        self._load()
        now = clock.now()
        with self._lock:
            found = [s for s in self._alive.values() if s.account == account and not s.over(now)]
        return sorted(found, key=lambda each: (each.started_at, each.handle))

    def on_end(self, callback: Callable[[str], None]) -> None:
        """Call `callback` with the handle of every session that ends, in the thread that ends it."""
        self._callbacks.append(callback)

    def is_trial(self) -> bool:
        """Whether the store is only tried out; costs SQL only after a change."""
        return self._trial.is_trial()

    def people_changed(self) -> None:
        """Say that people were added or changed, so that a trial may be over."""
        self._trial.people_changed()

    def sweep(self) -> None:
        """End what has run out, so that neither memory nor anyone waits for it to be asked for."""
        now = clock.now()
        for key, session in list(self._alive.items()):
            if session.over(now):
                self._checked(key)

    def write_through(self) -> None:
        """Write what the store has not heard of: activity, and sessions that ran out."""
        if not self._writer.acquire(blocking=False):  # someone is at it
            return
        try:
            with self._lock:
                seen = [(key, self._alive[key]) for key in self._unwritten if key in self._alive]
                lapsed, self._lapsed = self._lapsed, []
                self._unwritten.clear()
                self._written_at = clock.now()
            if not seen and not lapsed:
                return
            with self._store.write("session", changes_board=False) as write:
                for key, session in seen:
                    write.run(
                        "access/record_session_seen", token_sha256=key, seen_at=session.seen_at
                    )
                for key, session, why in lapsed:
                    write.run(
                        "access/record_session_end",
                        token_sha256=key,
                        ended_at=self._written_at,
                        ended_why=why,
                    )
                    self._trail.record(write, _ended(session, why))
        finally:
            self._writer.release()

    def _record(self, session: Session, token_sha256: str) -> None:
        began = Entry(
            session.account,
            "session.began",
            f"session/{session.handle}",
            session=session.handle,
            details={"kind": session.kind, "address": session.address, "agent": session.agent},
        )
        with self._store.write("session", changes_board=False) as write:
            write.run(
                "access/record_session",
                token_sha256=token_sha256,
                handle=session.handle,
                account=session.account,
                kind=session.kind,
                address=session.address,
                agent=session.agent,
                started_at=session.started_at,
                expires_at=session.expires_at,
            )
            self._trail.record(write, began)

    def _checked(self, key: str) -> Session | None:
        """Return a live session; one that has run out, or a sample's after the trial, ends here."""
        session = self._alive.get(key)
        if session is None:
            return None
        why = session.over(clock.now())
        if why is None and session.kind == "sample" and not self._trial.is_trial():
            why = "trial"
        if why is None:
            return session
        with self._lock:
            if not self._forget(key):
                return None
            self._lapsed.append((key, session, why))
        self._tell([session.handle])
        return None

    def _end(self, handles: Iterable[str], why: Why, *, by: str | None) -> None:
        with self._lock:
            keys = [self._names[handle] for handle in handles if handle in self._names]
            gone = [(key, self._alive[key]) for key in keys]
            for key, _ in gone:
                self._forget(key)
        if not gone:
            return
        try:
            with self._store.write("session", changes_board=False) as write:
                for key, session in gone:
                    write.run(
                        "access/record_session_end",
                        token_sha256=key,
                        ended_at=clock.now(),
                        ended_why=why,
                    )
                    self._trail.record(write, _ended(session, why, by=by))
        finally:
            self._tell(session.handle for _, session in gone)

    def _tell(self, handles: Iterable[str]) -> None:
        for handle in handles:
            for callback in list(self._callbacks):
                callback(handle)

    def _add(self, key: str, session: Session) -> None:
        self._alive[key] = session
        self._names[session.handle] = key

    def _forget(self, key: str) -> bool:
        session = self._alive.pop(key, None)
        if session is not None:
            self._names.pop(session.handle, None)
            self._unwritten.discard(key)
        return session is not None

    def _load(self) -> None:
        """Take up the sessions that lived when the program last stopped."""
        if self._is_loaded:
            return
        with self._lock:
            if self._is_loaded:
                return
            now = clock.now()
            for row in self._store.rows("access/sessions", alive_at=now):
                key = row.pop("token_sha256")
                session = Session(must_change=row.pop("must_change_password"), **row)
                if not session.over(now):
                    self._add(key, session)
            self._is_loaded = True


def _ended(session: Session, why: Why, *, by: str | None = None) -> Entry:
    return Entry(
        by or session.account,
        "session.ended",
        f"session/{session.handle}",
        session=session.handle,
        details={"why": why},
    )
