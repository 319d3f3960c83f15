"""Giving evidence for a figure (đính minh chứng), and taking it back before it was approved."""

from __future__ import annotations

from contextlib import nullcontext
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from indicators import audit, clock, locks
from indicators.access.needs import needs
from indicators.access.principal import Principal
from indicators.errors import Conflict, InputRejected, NotFound, Problem
from indicators.evidence import model, vault
from indicators.evidence.kinds import media_type_of
from indicators.evidence.model import Evidence, from_row
from indicators.evidence.names import file_name, line
from indicators.evidence.pins import pin
from indicators.evidence.vault import Arrived, refusal
from indicators.periods import Period
from indicators.workspace import Workspace
from queries import Transaction

ATTACHED, WITHDRAWN = "evidence.attached", "evidence.withdrawn"


@dataclass(frozen=True, slots=True)
class Given:
    """What a person gives, read and cleaned: for which figure, and what proves it."""

    unit: str
    period: str
    indicator: str
    name: str | None
    media_type: str | None
    document_number: str | None
    note: str


@needs("submit")
def attach(
    workspace: Workspace,
    who: Principal,
    *,
    unit: str,
    period: str,
    indicator: str,
    file: Path | None = None,
    name: str = "",
    document_number: str | None = None,
    note: str = "",
) -> Evidence:
    """Keep a file or a document number as proof of one figure, sent already or not yet.

    Several figures may share one file: call it for each. The same file or number twice for the
    same figure is one piece of evidence.

    Args:
        workspace: the open office.
        who: who gives it.
        unit: whose figure.
        period: of which period ("2026-10").
        indicator: the code of what is measured.
        file: the file as uploaded; None for a document number alone.
        name: what the person calls the file.
        document_number: number and date of a document that anyone can look up.
        note: what it shows, in the person's words.

    Raises:
        NotFound: no such figure, or not in the units `who` reports for.
        InputRejected: nothing was given, the file is not fit to be evidence, or is too much.
        Conflict: the period has not begun, or is closed.
        StoreBroken: the disk took nothing.
    """
    _figure(workspace, who, unit, period, indicator)
    said = line(document_number or "")
    _not_too_long(said, line(note))
    if file is None and not said:
        raise refusal("evidence-nothing", "Chọn một tệp hoặc ghi số, ký hiệu của văn bản")
    folder = workspace.settings.evidence_path
    called = line(name or (file.name if file else ""))[:255]
    with vault.received(folder, file, called) if file else nullcontext() as arrived:
        kind = media_type_of(arrived.path, called) if arrived else None
        given = Given(
            *(unit, period, indicator, file_name(called, kind) if kind else None, kind),
            *(said or None, line(note)),
        )
        with workspace.store.write("evidence") as write:
            locks.refuse_closed(write, workspace.settings, [(unit, period)])
            number = _recorded(workspace, who, write, given, arrived)
    workspace.trail.keep_anchor(workspace.store)
    row = workspace.store.rows("evidence/one", evidence_id=number, scope=who.roots("submit"))[0]
    return from_row(row, "fine")


@needs("submit")
def withdraw(workspace: Workspace, who: Principal, evidence: int, *, reason: str = "") -> None:
    """Take a piece of evidence back; its row and file stay, marked so.

    Raises:
        NotFound: no such evidence, or not in the units `who` reports for.
        Conflict: it was taken back already, a figure was approved on it, or its period is closed.
    """
    with workspace.store.write("evidence") as write:
        found = write.rows("evidence/one", evidence_id=evidence, scope=who.roots("submit"))
        if not found:
            raise NotFound(no_evidence(evidence))
        pair = (found[0]["unit_id"], found[0]["period"])
        locks.refuse_closed(write, workspace.settings, [pair])
        if found[0]["withdrawn_at"] is not None:
            raise Conflict("Minh chứng này đã được rút rồi, hãy tải lại trang.")
        if found[0]["is_approved"]:
            raise Conflict(
                "Số liệu đã được duyệt cùng minh chứng này nên không rút được nữa. Đính thêm minh"
                " chứng mới và ghi rõ trong ghi chú."
            )
        row: dict[str, Any] = {
            "evidence_id": evidence,
            "withdrawn_at": clock.now(),
            "withdrawn_by": who.account,
            "reason": line(reason)[: model.NOTE_LENGTH],
        }
        write.run("evidence/record_withdrawal", **row)
        told = {"reason": row["reason"]} if row["reason"] else {}
        workspace.trail.record(write, _entry(who, WITHDRAWN, row, told))
    workspace.trail.keep_anchor(workspace.store)


def no_evidence(number: int) -> str:
    """Return what is said of evidence that does not exist, or that the asker may not see."""
    return f"Không có minh chứng số {number}"


def _figure(workspace: Workspace, who: Principal, unit: str, period: str, indicator: str) -> None:
    """Raise unless the catalogue asks `unit`, which `who` reports for, for this figure."""
    workspace.keep_current()
    missing = f"Không có chỉ tiêu «{indicator}» của đơn vị «{unit}» trong kỳ {period}"
    try:
        when = Period.parse(period)
    except ValueError as error:
        raise NotFound(missing) from error
    known = workspace.catalogue.indicators.get(indicator)
    found = workspace.store.rows(
        "evidence/figure", unit_id=unit, indicator_id=indicator, scope=who.roots("submit")
    )
    if known is None or known.frequency != when.frequency or not found or str(when) != period:
        if unit in workspace.catalogue.units and not workspace.sees(who, unit, "submit"):
            workspace.refused(who, f"evidence/{unit}")
        raise NotFound(missing)
    if when.start > clock.today():
        raise Conflict(f"{when.label} chưa bắt đầu: kiểm tra kỳ báo cáo rồi đính lại.")


def _recorded(
    workspace: Workspace,
    who: Principal,
    write: Transaction,
    given: Given,
    arrived: Arrived | None,
) -> int:
    """Record what was given inside a write, and in the trail; return its number."""
    of = {"unit_id": given.unit, "period": given.period}
    rows = write.rows("evidence/of_unit", **of, indicator_id=None, scope=who.roots("submit"))
    if (number := _same(rows, given, arrived)) is not None:
        if arrived:  # perhaps lost or altered meanwhile: it is put back in its place
            vault.place(workspace.settings.evidence_path, arrived)
        return number
    _within_limits(rows, given, arrived)
    folder = workspace.settings.evidence_path
    number, told = keep(write, folder, given, arrived, by=who.account, at=clock.now())
    workspace.trail.record(write, replace(told, session=who.session))
    return number


def keep(
    write: Transaction,
    folder: Path,
    given: Given,
    arrived: Arrived | None,
    *,
    by: str,
    at: datetime,
) -> tuple[int, audit.Entry]:
    """Record a piece of evidence inside a write and pin it; the file is placed first.

    Args:
        write: the transaction.
        folder: where evidence is kept.
        given: for which figure, and what is said of it.
        arrived: its file, None for a document number alone.
        by: whose account gave it.
        at: when.

    Returns:
        Its number, and the line that the trail must keep of it.
    """
    if arrived is not None:
        _placed(write, folder, given, arrived, at)
    number: int = write.rows("evidence/newest_number")[0]["evidence_id"] + 1
    row: dict[str, Any] = {
        "evidence_id": number,
        "unit_id": given.unit,
        "period": given.period,
        "indicator_id": given.indicator,
        "file_sha256": arrived.sha256 if arrived else None,
        "file_name": given.name,
        "document_number": given.document_number,
        "note": given.note,
        "attached_at": at,
        "attached_by": by,
    }
    write.run("evidence/record_evidence", **row)
    pin(write, [(given.unit, given.period)], at=at)
    shown = ("unit_id", "period", "indicator_id", "file_sha256", "file_name", "document_number")
    told = {key: row[key] for key in shown if row[key]}
    return number, audit.Entry(by, ATTACHED, name_of(number), after=row, details=told)


def _placed(
    write: Transaction, folder: Path, given: Given, arrived: Arrived, moment: datetime
) -> None:
    """Put the file where it stays, then record it: the row's commit comes after."""
    kept = vault.place(folder, arrived)
    write.run(
        "evidence/record_file",
        sha256=arrived.sha256,
        media_type=given.media_type,
        count_bytes=arrived.count_bytes,
        modified_ns=kept.stat().st_mtime_ns,
        kept_at=moment,
    )


def _same(rows: list[dict[str, Any]], given: Given, arrived: Arrived | None) -> int | None:
    """Return the number of evidence that says the same of the same figure: a second click."""
    sha256 = arrived.sha256 if arrived else None
    for row in rows:
        if (
            row["indicator_id"] == given.indicator
            and row["withdrawn_at"] is None
            and row["file_sha256"] == sha256
            and (sha256 or row["document_number"] == given.document_number)
        ):
            return int(row["evidence_id"])
    return None


def _within_limits(rows: list[dict[str, Any]], given: Given, arrived: Arrived | None) -> None:
    """Raise when this is more than a figure, or a unit in one period, may have."""
    here = [row for row in rows if row["indicator_id"] == given.indicator]
    files = [row for row in here if row["file_sha256"] and row["withdrawn_at"] is None]
    if len(here) >= model.ROWS_PER_FIGURE or (arrived and len(files) >= model.FILES_PER_FIGURE):
        most = f"{model.FILES_PER_FIGURE} tệp minh chứng"
        message = f"Mỗi số liệu có nhiều nhất {most}. Gộp các trang vào một tệp PDF rồi đính lại"
        raise refusal("evidence-count", message)
    kept = {row["file_sha256"]: row["count_bytes"] for row in rows if row["file_sha256"]}
    if arrived:
        kept[arrived.sha256] = arrived.count_bytes
    if sum(kept.values()) > model.BYTES_PER_PERIOD:
        most = f"{model.BYTES_PER_PERIOD // model.MB} MB"
        message = f"Minh chứng của đơn vị trong kỳ này vượt {most}. Giảm cỡ ảnh rồi đính lại"
        raise refusal("evidence-total", message)


def _not_too_long(number: str, note: str) -> None:
    problems = [
        Problem.error("evidence-text", f"{what} dài quá {most} ký tự: rút gọn rồi lưu lại")
        for what, text, most in (
            ("Số văn bản", number, model.NUMBER_LENGTH),
            ("Ghi chú", note, model.NOTE_LENGTH),
        )
        if len(text) > most
    ]
    if problems:
        raise InputRejected(problems)


def _entry(
    who: Principal, action: str, row: dict[str, Any], told: dict[str, object]
) -> audit.Entry:
    return audit.Entry(
        who.account,
        action,
        name_of(row["evidence_id"]),
        after=row,
        session=who.session,
        details=told,
    )


def name_of(number: int) -> str:
    """Return what the trail calls a piece of evidence."""
    return f"evidence/{number}"
