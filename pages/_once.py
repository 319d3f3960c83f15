"""What is shown once (chỉ hiện một lần): links and tokens that nobody can look up again.

They are kept in the memory of this one tab, for a few minutes at most, until the person says that
they were copied, does something else here, or leaves.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

import streamlit as st

from indicators import clock
from indicators.i18n import t
from pages import _widgets as widgets

_KEPT = "shown-once"
_SHOWN_FOR = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class _Secret:
    page: str
    said: str
    text: str
    until: datetime


def keep(page: str, said: str, text: str) -> None:
    """Have `text` shown on a page, with a sentence about it."""
    st.session_state[_KEPT] = _Secret(page, said, text, clock.now() + _SHOWN_FOR)


def forget() -> None:
    """Show it no longer."""
    st.session_state.pop(_KEPT, None)


def leave_to(page: str) -> None:
    """Forget it when another page than its own is being opened; asked on every run."""
    kept: _Secret | None = st.session_state.get(_KEPT)
    if kept and (kept.page != page or clock.now() >= kept.until):
        forget()


def show() -> None:
    """Show what is kept for this page, with a way to hide it."""
    kept: _Secret | None = st.session_state.get(_KEPT)
    if kept is None:
        return
    with st.container(border=True):
        st.success(widgets.escaped(kept.said))
        st.code(kept.text, language=None, wrap_lines=True)
        st.caption(t("Chép ngay: rời trang hoặc ẩn đi thì không ai xem lại được."))
        st.button(t("Đã chép, ẩn đi"), on_click=forget)
