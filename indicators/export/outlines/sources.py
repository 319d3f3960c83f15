"""Where each figure of a document comes from, in words (nguồn số liệu): for notes and annexes."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from indicators import clock
from indicators.board.explain import day_text, formula_text
from indicators.board.view import Source
from indicators.export.document import Figure
from indicators.export.snapshot import Proof, Row, Snapshot

_OF_ONE_CELL = ("row", "point", "whole")
_STATES = {"approved": "duyệt", "returned": "trả lại"}


def sources_of(snapshot: Snapshot, figures: Iterable[Figure]) -> tuple[str, ...]:
    """Return one line for each origin of these figures, in their order, none twice."""
    origins: dict[tuple[str, ...], None] = {}
    for figure in figures:
        kind, *path = figure.trace.split("/")
        origins.setdefault(tuple(path[:2]) if kind in _OF_ONE_CELL else (kind,))
    lines = (
        of_row(snapshot, snapshot.by_key[origin[0], origin[1]])
        if len(origin) == 2
        else _of_tallies(snapshot, origin[0])
        for origin in origins
    )
    return tuple(dict.fromkeys(lines))


def of_row(snapshot: Snapshot, row: Row) -> str:
    """Return the origin of a cell: plan and clause, then file, place, people and evidence.

    A roll-up says what it is made of; where there is no figure it says so.
    """
    unit, indicator = snapshot.unit[row.cell.unit], snapshot.indicator[row.cell.indicator]
    parts = [basis(snapshot, row)]
    if row.source is not None:
        parts.append(_of_source(row.source))
    elif row.cell.is_rolled_up:
        parts.append(_of_parts(snapshot, row))
    elif row.cell.value is None:
        due = f", hạn {day_text(row.cell.due_on)}" if row.cell.due_on else ""
        parts.append(f"chưa có số liệu{due}")
    if row.proofs:
        parts.append("minh chứng: " + ", ".join(_of_proof(each) for each in row.proofs))
    name = indicator.short or indicator.name
    return f"{unit.short or unit.name}, {name}: {'; '.join(part for part in parts if part)}."


def basis(snapshot: Snapshot, row: Row) -> str:
    """Return what the figure is due by: "…/KH-SXD (Kế hoạch 11/2025 của Sở), mục III.9"."""
    indicator = snapshot.indicator[row.cell.indicator]
    plan = snapshot.plan.get(indicator.plan)
    number = plan.number if plan else indicator.plan
    short = f" ({plan.short})" if plan and plan.short else ""
    return f"{number}{short}, mục {indicator.clause}"


def _of_source(source: Source) -> str:
    place = f"tệp «{source.file}»"
    if source.sheet:
        place += f", trang «{source.sheet}»"
    if source.address:
        place += f", ô {source.address}"
    sent = f"lần nộp {source.submission}, {source.submitted_by} nộp {_when(source.submitted_at)}"
    if source.decided_by is None or source.decided_at is None:
        return f"{place}; {sent}; chưa ai duyệt"
    decided = _STATES.get(source.state, "duyệt")
    return f"{place}; {sent}; {source.decided_by} {decided} {_when(source.decided_at)}"


def _of_parts(snapshot: Snapshot, row: Row) -> str:
    cell = row.cell
    formula = formula_text(snapshot.indicator[cell.indicator], cell)
    told = f"cộng dồn từ {cell.count_reported}/{cell.count_expected} đơn vị bên dưới"
    return f"{told}: {formula}" if formula else told


def _of_proof(proof: Proof) -> str:
    named = proof.document or proof.file or proof.note
    print_ = f" (SHA-256 {proof.sha256[:12]}…)" if proof.sha256 else ""
    return f"«{named}»{print_}"


def _of_tallies(snapshot: Snapshot, kind: str) -> str:
    head = snapshot.head
    known = f"phiên bản dữ liệu {head.version}, số liệu lúc {head.known_text}"
    if kind == "trend":
        return f"Tỷ lệ xanh hóa 12 tháng: đếm trên bảng của từng tháng; {known}."
    if kind in {"change", "previous"}:
        return f"Thay đổi: so với bảng của tháng liền trước; {known}."
    return (
        f"Số ô và tỷ lệ xanh hóa: đếm trên bảng {head.month_label}; tỷ lệ = đạt / (đạt + cận đạt"
        f" + chưa đạt + quá hạn chưa báo cáo); {known}."
    )


def _when(moment: datetime) -> str:
    return f"{clock.local(moment):%H:%M %d/%m/%Y}"
