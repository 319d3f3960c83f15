"""Adding one person: account, name, roles; the link by which they choose their password."""

from __future__ import annotations

import streamlit as st

from indicators.access import Principal
from indicators.access import people as persons
from indicators.access.links import address_of
from indicators.access.names import account_of
from indicators.i18n import t
from indicators.workspace import Workspace
from pages import _once, _roles, _say
from pages import _widgets as widgets

PAGE = "people"
_FIELDS = ("account", "name", "email")


def draw(workspace: Workspace, who: Principal) -> None:
    """Draw the form; what was typed stays while something in it is wrong."""
    options = widgets.unit_options(workspace.catalogue, who, "people")
    with st.expander(t("Thêm người dùng")), st.form("new-person", border=False):
        account, name, email = st.columns(3)
        account.text_input(t("Tài khoản"), key="new-account", max_chars=64, placeholder="lan.anh")
        name.text_input(t("Họ và tên"), key="new-name", max_chars=100)
        email.text_input(t("Thư điện tử (không bắt buộc)"), key="new-email", max_chars=254)
        _roles.choose(options, key="new")
        st.form_submit_button(t("Thêm và tạo liên kết"), type="primary", on_click=_add)


def link(token: str) -> str:
    """Return where a token leads, with what to do where the server's address is not known."""
    return address_of(widgets.workspace(), token)


def said(account: str) -> str:
    """Return the sentence above a link."""
    told = t("Liên kết dùng một lần cho {account}; đưa riêng cho người đó:").format(account=account)
    if widgets.workspace().settings.url is None:
        told += " " + t("(thêm địa chỉ máy chủ vào trước)")
    return told


def _add() -> None:
    _once.forget()
    if _say.attempt(_added):
        for name in _FIELDS:
            st.session_state[f"new-{name}"] = ""
        for role in _roles.names():
            st.session_state[f"new-{role}"] = []


def _added() -> str:
    typed = {name: str(st.session_state.get(f"new-{name}", "")) for name in _FIELDS}
    token = persons.invite(
        widgets.workspace(),
        widgets.who(),
        account=typed["account"],
        name=typed["name"],
        email=typed["email"] or None,
        grants=_roles.chosen("new"),
    )
    account = account_of(typed["account"])
    _once.keep(PAGE, said(account), link(token))
    return t("Đã thêm {account}.").format(account=account)
