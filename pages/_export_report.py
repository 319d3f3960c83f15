"""One report that left: what it was made from, made again, compared with what holds now."""

from __future__ import annotations

import streamlit as st

from indicators import reports
from indicators.access import Principal
from indicators.errors import BangXanhError
from indicators.i18n import t
from indicators.numbers import format_number
from indicators.reports import Report
from indicators.workspace import Workspace
from pages import _export_differences, _say
from pages import _widgets as widgets
from pages import _words as words

_ASKED = "ban"  # the parameter of the address that names a report
_LONGEST = 19  # digits of a number that the store can hold


def address(number: int) -> str:
    """Return the address that opens one report."""
    return f"/exports?{_ASKED}={number}"


def opened() -> int | None:
    """Return the report that the address opens, None for the page itself."""
    asked = st.query_params.get(_ASKED, "")
    return int(asked) if asked.isdecimal() and len(asked) < _LONGEST else None


def draw(workspace: Workspace, who: Principal, number: int) -> None:
    """Draw one report with what can be done with it."""
    st.button(t("← Mọi bản đã xuất"), on_click=_close)
    try:
        report, _ = reports.opened(workspace, who, number)
    except (BangXanhError, ValueError) as fault:
        st.error(widgets.escaped(str(fault)))
        return
    title = f"{t(report.label)}, {words.month(report.wanted.period)}"
    st.subheader(t("Bản {n}").format(n=number) + f": {widgets.escaped(title)}")
    st.text(_facts(workspace, report))
    with st.container(horizontal=True, vertical_alignment="bottom"):
        st.button(t("Làm lại"), on_click=_again, args=(number, title), key="export-again")
        compares = st.button(t("So với hiện nay"), key="export-compare", type="primary")
        if report.official and not report.withdrawal:
            _withdrawing(workspace, who, report)
    if compares:
        with st.spinner(t("Đang so từng số…")):
            _export_differences.draw(workspace, who, number)


def _facts(workspace: Workspace, report: Report) -> str:
    unit, wanted = workspace.catalogue.units.get(report.wanted.unit), report.wanted
    plan = workspace.catalogue.plans.get(wanted.plan or "")
    facts = [
        (t("Số văn bản"), f"{report.official} ({report.year})" if report.official else ""),
        (t("Đã thu hồi"), _withdrawn(report)),
        (t("Đơn vị"), unit.name if unit else wanted.unit),
        (t("Kế hoạch"), plan.short if plan else (wanted.plan or "")),
        (t("Xuất lúc"), f"{words.moment(report.made_at)}, {report.made_by}"),
        (t("Số liệu lúc"), words.moment(report.known_at)),
        (t("Phiên bản dữ liệu"), str(report.version)),
        (t("Tệp"), f"{report.file} ({format_number(report.count_bytes)} B)"),
        ("SHA-256", report.sha256),
    ]
    return "\n".join(f"{name}: {value}" for name, value in facts if value)


def _withdrawn(report: Report) -> str:
    taken = report.withdrawal
    return f"{words.moment(taken.at)}, {taken.by}: {taken.reason}" if taken else ""


def _withdrawing(workspace: Workspace, who: Principal, report: Report) -> None:
    if not workspace.sees(who, report.wanted.unit, "review"):
        return
    with st.popover(t("Thu hồi")):
        st.text(t("Số văn bản vẫn được giữ, không cấp cho báo cáo khác."))
        st.text_area(t("Lý do"), key="withdraw-reason", max_chars=1000)
        st.button(t("Thu hồi báo cáo này"), on_click=_withdraw, args=(report.number,))


def _withdraw(number: int) -> None:
    reason = st.session_state.get("withdraw-reason", "")
    _say.attempt(lambda: _taken_back(number, reason))


def _taken_back(number: int, reason: str) -> str:
    reports.withdraw(widgets.workspace(), widgets.who(), number, reason)
    return t("Đã thu hồi.")


def _again(number: int, title: str) -> None:
    _say.attempt(lambda: _begun(number, title))


def _begun(number: int, title: str) -> str:
    named = t("Làm lại bản {n}").format(n=number)
    reports.begin_again(widgets.workspace(), widgets.who(), number, f"{named}, {title}")
    return ""


def _close() -> None:
    st.query_params.pop(_ASKED, None)
