"""What a column of the central form may hold: names an office writes, and how each is filled."""

from __future__ import annotations

from collections.abc import Callable

from indicators.central.digits import decimals_of
from indicators.central.form import CentralForm, Column
from indicators.central.report import Line
from indicators.export.columns import READ, Value
from indicators.export.palette import WORDS
from indicators.export.snapshot import Snapshot
from indicators.numbers import rounded
from indicators.periods import Period

Content = Callable[[Snapshot, CentralForm, Line], Value]


def field_of(snapshot: Snapshot, form: CentralForm, line: Line, column: Column) -> Value:
    """Return what stands in a column of one line: a text, a number, None for nothing.

    A number has the decimals that the form asks for, else those the board shows of it.

    Raises:
        KeyError: there is no such content; `reading` lets none through.
    """
    if not column.content:
        return column.text
    if column.content in CONTENTS:
        value = CONTENTS[column.content](snapshot, form, line)
    else:
        value = READ[column.content](snapshot, line.row)
    if value is None or isinstance(value, str):
        return value
    return rounded(value, decimals_of(snapshot, line, column, value))


def _period(line: Line) -> Period:
    return Period.parse(line.row.cell.period)


def _of(snapshot: Snapshot, line: Line) -> Period:
    """Return the period that the figure of the whole covers: the row's own where it is longer."""
    return _period(line) if line.whole is None else Period.parse(snapshot.head.period)


def _said(snapshot: Snapshot, line: Line, value: float | None) -> Value:
    """Return a figure, in words where it is yes or no."""
    if value is None or snapshot.indicator[line.row.cell.indicator].formula != "yes_no":
        return value
    return "Có" if value >= 1 else "Không"


def _over_all(part: str) -> Content:
    """Return the content of the whole period: the row's own where it is no longer than that."""

    def read(snapshot: Snapshot, form: CentralForm, line: Line) -> Value:  # noqa: ARG001
        source = line.row.cell if line.whole is None else line.whole
        number: float | None = getattr(source, part)
        return _said(snapshot, line, number) if part == "value" else number

    return read


def _marks(snapshot: Snapshot, form: CentralForm, line: Line) -> Value:  # noqa: ARG001
    """Return what must be said of a line: of a longer period also whose the status is."""
    marks = line.row.marks
    if line.whole is None:
        return marks
    told = f"trạng thái xét theo {_period(line).label.lower()}"
    if line.whole.count_months < line.whole.count_expected:
        months = f"{line.whole.count_months}/{line.whole.count_expected}"
        told = f"{told}, số cả kỳ gồm {months} tháng"
    return f"{marks}; {told}" if marks else told


def _status(snapshot: Snapshot, form: CentralForm, line: Line) -> Value:  # noqa: ARG001
    status = line.row.cell.status
    return form.word.get(status, WORDS[status])


CONTENTS: dict[str, Content] = {
    "order": lambda _, __, line: float(line.order),
    "unit_central": lambda _, form, line: form.unit_code.get(line.row.cell.unit, ""),
    "indicator_central": lambda _, form, line: form.indicator_code.get(line.row.cell.indicator, ""),
    "period_name": lambda _, __, line: _period(line).label,
    "period_from": lambda _, __, line: f"{_period(line).start:%d/%m/%Y}",
    "period_to": lambda _, __, line: f"{_period(line).end:%d/%m/%Y}",
    "whole_period": lambda snapshot, _, line: str(_of(snapshot, line)),
    "whole_name": lambda snapshot, _, line: _of(snapshot, line).label,
    "report_period": lambda snapshot, _, __: snapshot.head.period,
    "report_name": lambda snapshot, _, __: snapshot.head.period_label,
    "year": lambda snapshot, _, __: float(Period.parse(snapshot.head.period).year),
    "value": lambda snapshot, _, line: _said(snapshot, line, line.row.cell.value),
    "whole_value": _over_all("value"),
    "whole_numerator": _over_all("numerator"),
    "whole_denominator": _over_all("denominator"),
    "goal": lambda snapshot, _, line: _said(snapshot, line, line.row.cell.goal),
    "final": lambda snapshot, _, line: _said(snapshot, line, line.row.cell.final),
    "status": _status,
    "status_month": lambda _, __, line: _period(line).label,
    "marks": _marks,
    "evidence_count": lambda _, __, line: float(len(line.row.proofs)),
}
OF_PROOFS: dict[str, Content] = {
    "proof_number": lambda _, __, line: float(line.proof.number) if line.proof else None,
    "proof_file": lambda _, __, line: line.proof.file if line.proof else "",
    "proof_document": lambda _, __, line: line.proof.document if line.proof else "",
    "proof_note": lambda _, __, line: line.proof.note if line.proof else "",
    "proof_sha256": lambda _, __, line: line.proof.sha256 if line.proof else "",
}
_UNASKED = frozenset({"whole", "asked", "sheet", "cell"})
FIGURE_NAMES: tuple[str, ...] = tuple(sorted({*READ, *CONTENTS} - _UNASKED))
PROOF_NAMES: tuple[str, ...] = (*FIGURE_NAMES, *OF_PROOFS)
CONTENTS |= OF_PROOFS
