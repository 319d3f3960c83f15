"""Parts of rows that several sections share: figures, change, explanation."""

from __future__ import annotations

from indicators.board.explain import day_text
from indicators.board.view import STATUSES
from indicators.export import tracing
from indicators.export.document import Span, TableCell
from indicators.export.snapshot import Row, Snapshot


def worst_first(rows: list[Row]) -> list[Row]:
    """Return rows red first, then missing, amber, green; otherwise in their order.

    By what each counts as: a figure that waits for approval stands with what is missing.
    """
    return sorted(rows, key=lambda row: STATUSES.index(row.cell.counted))


def value_cell(snapshot: Snapshot, row: Row) -> TableCell:
    """Return the cell of a figure in its colour; a word where there is none."""
    figure = tracing.value(snapshot, row)
    absent = {"missing": "chưa báo cáo", "pending": "chưa đến hạn"}.get(row.cell.status, "")
    spans: tuple[Span, ...] = (figure,) if figure.text else (absent,) if absent else ()
    return TableCell(spans, tracing.mark(snapshot, row), is_strong=True)


def goal_cell(snapshot: Snapshot, row: Row) -> TableCell:
    """Return what was due; before its date, by when."""
    figure = tracing.goal(snapshot, row)
    if not figure.text:
        return TableCell(("–",))
    due = row.cell.target_due
    by = f" vào {day_text(due)}" if row.cell.goal is None and due else ""
    return TableCell((figure, by) if by else (figure,))


def change_cell(snapshot: Snapshot, row: Row) -> TableCell:
    """Return the change against the period before: "+1,2 điểm phần trăm", "không đổi".

    Of a yes or no: what it was.
    """
    if snapshot.indicator[row.cell.indicator].formula == "yes_no":
        before = row.cell.previous
        return TableCell(
            ("–" if before is None else "trước: Có" if before >= 1 else "trước: Không",)
        )
    size = tracing.delta(snapshot, row)
    if size is None or size.value is None:
        return TableCell(("–",))
    if not size.text.partition(" ")[0].strip("0,"):
        return TableCell(("không đổi",))
    return TableCell(("+" if size.value > 0 else "−", size))


def counts_cell(row: Row) -> TableCell:
    """Return the two counts behind a ratio: "214 / 220"."""
    if row.cell.numerator is None or row.cell.denominator is None:
        return TableCell(("–",))
    return TableCell(
        (tracing.count_of(row, "numerator"), " / ", tracing.count_of(row, "denominator"))
    )


def whole_cell(snapshot: Snapshot, row: Row) -> TableCell:
    """Return the figure of the whole period, and how many of its months have one."""
    figure = tracing.whole(snapshot, row)
    if row.whole is None or not figure.text:
        return TableCell(("–",))
    gap = row.whole.count_expected - row.whole.count_months
    return TableCell((figure, f" (thiếu {gap} tháng)") if gap else (figure,))


def note_cell(row: Row) -> TableCell:
    """Return what must be said beside a figure: its marks, and why where it is red or missing."""
    marks = row.marks[:1].upper() + row.marks[1:]
    parts = [each for each in (marks, why(row)) if each]
    return TableCell((". ".join(parts),) if parts else ())


def why(row: Row) -> str:
    """Return a unit's own words: cause, remedy and the promised day; or that there are none.

    "" for a cell nobody has to explain.
    """
    told = row.explanation
    parts = []
    if told and told.newest:
        word = told.newest
        parts.append(f"Nguyên nhân: {_sentence(word.cause)} Giải pháp: {_sentence(word.remedy)}")
        if word.remedy_due:
            parts.append(f"Hẹn xong: {day_text(word.remedy_due)}.")
    if told and told.question:
        parts.append(f"Đã yêu cầu giải trình: «{told.question.text.strip()}», chưa trả lời.")
    if parts:
        return " ".join(parts)
    if row.cell.counted != "red":
        return ""
    return "" if row.cell.is_rolled_up else "Chưa có giải trình"


def _sentence(text: str) -> str:
    """Return someone's words with a full stop, that the next can follow."""
    words = text.strip()
    return words if words.endswith((".", "!", "?", "…")) else f"{words}."
