"""A list of people, sessions or tokens: words about each, and one button a line."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Literal

import streamlit as st

Look = Literal["good", "warning", "off", "error"]
_HERE = Path(__file__).parent
_component = st.components.v2.component(
    "bangxanh_lines",
    html="<div class='lines' data-bx></div>",
    css=(_HERE / "_lines.css").read_text(encoding="utf-8"),
    js=(_HERE / "_lines.js").read_text(encoding="utf-8"),
)


@dataclass(frozen=True, slots=True)
class Line:
    """One line: `id` is what its button gives back, no button without an `action`."""

    id: str
    name: str
    below: str = ""
    badge: tuple[Look, str] | None = None
    words: Sequence[str] = ()
    note: str = ""
    action: str = ""


def draw(lines: Sequence[Line], *, key: str, act: Callable[[str], None]) -> None:
    """Draw the lines.

    Args:
        lines: in their order.
        key: differs from every other list of the page.
        act: a callback that is given the `id` of the line whose button was pressed.
    """

    def acted() -> None:
        if chosen := st.session_state[key].acted:
            act(str(chosen))

    _component(key=key, data={"lines": [asdict(each) for each in lines]}, on_acted_change=acted)
