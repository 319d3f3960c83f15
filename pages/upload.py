"""Nộp số liệu: what waits for you, a template, files or figures, one screen of all found."""

from __future__ import annotations

import streamlit as st

from indicators.i18n import t
from pages import _explaining as explaining
from pages import _template as template
from pages import _upload_changes as changes
from pages import _upload_entry as entry
from pages import _upload_evidence as evidence
from pages import _upload_mine as mine
from pages import _upload_problems as problems
from pages import _upload_questions as questions
from pages import _upload_send as send
from pages import _upload_understood as understood
from pages import _upload_work as work
from pages import _widgets as widgets

office, who = widgets.workspace(), widgets.who()
widgets.standing()

st.title(t("Nộp số liệu"))
if note := widgets.sample_note():
    st.badge(note, color="orange")
st.caption(t("Số liệu nộp xong chờ Văn phòng duyệt. Tệp, giờ và người nộp đều được ghi lại."))
ways = {"files": t("Tải tệp lên"), "entry": t("Nhập trên trang")}
is_entry = st.session_state.get("upload-way") == "entry"
chosen = template.chosen(office, who)
entering = entry.number_of(office, who, *chosen) if is_entry else None
mine.draw(office, who, entering=entering)
explaining.draw(office, who)

st.subheader(t("1. Đơn vị, kỳ và biểu mẫu"))
template.draw(office, who)
problems.draw_closed(office, who, *chosen)

st.subheader(t("2. Tải tệp đã điền hoặc nhập trên trang"))
st.segmented_control(
    t("Cách nộp"),
    list(ways),
    format_func=lambda way: ways[way],
    default="files",
    required=True,
    key="upload-way",
    label_visibility="collapsed",
)
if is_entry:
    entry.draw(office, who, *chosen)
else:
    is_folder = st.toggle(t("Chọn cả thư mục"), key="upload-folder")
    files = st.file_uploader(
        t("Tệp Excel (.xlsx): biểu mẫu ở trên, biểu riêng của đơn vị, bảng dài hoặc bảng chéo"),
        type=["xlsx"],
        accept_multiple_files="directory" if is_folder else True,
        key=work.uploader_key(),
    )
    if files:
        work.take_in(files)
        st.rerun()
send.draw_outcome(office, who)
taken = work.read()
if not taken:
    st.stop()

st.subheader(t("3. Kiểm tra và nộp"))
good = [reading for _, reading in taken if reading.ok]
found = changes.preview(office, who, good)
understood.draw_files(office, taken, send.sent_words(found.sent))
questions.draw(office, taken)
problems.draw_errors(taken)
problems.draw_warnings(taken)
understood.draw_figures(office, who, taken)
if not good:
    problems.draw_none_good(taken)
    st.stop()
changes.draw(office, found)
evidence.draw(office, who, good)
send.draw_button(taken, found.sent)
