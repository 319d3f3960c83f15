"""Long lists (danh sách dài): the first rows of one, what matters first, and a switch for all."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TypeVar

import streamlit as st

from indicators.i18n import t

MOST = 40
_Row = TypeVar("_Row")


def first_of(rows: Sequence[_Row], *, key: str, most: int = MOST) -> Sequence[_Row]:
    """Return the rows to draw now: all of a short list, the first of a long one unless asked.

    Drawn rows cost the browser, and a drop of two hundred files has thousands of figures.
    """
    if len(rows) <= most:
        return rows
    told = t("Xem cả {n} dòng (đang hiện {k} dòng đầu)").format(n=len(rows), k=most)
    return rows if st.toggle(told, key=f"all-{key}") else rows[:most]
