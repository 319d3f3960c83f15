"""Closing a period and opening it again, with who did so and why."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import streamlit as st

from indicators import locks
from indicators.access import Principal
from indicators.i18n import t
from indicators.workspace import Workspace
from pages import _say
from pages import _widgets as widgets
from pages import _words as words
from pages._named import by_name
from pages._table import Value, table


def draw(workspace: Workspace, who: Principal) -> None:
    """Draw which units are closed for a period, and the means to change it."""
    st.subheader(t("Khóa sổ"))
    standing = widgets.standing()
    months = {code: words.month(code) for code in standing.periods}
    units = widgets.unit_options(workspace.catalogue, who, "review")
    if not months or not units:
        return
    with st.container(horizontal=True, vertical_alignment="bottom"):
        period = st.selectbox(
            t("Kỳ"),
            months,
            index=list(months).index(standing.latest),
            format_func=months.__getitem__,
            key="closing-period",
            width=200,
        )
        unit = st.selectbox(
            t("Đơn vị và mọi đơn vị bên dưới"),
            units,
            format_func=lambda code: widgets.escaped(units[code]),
            key="closing-unit",
            width=380,
        )
        reason = st.text_input(
            t("Lý do (bắt buộc khi mở lại)"), key="closing-reason", width=300, max_chars=500
        )
        st.button(t("Khóa sổ"), on_click=_lock, args=(unit, period, reason))
        st.button(t("Mở lại"), on_click=_unlock, args=(unit, period, reason))
    _closed(workspace, who, period)


def _closed(workspace: Workspace, who: Principal, period: str) -> None:
    found = locks.locks(workspace, who, period)
    if not found:
        st.text(t("{period}: chưa khóa đơn vị nào.").format(period=words.month(period)))
        return
    named = workspace.catalogue.units
    rows: list[list[Value]] = [
        [
            named[each.unit].name if each.unit in named else each.unit,
            by_name(each.by) or t("theo lịch"),
            words.moment(each.at),
            each.reason,
        ]
        for each in found
    ]
    table([t("Đơn vị đã khóa"), t("Người khóa"), t("Lúc"), t("Lý do")], rows, key="closed")


def _lock(unit: str, period: str, reason: str) -> None:
    _say.attempt(partial(_changed, locks.lock, t("Đã khóa sổ {period}."), unit, period, reason))


def _unlock(unit: str, period: str, reason: str) -> None:
    _say.attempt(partial(_changed, locks.unlock, t("Đã mở lại {period}."), unit, period, reason))


def _changed(change: Callable[..., object], told: str, unit: str, period: str, reason: str) -> str:
    change(widgets.workspace(), widgets.who(), unit=unit, period=period, reason=reason)
    return told.format(period=words.month(period))
