"""What is to be exported: the bar of the page, and the form that puts files in line."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import streamlit as st

from indicators import board as boards
from indicators import clock, reports
from indicators.access import Principal
from indicators.central.reading import uncoded
from indicators.errors import InputRejected
from indicators.export import EXPORTS, Options, Wanted
from indicators.export.model import By
from indicators.export.official import official, symbol_fault
from indicators.i18n import t
from indicators.periods import Period, longer_periods
from indicators.reports import ISSUABLE, Asked
from indicators.workspace import Workspace
from pages import _bar, _say
from pages import _filters as filters
from pages import _widgets as widgets
from pages import _words as words
from pages._bar import Field

_FORMATS, _BY, _ISSUE, _SYMBOL = "export-formats", "export-by", "export-issue", "export-symbol"
_SYMBOL_OF = "export-symbol-of"  # whose symbol the field began with
_FIRST = ("pptx", "docx", "xlsx")  # what is chosen before anybody chooses


def bar(workspace: Workspace, who: Principal, standing: widgets.Standing) -> Wanted:
    """Draw the bar and return which board is to be exported; all of it is in the address."""
    catalogue = workspace.catalogue
    period = Field(
        "period", t("Kỳ"), _periods(standing.periods), standing.latest, width=185, is_kept=True
    )
    unit = filters.unit_field(workspace, who)
    plan = filters.plan_field(catalogue, unit.value)
    group = filters.group_field(catalogue, unit.value)
    known = _bar.past_day("as_of", t("Như ngày"))
    draft = _bar.switch("draft", t("Tính cả chờ duyệt"))
    fields = [period, unit, plan, group, known, draft]
    _bar.draw([each for each in fields if len(each.options) > 1 or each is known], key="export-bar")
    return Wanted(
        unit=unit.value,
        period=period.value,
        plan=plan.value or None,
        group=group.value or None,
        as_of=boards.known_at(known.value),
        provisional=draft.value == "1",
    )


def form(workspace: Workspace, who: Principal, wanted: Wanted) -> None:
    """Draw what may be chosen of the files, and the button that puts them in line."""
    first = [name for name in _FIRST if name in EXPORTS] or list(EXPORTS)[:1]
    kinds = st.pills(
        t("Loại tệp"),
        list(EXPORTS),
        default=first,
        selection_mode="multi",
        format_func=lambda kind: t(EXPORTS[kind].label),
        key=_FORMATS,
    )
    by: dict[By, str] = {"unit": t("Theo đơn vị"), "indicator": t("Theo chỉ tiêu")}
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.segmented_control(
            t("Trình bày bài trình chiếu, PDF"),
            list(by),
            default="unit",
            required=True,
            format_func=by.__getitem__,
            key=_BY,
        )
        may_issue = ISSUABLE & {*kinds} and workspace.sees(who, wanted.unit, "review")
        is_named = not may_issue or _issuing(workspace, who, wanted.unit)
    if Period.parse(wanted.period).frequency != "month":
        month = boards.coloured_month(workspace, wanted.period, wanted.as_of or clock.now())
        told = (
            t("Màu của ô là của {month}, tháng cuối kỳ; số cả kỳ được ghi riêng.")
            if Period.parse(month).end == Period.parse(wanted.period).end
            else t("Kỳ chưa hết: màu của ô là của {month}; số cả kỳ tính đến tháng ấy.")
        )
        st.caption(told.format(month=words.month(month)))
    if any(kind.startswith("central") for kind in kinds):
        _uncoded(workspace, wanted.unit)
    label = t("Tạo {n} tệp").format(n=len(kinds)) if kinds else t("Chọn loại tệp trước")
    st.button(
        label if is_named else t("Ghi ký hiệu trước"),
        type="primary",
        disabled=not kinds or not is_named,
        on_click=_begin,
        args=(wanted, tuple(kinds)),
        key="export-make",
    )


def _uncoded(workspace: Workspace, unit: str) -> None:
    """Tell which indicators have no code of the central system yet, or what its form has wrong."""
    try:
        codes = uncoded(workspace.settings, workspace.catalogue, unit)
    except InputRejected as fault:
        st.text(str(fault))
        return
    if codes:
        st.caption(
            t(
                "Chưa có mã trung ương: {codes}. Văn phòng điền vào tệp mẫu nq57.toml, ở mục Mẫu "
                "riêng của cơ quan."
            ).format(codes=widgets.escaped(codes))
        )


def _issuing(workspace: Workspace, who: Principal, unit: str) -> bool:
    """Draw the choice of an official number, with the next one; return whether it can be given."""
    if not st.toggle(t("Cấp số cho báo cáo Word"), key=_ISSUE):
        return True
    try:
        known = official(workspace.settings, workspace.catalogue, unit).symbol
    except InputRejected as fault:
        st.error(widgets.escaped(str(fault)))
        return False
    if st.session_state.get(_SYMBOL_OF) != unit or _SYMBOL not in st.session_state:
        st.session_state[_SYMBOL_OF], st.session_state[_SYMBOL] = unit, known
    symbol = st.text_input(
        t("Ký hiệu"), key=_SYMBOL, width=130, max_chars=40, placeholder=t("ví dụ BC-SXD")
    ).strip()
    if symbol and (wrong := symbol_fault(symbol)):
        st.error(widgets.escaped(t("Ký hiệu {fault}.").format(fault=wrong)))
        return False
    if symbol:
        number = reports.next_number(workspace, who, symbol)
        st.text(t("Số tiếp theo: {number}").format(number=f"{number:02d}/{symbol}"))
    return bool(symbol)


def _begin(wanted: Wanted, kinds: Sequence[str]) -> None:
    _say.attempt(lambda: _begun(wanted, kinds))


def _begun(wanted: Wanted, kinds: Sequence[str]) -> str:
    workspace, who = widgets.workspace(), widgets.who()
    by: By = "indicator" if st.session_state.get(_BY) == "indicator" else "unit"
    for kind in kinds:
        options, issues = Options(by=by), bool(st.session_state.get(_ISSUE)) and kind in ISSUABLE
        if issues:
            said = replace(
                official(workspace.settings, workspace.catalogue, wanted.unit),
                symbol=st.session_state.get(_SYMBOL, "").strip(),
            )
            options = replace(options, official=said)
        reports.begin(workspace, who, Asked(kind, wanted, options, issue=issues))
    return ""


def _periods(months: Sequence[str]) -> dict[str, str]:
    """Return the months there are, newest first, and the longer periods whose last they are."""
    found = [each for month in months for each in (*longer_periods(month), month)]
    return {code: words.month(code) for code in found}
