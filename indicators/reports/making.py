"""Make a report: gather, write, keep. The one way by which a board leaves as a file (xuất).

The snapshot, what was chosen, the file's sum and the line in the trail are kept in one write: what
left can be told years later, made again, and compared with what holds then.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from indicators import audit, clock
from indicators.access import Principal, needs
from indicators.downloads import Download
from indicators.errors import NotFound
from indicators.export import (
    EXPORTS,
    Options,
    Progress,
    Snapshot,
    Wanted,
    gather,
    lacking,
    write,
)
from indicators.export.charts import pinned
from indicators.export.model import at_once
from indicators.reports import bases, numbering
from indicators.reports.chosen import dressed, kept_options
from indicators.reports.report import official
from indicators.workspace import Workspace

if TYPE_CHECKING:
    from queries import Transaction

_LOOKS = 5  # at a store that is being written to, before its newest state is taken as it comes


@dataclass(frozen=True, slots=True)
class Made:
    """A report that was made: the file, its number here, and its official one ("" without).

    `lacking` is what could not be made for it, a sentence each: it left without.
    """

    download: Download
    number: int
    official: str = ""
    lacking: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Shelved:
    """What a file is made from, ready to be kept: nobody's write waits while it is packed.

    `kept` is None where its like is in the store already; nothing is ever removed from there.
    `drawn_on` are the office's own base files.
    """

    snapshot: Snapshot
    digest: str
    kept: bytes | None
    drawn_on: tuple[bases.Base, ...]

    @classmethod
    def of(cls, workspace: Workspace, snapshot: Snapshot, options: Options) -> _Shelved:
        digest = snapshot.digest
        is_kept = workspace.store.rows("reports/numbers", sha256=digest)[0]["is_kept"]
        packed = None if is_kept else snapshot.kept()
        return cls(snapshot, digest, packed, bases.taken(options.bases))


@needs("read")
def make(
    workspace: Workspace,
    who: Principal,
    kind: str,
    wanted: Wanted,
    options: Options | None = None,
    progress: Progress = at_once,
    *,
    issue: bool = False,
) -> Made:
    """Return one board as a file, and keep what it was made from.

    Args:
        workspace: the open office.
        who: whose board it is: made for nobody else.
        kind: a name in `EXPORTS`.
        wanted: which board.
        options: what may be chosen of it; the office's own where nothing is.
        progress: told how far the work is; may raise `Cancelled`, and nothing is kept then.
        issue: give it the next official number of `options.official.symbol`.

    Raises:
        NotFound: there is no such kind of file, or no such board within the scope of `who`.
        Forbidden, InputRejected: an official number cannot be given; there is no such chart.
        Cancelled: `progress` said so.
        ValueError: a period that is none.
    """
    if kind not in EXPORTS:
        raise NotFound(f"Không có loại tệp «{kind}»")
    chosen = dressed(workspace.settings, workspace.catalogue, kind, options, wanted.unit)
    if issue:
        numbering.refuse_unfit(workspace, who, kind, wanted.unit, chosen)
    progress(0, 1)
    snapshot = _snapshot(workspace, who, wanted)
    chosen = pinned(kind, snapshot, chosen)
    shelved = _Shelved.of(workspace, snapshot, chosen)
    while True:
        year = numbering.this_year()
        if issue:
            chosen = numbering.numbered(workspace, who, chosen)
        made = _written(kind, shelved, chosen, progress)
        with workspace.store.write("report", changes_board=False) as transaction:
            if issue and not _is_still_next(transaction, chosen, year):
                continue  # somebody took it meanwhile: write with the next one
            kept = _record(workspace, transaction, who, kind, wanted, chosen, shelved, made)
            if issue:
                _issue(workspace, transaction, who, chosen, year, kept)
        named = official(chosen.official.number, chosen.official.symbol) if issue else ""
        return Made(made, kept, named, lacking(kind, made.content))


def _snapshot(workspace: Workspace, who: Principal, wanted: Wanted) -> Snapshot:
    """Return a snapshot all of which is of one data version: no write came in between."""
    before = workspace.store.version
    found = gather(workspace, who, wanted)
    for _ in range(_LOOKS):
        if before == found.head.version == workspace.store.version:
            break
        before = workspace.store.version
        found = gather(workspace, who, wanted)
    return found


def _written(kind: str, shelved: _Shelved, options: Options, progress: Progress) -> Download:
    export, snapshot = EXPORTS[kind], shelved.snapshot
    with bases.laid(options, shelved.drawn_on) as told:
        content = write(kind, snapshot, told, progress)
    return Download(content, export.file_name(snapshot, options.chart), export.mime)


def _is_still_next(transaction: Transaction, options: Options, year: int) -> bool:
    symbol, number = options.official.symbol, options.official.number
    return numbering.this_year() == year and number == numbering.taken(transaction, symbol, year)


def _record(
    workspace: Workspace,
    transaction: Transaction,
    who: Principal,
    kind: str,
    wanted: Wanted,
    options: Options,
    shelved: _Shelved,
    made: Download,
) -> int:
    """Keep a report and return its number."""
    snapshot, head = shelved.snapshot, shelved.snapshot.head
    if shelved.kept is not None:
        transaction.run("reports/record_snapshot", sha256=shelved.digest, kept=shelved.kept)
    number: int = transaction.rows("reports/numbers", sha256=shelved.digest)[0]["report_id"] + 1
    transaction.run(
        "reports/record_report",
        report_id=number,
        format=kind,
        unit_id=head.unit,
        period=head.period,
        plan_id=head.plan,
        group_id=head.group,
        as_of=head.as_of,
        is_provisional=head.counts_waiting,
        ordering=wanted.order,
        options=kept_options(options),
        base_sha256=bases.digest(shelved.drawn_on),
        title=f"{head.unit_name}, {head.period_label}",
        data_version=head.version,
        known_at=head.known_at,
        snapshot_sha256=shelved.digest,
        file_name=made.name,
        file_sha256=hashlib.sha256(made.content).hexdigest(),
        count_bytes=len(made.content),
        made_by=who.account,
        made_at=clock.now(),
    )
    bases.record(transaction, number, shelved.drawn_on)
    units = {*workspace.catalogue.subtree(head.unit), *(each.code for each in snapshot.units)}
    transaction.run("reports/record_units", report_id=number, units=sorted(units))
    workspace.trail.record(transaction, taken_line(who, kind, snapshot, made, number))
    return number


def _issue(
    workspace: Workspace,
    transaction: Transaction,
    who: Principal,
    options: Options,
    year: int,
    report: int,
) -> None:
    number, symbol = options.official.number or 0, options.official.symbol
    numbering.record_number(
        transaction, who, symbol=symbol, year=year, number=number, report=report
    )
    told = {"official": official(number, symbol), "year": year}
    workspace.trail.record(
        transaction,
        audit.Entry(
            who.account, "report.issued", f"report/{report}", session=who.session, details=told
        ),
    )


def taken_line(
    who: Principal, kind: str, snapshot: Snapshot, made: Download, number: int, **more: object
) -> audit.Entry:
    """Return the line of the trail that tells who took which file of which figures."""
    head = snapshot.head
    told = {
        "report": number,
        "period": head.period,
        "version": head.version,
        "as_of": head.as_of,
        "file": made.name,
        "sha256": hashlib.sha256(made.content).hexdigest(),
        **more,
    }
    return audit.Entry(
        who.account, f"export.{kind}", f"board/{head.unit}", session=who.session, details=told
    )
