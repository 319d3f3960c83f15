"""Which pages there are, and whose: the one list that navigation and its tests are made from.

A new page is one file and one line here. What a person may not open is not in their navigation,
so its address answers like one that does not exist; the data layer asks again.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from indicators.access import Principal, Right
from indicators.i18n import t
from pages import _widgets as widgets

_HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Page:
    """One page: its file here, its Vietnamese title, and the right it takes, None for anybody.

    `is_apart`: behind the person's name in the navigation, not among the daily pages. `is_hidden`:
    in no navigation, opened by links of other pages alone.
    """

    file: str
    title: str
    right: Right | None
    is_apart: bool = False
    is_hidden: bool = False

    def drawn(self, *, is_first: bool) -> StreamlitPage:
        """Return it as Streamlit's navigation takes it."""
        name = None if is_first else self.file
        return st.Page(
            _HERE / f"{self.file}.py",
            title=t(self.title),
            url_path=name,
            default=is_first,
            visibility="hidden" if self.is_hidden else "visible",
        )


PAGES = (
    Page("board", "Bảng xanh", "read"),
    Page("duties", "Báo cáo", "read"),
    Page("exports", "Xuất", "read"),
    Page("upload", "Nộp số liệu", "submit"),
    Page("review", "Duyệt", "review"),
    Page("source", "Nguồn số liệu", "read", is_hidden=True),
    Page("guide", "Hướng dẫn", None),
    Page("account", "Tài khoản", None, is_apart=True),
    Page("people", "Người dùng", "people", is_apart=True),
    Page("audit", "Nhật ký", "audit", is_apart=True),
    Page("care", "Hệ thống", "care", is_apart=True),
)


def of(who: Principal) -> list[Page]:
    """Return the pages that `who` may open, in the order of the navigation."""
    return [page for page in PAGES if page.right is None or who.may(page.right)]


def navigation(who: Principal) -> dict[str, list[StreamlitPage]]:
    """Return what `st.navigation` is given: daily pages, then those behind the person's name."""
    mine = of(who)
    daily = [page for page in mine if not page.is_apart]
    drawn = {"": [page.drawn(is_first=page is mine[0]) for page in daily]}
    if apart := [page for page in mine if page.is_apart]:
        drawn[widgets.escaped(who.name)] = [page.drawn(is_first=False) for page in apart]
    return drawn
