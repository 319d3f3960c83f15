"""People from a workbook: the template, what the file would do, every fault, then all of it."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

import streamlit as st

from indicators.access import Principal, accounts_file
from indicators.access.accounts_file import PeopleFile
from indicators.i18n import t
from indicators.workspace import Workspace
from pages import _admin_files, _links, _once, _people_add, _roles, _say
from pages import _widgets as widgets
from pages._links import Link
from pages._table import Value, table

_READ, _ROUND = "people-read", "people-round"


def draw(workspace: Workspace, who: Principal) -> None:
    """Draw the way from an empty template to everybody added."""
    with st.expander(t("Nhập nhiều người từ Excel")):
        _links.draw([Link(t("Tải mẫu danh sách"), _admin_files.TEMPLATE)], key="list-template")
        file = st.file_uploader(
            t("Danh sách đã điền (.xlsx)"),
            type=["xlsx"],
            key=f"people-file-{st.session_state.get(_ROUND, 0)}",
        )
        if file is None:
            st.session_state.pop(_READ, None)
            return
        read = _read(workspace, who, file)
        _problems(read)
        _preview(read)
        if read.ok:
            st.button(t("Thực hiện"), type="primary", on_click=_apply)
        else:
            st.error(t("Chưa có gì được ghi: sửa các ô nêu trên, lưu lại rồi chọn tệp mới."))


def _read(workspace: Workspace, who: Principal, file: Any) -> PeopleFile:  # noqa: ANN401
    """Return what a file says; it is read once."""
    known: tuple[str, PeopleFile] | None = st.session_state.get(_READ)
    if known is not None and known[0] == file.file_id:
        return known[1]
    with tempfile.TemporaryDirectory() as folder, st.spinner(t("Đang đọc tệp…")):
        path = Path(folder) / "nguoi-dung.xlsx"
        path.write_bytes(file.getbuffer())
        read = accounts_file.read_people(workspace, who, path, name=file.name)
    st.session_state[_READ] = (file.file_id, read)
    return read


def _problems(read: PeopleFile) -> None:
    rows: list[list[Value]] = [
        [
            ("error", t("Lỗi")) if each.is_error else ("warning", t("Cảnh báo")),
            each.sheet or "",
            each.cell or "",
            each.message,
        ]
        for each in read.problems
    ]
    if rows:
        head = [t("Mức"), t("Trang tính"), t("Ô"), t("Sai gì và làm gì")]
        table(head, rows, key="people-problems", tight=(0, 2))


def _preview(read: PeopleFile) -> None:
    doing: dict[str, Value] = {
        "new": ("green", t("thêm mới")),
        "changed": ("warning", t("thay đổi")),
        "same": ("pending", t("giữ nguyên")),
    }
    rows: list[list[Value]] = [
        [doing[each.doing], each.account, each.name, "; ".join(_roles.told(each.grants))]
        for each in read.people
    ]
    if rows:
        head = [t("Sẽ làm"), t("Tài khoản"), t("Họ và tên"), t("Vai trò sau khi nhập")]
        table(head, rows, key="people-preview", tight=(0, 1))


def _apply() -> None:
    _once.forget()
    if _say.attempt(_applied):
        st.session_state[_ROUND] = st.session_state.get(_ROUND, 0) + 1


def _applied() -> str:
    _, read = st.session_state.pop(_READ)
    tokens = accounts_file.apply_people(widgets.workspace(), widgets.who(), read)
    if tokens:
        lines = [f"{account};{_people_add.link(token)}" for account, token in tokens.items()]
        told = t("Liên kết dùng một lần của {n} người, mỗi dòng một người:").format(n=len(tokens))
        _once.keep(_people_add.PAGE, told, "\n".join(lines))
    changed = sum(each.doing == "changed" for each in read.people)
    return t("Đã thêm {n} người, đổi {m} người.").format(n=len(tokens), m=changed)
