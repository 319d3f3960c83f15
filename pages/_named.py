"""People by name, the account in brackets, wherever a page says who did something."""

from __future__ import annotations

import streamlit as st

from indicators.access import Principal
from indicators.called import names_of
from pages import _widgets as widgets


def by_name(account: str | None) -> str:
    """Return "Tên (tài khoản)"; the account alone where it has no other name, "" for none."""
    if not account:
        return ""
    name = _name(account, widgets.who())
    return account if name == account else f"{name} ({account})"


@st.cache_data(show_spinner=False, max_entries=2000, ttl=60)
def _name(account: str, _who: Principal) -> str:
    """Return what one person is called; asked once a minute, as a new name changes no figure."""
    return names_of(widgets.workspace(), _who, [account]).get(account, account)
