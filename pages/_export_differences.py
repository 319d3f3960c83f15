"""A report beside what holds now: before and after, by which submission, approved by whom."""

from __future__ import annotations

import streamlit as st

from indicators import reports
from indicators.access import Principal
from indicators.errors import BangXanhError
from indicators.export import palette
from indicators.i18n import t
from indicators.reports import Cause, Change, Differences
from indicators.reports.comparing import Told
from indicators.workspace import Workspace
from pages import _long
from pages import _widgets as widgets
from pages import _words as words
from pages._table import Value, table


def draw(workspace: Workspace, who: Principal, number: int) -> None:
    """Draw what became of a report's figures, or say that nothing did."""
    try:
        found = reports.differences(workspace, who, number)
    except BangXanhError as fault:
        st.error(widgets.escaped(str(fault)))
        return
    st.subheader(t("So với lúc {moment}").format(moment=words.moment(found.known_at)))
    if not found.changes:
        st.success(_unchanged(found))
        return
    told = t("{n} số liệu đã khác; tỷ lệ xanh hóa {before} → {after}.")
    st.warning(
        widgets.escaped(
            told.format(
                n=len(found.changes), before=found.rate_before.text, after=found.rate_after.text
            )
        )
    )
    head = [t("Đơn vị"), t("Chỉ tiêu"), t("Kỳ"), t("Trong bản"), t("Hiện nay"), t("Vì sao")]
    shown = _long.first_of(found.changes, key="differences")
    rows: list[list[Value]] = [
        [
            each.unit_name,
            each.indicator_name,
            words.month(each.period),
            _figure(each.before, each.after),
            _figure(each.after, each.before),
            _why(workspace, each),
        ]
        for each in shown
    ]
    table(head, rows, key="differences", tight=(2,))


def _unchanged(found: Differences) -> str:
    if found.others:
        return t(
            "Không số liệu nào thay đổi; lời giải trình, minh chứng hoặc tên gọi đã khác trước."
        )
    return t("Không có gì thay đổi: xuất lúc này sẽ ra đúng số liệu ấy.")


def _figure(told: Told | None, other: Told | None) -> Value:
    """Return a figure with its counts and colour, as the board shows it; the goal if it changed."""
    if told is None:
        return t("không có")
    text = f"{told.text or '–'} ({told.counts})" if told.counts else told.text or "–"
    if told.status is None:
        return text
    symbol, named = palette.SYMBOLS[told.status], words.status_words()[told.status]
    waiting = f", {t('chờ duyệt')}" if told.is_provisional else ""
    goal = f", {t('phải đạt')} {told.goal}" if other and told.goal != other.goal else ""
    return (told.status, f"{symbol} {text} {named}{waiting}{goal}")


def _why(workspace: Workspace, change: Change) -> Value:
    if not change.causes:
        return change.why
    newest = change.causes[-1]
    more = t(" và {n} lần nộp khác").format(n=len(change.causes) - 1)
    told = _cause(workspace, newest) + (more if len(change.causes) > 1 else "")
    return ("link", told, f"/source?nop={newest.submission}")


def _cause(workspace: Workspace, cause: Cause) -> str:
    unit = workspace.catalogue.units.get(cause.unit)
    named = t("lần nộp {n} của {unit}, {by} gửi {at}").format(
        n=cause.submission,
        unit=(unit.short or unit.name) if unit else cause.unit,
        by=cause.submitted_by,
        at=words.moment(cause.submitted_at),
    )
    if not cause.decided_by or not cause.decided_at:
        return f"{named}, {t('chờ duyệt')}"
    decided = t("{by} duyệt {at}") if cause.state == "approved" else t("{by} trả lại {at}")
    return f"{named}, {decided.format(by=cause.decided_by, at=words.moment(cause.decided_at))}"
