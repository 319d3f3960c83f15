"""Evidence to be looked at: each file with its picture where it has one, and the way to take it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import streamlit as st

from indicators.evidence.model import Evidence
from indicators.i18n import t
from pages._evidence_route import address, picture_address

_HERE = Path(__file__).parent
_component = st.components.v2.component(
    "bangxanh_proofs",
    html="<div class='proofs' data-bx></div>",
    css=(_HERE / "_proofs.css").read_text(encoding="utf-8"),
    js=(_HERE / "_proofs.js").read_text(encoding="utf-8"),
)


def draw(pieces: Sequence[Evidence], *, key: str) -> None:
    """Draw the files among `pieces` that are there and whole, once each, whatever they prove."""
    files = {each.sha256: each for each in pieces if each.sha256 and each.state == "fine"}
    if not files:
        return
    told = [
        {
            "label": t("Tải: {file}").format(file=each.name or ""),
            "href": address(each.number),
            "picture": picture_address(each.number) if each.has_picture else "",
            "alt": t("Ảnh xem trước: {file}").format(file=each.name or ""),
        }
        for each in files.values()
    ]
    _component(key=key, data={"files": told})
