"""What people are called: figures keep the accounts that sent and decided, readers know names."""

from __future__ import annotations

from collections.abc import Collection

from indicators.access import Principal, needs
from indicators.workspace import Workspace


@needs("read")
def names_of(workspace: Workspace, who: Principal, accounts: Collection[str]) -> dict[str, str]:
    """Return the names of some accounts; one that is no person's (the command line) is left out.

    Args:
        workspace: the open office.
        who: who asks; of figures it may read, who sent and decided is no secret to it.
        accounts: as they stand beside such figures.
    """
    del who  # that it may read at all was asked above
    rows = workspace.store.rows("access/names_of", accounts=sorted(set(accounts)))
    return {row["account"]: row["name"] for row in rows}
