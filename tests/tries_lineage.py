"""How lineage, evidence, review, closing and history are tried: inside a scope, by a stranger."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from indicators import board as boards
from indicators import history, locks, review
from indicators.access import Principal
from indicators.called import names_of
from indicators.errors import Conflict, Problem
from indicators.evidence import care, shelf
from indicators.evidence.attach import attach, withdraw
from indicators.evidence.demands import reused, unproved
from tests import offices
from tests.unit import evidence_files

if TYPE_CHECKING:
    from indicators.workspace import Workspace
    from tests.tries import Ids, Seen

MONTH, CLOSED, CLOSING, OPENING = "2026-10", "2026-09", "2026-08", "2026-07"
ODD = Problem("warning", "thử", "Biểu 1", "E7", "Bất thường")
_Pair = tuple[Callable[..., Any], Callable[..., Any] | None]


def furnish(office: Workspace, sender: Principal) -> None:
    """Prove the figure of room a by a file, evidence 1, which room b uses too."""
    file = office.settings.store_path.parent / "minh-chung.png"
    file.write_bytes(evidence_files.png())
    for unit in ("a", "b"):
        attach(office, sender, unit=unit, period=MONTH, indicator="RATE", file=file)


def _attach(seen: Seen, who: Principal, unit: str) -> object:
    number = "1/BC"
    return attach(
        seen.office, who, unit=unit, period=MONTH, indicator="RATE", document_number=number
    )


def _withdrawn(seen: Seen, who: Principal, ids: Ids) -> None:
    """Take back evidence of room a that nothing else needs."""
    number = 999
    if ids == seen.ids:
        operator = seen.office.operator()
        number = attach(
            seen.office, operator, unit="c", period=MONTH, indicator="RATE", document_number="2/BC"
        ).number
    withdraw(seen.office, who, number)


def _locked(seen: Seen, who: Principal, ids: Ids) -> object:
    with suppress(Conflict):
        locks.lock(seen.office, seen.office.operator(), unit="a", period=CLOSED)
    return locks.locks(seen.office, who, CLOSED, [ids.unit])


def _closed(seen: Seen, who: Principal, ids: Ids) -> object:
    _locked(seen, seen.office.operator(), ids)
    return locks.closed_together(seen.office, who, CLOSED, [ids.unit])


def _versions(seen: Seen, who: Principal, unit: str) -> object:
    return boards.versions(seen.office, who, unit=unit, indicator="RATE", period=MONTH)


def _unproved(seen: Seen, who: Principal, ids: Ids) -> object:
    """Ask for the proof of a figure of room c that has some: a stranger is not told so."""
    operator = seen.office.operator()
    attach(seen.office, operator, unit="c", period=MONTH, indicator="PROVED", document_number="9")
    unit = "c" if ids == seen.ids else ids.unit
    asked = [offices.reading([offices.figure(unit, "PROVED", value=9.0)])]
    return unproved(seen.office, who, asked)[0].problems


def _refused(seen: Seen, who: Principal, ids: Ids) -> object:
    _locked(seen, seen.office.operator(), ids)
    return locks.refusals(seen.office, who, [(ids.unit, CLOSED)])


def _file_of_a(seen: Seen) -> str:
    """Return the sum of the file that evidence 1 is."""
    return shelf.open_file(seen.office, seen.office.operator(), 1)[0].name


LINEAGE: Mapping[str, _Pair] = {
    # names of accounts that stand beside figures: it takes no id of a thing
    "called.names_of": (lambda s, who: names_of(s.office, who, ["can-bo"]), None),
    "board.lineage.versions": (
        lambda s, who: _versions(s, who, "a"),
        lambda s, who, ids: _versions(s, who, ids.unit),
    ),
    "board.lineage.feeds": (
        lambda s, who: boards.feeds(s.office, who, submission=1),
        lambda s, who, ids: boards.feeds(s.office, who, submission=ids.submission),
    ),
    "evidence.attach.attach": (
        lambda s, who: _attach(s, who, "b"),
        lambda s, who, ids: _attach(s, who, ids.unit),
    ),
    "evidence.attach.withdraw": (lambda s, who: withdraw(s.office, who, 999), _withdrawn),
    "evidence.care.collect": (lambda s, who: care.collect(s.office, who), None),
    "evidence.care.examine": (lambda s, who: care.examine(s.office, who), None),
    "evidence.demands.unproved": (
        lambda s, who: unproved(s.office, who, [s.reading("a")]),
        _unproved,
    ),
    "evidence.demands.reused": (
        lambda s, who: reused(s.office, who, _file_of_a(s)),
        lambda s, who, ids: reused(s.office, who, _file_of_a(s) if ids == s.ids else "0" * 64),
    ),
    "evidence.shelf.evidence_of": (
        lambda s, who: shelf.evidence_of(s.office, who, unit="a", period=MONTH),
        lambda s, who, ids: shelf.evidence_of(s.office, who, unit=ids.unit, period=MONTH),
    ),
    # evidence 1 is room a's, as submission 1 is
    "evidence.shelf.open_file": (
        lambda s, who: shelf.open_file(s.office, who, 1),
        lambda s, who, ids: shelf.open_file(s.office, who, ids.submission),
    ),
    "evidence.shelf.picture_of": (
        lambda s, who: shelf.picture_of(s.office, who, 1),
        lambda s, who, ids: shelf.picture_of(s.office, who, ids.submission),
    ),
    "history.history_for": (
        lambda s, who: history.history_for(s.office, who, [s.reading("a")]),
        lambda s, who, ids: history.history_for(s.office, who, [s.reading(ids.unit)]),
    ),
    # what it adds to the files it was given comes from history_for
    "history.compare": (lambda s, who: history.compare(s.office, who, [s.reading("a")]), None),
    "locks.locks": (lambda s, who: locks.locks(s.office, who, MONTH), _locked),
    "locks.closed_together": (
        lambda s, who: locks.closed_together(s.office, who, MONTH, ["a"]),
        _closed,
    ),
    "locks.refusals": (
        lambda s, who: locks.refusals(s.office, who, [("a", MONTH)]),
        _refused,
    ),
    "locks.lock": (
        lambda s, who: locks.lock(s.office, who, unit="b", period=CLOSING),
        lambda s, who, ids: locks.lock(s.office, who, unit=ids.unit, period=CLOSING),
    ),
    "locks.unlock": (
        lambda s, who: locks.unlock(s.office, who, unit="b", period=OPENING, reason="thử"),
        lambda s, who, ids: locks.unlock(
            s.office, who, unit=ids.unit, period=OPENING, reason="thử"
        ),
    ),
    "review.case.case": (
        lambda s, who: review.case(s.office, who, 1),
        lambda s, who, ids: review.case(s.office, who, ids.submission),
    ),
    "review.case.lacking_proof": (
        lambda s, who: review.lacking_proof(s.office, who, [1]),
        lambda s, who, ids: review.lacking_proof(s.office, who, [ids.submission]),
    ),
    "review.case.warned": (
        lambda s, who: review.warned(s.office, who, 1),
        lambda s, who, ids: review.warned(s.office, who, ids.submission),
    ),
    "review.decide.decide_all": (
        lambda s, who: review.decide_all(s.office, who, [999]),
        lambda s, who, ids: review.decide_all(s.office, who, [ids.submission]),
    ),
    "review.effect.effect": (
        lambda s, who: review.effect(s.office, who, [1]),
        lambda s, who, ids: review.effect(s.office, who, [ids.submission]),
    ),
    # these two take no id: what each holds is tried in tests/unit/test_review.py
    "review.queue.queue": (lambda s, who: review.queue(s.office, who), None),
    "review.queue.answers": (lambda s, who: review.answers(s.office, who), None),
    # one's own words, by account: tests/unit/test_review.py
    "review.unsent.unsent": (lambda s, who: review.unsent(s.office, who, 1), None),
    "review.unsent.keep_unsent": (
        lambda s, who: review.keep_unsent(s.office, who, 1, {"": "thử"}),
        lambda s, who, ids: review.keep_unsent(s.office, who, ids.submission, {"": "thử"}),
    ),
}

OPEN_FUNCTIONS: Mapping[str, str] = {
    "board.trend.branch": "codes of units from the catalogue, no figure; those who call it scope",
    "samples.are_wanted": "at the start of the program, before anybody can ask",
    "samples.fill": "at the start of the program, before anybody can ask",
    "samples.refuse": "at the start of the program, before anybody can ask",
    "submission.files.is_kept": "whether a file is there, of a sum that somebody who may has read",
    "submission.files.keep_file": "keeps the bytes that a sender who was asked has given",
    "submission.record.refresh_pairs": "inside a write whose units were asked",
    "submission.record.settle": "after a write that was asked: nothing is read or said",
    "drafts.draft.folder_of": "a name made of a number, no content; those who call it ask whose",
    "drafts.draft.refuse_foreign": "it is itself the question whose a draft is",
    "drafts.files.place_of": "of a draft that was found to be the asker's own",
    "drafts.files.still_there": "of a draft that was found to be the asker's own",
    "evidence.shelf.state_of": "how a file is, of a row that was read within a scope",
}

OPEN_QUERIES: Mapping[str, str] = {
    "access/names_of": "names alone, of accounts that stand beside figures the asker sees",
    "drafts/mine": "one's own, by account",
    "drafts/owners": "whose a draft is, asked by number, to refuse anybody else",
    "evidence/files": "doctor: sums and sizes of files",
    "evidence/newest_number": "the next number, inside a write",
    "evidence/trail": "doctor: every row of evidence beside its digest in the trail",
    "review/newer": "inside a write whose submission was asked",
    "review/unsent": "one's own, by account",
    "review/replaced": "inside a write whose submission was asked",
}
