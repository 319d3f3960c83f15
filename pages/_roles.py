"""Roles in people's words, and choosing them: one list of units for each role."""

from __future__ import annotations

from collections.abc import Iterable

import streamlit as st

from indicators.access import ROLES, Grant, Role
from indicators.i18n import t
from pages import _widgets as widgets


def names() -> dict[Role, str]:
    """Return what each role is called."""
    return {
        "leader": t("Lãnh đạo"),
        "reporter": t("Cán bộ đầu mối"),
        "office": t("Văn phòng"),
        "admin": t("Quản trị"),
    }


def may() -> dict[Role, str]:
    """Return what each role lets people do, for whoever gives it."""
    return {
        "leader": t("xem bảng, xuất tệp"),
        "reporter": t("nộp số liệu"),
        "office": t("duyệt, trả lại, khóa sổ"),
        "admin": t("người dùng, nhật ký, sao lưu; không duyệt"),
    }


def told(grants: Iterable[Grant]) -> list[str]:
    """Return roles as lines of text: "Văn phòng: Sở Xây dựng", the units of a role together."""
    units = widgets.workspace().catalogue.units
    found: dict[Role, list[str]] = {}
    for each in sorted(grants, key=lambda grant: (ROLES.index(grant.role), grant.unit)):
        name = units[each.unit].name if each.unit in units else each.unit
        found.setdefault(each.role, []).append(name)
    return [f"{names()[role]}: {', '.join(listed)}" for role, listed in found.items()]


def choose(options: dict[str, str], *, key: str, held: Iterable[Grant] = ()) -> None:
    """Draw the lists in which units are picked for each role; `chosen` reads them.

    Args:
        options: code -> name of the units that may be given.
        key: begins the keys of the lists.
        held: what is picked at first.
    """
    now = list(held)
    for role, name in names().items():
        st.multiselect(
            f"{name} ({may()[role]})",
            list(options),
            default=[each.unit for each in now if each.role == role and each.unit in options]
            or None,
            format_func=lambda code: widgets.escaped(options[code]),
            placeholder=t("Chọn đơn vị"),
            key=f"{key}-{role}",
        )


def chosen(key: str) -> list[Grant]:
    """Return the roles picked in the lists of `key`."""
    return [
        Grant(role, unit) for role in ROLES for unit in st.session_state.get(f"{key}-{role}", [])
    ]
