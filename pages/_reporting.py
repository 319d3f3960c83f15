"""The reporting calendar drawn: one table a duty, and letters for the office to copy."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from indicators import clock, windows
from indicators.access import Principal
from indicators.catalogue.model import Frequency
from indicators.i18n import t
from indicators.periods import Period
from indicators.reminders import Sender, plan_name
from indicators.reporting import OWED, DutyReport, State, UnitReport
from indicators.workspace import Workspace
from pages import _widgets as widgets
from pages import _words as words
from pages._table import Value, table

_LOOKS: dict[State, str] = {
    "missing": "missing",
    "returned": "warning",
    "waiting": "pending",
    "late": "warning",
    "pending": "pending",
    "on_time": "",
}


def summary(duties: Sequence[DutyReport], period: str) -> str:
    """Return the sentence that counts the reports of a period's own duties, else of all shown."""
    own = [each for each in duties if each.period == period] or duties
    units = [unit for each in own for unit in each.units]
    count = {state: sum(each.state == state for each in units) for state in _LOOKS}
    parts = [
        t("{n} quá hạn chưa đủ").format(n=count["missing"]),
        t("{n} bị trả lại").format(n=count["returned"]),
        t("{n} chờ duyệt").format(n=count["waiting"]),
        t("{n} chưa đến hạn").format(n=count["pending"]),
        t("{n} đã duyệt").format(n=count["late"] + count["on_time"]),
        t("{n} nộp muộn").format(n=count["late"]),
    ]
    shown = [part for part in parts if not part.startswith("0 ")]
    label = words.month(period)
    return t("{period}: {n} báo cáo; {parts}.").format(
        period=label, n=len(units), parts=", ".join(shown)
    )


def draw(workspace: Workspace, duty: DutyReport, *, key: str) -> None:
    """Draw one duty: where it comes from, when it is due, and its units, worst first."""
    st.subheader(f"{_title(duty)} · {words.month(duty.period)}")
    st.caption(widgets.escaped(_basis(workspace, duty)))
    head = [t("Đơn vị"), t("Tình trạng"), t("Ngày"), t("Đã gửi"), t("Gửi gần nhất"), t("Ghi chú")]
    rows = [_row(workspace, each) for each in duty.units]
    if not any(row[-1] for row in rows):
        head, rows = head[:-1], [row[:-1] for row in rows]
    table(head, rows, key=key, end=(3,), tight=(3,))


def reminders(workspace: Workspace, who: Principal, duties: Sequence[DutyReport]) -> None:
    """Draw letters to copy: one to each unit that owes something, and one to all of them."""
    owed = [
        each
        for duty in duties
        for each in duty.units
        if each.state in OWED and workspace.sees(who, each.unit, "review")
    ]
    if not owed:
        return
    st.subheader(t("Lời nhắc để sao chép"))
    settings = workspace.settings
    sender = Sender(settings.office, settings.url, workspace.catalogue, clock.today())
    by_unit: dict[str, list[UnitReport]] = {}
    for each in owed:
        by_unit.setdefault(each.unit, []).append(each)
    names = {code: _unit(workspace, code) for code in by_unit}
    if len(names) > 1:
        names = {"": t("Tất cả {n} đơn vị, một thư chung").format(n=len(names)), **names}
    unit = st.selectbox(
        t("Nhắc đơn vị"), names, format_func=lambda code: names[code], key="reminded", width=460
    )
    text = sender.letter(by_unit[unit]) if unit in by_unit else sender.circular(owed)
    st.code(text, language=None, wrap_lines=True)


def _title(duty: DutyReport) -> str:
    return widgets.escaped(duty.duty.title) if duty.duty else _rhythms()[_frequency(duty)]


def _frequency(duty: DutyReport) -> Frequency:
    return Period.parse(duty.period).frequency


def _rhythms() -> dict[Frequency, str]:
    """Return what a report is called where its plan has no duty of the rhythm."""
    return {
        "week": t("Báo cáo số liệu hằng tuần"),
        "month": t("Báo cáo số liệu hằng tháng"),
        "quarter": t("Báo cáo số liệu hằng quý"),
        "half": t("Báo cáo số liệu 6 tháng"),
        "nine_months": t("Báo cáo số liệu 9 tháng"),
        "year": t("Báo cáo số liệu hằng năm"),
    }


def _basis(workspace: Workspace, duty: DutyReport) -> str:
    plans = workspace.catalogue.plans
    numbers = ", ".join(plan_name(plans[code]) for code in duty.plans if code in plans)
    due = t("Hạn {date}").format(date=f"{duty.due_on:%d/%m/%Y}")
    if duty.duty is None:
        return t(
            "{due} (theo cấu hình; văn bản không nêu chế độ báo cáo). Văn bản: {plans}"
        ).format(due=due, plans=numbers)
    legal = t("Mục {clause}, {number}").format(clause=duty.duty.clause, number=numbers)
    to = t("nơi nhận: {recipient}").format(recipient=duty.duty.recipient)
    told = duty.duty.due_text or t("văn bản không nêu ngày, lấy theo quy ước")
    days = words.covered(windows.of_duty(duty.duty, Period.parse(duty.period)))
    return f"{due} ({told}). {legal}; {to}{f'; {days}' if days else ''}"


def _row(workspace: Workspace, each: UnitReport) -> list[Value]:
    state, days = _state(each)
    look = _LOOKS[each.state]
    sent = f"{each.count_sent}/{each.count_expected}"
    last = ""
    if each.last_sent_by and each.last_sent_at:
        last = f"{each.last_sent_by}, {words.moment(each.last_sent_at)}"
    unit = _unit(workspace, each.unit)
    return [unit, (look, state) if look else state, days, sent, last, _notes(workspace, each)]


def _state(each: UnitReport) -> tuple[str, str]:
    """Return what a report's state is called, and its days."""
    late = t("muộn {n} ngày").format(n=each.days) if each.days > 0 else ""
    match each.state:
        case "missing":
            return t("! chưa báo cáo đủ"), t("quá hạn {n} ngày").format(n=each.days)
        case "returned":
            return t("trả lại, chờ gửi lại"), late
        case "waiting":
            return t("chờ duyệt"), late or t("đúng hạn")
        case "late":
            return t("đã duyệt, nộp muộn"), late
        case "on_time":
            return t("đã duyệt"), t("đúng hạn")
        case "pending":
            left = t("còn {n} ngày").format(n=-each.days)
            return t("chưa đến hạn"), left if each.days else t("hạn hôm nay")


def _notes(workspace: Workspace, each: UnitReport) -> str:
    parts = []
    if each.is_sent_again:
        parts.append(t("đã gửi lại sau khi bị trả"))
    if each.unsent and each.count_sent:
        parts.append(t("còn thiếu: {names}").format(names=_names(workspace, each.unsent)))
    if each.returned:
        parts.append(t("bị trả: {names}").format(names=_names(workspace, each.returned)))
    return "; ".join(parts)


def _names(workspace: Workspace, codes: Sequence[str]) -> str:
    """Return the short names of a few indicators; of many, how many more."""
    known = workspace.catalogue.indicators
    names = [known[code].short or known[code].name for code in codes if code in known]
    more = t(" và {n} chỉ tiêu khác").format(n=len(names) - 3) if len(names) > 3 else ""
    return ", ".join(names[:3]) + more


def _unit(workspace: Workspace, code: str) -> str:
    units = workspace.catalogue.units
    return units[code].name if code in units else code
