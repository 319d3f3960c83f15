"""One person: name and roles, the account's state, where they are signed in."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import streamlit as st

from indicators.access import Principal, people_sessions
from indicators.access import people as persons
from indicators.access.person import Person
from indicators.errors import NotFound
from indicators.i18n import t
from indicators.workspace import Workspace
from pages import _lines, _my_sessions, _once, _people_add, _people_list, _roles, _say
from pages import _widgets as widgets
from pages import _words as words


def draw(workspace: Workspace, who: Principal, account: str) -> None:
    """Draw one person; who cannot be found is told like who does not exist."""
    try:
        person = persons.person(workspace, who, account)
    except NotFound as fault:
        st.error(widgets.escaped(str(fault)))
        return
    st.subheader(widgets.escaped(person.name))
    _, word = _people_list.state(person)
    st.text(
        t("{account} · {state} · thêm lúc {when} bởi {by}").format(
            account=person.account,
            state=word,
            when=words.moment(person.created_at),
            by=person.created_by,
        )
    )
    if person.has_outside:
        st.info(
            t(
                "Người này còn vai trò ở đơn vị ngoài phạm vi của bạn: bạn chỉ đổi được vai trò "
                "trong phạm vi; tên, mật khẩu và tình trạng do quản trị cấp trên đổi."
            )
        )
    if who.is_sample or person.is_sample:
        st.text("\n".join(_roles.told(person.grants)))
    else:
        _form(workspace, who, person)
        _account(person)
    _sessions(workspace, who, person, may_end=not (who.is_sample or person.has_outside))


def _form(workspace: Workspace, who: Principal, person: Person) -> None:
    """Draw name, address and roles to be changed together."""
    options = widgets.unit_options(workspace.catalogue, who, "people")
    key = f"edit-{person.account}"
    with st.form(key, border=True):
        name, email = st.columns(2)
        name.text_input(
            t("Họ và tên"),
            person.name,
            key=f"{key}-name",
            max_chars=100,
            disabled=person.has_outside,
        )
        email.text_input(
            t("Thư điện tử (không bắt buộc)"),
            person.email or "",
            key=f"{key}-email",
            max_chars=254,
            disabled=person.has_outside,
        )
        _roles.choose(options, key=key, held=person.grants)
        st.caption(t("Đổi vai trò thì mọi phiên của người này kết thúc ngay."))
        st.form_submit_button(
            t("Lưu thay đổi"), type="primary", on_click=_act, args=(_changed, person.account)
        )


def _account(person: Person) -> None:
    """Draw what can be done to the account itself; taking away asks once more."""
    if person.has_outside:
        return
    account = person.account
    with st.container(horizontal=True, vertical_alignment="center"):
        if person.disabled_at is not None:
            st.button(t("Cho hoạt động lại"), on_click=_act, args=(_enabled, account))
            return
        with st.popover(t("Đặt lại mật khẩu")):
            st.text(t("Mật khẩu cũ mất hiệu lực ngay, mọi phiên kết thúc."))
            st.button(t("Bỏ mật khẩu, tạo liên kết"), on_click=_act, args=(_reset, account))
        with st.popover(t("Tạm dừng")):
            st.text(t("Người này không vào được nữa; việc đã làm vẫn còn."))
            st.button(t("Tạm dừng tài khoản"), on_click=_act, args=(_disabled, account))


def _sessions(workspace: Workspace, who: Principal, person: Person, *, may_end: bool) -> None:
    found = people_sessions.sessions_of(workspace, who, person.account)
    if not found:
        st.text(t("Không đăng nhập ở đâu."))
        return
    st.subheader(t("Đang đăng nhập ở {n} nơi").format(n=len(found)))
    lines = [
        _my_sessions.line(each, is_this=each.handle == who.session, may_end=False) for each in found
    ]
    _lines.draw(lines, key="their-sessions", act=lambda _: None)
    if may_end:
        st.button(t("Kết thúc mọi phiên"), on_click=_act, args=(_ended, person.account))


def _act(do: Callable[[str], str], account: str) -> None:
    _once.forget()
    _say.attempt(partial(do, account))


def _changed(account: str) -> str:
    key, state = f"edit-{account}", st.session_state
    persons.change(
        widgets.workspace(),
        widgets.who(),
        account,
        name=str(state[f"{key}-name"]),
        email=str(state[f"{key}-email"]) or None,
        grants=_roles.chosen(key),
    )
    return t("Đã lưu thay đổi của {account}.").format(account=account)


def _disabled(account: str) -> str:
    persons.disable(widgets.workspace(), widgets.who(), account)
    return t("Đã tạm dừng {account}; mọi phiên đã kết thúc.").format(account=account)


def _enabled(account: str) -> str:
    persons.enable(widgets.workspace(), widgets.who(), account)
    return t("{account} hoạt động lại.").format(account=account)


def _reset(account: str) -> str:
    token = persons.reset(widgets.workspace(), widgets.who(), account)
    _once.keep(_people_add.PAGE, _people_add.said(account), _people_add.link(token))
    return t("Đã bỏ mật khẩu cũ của {account}.").format(account=account)


def _ended(account: str) -> str:
    count = people_sessions.end_sessions(widgets.workspace(), widgets.who(), account)
    return t("Đã kết thúc {n} phiên.").format(n=count)
