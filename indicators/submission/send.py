"""Sending figures: what a workbook holds becomes submissions, all in one write."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path

from indicators import audit, clock
from indicators.access import Principal, needs
from indicators.errors import BangXanhError, Forbidden
from indicators.intake.reading import Reading
from indicators.submission.admit import refuse_unfit, refused
from indicators.submission.decision import decided
from indicators.submission.files import keep_file
from indicators.submission.parcel import Outcome, Parcel
from indicators.submission.record import record, refresh_pairs, settle
from indicators.submission.rows import pair_of
from indicators.warned import Place
from indicators.workspace import Workspace
from queries import Transaction

OWN = "Không ai được duyệt số liệu do chính mình nộp: hãy nhờ người khác của Văn phòng."


@needs("submit")
def submit(
    workspace: Workspace,
    who: Principal,
    reading: Reading,
    *,
    approve: bool = False,
    at: datetime | None = None,
    source: Path | None = None,
    is_sample: bool = False,
    explained: Mapping[Place, str] | None = None,
) -> list[int]:
    """Record the figures of one workbook, approved at once when asked.

    Args:
        workspace: the open office.
        who: who sends it; the invented people send invented figures.
        reading: what intake understood; must be `ok`.
        approve: whether the sender also decides: at the command line alone, where whoever holds
            the store answers for it; on the board nobody approves their own.
        at: when it was sent; now, except for the sample.
        source: the workbook itself, kept as received.
        is_sample: whether the figures are invented.
        explained: the sender's word on warnings of the file.

    Returns:
        The numbers of the submissions made, or approved now, one for each unit and period in the
        file; empty when exactly this file was submitted before and nothing changes.

    Raises:
        InputRejected: the reading has errors, or a figure that must be proved has neither evidence
            nor a word on why not.
        Forbidden: `approve` by anyone but the operator of the command line.
        NotFound: a unit is not among those that `who` reports for.
        Conflict: the period is closed or has not begun, or a unit or indicator is no longer in
            the catalogue.
    """
    if approve and not who.is_operator:
        workspace.refused(who, "submission.approve-own")
        raise Forbidden(OWN)
    moment = at or clock.now()
    workspace.keep_current()
    parcel = _ready(workspace, who, Parcel(reading, source, explained or {}), is_sample=is_sample)
    with workspace.store.write("submission") as write:
        outcomes, entries = _recorded(
            workspace, write, who, [parcel], at=moment, is_sample=is_sample
        )
        if outcomes[0].fault:
            raise outcomes[0].fault
        numbers = list(outcomes[0].numbers)
        if approve:
            numbers = _waiting(write, reading)
            for number in numbers:
                entries += decided(write, who, number, "approved", at=moment)
        pairs = {pair_of(row) for row in reading.rows}
        refresh_pairs(workspace, write, pairs, known_at=max(moment, clock.now()))
        workspace.trail.record(write, *entries)
    settle(workspace)
    return numbers


@needs("submit")
def submit_all(workspace: Workspace, who: Principal, parcels: Sequence[Parcel]) -> list[Outcome]:
    """Record many workbooks in one write, each as `submit` does; a refused one stops no other.

    Returns:
        What became of each, in order.

    Raises:
        StoreBroken: the disk took nothing: none was recorded.
    """
    moment, found = clock.now(), dict[int, Outcome]()
    workspace.keep_current()
    ready: dict[int, Parcel] = {}
    for place, each in enumerate(parcels):
        try:
            ready[place] = _ready(workspace, who, each)
        except BangXanhError as fault:
            found[place] = Outcome(fault=fault)
    with workspace.store.write("submission") as write:
        parcels_ready = list(ready.values())
        outcomes, entries = _recorded(workspace, write, who, parcels_ready, at=moment)
        pairs = {
            pair_of(row)
            for each, outcome in zip(parcels_ready, outcomes, strict=True)
            if outcome.numbers
            for row in each.reading.rows
        }
        if pairs:
            refresh_pairs(workspace, write, pairs, known_at=max(moment, clock.now()))
            workspace.trail.record(write, *entries)
    settle(workspace)
    found |= zip(ready, outcomes, strict=True)
    return [found[place] for place in range(len(parcels))]


def _ready(
    workspace: Workspace, who: Principal, parcel: Parcel, *, is_sample: bool = False
) -> Parcel:
    """Return a parcel that may be sent, its file kept, as far as can be told before the write."""
    reading = refuse_unfit(workspace, who, parcel, is_sample=is_sample)
    if parcel.source is not None:
        keep_file(workspace, parcel.source, reading.sha256)
    return replace(parcel, reading=reading)


def _recorded(
    workspace: Workspace,
    write: Transaction,
    who: Principal,
    parcels: Sequence[Parcel],
    *,
    at: datetime,
    is_sample: bool = False,
) -> tuple[list[Outcome], list[audit.Entry]]:
    """Record what may be recorded inside a write; return what became of each, and for the trail."""
    faults = refused(workspace, write, who, [each.reading for each in parcels])
    taken = [each for each, fault in zip(parcels, faults, strict=True) if fault is None]
    made = record(write, taken, by=who.account, at=at, is_sample=is_sample or who.is_sample)
    files = {
        number: (Path(each.reading.file).name, each.reading.sha256)
        for each, numbers in zip(taken, made, strict=True)
        for number in numbers
    }
    entries = audit.submitted(write, files, by=who.account, session=who.session)
    numbers = iter(made)
    outcomes = [
        Outcome(fault=fault) if fault else Outcome(tuple(next(numbers))) for fault in faults
    ]
    return outcomes, entries


def _waiting(write: Transaction, reading: Reading) -> list[int]:
    """Return this file's submissions that nobody has decided on, sent now or before."""
    newest = (
        write.rows("submission/standing", unit_id=unit, period=period)[0]
        for unit, period in sorted({pair_of(row) for row in reading.rows})
    )
    return [
        each["submission_id"]
        for each in newest
        if each["file_sha256"] == reading.sha256 and each["decision"] == "submitted"
    ]
