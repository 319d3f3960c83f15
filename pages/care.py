"""Hệ thống: what is wrong with store, disk, files and settings; backups."""

from __future__ import annotations

import streamlit as st

from indicators import backups, health
from indicators.i18n import t
from pages import _findings, _say
from pages import _widgets as widgets

workspace, who = widgets.workspace(), widgets.who()

st.title(t("Hệ thống"))
_say.show()

kept = backups.backups(workspace, who)
_findings.headline(list(health.looks(workspace)), kept)

st.subheader(t("Tình trạng"))
if st.button(t("Khám toàn bộ"), help=t("Đối chiếu từng ô, từng tệp, từng dòng nhật ký.")):
    _findings.examine(workspace, who)
_findings.findings(workspace)

st.subheader(t("Sao lưu"))
if st.button(t("Sao lưu ngay"), type="primary"):
    with st.spinner(t("Đang sao lưu kho số liệu, tệp gốc và minh chứng…")):
        _findings.back_up(workspace, who)
    st.rerun()
_findings.show_backups(kept)

with st.expander(t("Phiên bản")):
    _findings.versions(workspace)
