"""The way to the page of exports from whatever page shows figures, with what it shows chosen."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import streamlit as st

from indicators.i18n import t

_PAGE = Path(__file__).parent / "exports.py"
_TAKEN = ("unit", "period", "plan", "group", "as_of", "draft")


def draw(address: Mapping[str, str]) -> None:
    """Draw the link; `address` is the query of the page it stands on."""
    chosen = {name: value for name, value in address.items() if name in _TAKEN}
    label = t("Xuất báo cáo, xem các bản đã xuất")
    st.page_link(_PAGE, label=label, icon=":material/output:", query_params=chosen)
