"""Nguồn số liệu: one submission as anybody who may read it sees it, from file to board cell."""

from __future__ import annotations

import streamlit as st

from indicators import review, submission
from indicators.errors import BangXanhError
from indicators.i18n import t
from pages import _case, _export_link, _fed, _queue
from pages import _downloads as downloads
from pages import _links as links
from pages import _widgets as widgets
from pages import _words as words
from pages._links import Link

workspace, who = widgets.workspace(), widgets.who()
widgets.standing()

st.title(t("Nguồn số liệu"))
number = _queue.opened()
if number is None:
    st.info(t("Mở một ô trên bảng, rồi bấm vào lần nộp của ô đó để xem tệp gốc và minh chứng."))
    st.stop()
try:
    case = review.case(workspace, who, number)
except BangXanhError as fault:
    st.error(widgets.escaped(str(fault)))
    st.stop()

if note := widgets.sample_note():
    st.badge(note, color="orange")
unit = workspace.catalogue.units.get(case.unit)
st.subheader(f"{widgets.escaped(unit.name if unit else case.unit)} · {words.month(case.period)}")
st.text(_case.standing(case))
if why := next(row["reason"] for row in case.history if row["submission_id"] == number):
    st.text(t("Lý do: {why}").format(why=why))
if submission.is_kept(workspace, case.file, case.sha256):
    label = t("Tải tệp như đã nhận: {file}").format(file=case.file)
    links.draw([Link(label, downloads.received(number))], key="received")
else:
    st.warning(t("Tệp này không còn trong kho tệp gốc."))
st.text(t("Tệp: {file}. SHA-256: {sum}").format(file=case.file, sum=case.sha256))

_fed.draw(who, number)
_case.warnings(case)
_case.evidence(case)
_case.history(case)
_export_link.draw({"unit": case.unit, "period": case.period})
