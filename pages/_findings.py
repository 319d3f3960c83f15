"""The parts of the page on the system's care."""

from __future__ import annotations

import platform
from collections.abc import Sequence
from functools import partial
from importlib.metadata import version

import streamlit as st

from indicators import backups, care, clock, health
from indicators.access import Principal
from indicators.backups import Backup
from indicators.health import Finding, State
from indicators.i18n import t
from indicators.numbers import format_number
from indicators.workspace import Workspace
from pages import _say
from pages import _widgets as widgets
from pages import _words as words
from pages._table import Value, table

_EXAMINED = "examined"
_OLD_DAYS = 7  # a backup older than this is told of
_SHOWN = 50


def headline(looked: Sequence[Finding], kept: Sequence[Backup]) -> None:
    """Say first whether people can work, and when the last backup was made."""
    if not health.is_ready(list(looked)):
        st.error(t("Hệ thống đang có lỗi: xem bên dưới."))
    if not kept:
        st.warning(t("Chưa có bản sao lưu nào cạnh kho số liệu."))
        return
    days = (clock.now() - kept[0].made_at).days
    told = t("Sao lưu gần nhất: {when}.").format(when=words.moment(kept[0].made_at))
    if days >= _OLD_DAYS:
        st.warning(f"{told} {t('Đã {n} ngày: hãy sao lưu lại.').format(n=days)}")
    else:
        st.text(told)


def examine(workspace: Workspace, who: Principal) -> None:
    """Look at everything, which takes seconds, and keep what was found for this tab."""
    with st.spinner(t("Đang khám toàn bộ…")):
        found = list(care.examine(workspace, who))
    st.session_state[_EXAMINED] = (clock.now(), found)


def findings(workspace: Workspace) -> None:
    """Draw what was found: everything as last examined, else what can be seen at once."""
    at, found = st.session_state.get(_EXAMINED, (None, list(health.looks(workspace))))
    states: dict[State, Value] = {
        "fine": ("green", t("ổn")),
        "warning": ("warning", t("lưu ý")),
        "error": ("error", t("LỖI")),
    }
    order: list[State] = ["error", "warning", "fine"]
    named = _names()
    rows: list[list[Value]] = [
        [states[each.state], named.get(each.name, each.name), each.message]
        for each in sorted(found, key=lambda each: order.index(each.state))
    ]
    table([t("Kết quả"), t("Xem gì"), t("Thấy gì, làm gì")], rows, key="findings", tight=(0, 1))
    if at is not None:
        st.caption(t("Khám lúc {when}.").format(when=words.moment(at)))


def _names() -> dict[str, str]:
    return {
        "disk": t("Dung lượng đĩa"),
        "folder": t("Thư mục kho"),
        "settings": t("Cấu hình"),
        "store": t("Kho số liệu"),
        "anchor": t("Mốc neo nhật ký"),
        "clock": t("Đồng hồ"),
        "catalogue": t("Danh mục"),
        "figures": t("Số liệu"),
        "cells": t("Ô của bảng"),
        "files": t("Tệp gốc"),
        "evidence": t("Minh chứng"),
        "audit": t("Nhật ký"),
        "sample": t("Số liệu mẫu"),
    }


def back_up(workspace: Workspace, who: Principal) -> None:
    """Make a backup beside the store and leave a sentence about it."""
    _say.attempt(partial(_backed_up, workspace, who))


def _backed_up(workspace: Workspace, who: Principal) -> str:
    made = care.back_up(workspace, who, backups.place(workspace.settings))
    return t("Đã sao lưu vào {folder}. Chép thư mục này sang máy khác.").format(folder=made.name)


def show_backups(kept: Sequence[Backup]) -> None:
    """Draw the backups there are, newest first."""
    st.caption(
        t("Khôi phục làm ở dòng lệnh khi máy chủ đã dừng: python -m indicators restore THƯ-MỤC")
    )
    rows: list[list[Value]] = [
        [
            each.name,
            words.moment(each.made_at),
            str(each.count_files),
            f"{format_number(each.count_bytes / 2**20, 1)} MB",
        ]
        for each in kept[:_SHOWN]
    ]
    if rows:
        head = [t("Thư mục"), t("Lúc"), t("Số tệp"), t("Dung lượng")]
        table(head, rows, key="backups", end=(2, 3), tight=(1,))


def versions(workspace: Workspace) -> None:
    """Draw what the program runs on and how large the store is."""
    size = workspace.store.path
    large = size.stat().st_size / 2**20 if size.is_file() else 0.0
    rows: list[list[Value]] = [
        ["Python", platform.python_version()],
        ["Streamlit", version("streamlit")],
        ["DuckDB", version("duckdb")],
        [t("Phiên bản dữ liệu"), str(workspace.store.version)],
        [t("Kho số liệu"), f"{format_number(large, 1)} MB"],
        [t("Đơn vị đầu tiên"), widgets.workspace().settings.home_unit],
    ]
    table([t("Thành phần"), t("Phiên bản")], rows, key="versions")
