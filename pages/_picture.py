"""Buttons that save a chart as PNG or SVG, in the browser: nothing is sent anywhere."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from indicators.i18n import t

_HERE = Path(__file__).parent

_component = st.components.v2.component(
    "bangxanh_picture",
    html="<div class='save' data-bx></div>",
    css=(_HERE / "_picture.css").read_text(encoding="utf-8"),
    js="\n".join(
        (_HERE / name).read_text(encoding="utf-8") for name in ("_save.js", "_picture.js")
    ),
)


def buttons(*, key: str, title: str, file: str) -> None:
    """Draw "Tải PNG" and "Tải SVG" for the Plotly chart drawn with `key`.

    Args:
        key: the chart's key, by which it is found on the page.
        title: drawn above the chart in the picture.
        file: the name of the saved file, without its ending.
    """
    _component(
        key=f"save-{key}",
        data={
            "chart": key,
            "title": title,
            "file": file,
            "png": t("Tải PNG"),
            "svg": t("Tải SVG"),
            "failed": t("Chưa vẽ xong biểu đồ, hãy bấm lại sau giây lát."),
        },
    )
