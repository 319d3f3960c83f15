"""Buttons that fetch a file from one of our own addresses: the browser saves it, no page runs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Literal

import streamlit as st

from indicators.i18n import t

Width = int | Literal["stretch"]
_HERE = Path(__file__).parent
_component = st.components.v2.component(
    "bangxanh_links",
    html="<div class='links' data-bx></div>",
    css=(_HERE / "_links.css").read_text(encoding="utf-8"),
    js=(_HERE / "_links.js").read_text(encoding="utf-8"),
)


@dataclass(frozen=True, slots=True)
class Link:
    """A label and the address, on this server, of the file behind it."""

    label: str
    address: str


def draw(
    links: Sequence[Link], *, key: str = "links", width: Width = "stretch", waits: bool = False
) -> None:
    """Draw the links side by side, each as a button, in a width in pixels or all there is.

    `waits`: the files take time to make, so a button says that its file is on the way, and what
    the server answered where there is none.
    """
    told: dict[str, Any] = {"links": [[each.label, each.address] for each in links]}
    if waits:
        told["words"] = {
            "making": t("{file}: đang tạo…"),
            "failed": t("không tải được. Hãy thử lại sau giây lát."),
        }
    _component(key=key, data=told, width=width)
