"""The bar of choices on top of a page, kept in the address.

One component instead of five widgets: Streamlit's own take 0.4 s longer to appear, and their
`bind="query-params"` writes labels instead of codes, mixes up two options with one label and
leaves out the default, so that a link of October would show November later. Here the address is
what counts: codes, always written out where the default changes with time.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any, Literal

import streamlit as st

from indicators import board as boards
from indicators import clock

Width = int | Literal["stretch"]
_HERE = Path(__file__).parent

_component = st.components.v2.component(
    "bangxanh_bar",
    html="<div class='bar' data-bx></div>",
    css=(_HERE / "_bar.css").read_text(encoding="utf-8"),
    js=(_HERE / "_bar.js").read_text(encoding="utf-8"),
)


@dataclass(frozen=True, slots=True)
class Field:
    """One choice: `options` is code -> name; `default` counts when the address names none of them.

    `is_kept`: the default too is written to the address. `width` is in pixels.
    """

    key: str
    label: str
    options: Mapping[str, str]
    default: str
    kind: Literal["select", "options", "toggle", "date"] = "select"
    width: int = 200
    is_kept: bool = False

    @property
    def value(self) -> str:
        """The chosen code; of a date, a past day or moment as the address writes it, else ""."""
        asked = st.query_params.get(self.key)
        if self.kind == "date":
            return asked if asked and _is_past(asked) else ""
        return asked if asked is not None and asked in self.options else self.default


def switch(key: str, label: str) -> Field:
    """Return an on/off choice: "1" when on, "" when off."""
    return Field(key, label, {"": "", "1": ""}, "", kind="toggle")


def past_day(key: str, label: str) -> Field:
    """Return a choice of a day before today; "" means now."""
    return Field(key, label, {}, "", kind="date", width=128)


def _is_past(text: str) -> bool:
    try:
        return boards.known_at(text) is not None
    except ValueError:
        return False


def draw(
    fields: Sequence[Field], *, key: str = "bar", keeps: bool = True, width: Width = "stretch"
) -> None:
    """Draw the bar; a choice goes into the address and the page runs again.

    Args:
        fields: what may be chosen, in drawing order.
        key: differs from every other bar.
        keeps: whether defaults are written to the address now; doing so before anything is on
            the screen holds it up by a fifth of a second.
        width: in pixels, or all there is.
    """
    for field in fields if keeps else ():
        if field.is_kept and st.query_params.get(field.key) != field.value:
            st.query_params[field.key] = field.value
    data = {"fields": [_described(field) for field in fields]}
    _component(key=key, data=data, width=width, on_chosen_change=lambda: _remember(key))


def _described(field: Field) -> dict[str, Any]:
    shown = field.value
    if field.kind == "date" and shown:
        shown = clock.local(clock.moment(shown)).date().isoformat()
    return {
        "key": field.key,
        "label": field.label,
        "kind": field.kind,
        "options": [[code, name] for code, name in field.options.items()],
        "value": shown,
        "latest": (clock.today() - timedelta(days=1)).isoformat() if field.kind == "date" else "",
        "width": field.width,
    }


def _remember(key: str) -> None:
    chosen = st.session_state[key].chosen
    if chosen["value"]:
        st.query_params[chosen["key"]] = chosen["value"]
    else:
        st.query_params.pop(chosen["key"], None)
    st.query_params.pop("cell", None)  # another board: the opened cell is not on it
