"""Lineage of one cell, as the panel shows it: file, place, evidence, warnings, earlier figures."""

from __future__ import annotations

from datetime import datetime
from typing import Any, TypedDict

from indicators import board as boards
from indicators import locks, review, submission
from indicators.access import Principal
from indicators.board.lineage import Version
from indicators.board.view import Cell, Source
from indicators.catalogue.model import Indicator
from indicators.evidence.model import Evidence
from indicators.evidence.shelf import evidence_of
from indicators.i18n import t
from pages import _downloads as downloads
from pages import _evidence_route as evidence
from pages import _widgets as widgets
from pages import _words as words
from pages._named import by_name

Fact = tuple[str, str] | tuple[str, str, str]  # label, text, the address behind it


class Lineage(TypedDict):
    """What the panel draws of a cell's lineage, as JSON values."""

    source: list[Fact]
    warnings: list[list[str]]
    proof: list[dict[str, Any]]
    versions: list[dict[str, Any]]


def told(who: Principal, cell: Cell, indicator: Indicator, as_of: datetime | None) -> Lineage:
    """Return where a cell's figure came from and what was said before it, as known at `as_of`."""
    found: Lineage = {"source": [], "warnings": [], "proof": [], "versions": []}
    if cell.is_rolled_up:
        found["source"] = _closing(who, cell)
        return found
    office = widgets.workspace()
    unit, code, period = cell.unit, cell.indicator, cell.period
    every = boards.versions(office, who, unit=unit, indicator=code, period=period, as_of=as_of)
    source = boards.source(office, who, cell, as_of=as_of)
    if source is not None:
        shown = next((each for each in every if each.submission == source.submission), None)
        found["source"] = _source(who, source, shown)
        found["warnings"] = [
            [each.message, each.explanation or t("Đơn vị chưa giải thích.")]
            for each in review.warned(office, who, source.submission)
            if each.indicator == code
        ]
    found["source"] += _closing(who, cell)
    proof = evidence_of(office, who, unit=unit, period=period, indicator=code, with_withdrawn=True)
    found["proof"] = _proof(proof, source, as_of)
    found["versions"] = [
        _version(each, indicator)
        for each in every
        if source is None or each.submission != source.submission
    ]
    return found


def case_address(number: int) -> str:
    """Return the address of the page that shows one submission to whoever may read it."""
    return f"/source?nop={number}"


def _source(who: Principal, source: Source, shown: Version | None) -> list[Fact]:
    number = source.submission
    facts: list[Fact] = [
        (t("Lần nộp"), t("số {n}").format(n=number), case_address(number)),
        _file(source),
        (t("Trang tính, ô"), f"{source.sheet}!{source.address}"),
        (t("Người nộp"), f"{by_name(source.submitted_by)}, {words.moment(source.submitted_at)}"),
    ]
    if source.decided_by and source.decided_at:
        label = t("Người duyệt") if source.state == "approved" else t("Người trả lại")
        facts.append((label, f"{by_name(source.decided_by)}, {words.moment(source.decided_at)}"))
    if shown and (why := _why(shown)):
        facts.append((t("Lý do trả lại"), why))
    if source.state == "submitted" and widgets.workspace().sees(who, source.unit, "review"):
        facts.append((t("Duyệt"), t("mở ở trang Duyệt"), f"/review?nop={number}"))
    if source.note:
        facts.append((t("Ghi chú"), source.note))
    if source.is_sample:
        facts.append((t("Lưu ý"), t("Số liệu mẫu, không có thật")))
    return facts


def _file(source: Source) -> Fact:
    """Return the file with the address of its bytes, or that they are gone."""
    label = t("Tệp như đã nhận")
    if submission.is_kept(widgets.workspace(), source.file, source.sha256):
        return (label, source.file, downloads.received(source.submission))
    return (label, t("{file} (không còn trong kho tệp gốc)").format(file=source.file))


def _closing(who: Principal, cell: Cell) -> list[Fact]:
    found = locks.locks(widgets.workspace(), who, cell.period, [cell.unit])
    return [
        (t("Khóa sổ"), f"{by_name(each.by) or t('theo lịch')}, {words.moment(each.at)}")
        for each in found
    ]


def _why(version: Version) -> str:
    return "; ".join(each for each in (version.remark, version.reason) if each)


def _proof(
    found: list[Evidence], source: Source | None, as_of: datetime | None
) -> list[dict[str, Any]]:
    """Return what proves the figure; what was given after its submission was decided says so."""
    known = [each for each in found if as_of is None or each.attached_at <= as_of]
    return [
        _piece(each, source) for each in known if not each.is_withdrawn or _was_there(each, as_of)
    ]


def _was_there(each: Evidence, as_of: datetime | None) -> bool:
    return as_of is not None and each.withdrawn_at is not None and each.withdrawn_at > as_of


def _piece(each: Evidence, source: Source | None) -> dict[str, Any]:
    broken = {"missing": t("tệp không còn"), "altered": t("tệp đã bị thay đổi"), "fine": ""}
    marks = [broken[each.state], t("đã rút lại") if each.is_withdrawn else ""]
    if source is not None and source.submission not in each.submissions:
        marks.append(t("không kèm lần nộp số {n}").format(n=source.submission))
    number = t("Văn bản số {number}").format(number=each.document_number or "")
    opens = each.sha256 is not None and each.state == "fine" and not each.is_withdrawn
    return {
        "name": each.name or number,
        "href": evidence.address(each.number) if opens else "",
        "picture": evidence.picture_address(each.number) if opens and each.has_picture else "",
        "alt": t("Ảnh xem trước: {file}").format(file=each.name or ""),
        "mark": ", ".join(mark for mark in marks if mark),
        "isBroken": each.state != "fine",
        "told": [
            *([number] if each.name and each.document_number else []),
            *([each.note] if each.note else []),
            f"{by_name(each.attached_by)}, {words.moment(each.attached_at)}",
        ],
    }


def _version(each: Version, indicator: Indicator) -> dict[str, Any]:
    states = {"submitted": t("chờ duyệt"), "approved": t("đã duyệt"), "returned": t("đã trả lại")}
    sent = t("{who} nộp {when}").format(
        who=by_name(each.submitted_by), when=words.moment(each.submitted_at)
    )
    lines = [f"{each.file}, {each.sheet}!{each.address}", sent]
    if each.decided_by and each.decided_at:
        did = t("{who} duyệt {when}") if each.state == "approved" else t("{who} trả lại {when}")
        lines.append(did.format(who=by_name(each.decided_by), when=words.moment(each.decided_at)))
    if why := _why(each):
        lines.append(t("Lý do: {why}").format(why=why))
    if each.note:
        lines.append(t("Ghi chú: {note}").format(note=each.note))
    return {
        "value": sent_value(each.value, each.denominator, indicator),
        "state": states[each.state],
        "number": t("lần nộp số {n}").format(n=each.submission),
        "href": case_address(each.submission),
        "told": lines,
    }


def sent_value(value: float | None, denominator: float | None, indicator: Indicator) -> str:
    """Return a sent figure as people write it: "95 %", "không phát sinh", "Có"."""
    if denominator == 0:
        return t("không phát sinh")
    return words.reported(value, indicator)
