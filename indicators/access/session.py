"""One session (phiên làm việc): a value, when it is over, and its rows in store and trail.

Source: SECURITY.md, "Accounts and sessions": idle 30 min, absolute 10 h.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from indicators.audit import Entry, Trail
from queries import Transaction

Kind = Literal["password", "oidc", "sample"]
Why = Literal["signed-out", "ended", "password", "roles", "disabled", "idle", "expired", "trial"]

IDLE, ABSOLUTE = timedelta(minutes=30), timedelta(hours=10)
_CLOCK_MAY_LAG = timedelta(minutes=5)


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


def record_begin(write: Transaction, trail: Trail, token_sha256: str, session: Session) -> None:
    """Add a session's row, and to the trail that it began."""
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
    details = {"kind": session.kind, "address": session.address, "agent": session.agent}
    trail.record(write, _entry(session, session.account, "session.began", details))


def record_end(
    write: Transaction,
    trail: Trail,
    token_sha256: str,
    session: Session,
    *,
    why: Why,
    by: str,
    at: datetime,
) -> None:
    """Keep in a session's row, and in the trail, that it ended."""
    write.run("access/record_session_end", token_sha256=token_sha256, ended_at=at, ended_why=why)
    trail.record(write, _entry(session, by, "session.ended", {"why": why}))


def _entry(session: Session, by: str, action: str, details: Mapping[str, object]) -> Entry:
    on = f"session/{session.handle}"
    return Entry(by, action, on, session=session.handle, details=details)
