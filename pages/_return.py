"""Sending a submission back: why, for the whole of it and for single figures.

What is typed is kept at once, so that a telephone that is turned, a page that is read anew and a
restart of the server lose none of it. Figures that are red or unusual come first, the rest folded.
"""

from __future__ import annotations

import streamlit as st

from indicators import review
from indicators.errors import BangXanhError, InputRejected
from indicators.export import palette
from indicators.i18n import t
from indicators.review import Case, CaseFigure
from pages import _queue, _say
from pages import _widgets as widgets
from pages import _words as words
from queries import StoreError

_FAULT = "return-fault"


@st.fragment
def draw(case: Case) -> None:
    """Draw the reasons and the button that sends them."""
    said, fault = _said(case.submission), st.session_state.pop(_FAULT, "")
    with st.expander(t("Trả lại"), expanded=bool(said or fault), key=f"return-{case.submission}"):
        _field(case.submission, "", t("Lý do chung"), is_long=True)
        first = [each for each in case.figures if _matters(each)]
        rest = [each for each in case.figures if not _matters(each)]
        if first and rest:
            st.caption(t("Số chưa đạt hoặc bất thường: ghi vì sao vào số cần sửa."))
        for figure in first or rest:
            _field(case.submission, figure.indicator, _label(figure))
        if first and rest:
            told = t("Ghi lý do cho {n} chỉ tiêu khác").format(n=len(rest))
            has_words = any(each.indicator in said for each in rest)
            if st.toggle(told, value=has_words, key=f"return-rest-{case.submission}"):
                for figure in rest:
                    _field(case.submission, figure.indicator, _label(figure))
        if fault:
            st.error(widgets.escaped(fault))
        if st.button(t("Trả lại cho đơn vị"), key=f"return-send-{case.submission}"):
            _send(case.submission)
            st.rerun(scope="app")


def _matters(figure: CaseFigure) -> bool:
    return figure.after in {"red", "amber"} or bool(figure.warnings)


def _label(figure: CaseFigure) -> str:
    indicator = widgets.workspace().catalogue.indicators[figure.indicator]
    value = words.reported(figure.value, indicator)
    return widgets.escaped(f"{palette.SYMBOLS[figure.after]} {indicator.name}: {value}")


def _field(number: int, code: str, label: str, *, is_long: bool = False) -> None:
    """Draw one reason, which begins with what was typed before."""
    key = f"why-{number}-{code}"
    st.session_state.setdefault(key, _said(number).get(code, ""))
    draw_one = st.text_area if is_long else st.text_input
    draw_one(
        label, key=key, max_chars=2000 if is_long else 500, on_change=_keep, args=(number, code)
    )


def _said(number: int) -> dict[str, str]:
    """Return what was typed so far, asked of the store once a session."""
    key = f"return-said-{number}"
    if key not in st.session_state:
        st.session_state[key] = review.unsent(widgets.workspace(), widgets.who(), number)
    found: dict[str, str] = st.session_state[key]
    return found


def _keep(number: int, code: str) -> None:
    """Keep a reason as soon as its field is left."""
    text = str(st.session_state.get(f"why-{number}-{code}") or "")
    said = {**_said(number), code: text}
    st.session_state[f"return-said-{number}"] = {each: said[each] for each in said if said[each]}
    try:
        review.keep_unsent(widgets.workspace(), widgets.who(), number, said)
    except (BangXanhError, StoreError) as fault:
        st.session_state[_FAULT] = str(fault)


def _send(number: int) -> None:
    """Send it back once; a missing reason is said above the button, all else above the queue."""
    office, who, remarks = widgets.workspace(), widgets.who(), dict(_said(number))
    try:
        review.decide(
            office,
            who,
            number,
            decision="returned",
            reason=remarks.pop("", ""),
            remarks=remarks,
        )
    except InputRejected as fault:
        st.session_state[_FAULT] = str(fault)
        return
    except (BangXanhError, StoreError) as fault:
        _say.say("error", str(fault))
    else:
        _say.say("success", t("Đã trả lại lần nộp số {n}.").format(n=number))
        review.keep_unsent(office, who, number, {})
    st.session_state.pop(f"return-said-{number}", None)
    _queue.close()
