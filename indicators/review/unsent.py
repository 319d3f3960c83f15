"""Reasons a reviewer has begun to write: kept as they are typed, gone once the answer is given.

A telephone that is turned, a page that is read anew or a server that restarts loses none of them.
They are the reviewer's own: nobody else sees them before the work is sent back.
"""

from __future__ import annotations

import json
from collections.abc import Mapping

from indicators import clock
from indicators.access import Principal, needs
from indicators.errors import NotFound
from indicators.workspace import Workspace

_LONGEST = 2_000  # letters of one reason


@needs("review")
def unsent(workspace: Workspace, who: Principal, submission: int) -> dict[str, str]:
    """Return what `who` wrote on a submission, by indicator; "" stands for the whole of it."""
    rows = workspace.store.rows("review/unsent", draft_id=_name(submission), account=who.account)
    return dict(json.loads(rows[0]["payload"])) if rows and rows[0]["payload"] else {}


@needs("review")
def keep_unsent(
    workspace: Workspace, who: Principal, submission: int, said: Mapping[str, str]
) -> None:
    """Keep what `who` has written on a submission so far; nothing written ends it.

    Raises:
        NotFound: there is no such submission in the branch that `who` reviews.
    """
    told = {code: text.strip()[:_LONGEST] for code, text in said.items() if text.strip()}
    scope = who.roots("review")
    with workspace.store.write("draft", changes_board=False) as write:
        if not write.rows("submission/one", submission_id=submission, scope=scope):
            raise NotFound(f"Không có lần nộp số {submission}")
        write.run(
            "drafts/record_draft",
            draft_id=_name(submission),
            account=who.account,
            unit_id=None,
            period=None,
            payload=json.dumps(told, ensure_ascii=False) if told else None,
            saved_at=clock.now(),
        )


def _name(submission: int) -> str:
    return f"return/{submission}"
