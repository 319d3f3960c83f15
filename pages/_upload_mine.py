"""«Việc của tôi»: what the office answered, and the work that was left unfinished."""

from __future__ import annotations

import streamlit as st

from indicators import drafts, review
from indicators.access import Principal
from indicators.drafts import Draft
from indicators.errors import BangXanhError
from indicators.i18n import t
from indicators.numbers import format_measure
from indicators.review import Answer
from indicators.workspace import Workspace
from pages import _downloads as downloads
from pages import _links as links
from pages import _upload_work as work
from pages import _widgets as widgets
from pages import _words as words
from pages._links import Link
from pages._named import by_name
from pages._table import Value, table

_OPEN = "upload-answer"
_SHOWN = 5


def draw(office: Workspace, who: Principal, *, entering: str | None) -> None:
    """Draw what waits for this person: returned work first, then drafts, then the rest folded.

    Args:
        office: the open office.
        who: whose work.
        entering: the number of the draft of figures that is on the page now.
    """
    answers = review.answers(office, who)
    back = [each for each in answers if each.state == "returned" and not each.is_replaced]
    left = [each for each in drafts.mine(office, who) if each.number != entering]
    if held := work.draft():
        left = [each for each in left if each.number != held.number]
    if not answers and not left:
        return
    st.subheader(t("Việc của tôi"))
    for each in back[:_SHOWN]:
        _returned(office, who, each)
    for draft in left[:_SHOWN]:
        _draft(office, draft)
    _rest(office, [each for each in answers if each not in back[:_SHOWN]])


def _returned(office: Workspace, who: Principal, answer: Answer) -> None:
    with st.container(border=True):
        st.badge(t("Bị trả lại: cần sửa và nộp lại"), color="red", icon=":material/undo:")
        st.text(
            t("{unit} · {period} · lần nộp số {n}, tệp {file}").format(
                unit=_unit(office, answer.unit),
                period=words.month(answer.period),
                n=answer.submission,
                file=answer.file,
            )
        )
        if answer.decided_at is not None:
            st.text(
                t("{who} trả lại lúc {when}. {reason}").format(
                    who=by_name(answer.decided_by),
                    when=f"{answer.decided_at:%H:%M %d/%m/%Y}",
                    reason=answer.reason,
                )
            )
        if answer.remarks:
            rows: list[list[Value]] = [
                [_indicator(office, code), text] for code, text in answer.remarks.items()
            ]
            head = [t("Chỉ tiêu"), t("Vì sao trả lại")]
            table(head, rows, key=f"remarks-{answer.submission}")
        is_open = st.toggle(
            t("Xem số liệu đã nộp"), key=f"{_OPEN}-{answer.submission}", value=False
        )
        if is_open:
            _figures(office, who, answer)


def _figures(office: Workspace, who: Principal, answer: Answer) -> None:
    """Draw the figures of a returned submission, those with a remark first."""
    try:
        case = review.case(office, who, answer.submission)
    except BangXanhError as fault:
        st.error(widgets.escaped(str(fault)))
        return
    rows: list[list[Value]] = []
    for each in sorted(case.figures, key=lambda each: each.indicator not in answer.remarks):
        indicator = office.catalogue.indicators[each.indicator]
        shown = words.reported(each.value, indicator)
        counts = [
            "" if number is None else format_measure(number, "", 0)
            for number in (each.numerator, each.denominator)
        ]
        is_faulty = each.indicator in answer.remarks
        mark: Value = ("error", t("cần sửa")) if is_faulty else ""
        rows.append([mark, indicator.name, *counts, shown, f"{each.sheet}!{each.address}"])
    head = ["", t("Chỉ tiêu"), t("Tử số"), t("Mẫu số"), t("Thực hiện"), t("Ở đâu")]
    table(head, rows, key=f"case-{answer.submission}", end=(2, 3, 4), tight=(0, 5))
    address = downloads.received(answer.submission)
    links.draw([Link(t("Tải tệp đã nộp"), address)], key=f"received-{answer.submission}")


def _draft(office: Workspace, draft: Draft) -> None:
    with st.container(border=True):
        when = f"{draft.saved_at:%H:%M %d/%m/%Y}" if draft.saved_at else ""
        st.badge(t("Bản đang làm dở, lưu lúc {when}").format(when=when), color="blue")
        st.text(_told(office, draft))
        with st.container(horizontal=True):
            is_entry = draft.unit is not None and draft.period is not None
            st.button(
                t("Tiếp tục"),
                key=f"resume-{draft.number}",
                on_click=_resume_entry if is_entry else work.resume,
                args=(draft.unit, draft.period) if is_entry else (draft.number,),
            )
            st.button(
                t("Bỏ"), key=f"drop-{draft.number}", on_click=work.put_down, args=(draft.number,)
            )


def _told(office: Workspace, draft: Draft) -> str:
    if draft.unit is not None and draft.period is not None:
        return t("Số liệu nhập trên trang: {unit} · {period} · {n} chỉ tiêu").format(
            unit=_unit(office, draft.unit), period=words.month(draft.period), n=len(draft.entered)
        )
    named = ", ".join(each.name for each in draft.files[:3])
    more = " …" if len(draft.files) > 3 else ""
    return t("{n} tệp chưa nộp: {files}").format(n=len(draft.files), files=named + more)


def _resume_entry(unit: str, period: str) -> None:
    st.query_params["for"], st.query_params["month"] = unit, period
    st.session_state["upload-way"] = "entry"


def _rest(office: Workspace, answers: list[Answer]) -> None:
    """Draw what waits and what was decided lately, folded away."""
    if not answers:
        return
    count = {state: sum(each.state == state for each in answers) for state in _STATES}
    told = t("Đã nộp trong 60 ngày: {waiting} chờ duyệt, {approved} đã duyệt, {returned} trả lại")
    label = told.format(
        waiting=count["submitted"], approved=count["approved"], returned=count["returned"]
    )
    folded = st.expander(label, key="upload-answers", on_change="rerun")
    if not folded.open:
        return
    named = {"submitted": t("chờ duyệt"), "approved": t("đã duyệt"), "returned": t("trả lại")}
    colours = {"submitted": "pending", "approved": "green", "returned": "error"}
    rows: list[list[Value]] = [
        [
            (colours[each.state], named[each.state]),
            _unit(office, each.unit),
            words.month(each.period),
            each.file,
            f"{each.submitted_at:%H:%M %d/%m/%Y}",
            t("đã nộp lại sau đó") if each.is_replaced else each.reason,
        ]
        for each in sorted(answers, key=lambda each: each.state != "submitted")
    ]
    head = [t("Trả lời"), t("Đơn vị"), t("Kỳ"), t("Tệp"), t("Nộp lúc"), t("Ghi chú")]
    with folded:
        table(head, rows, key="answers", tight=(0, 2, 4))


_STATES = ("submitted", "approved", "returned")


def _unit(office: Workspace, code: str) -> str:
    known = office.catalogue.units.get(code)
    return known.name if known else code


def _indicator(office: Workspace, code: str) -> str:
    known = office.catalogue.indicators.get(code)
    return known.name if known else code
