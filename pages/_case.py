"""One submission on the office's table: figures beside last period and target, and the answer."""

from __future__ import annotations

import streamlit as st

from indicators import review
from indicators.access import Principal
from indicators.board.explain import target_text
from indicators.catalogue.model import Indicator
from indicators.errors import BangXanhError
from indicators.evidence.demands import PROOF
from indicators.export import palette
from indicators.i18n import t
from indicators.numbers import format_measure
from indicators.review import Case, CaseFigure
from pages import _changes, _fed, _lineage, _proofs, _queue, _return, _say
from pages import _downloads as downloads
from pages import _links as links
from pages import _widgets as widgets
from pages import _words as words
from pages._links import Link
from pages._named import by_name
from pages._table import Value, table
from queries import StoreError


def draw(who: Principal, number: int) -> None:
    """Draw one submission; what cannot be found is told like what does not exist."""
    office = widgets.workspace()
    try:
        case = review.case(office, who, number)
    except BangXanhError as fault:
        st.error(widgets.escaped(str(fault)))
        st.button(t("Về hàng chờ"), on_click=_queue.close)
        return
    unit = office.catalogue.units.get(case.unit)
    st.subheader(f"{unit.name if unit else case.unit} · {words.month(case.period)}")
    st.text(standing(case))
    links.draw([Link(t("Tải tệp gốc: {file}").format(file=case.file), downloads.received(number))])
    _figures(case)
    if case.state != "submitted":
        _fed.draw(who, number)
    warnings(case)
    evidence(case)
    if case.state == "submitted" and who.may("review"):
        _answer(who, case)
    history(case)


def standing(case: Case) -> str:
    """Return who sent a submission, who decided on it, and when."""
    sent = t("{who} nộp lúc {when}, lần nộp số {n}.").format(
        who=by_name(case.submitted_by),
        when=f"{case.submitted_at:%H:%M %d/%m/%Y}",
        n=case.submission,
    )
    if case.decided_by is None or case.decided_at is None:
        return sent
    did = t("duyệt") if case.state == "approved" else t("trả lại")
    return f"{sent} {by_name(case.decided_by)} {did} {case.decided_at:%H:%M %d/%m/%Y}."


def _figures(case: Case) -> None:
    rows = [_figure(each) for each in case.figures]
    head = [
        t("Chỉ tiêu"),
        t("Tử số"),
        t("Mẫu số"),
        t("Thực hiện"),
        t("Đang trên bảng"),
        t("Kỳ trước"),
        t("Phải đạt"),
        t("Nay"),
        t("Khi duyệt"),
        t("Ô"),
        t("Ghi chú"),
    ]
    table(head, rows, key="case", end=(1, 2, 3, 4, 5, 6), tight=(7, 8, 9))


def _figure(figure: CaseFigure) -> list[Value]:
    indicator, named = _indicator(figure.indicator), words.status_words()

    def told(value: float | None) -> str:
        return words.reported(value, indicator)

    def count(value: float | None) -> str:
        return "" if value is None else format_measure(value, "", 0)

    return [
        indicator.name,
        count(figure.numerator),
        count(figure.denominator),
        t("không phát sinh") if figure.denominator == 0 else told(figure.value),
        told(figure.standing),
        told(figure.previous),
        target_text(indicator, figure) or "–",
        (figure.before, f"{palette.SYMBOLS[figure.before]} {named[figure.before]}"),
        (figure.after, f"{palette.SYMBOLS[figure.after]} {named[figure.after]}"),
        f"{figure.sheet}!{figure.address}",
        figure.note,
    ]


def _indicator(code: str) -> Indicator:
    return widgets.workspace().catalogue.indicators[code]


def warnings(case: Case) -> None:
    """Draw what was unusual, each with the sender's word; what has none stands first."""
    found = [*case.warnings, *(each for figure in case.figures for each in figure.warnings)]
    if not found:
        return
    st.subheader(t("Điều bất thường và lời giải thích"))
    found.sort(key=lambda each: bool(each.explanation))
    names = widgets.workspace().catalogue.indicators
    rows: list[list[Value]] = [
        [
            names[each.indicator].name if each.indicator in names else "",
            each.message,
            each.explanation or ("warning", t("chưa giải thích")),
        ]
        for each in found
    ]
    table([t("Chỉ tiêu"), t("Bất thường"), t("Đơn vị giải thích")], rows, key="warned")


def evidence(case: Case) -> None:
    """Draw what proves the figures, each file with its link; gone or altered files flagged."""
    proof = [(figure.indicator, each) for figure in case.figures for each in figure.evidence]
    if not proof:
        return
    st.subheader(t("Minh chứng"))
    states = {"fine": "", "missing": t("tệp không còn"), "altered": t("tệp đã bị thay đổi")}
    rows: list[list[Value]] = [
        [
            _indicator(code).name,
            each.name or t("Văn bản số {number}").format(number=each.document_number or ""),
            ("error", states[each.state]) if each.state != "fine" else "",
            each.note,
            f"{by_name(each.attached_by)}, {each.attached_at:%d/%m/%Y}",
        ]
        for code, each in proof
    ]
    head = [t("Chỉ tiêu"), t("Tệp hoặc văn bản"), t("Tình trạng"), t("Ghi chú"), t("Người gửi")]
    table(head, rows, key="proof")
    _proofs.draw([each for _, each in proof], key="proof-files")


def _answer(who: Principal, case: Case) -> None:
    """Draw what approving would do, then the two answers."""
    st.subheader(t("Duyệt thì bảng thay đổi thế nào"))
    effect = review.effect(widgets.workspace(), who, [case.submission])
    st.text(
        t("Tỷ lệ xanh hóa của đơn vị: {before} → {after}.").format(
            before=words.rate(effect.before), after=words.rate(effect.after)
        )
    )
    _changes.draw(effect.changes)
    if case.is_own:
        st.info(t("Bạn là người nộp: hãy để người khác của Văn phòng duyệt."))
        return
    lacking = [each for figure in case.figures for each in figure.warnings if each.code in PROOF]
    if lacking:
        said = sum(bool(each.explanation) for each in lacking)
        told = t("{n} số liệu phải có minh chứng mà chưa có; đơn vị giải thích {m}. Xem ở trên.")
        st.warning(told.format(n=len(lacking), m=said))
    st.button(t("Duyệt"), type="primary", on_click=_approve, args=(case.submission,))
    _return.draw(case)


def _approve(number: int) -> None:
    """Approve once; what came of it is said above the queue."""
    try:
        review.decide(widgets.workspace(), widgets.who(), number, decision="approved")
    except (BangXanhError, StoreError) as fault:
        _say.say("error", str(fault))
    else:
        _say.say("success", t("Đã duyệt lần nộp số {n}.").format(n=number))
    _queue.close()


def approve_all(numbers: list[int]) -> None:
    """Approve everything that is picked: all of it, or none."""
    try:
        review.decide_all(widgets.workspace(), widgets.who(), numbers)
    except (BangXanhError, StoreError) as fault:
        _say.say("error", str(fault))
    else:
        _say.say("success", t("Đã duyệt {n} lần nộp.").format(n=len(numbers)))
    st.session_state["picked"] = []


def history(case: Case) -> None:
    """Draw everything sent for the same unit and period, each a link to what it held."""
    if len(case.history) < 2:
        return
    with st.expander(t("Các lần nộp của kỳ này ({n})").format(n=len(case.history))):
        named = {"submitted": t("chờ duyệt"), "approved": t("đã duyệt"), "returned": t("trả lại")}
        rows: list[list[Value]] = [
            [
                ("link", str(row["submission_id"]), _lineage.case_address(row["submission_id"])),
                row["file_name"],
                by_name(row["submitted_by"]),
                words.moment(row["submitted_at"]),
                named[row["decision"]],
                by_name(row["decided_by"]),
                row["reason"],
            ]
            for row in case.history
        ]
        head = [t("Số"), t("Tệp"), t("Người nộp"), t("Lúc"), t("Kết quả"), t("Người duyệt")]
        table([*head, t("Lý do")], rows, key="history", tight=(0, 3, 4))
