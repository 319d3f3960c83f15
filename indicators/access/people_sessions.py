"""Where the people of a branch are signed in (phiên làm việc), for its administrators."""

from __future__ import annotations

from indicators.access.needs import needs
from indicators.access.office import Office
from indicators.access.person import one, own, refuse_sample
from indicators.access.principal import Principal
from indicators.access.session import Session


@needs("people")
def sessions_of(workspace: Office, who: Principal, account: str) -> list[Session]:
    """Return the live sessions of a person, oldest first.

    Raises:
        NotFound: there is no such person in the branch.
    """
    one(workspace.store, workspace, who, account)
    return workspace.sessions.of(account)


@needs("people")
def end_sessions(workspace: Office, who: Principal, account: str) -> int:
    """End every session of a person, and return how many there were.

    Raises:
        NotFound: there is no such person in the branch.
        Forbidden: `who` is a sample, or the person has roles outside the branch.
    """
    refuse_sample(workspace, who, "people.end-sessions")
    with workspace.store.write("people", changes_board=False) as write:
        own(workspace, write, who, account)
        gone = workspace.sessions.record_end_all(write, account, why="ended", by=who.account)
    workspace.sessions.forget(gone)
    return len(gone)
