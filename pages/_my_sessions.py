"""The sessions of one's own: on which devices one is signed in, and ending them."""

from __future__ import annotations

from functools import partial

import streamlit as st

from indicators.access import Principal
from indicators.access.own import end_others, end_own
from indicators.access.session import Kind, Session
from indicators.i18n import t
from indicators.workspace import Workspace
from pages import _lines, _say
from pages import _widgets as widgets
from pages import _words as words
from pages._devices import device
from pages._lines import Line


def draw(workspace: Workspace, who: Principal) -> None:
    """Draw the live sessions, this one first."""
    found = workspace.sessions.of(who.account)
    found.sort(key=lambda each: (each.handle != who.session, -each.seen_at.timestamp()))
    st.subheader(t("Đang đăng nhập ở {n} nơi").format(n=len(found)))
    st.caption(t("Thấy thiết bị lạ: kết thúc phiên đó rồi đổi mật khẩu ngay."))
    mine = [line(each, is_this=each.handle == who.session, may_end=True) for each in found]
    _lines.draw(mine, key="sessions", act=_end)
    if len(found) > 1:
        st.button(t("Kết thúc tất cả phiên khác"), on_click=_end_others)


def line(session: Session, *, is_this: bool, may_end: bool) -> Line:
    """Return what is said of one session."""
    return Line(
        id=session.handle,
        name=device(session.agent),
        badge=("good", t("phiên này")) if is_this else None,
        words=[
            t("Địa chỉ mạng {address}").format(address=session.address or "–"),
            t("Vào lúc {start}, gần nhất {seen}").format(
                start=words.moment(session.started_at), seen=words.moment(session.seen_at)
            ),
        ],
        note=_ways()[session.kind],
        action="" if is_this or not may_end else t("Kết thúc"),
    )


def _ways() -> dict[Kind, str]:
    return {
        "password": t("bằng mật khẩu"),
        "oidc": t("bằng đăng nhập một lần"),
        "sample": t("tài khoản mẫu"),
    }


def _end(handle: str) -> None:
    _say.attempt(partial(_ended, handle))


def _ended(handle: str) -> str:
    end_own(widgets.workspace(), widgets.who(), handle)
    return t("Đã kết thúc phiên; thiết bị đó phải đăng nhập lại.")


def _end_others() -> None:
    _say.attempt(_ended_others)


def _ended_others() -> str:
    count = end_others(widgets.workspace(), widgets.who())
    return t("Đã kết thúc {n} phiên khác.").format(n=count)
