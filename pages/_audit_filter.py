"""What of the trail is shown: by person, thing, days and kind; a page at a time."""

from __future__ import annotations

from datetime import date

import streamlit as st

from indicators import clock
from indicators.access import Principal
from indicators.access.person import tops
from indicators.audit import AuditFilter, Verdict
from indicators.audit.actions import Kind
from indicators.audit_log import LogPage
from indicators.i18n import t
from indicators.text import clean
from indicators.workspace import Workspace
from pages import _audit_words
from pages import _widgets as widgets

_PAGE = "audit-page"
_NAMES = 64  # letters of a person's or a thing's name


def explain(workspace: Workspace, who: Principal) -> None:
    """Say how much of the trail this person reads, and that nobody can change it."""
    if tops(workspace) <= set(who.roots("audit")):
        told = t("Mọi việc trong kho này, mới nhất trước. Không ai sửa hay xóa được dòng nào.")
    else:
        told = t(
            "Việc của những người chỉ có vai trò trong đơn vị bạn quản trị, và mọi việc với lần "
            "nộp của các đơn vị đó. Không ai sửa hay xóa được dòng nào."
        )
    st.caption(told)


def draw() -> tuple[AuditFilter, Kind | None]:
    """Draw the filter and return what it asks for."""
    named = _audit_words.kinds()
    with st.container(horizontal=True, vertical_alignment="bottom"):
        actor = st.text_input(
            t("Tài khoản"), key="audit-actor", max_chars=_NAMES, width=170, on_change=_first
        )
        on = st.text_input(
            t("Đối tượng"),
            key="audit-on",
            max_chars=_NAMES,
            width=200,
            placeholder="submission/12",
            help=t("Ghi person/tài-khoản, submission/số, session, period/2026-10 …"),
            on_change=_first,
        )
        kind = st.selectbox(
            t("Loại việc"),
            [None, *named],
            format_func=lambda each: named[each] if each else t("Mọi loại"),
            key="audit-kind",
            width=210,
            on_change=_first,
        )
        first = _day(t("Từ ngày"), "audit-from")
        last = _day(t("Đến hết ngày"), "audit-to")
    return AuditFilter(first, last, clean(actor) or None, clean(on) or None), kind


def page() -> int:
    """Return which page is looked at, from 1."""
    return int(st.session_state.get(_PAGE, 1))


def turn(found: LogPage) -> None:
    """Draw the way to newer and older rows."""
    if found.count_pages == 1:
        return
    st.session_state[_PAGE] = found.number
    with st.container(horizontal=True, vertical_alignment="center"):
        st.button(
            t("← Mới hơn"), disabled=found.number == 1, on_click=_go, args=(found.number - 1,)
        )
        st.text(
            t("Trang {n} / {all}, {rows} dòng").format(
                n=found.number, all=found.count_pages, rows=found.count_all
            )
        )
        st.button(
            t("Cũ hơn →"),
            disabled=found.number == found.count_pages,
            on_click=_go,
            args=(found.number + 1,),
        )


def show_verdict(verdict: Verdict) -> None:
    """Say whether the trail is whole, or what is wrong with it."""
    if verdict.faults:
        for fault in verdict.faults:
            st.error(widgets.escaped(fault.message))
        return
    anchored = (
        t("mốc neo ở dòng {n}").format(n=verdict.anchored)
        if verdict.anchored
        else t("chưa có mốc neo")
    )
    st.success(
        t("Nhật ký {n} dòng, nguyên vẹn; {anchored}.").format(n=verdict.count, anchored=anchored)
    )


def _day(label: str, key: str) -> date | None:
    return st.date_input(
        label,
        value=None,
        max_value=clock.today(),
        format="DD/MM/YYYY",
        key=key,
        width=150,
        on_change=_first,
    )


def _first() -> None:
    st.session_state[_PAGE] = 1


def _go(number: int) -> None:
    st.session_state[_PAGE] = number
