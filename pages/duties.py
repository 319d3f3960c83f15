"""Báo cáo: who has reported for a period, who has not, and the words to remind them with."""

from __future__ import annotations

import streamlit as st

from indicators.i18n import t
from indicators.reporting import reporting
from pages import _bar, _calendar_links, _export_link
from pages import _reporting as told
from pages import _widgets as widgets
from pages import _words as words
from pages._bar import Field

workspace, who = widgets.workspace(), widgets.who()
standing = widgets.standing()

st.title(t("Tình hình báo cáo"))
if note := widgets.sample_note():
    st.badge(note, color="orange")
months = {code: words.month(code) for code in standing.periods}
if not months:
    st.info(t("Chưa có kỳ báo cáo nào: kế hoạch chưa có hiệu lực."))
    st.stop()
period = Field("period", t("Kỳ"), months, standing.latest, width=140, is_kept=True)
_bar.draw([period], key="duties-bar")
_calendar_links.draw(workspace, who)

duties = reporting(workspace, who, period=period.value)
if not duties:
    st.info(t("Không đơn vị nào trong phạm vi của bạn phải báo cáo cho kỳ này."))
    st.stop()
st.markdown(f"**{widgets.escaped(told.summary(duties, period.value))}**")
for place, duty in enumerate(duties):
    told.draw(workspace, duty, key=f"duty-{place}")
_export_link.draw({"period": period.value})
if who.may("review"):
    told.reminders(workspace, who, duties)
