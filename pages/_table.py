"""A plain table: wraps, prints, is read aloud, and shows people's texts letter by letter."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import streamlit as st

from indicators.i18n import t

_HERE = Path(__file__).parent
_MOST_ROWS = 400

Value = str | tuple[str, str] | tuple[str, str, str]
_component = st.components.v2.component(
    "bangxanh_table",
    html="<div class='sheet' data-bx></div>",
    css=(_HERE / "_table.css").read_text(encoding="utf-8"),
    js=(_HERE / "_table.js").read_text(encoding="utf-8"),
)


def table(
    head: Sequence[str],
    rows: Sequence[Sequence[Value]],
    *,
    key: str,
    end: Sequence[int] = (),
    tight: Sequence[int] = (),
) -> None:
    """Draw a table.

    Args:
        head: the names of the columns.
        rows: texts, (class, text) for a badge ("red", "error", …), or ("link", text, address) for
            a link to a page of this server.
        key: differs from every other table of the page.
        end: columns of numbers, set to the right.
        tight: columns whose texts stay on one line.
    """
    hidden = len(rows) - _MOST_ROWS
    _component(
        key=key,
        data={
            "head": list(head),
            "rows": [list(row) for row in rows[:_MOST_ROWS]],
            "end": list(end),
            "tight": list(tight),
            "more": t("… và {n} dòng nữa").format(n=hidden) if hidden > 0 else "",
        },
    )
