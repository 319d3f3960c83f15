"""Duyệt: what waits, what approving would do, the answer; closing a period."""

from __future__ import annotations

import streamlit as st

from indicators import review
from indicators.i18n import t
from pages import _case, _changes, _closing, _queue, _say
from pages import _widgets as widgets
from pages import _words as words

workspace, who = widgets.workspace(), widgets.who()
widgets.standing()

st.title(t("Duyệt số liệu"))
if note := widgets.sample_note():
    st.badge(note, color="orange")
_say.show()

opened = _queue.opened()
if opened is not None:
    st.button(t("← Về hàng chờ"), on_click=_queue.close)
    _case.draw(who, opened)
    st.stop()

waiting = review.queue(workspace, who)
if not waiting:
    st.success(t("Không còn lần nộp nào chờ duyệt."))
else:
    st.text(t("{n} lần nộp đang chờ, cũ nhất và đỏ nhất trước.").format(n=len(waiting)))
    picked = _queue.draw(waiting)
    if picked:
        effect = review.effect(workspace, who, picked)
        st.subheader(t("Duyệt {n} lần nộp thì bảng thay đổi thế nào").format(n=len(picked)))
        st.text(
            t("Tỷ lệ xanh hóa của các đơn vị này: {before} → {after}.").format(
                before=words.rate(effect.before), after=words.rate(effect.after)
            )
        )
        _changes.draw(effect.changes)
        if lacking := review.lacking_proof(workspace, who, picked):
            st.warning(t("{n} số liệu phải có minh chứng mà chưa có.").format(n=lacking))
        st.button(
            t("Duyệt {n} lần nộp đã chọn").format(n=len(picked)),
            type="primary",
            on_click=_case.approve_all,
            args=(picked,),
        )

_closing.draw(workspace, who)
