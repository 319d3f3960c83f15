"""Nhật ký: who did what and when, filtered; whether the trail is whole; the trail as CSV."""

from __future__ import annotations

import streamlit as st

from indicators import audit_log
from indicators.i18n import t
from pages import _admin_files, _audit_filter, _audit_words, _links, _say
from pages import _widgets as widgets
from pages._links import Link
from pages._table import Value, table

workspace, who = widgets.workspace(), widgets.who()

st.title(t("Nhật ký"))
_say.show()
_audit_filter.explain(workspace, who)

wanted, kind = _audit_filter.draw()
found = audit_log.entries(workspace, who, wanted, kind=kind, page=_audit_filter.page())
with st.container(horizontal=True, vertical_alignment="center"):
    _links.draw([Link(t("Tải CSV"), _admin_files.trail(wanted, kind))], key="trail-csv")
    if st.button(t("Kiểm tra toàn vẹn")):
        with st.spinner(t("Đang kiểm tra từng dòng…")):
            _audit_filter.show_verdict(audit_log.verdict(workspace, who))

if not found.count_all:
    st.info(t("Không có dòng nào như vậy."))
    st.stop()
rows: list[list[Value]] = [
    [
        _audit_words.moment(each.at),
        each.actor,
        _audit_words.said(each.action),
        _audit_words.thing(each.on),
        _audit_words.details(each.details),
        str(each.seq),
    ]
    for each in found.rows
]
head = [t("Lúc"), t("Người"), t("Việc"), t("Đối tượng"), t("Chi tiết"), t("Dòng")]
table(head, rows, key="audit", end=(5,), tight=(0,))
_audit_filter.turn(found)
