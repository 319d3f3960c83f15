"""The workbook of a draft given back with its problems marked."""

from __future__ import annotations

from pathlib import Path

from indicators import audit, history
from indicators.access import Principal, needs
from indicators.downloads import XLSX, Download
from indicators.drafts.draft import mine, no_draft
from indicators.drafts.files import still_there
from indicators.drafts.reading import read
from indicators.errors import NotFound
from indicators.intake.markup import marked_up
from indicators.workspace import Workspace


@needs("submit")
def marked(workspace: Workspace, who: Principal, number: str, sha256: str) -> Download:
    """Return a file of one's own draft with every problem of it marked; it is read anew.

    Raises:
        NotFound: no such draft of this account, no such file in it, or the file is gone.
        InputRejected: the file is refused as a whole: there is nothing to mark.
    """
    drafts = (each for each in mine(workspace, who) if each.number == number)
    files = (each for draft in drafts for each in draft.files if each.sha256 == sha256)
    kept = next(files, None)
    if kept is None:
        raise NotFound(no_draft(number))
    data = still_there(workspace, number, kept).read_bytes()
    reading = next(iter(read(workspace, who, number, [kept])))
    reading = history.compare(workspace, who, [reading])[0]
    name = f"{Path(kept.name).stem}-danh-dau-loi.xlsx"
    made = Download(marked_up(data, reading), name, XLSX)
    told = {"file": kept.name, "sha256": sha256}
    entry = audit.Entry(
        who.account, "draft.marked", f"draft/{number}", session=who.session, details=told
    )
    with workspace.store.write("download", changes_board=False) as write:
        workspace.trail.record(write, entry)
    return made
