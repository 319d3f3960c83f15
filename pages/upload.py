"""Nộp số liệu: take a template, give files, see what was understood, confirm."""

from __future__ import annotations

import streamlit as st

from indicators.i18n import t
from pages import _intake as intake
from pages import _template as template
from pages import _widgets as widgets

workspace, who = widgets.workspace(), widgets.who()
widgets.standing()

st.title(t("Nộp số liệu"))
if note := widgets.sample_note():
    st.badge(note, color="orange")
st.caption(
    t("Số liệu nộp xong chờ Văn phòng duyệt. Mọi lần nộp đều ghi lại tệp, giờ và người nộp.")
)

st.subheader(t("1. Lấy biểu mẫu"))
template.draw(workspace, who)

st.subheader(t("2. Chọn tệp đã điền"))
files = st.file_uploader(
    t("Tệp Excel (.xlsx): biểu mẫu ở trên, biểu riêng của đơn vị, bảng dài hoặc bảng chéo"),
    type=["xlsx"],
    accept_multiple_files=True,
    key=f"files-{st.session_state.get('round', 0)}",
)
if not files:
    intake.show_outcome()
    st.stop()
st.session_state.pop("outcome", None)
readings = intake.read(files)

st.subheader(t("3. Kiểm tra và nộp"))
intake.show_understood(readings)
intake.show_problems(readings)
intake.show_figures(readings)

good = [reading for reading in readings if reading.ok]
if not good:
    st.error(
        t(
            "Chưa nộp được: hãy sửa các ô nêu trên trong Excel, lưu lại, bỏ tệp cũ rồi chọn "
            "tệp mới. Chưa có gì được ghi."
        )
    )
    st.stop()
intake.show_changes(who, good)
if len(good) < len(readings):
    st.warning(
        t("Chỉ {n} trong {all} tệp được nộp; các tệp có lỗi thì không.").format(
            n=len(good), all=len(readings)
        )
    )
st.button(t("Nộp, chờ duyệt"), type="primary", on_click=intake.submit_all, args=(files,))
