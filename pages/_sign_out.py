"""The two ways from one's account to the door: another password, and out."""

from __future__ import annotations

from pathlib import Path

import streamlit as st

from indicators.i18n import t

_HERE = Path(__file__).parent
_component = st.components.v2.component(
    "bangxanh_sign_out",
    html="<div class='out' data-bx></div>",
    css=(_HERE / "_sign_out.css").read_text(encoding="utf-8"),
    js=(_HERE / "_sign_out.js").read_text(encoding="utf-8"),
)


def draw(*, has_password: bool) -> None:
    """Draw them; who came in without a password here has none to change."""
    password = t("Đổi mật khẩu") if has_password else ""
    _component(key="sign-out", data={"leave": t("Đăng xuất"), "password": password})
