"""Xuất: decks, reports and workbooks: made, watched, taken, compared with what holds now."""

from __future__ import annotations

import streamlit as st

from indicators.i18n import t
from pages import (
    _export_bases,
    _export_choice,
    _export_jobs,
    _export_kept,
    _export_numbers,
    _export_report,
    _say,
)
from pages import _widgets as widgets

workspace, who = widgets.workspace(), widgets.who()
standing = widgets.standing()

st.title(t("Xuất báo cáo"))
if note := widgets.sample_note():
    st.badge(note, color="orange")
_say.show()
if not standing.periods:
    st.info(t("Chưa có kỳ báo cáo nào: kế hoạch chưa có hiệu lực."))
    st.stop()

number = _export_report.opened()
if number is not None:
    _export_report.draw(workspace, who, number)
    _export_jobs.draw(workspace, who)
    st.stop()

if standing.is_empty:
    st.info(
        t("Chưa có số liệu nào: tệp tạo lúc này chỉ có các chỉ tiêu được giao và những ô trống.")
    )
chosen = _export_choice.bar(workspace, who, standing)
_export_choice.form(workspace, who, chosen)
_export_jobs.draw(workspace, who)
_export_kept.draw(workspace, who, chosen)
if workspace.sees(who, chosen.unit, "review"):
    _export_numbers.draw(workspace, who)
if who.may("review") or who.may("care"):
    _export_bases.draw(workspace)
