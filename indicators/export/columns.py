"""What the columns of a long table hold (bảng dọc): one row of the board, field by field.

The workbook, the CSV and the report to the central system choose among these, so that the same
words and numbers stand in all of them. Texts are as they are: writers make them inert.
"""

from __future__ import annotations

from collections.abc import Callable

from indicators import clock
from indicators.explanations import Word
from indicators.export import tracing
from indicators.export.palette import WORDS
from indicators.export.snapshot import Proof, Row, Snapshot

Value = str | float | None
Read = Callable[[Snapshot, Row], Value]


def word_of(row: Row) -> Word | None:
    """Return what the unit wrote last about the cell; None where it wrote nothing."""
    return row.explanation.newest if row.explanation else None


def cause(row: Row) -> str:
    """Return why the cell is as it is, in the unit's words; "" where it wrote nothing."""
    word = word_of(row)
    return word.cause if word else ""


def remedy(row: Row) -> str:
    """Return what the unit does about it."""
    word = word_of(row)
    return word.remedy if word else ""


def remedy_due(row: Row) -> str:
    """Return the day the unit promised: "30/11/2026"; "" without one."""
    word = word_of(row)
    return f"{word.remedy_due:%d/%m/%Y}" if word and word.remedy_due else ""


def asked(row: Row) -> str:
    """Return the question that waits for the unit's answer; "" where none does."""
    question = row.explanation.question if row.explanation else None
    return question.text if question else ""


def proof_text(proof: Proof) -> str:
    """Return one piece of evidence in words: "Văn bản 12/BC-QLVT (bien-ban.pdf): kèm bảng kê"."""
    document = f"Văn bản {proof.document}" if proof.document else ""
    parts = [each for each in (document, proof.file) if each]
    named = f"{parts[0]} ({parts[1]})" if len(parts) > 1 else "".join(parts)
    return f"{named}: {proof.note}" if proof.note else named


def evidence(row: Row) -> str:
    """Return all evidence of the figure in one line."""
    return "; ".join(proof_text(each) for each in row.proofs)


def approved(row: Row) -> str:
    """Return who approved the figure and when: "van-phong, 09:12 05/11/2026"; else ""."""
    source = row.source
    if source is None or source.state != "approved" or source.decided_at is None:
        return ""
    moment = f"{clock.local(source.decided_at):%H:%M %d/%m/%Y}"
    return f"{source.decided_by}, {moment}" if source.decided_by else moment


def _plan_number(snapshot: Snapshot, row: Row) -> str:
    plan = snapshot.plan.get(snapshot.indicator[row.cell.indicator].plan)
    return plan.number if plan else ""


def _whole(snapshot: Snapshot, row: Row) -> Value:  # noqa: ARG001 - a column
    return row.whole.value if row.whole else None


READ: dict[str, Read] = {
    "unit": lambda found, row: found.unit[row.cell.unit].name,
    "unit_code": lambda _, row: row.cell.unit,
    "indicator": lambda found, row: found.indicator[row.cell.indicator].name,
    "indicator_code": lambda _, row: row.cell.indicator,
    "period": lambda _, row: row.cell.period,
    "numerator": lambda _, row: row.cell.numerator,
    "denominator": lambda _, row: row.cell.denominator,
    "value": lambda _, row: row.cell.value,
    "measure": lambda found, row: found.indicator[row.cell.indicator].unit_of_measure,
    "operator": lambda _, row: row.cell.operator or "",
    "goal": lambda _, row: row.cell.goal,
    "upper": lambda _, row: row.cell.upper,
    "status": lambda found, row: WORDS[tracing.mark(found, row)],
    "whole": _whole,
    "marks": lambda _, row: row.marks,
    "cause": lambda _, row: cause(row),
    "remedy": lambda _, row: remedy(row),
    "remedy_due": lambda _, row: remedy_due(row),
    "asked": lambda _, row: asked(row),
    "evidence": lambda _, row: evidence(row),
    "clause": lambda found, row: found.indicator[row.cell.indicator].clause,
    "plan": _plan_number,
    "file": lambda _, row: row.source.file if row.source else "",
    "sheet": lambda _, row: row.cell.sheet or "",
    "cell": lambda _, row: row.cell.address or "",
    "approved": lambda _, row: approved(row),
    "known_at": lambda found, _: found.head.known_text,
    "version": lambda found, _: float(found.head.version),
}
