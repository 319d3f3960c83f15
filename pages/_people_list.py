"""The people of a branch: one line each, found by name; who is opened is in the address."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from indicators.access.person import Person
from indicators.i18n import t
from indicators.text import fold
from pages import _lines, _once, _roles
from pages import _words as words
from pages._lines import Line, Look

_OPENED = "nguoi"  # the parameter of the address that names who is opened
_SHOWN = 200


def opened() -> str:
    """Return the account that the address opens, "" for the list."""
    return str(st.query_params.get(_OPENED, ""))


def open_one(account: str) -> None:
    """Put a person into the address."""
    _once.forget()
    st.query_params[_OPENED] = account


def close() -> None:
    """Take the opened person out of the address."""
    _once.forget()
    st.query_params.pop(_OPENED, None)


def draw(people: Sequence[Person]) -> None:
    """Draw the list, with a search over names, accounts, roles and units."""
    asked = fold(st.text_input(t("Tìm tên, tài khoản, vai trò, đơn vị"), key="people-search"))
    lines = [_line(each) for each in people]
    found = [each for each in lines if asked in fold(f"{each.name} {each.below} {each.words}")]
    st.caption(t("{n} / {all} người").format(n=len(found), all=len(people)))
    if found:
        _lines.draw(found[:_SHOWN], key="people", act=open_one)
    if len(found) > _SHOWN:
        st.caption(t("… và {n} dòng nữa").format(n=len(found) - _SHOWN))


def state(person: Person) -> tuple[Look, str]:
    """Return how a person stands: a class for the badge, and the word."""
    if person.disabled_at is not None:
        return "off", t("tạm dừng")
    if person.is_sample:
        return "warning", t("mẫu")
    if person.has_password or person.signed_in_at:
        return "good", t("hoạt động")
    return "warning", t("chưa đặt mật khẩu")


def _line(person: Person) -> Line:
    seen = words.moment(person.signed_in_at) if person.signed_in_at else t("chưa lần nào")
    roles = _roles.told(person.grants) or [t("không có vai trò")]
    if person.has_outside:
        roles = [*roles, t("và vai trò ở đơn vị ngoài phạm vi của bạn")]
    return Line(
        id=person.account,
        name=person.name,
        below=" · ".join(each for each in (person.account, person.email) if each),
        badge=state(person),
        words=roles,
        note=t("Vào gần nhất: {when}").format(when=seen),
        action=t("Mở"),
    )
