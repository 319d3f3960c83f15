"""The register of official numbers (sổ số văn bản): what comes next, what paper used already."""

from __future__ import annotations

import streamlit as st

from indicators import reports
from indicators.access import Principal
from indicators.errors import InputRejected
from indicators.export.official import official, symbol_fault
from indicators.i18n import t
from indicators.workspace import Workspace
from pages import _say
from pages import _widgets as widgets

_SYMBOL, _LAST = "numbers-symbol", "numbers-last"


def draw(workspace: Workspace, who: Principal) -> None:
    """Draw which number comes next, and the way to note those that were given out on paper."""
    with st.expander(t("Sổ số văn bản")):
        try:
            known = official(workspace.settings).symbol
        except InputRejected as fault:
            st.error(widgets.escaped(str(fault)))
            return
        st.text(
            t(
                "Mỗi ký hiệu một dãy số, bắt đầu lại từ 01 mỗi năm, không bỏ cách, không cấp hai "
                "lần. Văn thư đã cấp số trên giấy thì ghi số cuối cùng ở đây."
            )
        )
        with st.container(horizontal=True, vertical_alignment="bottom"):
            symbol = st.text_input(
                t("Ký hiệu"), value=known, key=_SYMBOL, width=130, max_chars=40,
                placeholder=t("ví dụ BC-SXD"),
            ).strip()  # fmt: skip
            wrong = symbol_fault(symbol) if symbol else ""
            is_good = bool(symbol) and not wrong
            following = reports.next_number(workspace, who, symbol) if is_good else 1
            st.number_input(
                t("Số cuối cùng đã cấp trên giấy"),
                min_value=following,
                max_value=max(following, 99_999),
                value=following,
                key=f"{_LAST}-{symbol}-{following}",
                width=230,
            )
            st.button(t("Ghi nhận"), disabled=not is_good, on_click=_note, args=(symbol, following))
        if wrong:
            st.error(widgets.escaped(t("Ký hiệu {fault}.").format(fault=wrong)))
        if is_good:
            st.text(t("Số tiếp theo: {number}").format(number=f"{following:02d}/{symbol}"))


def _note(symbol: str, following: int) -> None:
    last = int(st.session_state.get(f"{_LAST}-{symbol}-{following}", 0))
    _say.attempt(lambda: _noted(symbol, last))


def _noted(symbol: str, last: int) -> str:
    reports.note_used(widgets.workspace(), widgets.who(), symbol, last)
    return t("Đã ghi: số tiếp theo là {number}.").format(number=f"{last + 1:02d}/{symbol}")
