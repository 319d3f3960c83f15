"""Sessions of one store: who is signed in, from which device, since when.

Kept in memory, so that asking costs microseconds, and written through to the store, so that a
restart throws nobody out. The token is known to the person's browser alone: memory and store hold
its SHA-256. The handle is the session's public name, in the trail and on the list of one's own.

Source: SECURITY.md, "Accounts and sessions".
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

from indicators import audit, clock
from indicators.access.principal import Grant, Principal
from indicators.access.session import ABSOLUTE, IDLE, Kind, Session, Why, record_begin, record_end
from indicators.access.tokens import new_handle, new_token, sha256_of
from indicators.access.trial_state import TrialState
from indicators.errors import NotFound
from queries import Store, Transaction

__all__ = ["ABSOLUTE", "IDLE", "Kind", "Session", "Sessions", "Why"]

_WRITTEN_EVERY = timedelta(minutes=1)
_ADDRESS, _AGENT = 100, 300  # letters kept of what a browser says of itself
_Gone = Mapping[str, Session]  # sessions that ended, by the SHA-256 of their tokens


class Sessions:
    """Every live session of one store. Safe to use from any thread, never inside a write.

    Whoever changes what sessions rest on ends them in that very write (`record_end_all`) and then
    lets go of them here (`forget`): none can begin in between, since beginning is a write too.
    """

    def __init__(self, store: Store, trail: audit.Trail) -> None:
        self._store, self._trail = store, trail
        self._trial = TrialState(store)
        self._lock, self._loading = threading.Lock(), threading.Lock()
        self._writing = threading.Lock()
        self._alive: dict[str, Session] = {}  # by the SHA-256 of its token
        self._keys: dict[str, str] = {}  # handle -> the same
        self._principals: dict[str, Principal] = {}  # by handle, of live sessions alone
        self._unwritten: set[str] = set()
        self._lapsed: list[tuple[str, Session, Why]] = []
        self._written_at = clock.now()
        self._callbacks: list[Callable[[str], None]] = []
        self._is_loaded = False

    def begin(
        self,
        account: str,
        *,
        kind: Kind,
        address: str,
        agent: str,
        password_hash: str | None = None,
    ) -> str:
        """Begin a session and return its token, which is kept nowhere here.

        Args:
            account: who signed in, already proven.
            kind: how.
            address: from which network address.
            agent: what the browser calls itself.
            password_hash: what was proven, which must still be in force.

        Raises:
            NotFound: there is no such person, or they or the password changed meanwhile.
        """
        self._load()
        self.sweep()
        token = new_token()
        key = sha256_of(token)
        try:
            with self._store.write("session", changes_board=False) as write:
                person = _still_in(write, account, password_hash)
                now = clock.now()
                session = Session(
                    new_handle(),
                    account,
                    kind,
                    address[:_ADDRESS],
                    agent[:_AGENT],
                    started_at=now,
                    seen_at=now,
                    expires_at=now + ABSOLUTE,
                    must_change=person["must_change_password"] and kind == "password",
                )
                record_begin(write, self._trail, key, session)
                self._add(key, session)
        except BaseException:
            self._pop(key)
            raise
        if kind != "sample":
            self._trial.people_changed()
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
        key = self._keys.get(handle)
        return self._checked(key) if key else None

    def principal(self, handle: str) -> Principal | None:
        """Return who acts through a session, with the roles held at this moment.

        Asked of the store once: whatever changes a person's roles ends their sessions in the same
        write, and says so here (`people_changed`).
        """
        session = self.named(handle)
        if session is None:
            return None
        known = self._principals.get(handle)
        if known is not None:
            return known
        rows = self._store.rows("access/standing", account=session.account)
        if not rows:
            return None
        grants = frozenset(Grant(row["role"], row["unit_id"]) for row in rows if row["role"])
        name, is_sample = rows[0]["name"], rows[0]["is_sample"]
        found = Principal(session.account, name, grants, session=handle, is_sample=is_sample)
        with self._lock:
            if handle in self._keys:  # one that ended meanwhile is not kept
                self._principals[handle] = found
        return found

    def of(self, account: str) -> list[Session]:
        """Return the live sessions of a person, oldest first."""
        self._load()
        now = clock.now()
        with self._lock:
            own = [each for each in self._alive.values() if each.account == account]
        return sorted(
            (each for each in own if not each.over(now)), key=lambda each: each.started_at
        )

    def touch(self, handle: str) -> None:
        """Note that the person did something; the store hears of it once a minute at most."""
        now = clock.now()
        with self._lock:
            key = self._keys.get(handle, "")
            session = self._alive.get(key)
            if session is None or session.over(now):
                return
            self._alive[key] = replace(session, seen_at=max(now, session.seen_at))
            self._unwritten.add(key)
        if not timedelta(0) <= now - self._written_at < _WRITTEN_EVERY:
            self.write_through()

    def end(self, handle: str, *, why: Why, by: str | None = None) -> None:
        """End one session, if it lives; `by` is who did it where that is not its person."""
        self._load()
        key = self._keys.get(handle, "")
        session = self._pop(key)
        if session is None:
            return
        try:
            with self._store.write("session", changes_board=False) as write:
                self._record_end(write, {key: session}, why, by)
        finally:
            self._tell([handle])

    def end_all(self, account: str, *, why: Why, but: str | None = None) -> None:
        """End every session of a person, except the one whose handle is `but`."""
        with self._store.write("session", changes_board=False) as write:
            gone = self.record_end_all(write, account, why=why, but=but)
        self.forget(gone)

    def record_end_all(
        self,
        write: Transaction,
        account: str,
        *,
        why: Why,
        by: str | None = None,
        but: str | None = None,
    ) -> _Gone:
        """Record the end of a person's sessions inside a write; `forget` them when it is done."""
        self._load()
        with self._lock:
            gone = {
                key: each
                for key, each in self._alive.items()
                if each.account == account and each.handle != but
            }
        self._record_end(write, gone, why, by)
        return gone

    def forget(self, gone: _Gone) -> None:
        """Let go of sessions whose end is recorded."""
        self._trial.people_changed()
        self._tell([each.handle for key in gone if (each := self._pop(key)) is not None])

    def on_end(self, callback: Callable[[str], None]) -> None:
        """Have `callback` called with each handle that ends, in the thread that ends it."""
        self._callbacks.append(callback)

    def is_trial(self) -> bool:
        """Whether the store is only tried out; costs SQL only after a change."""
        return self._trial.is_trial()

    def people_changed(self) -> None:
        """Say that people were added or changed, so that a trial may be over."""
        with self._lock:
            self._principals.clear()
        self._trial.people_changed()

    def sweep(self) -> None:
        """End what has run out, without waiting for it to be asked for."""
        now = clock.now()
        with self._lock:
            over = [key for key, session in self._alive.items() if session.over(now)]
        for key in over:
            self._checked(key)
        if over:
            self.write_through()

    def write_through(self) -> None:
        """Write what the store has not heard of: activity, and sessions that ran out."""
        if not self._writing.acquire(blocking=False):  # someone is at it
            return
        try:
            with self._lock:
                seen = {key: self._alive[key] for key in self._unwritten if key in self._alive}
                lapsed, self._lapsed = self._lapsed, []
                self._unwritten.clear()
                self._written_at = clock.now()
            if seen or lapsed:
                self._record_news(seen, lapsed)
        finally:
            self._writing.release()

    def _record_news(self, seen: _Gone, lapsed: list[tuple[str, Session, Why]]) -> None:
        with self._store.write("session", changes_board=False) as write:
            for key, session in seen.items():
                moment = session.seen_at
                write.run("access/record_session_seen", token_sha256=key, seen_at=moment)
            for key, session, why in lapsed:
                self._record_end(write, {key: session}, why, audit.SYSTEM)

    def _record_end(self, write: Transaction, gone: _Gone, why: Why, by: str | None) -> None:
        now = clock.now()
        for key, each in gone.items():
            record_end(write, self._trail, key, each, why=why, by=by or each.account, at=now)

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
        if self._pop(key) is not None:
            with self._lock:
                self._lapsed.append((key, session, why))
            self._tell([session.handle])
        return None

    def _tell(self, handles: Iterable[str]) -> None:
        for handle in handles:
            for callback in tuple(self._callbacks):
                callback(handle)

    def _add(self, key: str, session: Session) -> None:
        with self._lock:
            self._alive[key] = session
            self._keys[session.handle] = key

    def _pop(self, key: str) -> Session | None:
        with self._lock:
            session = self._alive.pop(key, None)
            if session is not None:
                self._keys.pop(session.handle, None)
                self._principals.pop(session.handle, None)
                self._unwritten.discard(key)
            return session

    def _load(self) -> None:
        """Take up the sessions that lived when the program last stopped."""
        if not self._is_loaded:
            with self._loading:
                self._load_once()

    def _load_once(self) -> None:
        if self._is_loaded:
            return
        now = clock.now()
        for row in self._store.rows("access/sessions", alive_at=now):
            key, must_change = row.pop("token_sha256"), row.pop("must_change_password")
            session = Session(**row, must_change=must_change and row["kind"] == "password")
            if not session.over(now):
                self._add(key, session)
        self._is_loaded = True


def _still_in(write: Transaction, account: str, password_hash: str | None) -> dict[str, Any]:
    """Return the person who is to have a session, as the write begins."""
    found = write.rows("access/person", account=account)
    if (
        not found
        or found[0]["disabled_at"] is not None
        or password_hash not in {None, found[0]["password_hash"]}
    ):
        raise NotFound(f"Không có tài khoản {account}")
    return found[0]
