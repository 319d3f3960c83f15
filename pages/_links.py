"""Buttons that fetch a file from one of our own addresses: the browser saves it, no page runs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import streamlit as st

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


def draw(links: Sequence[Link], *, key: str = "links", width: Width = "stretch") -> None:
    """Draw the links side by side, each as a button, in a width in pixels or all there is."""
    told = {"links": [[each.label, each.address] for each in links]}
    _component(key=key, data=told, width=width)
