"""Explanations (giải trình): a red or amber cell asks its unit for cause and remedy.

Leaders and the office may ask about any cell by name. Nothing written is ever changed: what is
written later stands before it, and both are kept.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from indicators import audit, clock
from indicators.access import Principal, Role, needs
from indicators.board.calendar import months_back, shown_periods
from indicators.board.view import Status
from indicators.errors import Conflict, Forbidden, InputRejected, NotFound, Problem
from indicators.text import clean
from indicators.workspace import Workspace
from queries import Store, Transaction

LONGEST = 4000  # letters of one text
ASKED_OF: tuple[Status, ...] = ("red", "amber")  # cells that owe a word without being asked
_ASKERS: tuple[Role, ...] = ("leader", "office")


@dataclass(frozen=True, slots=True)
class Word:
    """What a unit wrote (nguyên nhân, giải pháp); `remedy_due` is the day it promised, if any."""

    cause: str
    remedy: str
    remedy_due: date | None
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Question:
    """What a leader or the office asked about a cell (yêu cầu giải trình)."""

    text: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Explanation:
    """All that was written about one cell.

    `newest` is None where the unit was asked and has not answered; `earlier` is newest first;
    `question` is the newest that was asked since `newest`, None when nothing is open.
    """

    unit: str
    indicator: str
    period: str
    newest: Word | None
    earlier: tuple[Word, ...]
    question: Question | None

    def as_known(self, at: datetime) -> Explanation | None:
        """Return what of it had been written by `at`; None where nothing had.

        A question that was answered since is not open again: which it was is no longer told.
        """
        words = [each for each in (self.newest, *self.earlier) if each and each.at <= at]
        asked = self.question if self.question and self.question.at <= at else None
        if not words and asked is None:
            return None
        newest = words[0] if words else None
        return replace(self, newest=newest, earlier=tuple(words[1:]), question=asked)


@dataclass(frozen=True, slots=True)
class Lacking:
    """A cell that waits for its unit's word; `is_stale`: one was written about an older figure."""

    unit: str
    indicator: str
    period: str
    status: Status
    value: float | None
    question: Question | None
    is_stale: bool


@needs("submit")
def explain_cell(
    workspace: Workspace,
    who: Principal,
    *,
    unit: str,
    indicator: str,
    period: str,
    cause: str,
    remedy: str,
    remedy_due: date | None = None,
) -> None:
    """Write why a cell is red or amber, and what is done about it.

    Raises:
        InputRejected: cause or remedy is empty or too long, or the promised day is past.
        NotFound: there is no such cell in a unit that `who` reports for.
        Conflict: the cell is neither red nor amber, and nobody asked about it.
    """
    cause, remedy = _tidy(cause), _tidy(remedy)
    _refuse_faults(cause, remedy, remedy_due)
    now = clock.now()
    with workspace.store.write("explanation") as write:
        status = _status(write, unit, indicator, period, scope=who.roots("submit"))
        if status not in ASKED_OF and _open_question(write, unit, indicator, period) is None:
            raise Conflict(
                "Ô này không đỏ, không cận đạt và không ai yêu cầu giải trình; hãy tải lại trang."
            )
        write.run(
            "explanation/record_explanation",
            unit_id=unit,
            indicator_id=indicator,
            period=period,
            cause=cause,
            remedy=remedy,
            remedy_due_on=remedy_due,
            written_by=who.account,
            written_at=now,
        )
        told = {"cause": cause, "remedy": remedy, "remedy_due": remedy_due}
        _note(workspace, write, who, "explanation.written", (unit, indicator, period), told)


@needs("read")
def ask(
    workspace: Workspace,
    who: Principal,
    *,
    unit: str,
    indicator: str,
    period: str,
    question: str,
) -> None:
    """Ask a unit to explain one of its cells; it stands first in what the unit has to write.

    Raises:
        InputRejected: the question is empty or too long.
        NotFound: there is no such cell within the scope of `who`.
        Forbidden: `who` is neither a leader nor the office of that unit.
    """
    question = _tidy(question)
    if fault := _text_fault("question", "Câu hỏi", question):
        raise InputRejected([fault])
    _status(workspace.store, unit, indicator, period, scope=who.roots("read"))
    if not may_ask(who, unit, workspace.catalogue.ancestors(unit)):
        workspace.refused(who, "explanations.ask")
        raise Forbidden("Chỉ lãnh đạo hoặc Văn phòng phụ trách đơn vị yêu cầu được giải trình.")
    now = clock.now()
    with workspace.store.write("explanation") as write:
        write.run(
            "explanation/record_request",
            unit_id=unit,
            indicator_id=indicator,
            period=period,
            question=question,
            asked_by=who.account,
            asked_at=now,
        )
        told = {"question": question}
        _note(workspace, write, who, "explanation.asked", (unit, indicator, period), told)


def may_ask(who: Principal, unit: str, above: Sequence[str]) -> bool:
    """Whether `who` is a leader or the office of a unit, given the units above it."""
    roots = {each.unit for each in who.grants if each.role in _ASKERS}
    return who.may("read") and not roots.isdisjoint({unit, *above})


@needs("read")
def explanations(
    workspace: Workspace, who: Principal, *, period: str, units: Sequence[str] | None = None
) -> dict[tuple[str, str], Explanation]:
    """Return what was written or asked about the cells on the board of `period`.

    Args:
        workspace: the open office.
        who: whose scope is read.
        period: a month's board shows other rhythms too, each in its last ended period.
        units: only these, None for all.

    Returns:
        By (unit, indicator), as the cells of a board are.
    """
    asked = {"periods": shown_periods(period), "indicator_id": None}
    return _found(workspace, who, units=None if units is None else list(units), **asked)


@needs("read")
def explanation(
    workspace: Workspace, who: Principal, *, unit: str, indicator: str, period: str
) -> Explanation | None:
    """Return what was written or asked about one cell; None where nothing was."""
    asked = {"periods": [period], "units": [unit], "indicator_id": indicator}
    return _found(workspace, who, **asked).get((unit, indicator))


@needs("submit")
def lacking(workspace: Workspace, who: Principal, *, period: str, months: int = 1) -> list[Lacking]:
    """Return the cells on the boards up to `period` that wait for the word of the units of `who`.

    Those that somebody asked about stand first; then the red, then the amber ones about which
    nothing was written since their figure was approved.

    Args:
        workspace: the open office.
        who: who may report for the units.
        period: of the newest board.
        months: how many boards, that of `period` the last.
    """
    boards = months_back(period, months)
    rows = workspace.store.rows(
        "explanation/lacking",
        periods=sorted({shown for each in boards for shown in shown_periods(each)}),
        today=clock.today(),
        scope=who.roots("submit"),
    )
    return [
        Lacking(
            unit=row["unit_id"],
            indicator=row["indicator_id"],
            period=row["period"],
            status=row["status"],
            value=row["value"],
            question=_question(row) if row["asked_at"] else None,
            is_stale=row["written_at"] is not None,
        )
        for row in rows
    ]


def _tidy(text: str) -> str:
    """Return a person's text line by line, without invisible signs and blanks around it."""
    return "\n".join(clean(line) for line in text.splitlines()).strip()


def _refuse_faults(cause: str, remedy: str, remedy_due: date | None) -> None:
    """Raise with everything wrong at once."""
    faults = [_text_fault("cause", "Nguyên nhân", cause)]
    faults.append(_text_fault("remedy", "Giải pháp", remedy))
    if remedy_due is not None and remedy_due < clock.today():
        past = f"Ngày hoàn thành {remedy_due:%d/%m/%Y} đã qua: chọn từ hôm nay trở đi."
        faults.append(Problem.error("remedy-due-past", past))
    if found := [each for each in faults if each]:
        raise InputRejected(found)


def _text_fault(code: str, name: str, text: str) -> Problem | None:
    if not text:
        return Problem.error(f"{code}-missing", f"{name} còn trống: hãy viết ngắn gọn, cụ thể.")
    if len(text) > LONGEST:
        return Problem.error(f"{code}-long", f"{name} dài quá {LONGEST} chữ cái: hãy viết gọn lại.")
    return None


def _status(
    reader: Store | Transaction, unit: str, indicator: str, period: str, *, scope: list[str]
) -> Status:
    rows = reader.rows(
        "explanation/cell",
        unit_id=unit,
        indicator_id=indicator,
        period=period,
        today=clock.today(),
        scope=scope,
    )
    if not rows:
        raise NotFound(f"Không có ô «{indicator}» của đơn vị «{unit}» trong kỳ «{period}»")
    status: Status = rows[0]["status"]
    return status


def _open_question(write: Transaction, unit: str, indicator: str, period: str) -> Question | None:
    asked = {"periods": [period], "units": [unit], "indicator_id": indicator, "scope": [unit]}
    written = write.rows("explanation/written", **asked)
    return _open(write.rows("explanation/asked", **asked), written)


def _found(
    workspace: Workspace,
    who: Principal,
    **asked: Any,  # noqa: ANN401 - the queries' parameters
) -> dict[tuple[str, str], Explanation]:
    asked = {**asked, "scope": who.roots("read")}
    written, questions = workspace.store.rows_at_once(
        ("explanation/written", asked), ("explanation/asked", asked)
    )
    keys = dict.fromkeys((row["unit_id"], row["indicator_id"]) for row in [*written, *questions])
    return {key: _explanation(_of(written, key), _of(questions, key)) for key in keys}


def _of(rows: list[dict[str, Any]], key: tuple[str, str]) -> list[dict[str, Any]]:
    return [row for row in rows if (row["unit_id"], row["indicator_id"]) == key]


def _explanation(written: list[dict[str, Any]], questions: list[dict[str, Any]]) -> Explanation:
    first = (written or questions)[0]
    words = [_word(row) for row in written]
    return Explanation(
        unit=first["unit_id"],
        indicator=first["indicator_id"],
        period=first["period"],
        newest=words[0] if words else None,
        earlier=tuple(words[1:]),
        question=_open(questions, written),
    )


def _open(questions: list[dict[str, Any]], written: list[dict[str, Any]]) -> Question | None:
    """Return the newest question unless something was written after it; both newest first."""
    if not questions or (written and written[0]["written_at"] >= questions[0]["asked_at"]):
        return None
    return _question(questions[0])


def _word(row: Mapping[str, Any]) -> Word:
    return Word(
        cause=row["cause"],
        remedy=row["remedy"],
        remedy_due=row["remedy_due_on"],
        by=row["written_by"],
        at=clock.local(row["written_at"]),
    )


def _question(row: Mapping[str, Any]) -> Question:
    return Question(row["question"], row["asked_by"], clock.local(row["asked_at"]))


def _note(
    workspace: Workspace,
    write: Transaction,
    who: Principal,
    action: str,
    key: tuple[str, str, str],
    told: Mapping[str, Any],
) -> None:
    unit, indicator, period = key
    entry = audit.Entry(
        who.account, action, f"cell/{period}/{unit}/{indicator}", after=told, session=who.session
    )
    workspace.trail.record(write, entry)
