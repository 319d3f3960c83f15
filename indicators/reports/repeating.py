"""A report made again (làm lại), from what was kept of it and from nothing else."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from indicators.access import Principal, needs
from indicators.downloads import Download
from indicators.errors import NotFound
from indicators.export import EXPORTS, Progress, lacking, write
from indicators.export.model import at_once
from indicators.reports import bases
from indicators.reports.chosen import base_digest
from indicators.reports.making import taken_line
from indicators.reports.report import Report, opened
from indicators.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Again:
    """A report made again; `told` says whether it is the very same file, and if not, why.

    `lacking` is what could not be made for it, a sentence each.
    """

    report: Report
    download: Download
    is_same: bool
    told: str
    lacking: tuple[str, ...] = ()


@needs("read")
def again(workspace: Workspace, who: Principal, number: int, progress: Progress = at_once) -> Again:
    """Return a kept report as a file once more.

    Raises:
        NotFound: there is none that `who` may read, or nothing writes its format any more.
        InputRejected: it was made before base files were kept, and its own is no longer there.
        Cancelled: `progress` said so.
    """
    report, snapshot = opened(workspace, who, number)
    if report.format not in EXPORTS:
        raise NotFound(f"Bản phần mềm này không còn ghi loại tệp «{report.format}»")
    kept = bases.kept(workspace.store, number)
    with bases.laid(report.options, kept) as options:
        content = write(report.format, snapshot, options, progress)
    made = Download(content, report.file, EXPORTS[report.format].mime)
    is_same = hashlib.sha256(content).hexdigest() == report.sha256
    with workspace.store.write("report again", changes_board=False) as transaction:
        line = taken_line(who, report.format, snapshot, made, number, again=True, is_same=is_same)
        workspace.trail.record(transaction, line)
    told = _told(report, kept, is_same=is_same)
    return Again(report, made, is_same, told, lacking(report.format, content))


def _told(report: Report, kept: tuple[bases.Base, ...], *, is_same: bool) -> str:
    if is_same:
        return "Giống hệt bản đã xuất, từng byte."
    why = "phần mềm nay đã khác"
    if not kept and report.base_sha256 != base_digest(report.options.bases):
        why = "tệp mẫu của cơ quan đã được thay từ lúc đó"
    return f"Số liệu đúng như bản đã xuất; cách trình bày khác vì {why}."
