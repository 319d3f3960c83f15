"""Tài khoản: who I am, where I am signed in, which programs act for me, the way out."""

from __future__ import annotations

import streamlit as st

from indicators.i18n import t
from pages import _my_sessions, _my_tokens, _roles, _say, _sign_out
from pages import _widgets as widgets

workspace, who = widgets.workspace(), widgets.who()
session = workspace.sessions.named(who.session or "")

st.title(t("Tài khoản"))
_say.show()

st.text(f"{who.name} · {who.account}")
if who.grants:
    st.text("\n".join(_roles.told(who.grants)))
else:
    st.info(t("Tài khoản chưa có vai trò nào: đề nghị quản trị của đơn vị giao vai trò."))
_sign_out.draw(has_password=session is not None and session.kind == "password")

_my_sessions.draw(workspace, who)
if who.may("read") or who.may("submit"):
    _my_tokens.draw(workspace, who)
