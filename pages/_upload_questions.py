"""What is not clear: each text that may mean several indicators, answered by a click."""

from __future__ import annotations

import streamlit as st

from indicators import choices
from indicators.drafts import Kept
from indicators.errors import BangXanhError
from indicators.i18n import t
from indicators.intake.choices import text_key
from indicators.intake.reading import Question
from indicators.workspace import Workspace
from pages import _upload_work as work
from pages import _widgets as widgets
from pages._upload_understood import Files

_MOST = 20


def draw(office: Workspace, files: Files) -> None:
    """Draw each text that is not clear, with the likeliest indicators as buttons."""
    asked: dict[tuple[str | None, str], tuple[Kept, Question, int]] = {}
    for kept, reading in files:
        for question in reading.questions:
            key = question.unit, text_key(question.text)
            first, of, count = asked.get(key, (kept, question, 0))
            asked[key] = first, of, count + 1
    if not asked:
        return
    st.subheader(t("Chưa rõ là chỉ tiêu nào"))
    st.caption(t("Bấm tên đúng: hệ thống đọc lại tệp và nhớ cho các lần sau của đơn vị này."))
    for place, (kept, question, count) in enumerate(list(asked.values())[:_MOST]):
        _draw_question(office, place, kept, question, count)
    if len(asked) > _MOST:
        st.text(t("… và {n} tên nữa, hỏi tiếp sau").format(n=len(asked) - _MOST))


def _draw_question(
    office: Workspace, place: int, kept: Kept, question: Question, count: int
) -> None:
    reported = _reported(office, question.unit)
    near = [code for code in question.near if code in reported][:3]
    with st.container(border=True):
        where = f"{kept.name}, {question.sheet}!{question.cell}"
        more = t(" và {n} ô nữa").format(n=count - 1) if count > 1 else ""
        st.text(f"«{question.text}»")
        st.caption(widgets.escaped(where + more))
        for code in near:
            st.button(
                widgets.escaped(f"{reported[code]} ({code})"),
                key=f"near-{place}-{code}",
                on_click=_answer,
                args=(question, code),
                icon=":material/check:",
                width="stretch",
            )
        others = [code for code in reported if code not in near]
        key = f"other-{place}-{question.sheet}-{question.cell}-{kept.sha256[:8]}"
        st.selectbox(
            t("Chỉ tiêu khác") if near else t("Là chỉ tiêu"),
            others,
            index=None,
            format_func=lambda code: f"{reported[code]} ({code})",
            placeholder=t("Chọn chỉ tiêu"),
            key=key,
            on_change=_answer_other,
            args=(question, key),
        )


def _reported(office: Workspace, unit: str | None) -> dict[str, str]:
    """Return code -> name of what a unit reports; everything when no unit is known."""
    known = office.catalogue.indicators_of(unit) if unit else office.catalogue.indicators.values()
    return {each.code: each.name for each in known}


def _answer_other(question: Question, key: str) -> None:
    if code := st.session_state.get(key):
        _answer(question, code)


def _answer(question: Question, code: str) -> None:
    """Remember what a text means, and let the files that ask for it be read again."""
    try:
        choices.choose(
            widgets.workspace(),
            widgets.who(),
            text=question.text,
            indicator=code,
            unit=question.unit,
        )
    except BangXanhError as fault:
        st.toast(widgets.escaped(str(fault)))
        return
    work.read_again([sha256 for sha256, each in work.readings().items() if each.questions])
