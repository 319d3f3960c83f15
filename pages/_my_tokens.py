"""One's own API tokens: what programs may do in one's name, made, shown once, revoked."""

from __future__ import annotations

from functools import partial

import streamlit as st

from indicators import clock
from indicators.access import Principal, Right, api_tokens
from indicators.access.api_tokens import GRANTABLE, LONGEST_DAYS, LONGEST_LABEL, Token
from indicators.i18n import t
from indicators.workspace import Workspace
from pages import _lines, _once, _say
from pages import _widgets as widgets
from pages import _words as words
from pages._lines import Line

_USUAL_DAYS = 90


def draw(workspace: Workspace, who: Principal) -> None:
    """Draw the tokens, and the form that makes one."""
    st.subheader(t("Mã truy cập và địa chỉ lịch"))
    st.caption(
        t(
            "Phần mềm khác dùng mã để đọc bảng hoặc nộp số liệu thay bạn, không bao giờ hơn quyền "
            "của bạn. Địa chỉ lịch, tạo ở trang **Báo cáo**, chỉ cho xem lịch. Mã hay địa chỉ lộ "
            "ra thì thu hồi ngay."
        )
    )
    _once.show()
    found = api_tokens.tokens(workspace, who)
    if found:
        _lines.draw([_line(each) for each in found], key="tokens", act=_revoke)
    if who.is_sample:
        st.info(t("Người dùng mẫu không tạo mã truy cập được: hãy đăng nhập người thật."))
        return
    with st.expander(t("Tạo mã truy cập")), st.form("token", border=False):
        allowed = [right for right in GRANTABLE if who.may(right)]
        named = _rights()
        st.text_input(t("Phần mềm nào dùng"), key="token-label", max_chars=LONGEST_LABEL)
        st.multiselect(
            t("Được làm gì"),
            allowed,
            default=["read"] if "read" in allowed else [],
            format_func=lambda right: named[right],
            key="token-rights",
        )
        st.number_input(
            t("Dùng trong bao nhiêu ngày"), 1, LONGEST_DAYS, _USUAL_DAYS, key="token-days"
        )
        st.form_submit_button(t("Tạo mã"), on_click=_create)


def _rights() -> dict[Right, str]:
    return {"read": t("đọc bảng và chỉ tiêu"), "submit": t("nộp số liệu")}


def _allowed(token: Token) -> str:
    """Return what a token opens, in words."""
    if token.calendar_of is not None:
        unit = widgets.workspace().catalogue.units.get(token.calendar_of)
        return t("địa chỉ lịch của {unit}").format(unit=unit.name if unit else token.calendar_of)
    named = _rights()
    return ", ".join(named[right] for right in GRANTABLE if right in token.rights)


def _line(token: Token) -> Line:
    is_alive = token.is_alive(clock.now())
    until = f"{clock.local(token.expires_at):%d/%m/%Y}"
    if is_alive:
        state = t("Dùng được đến {day}").format(day=until)
    elif token.revoked_at:
        state = t("Đã thu hồi {when}").format(when=words.moment(token.revoked_at))
    else:
        state = t("Hết hạn {day}").format(day=until)
    used = words.moment(token.used_at) if token.used_at else t("chưa lần nào")
    return Line(
        id=token.handle,
        name=token.label,
        below=_allowed(token),
        badge=None if is_alive else ("off", t("không dùng được nữa")),
        words=[state, t("Dùng gần nhất: {when}").format(when=used)],
        action=t("Thu hồi") if is_alive else "",
    )


def _create() -> None:
    _once.forget()
    _say.attempt(_created)


def _created() -> str:
    state = st.session_state
    label = str(state["token-label"])
    token = api_tokens.create(
        widgets.workspace(),
        widgets.who(),
        label=label,
        rights=list(state["token-rights"]),
        days=int(state["token-days"]),
    )
    _once.keep("account", t("Mã truy cập cho «{label}»:").format(label=label), token)
    return ""


def _revoke(handle: str) -> None:
    _once.forget()
    _say.attempt(partial(_revoked, handle))


def _revoked(handle: str) -> str:
    api_tokens.revoke(widgets.workspace(), widgets.who(), handle)
    return t("Đã thu hồi: phần mềm dùng mã hoặc địa chỉ đó không vào được nữa.")
