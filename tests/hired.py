"""People for tests, put into an office's store as they are, without links or passwords."""

from __future__ import annotations

from indicators import clock
from indicators.access import Grant, Principal
from indicators.workspace import Workspace


def hire(
    workspace: Workspace, account: str, *grants: tuple[str, str], is_sample: bool = False
) -> Principal:
    """Add a person with roles, `("reporter", "a")`, and return them as signed in."""
    now = clock.now()
    with workspace.store.write("people", changes_board=False) as write:
        write.run(
            "access/record_person",
            account=account,
            name=f"Người {account}",
            email=None,
            is_sample=is_sample,
            created_at=now,
            created_by="quan-tri",
        )
        for role, unit in grants:
            write.run(
                "access/record_grant",
                account=account,
                role=role,
                unit_id=unit,
                granted_at=now,
                granted_by="quan-tri",
            )
    held = frozenset(Grant(role, unit) for role, unit in grants)
    return Principal(account, f"Người {account}", held, session="phien", is_sample=is_sample)


def disable(workspace: Workspace, account: str) -> None:
    """Disable a person, as the people page does."""
    _run(workspace, "update person set disabled_at = now() where account = ?", account)


def strip(workspace: Workspace, account: str) -> None:
    """Take every role from a person."""
    _run(workspace, "update role_grant set revoked_at = now() where account = ?", account)


def _run(workspace: Workspace, sql: str, account: str) -> None:
    with workspace.store._connection.cursor() as cursor:
        cursor.execute(sql, [account])
