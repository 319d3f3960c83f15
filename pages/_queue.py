"""The office's queue: one line a submission, what is picked and what is opened."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import streamlit as st

from indicators import clock
from indicators.export import palette
from indicators.i18n import t
from indicators.review import Waiting
from pages import _widgets as widgets
from pages import _words as words
from pages._named import by_name

_HERE = Path(__file__).parent
_OPENED = "nop"  # the parameter of the address that names an opened submission
_LONGEST = 19  # digits of a number that the store can hold
_component = st.components.v2.component(
    "bangxanh_queue",
    html="<div class='queue' data-bx></div>",
    css=(_HERE / "_queue.css").read_text(encoding="utf-8"),
    js=(_HERE / "_queue.js").read_text(encoding="utf-8"),
)


def opened() -> int | None:
    """Return the submission that the address opens, None for the queue itself."""
    asked = st.query_params.get(_OPENED, "")
    return int(asked) if asked.isdecimal() and len(asked) < _LONGEST else None


def open_one(submission: int) -> None:
    """Put a submission into the address."""
    st.query_params[_OPENED] = str(submission)


def close() -> None:
    """Take the opened submission out of the address."""
    st.query_params.pop(_OPENED, None)


def draw(waiting: Sequence[Waiting]) -> list[int]:
    """Draw the queue and return the numbers of what is picked, in its order."""
    known = {each.submission for each in waiting if not each.is_own}
    picked = [each for each in st.session_state.get("picked", []) if each in known]
    _component(
        key="queue",
        data={
            "rows": [_row(each) for each in waiting],
            "picked": picked,
            "words": {
                "all": t("Chọn tất cả"),
                "open": t("Xem"),
                "own": t("do chính bạn nộp: người khác duyệt"),
            },
        },
        on_picked_change=_remember,
        on_opened_change=_open,
    )
    return picked


def _remember() -> None:
    st.session_state["picked"] = list(st.session_state["queue"].picked or [])


def _open() -> None:
    number = st.session_state["queue"].opened
    if number:
        open_one(int(number))


def _row(waiting: Waiting) -> dict[str, Any]:
    units = widgets.workspace().catalogue.units
    unit = units[waiting.unit].name if waiting.unit in units else waiting.unit
    days = (clock.today() - waiting.first_sent_at.date()).days
    waited = t("hôm nay") if days <= 0 else t("{n} ngày").format(n=days)
    symbols = palette.SYMBOLS
    counts = [
        ["red", f"{symbols['red']} {waiting.count_red}", waiting.count_red],
        ["amber", f"{symbols['amber']} {waiting.count_amber}", waiting.count_amber],
        ["green", f"{symbols['green']} {waiting.count_green}", waiting.count_green],
    ]
    notes = [t("{n} số liệu").format(n=waiting.count_figures)]
    if waiting.count_turns:
        notes.append(t("{n} ô đổi màu").format(n=waiting.count_turns))
    if waiting.count_warnings:
        notes.append(
            t("{n} cảnh báo, {m} chưa giải thích").format(
                n=waiting.count_warnings, m=waiting.count_unexplained
            )
        )
    return {
        "number": waiting.submission,
        "unit": unit,
        "period": words.month(waiting.period),
        "sent": f"{by_name(waiting.submitted_by)}, {waiting.submitted_at:%H:%M %d/%m/%Y}",
        "waited": waited,
        "counts": [[name, text] for name, text, count in counts if count],
        "notes": ", ".join(notes),
        "own": waiting.is_own,
    }
