"""The reports that left (đã xuất): who took what, when, from which figures."""

from __future__ import annotations

from typing import Any

import streamlit as st

from indicators import reports
from indicators.access import Principal
from indicators.export import Wanted
from indicators.i18n import t
from indicators.reports import PAGE, Report, Shelf
from indicators.workspace import Workspace
from pages import _bar, _export_report
from pages import _words as words
from pages._bar import Field
from pages._table import Value, table

_PAGE = "export-page"


def draw(workspace: Workspace, who: Principal, wanted: Wanted) -> None:
    """Draw the list, newest first, a page at a time."""
    st.subheader(t("Đã xuất"))
    shown = {
        "": t("Tất cả"),
        "board": t("Đơn vị và kỳ này"),
        "mine": t("Do tôi xuất"),
        "number": t("Có số văn bản"),
    }
    choice = Field("ds", t("Danh sách"), shown, "")
    _bar.draw([choice], key="export-list-bar")
    asked: dict[str, dict[str, Any]] = {
        "": {},
        "board": {"unit": wanted.unit, "period": wanted.period},
        "mine": {"made_by": who.account},
        "number": {"has_number": True},
    }
    found = reports.kept(workspace, who, **asked[choice.value], page=_page(choice.value))
    if not found.reports:
        st.info(t("Chưa có tệp nào được xuất, trong phạm vi bạn xem được."))
        return
    head = [
        t("Bản"), t("Loại tệp"), t("Kỳ"), t("Đơn vị"), t("Số văn bản"), t("Lúc"), t("Người xuất"),
        t("Phiên bản"),
    ]  # fmt: skip
    rows = [_row(workspace, each) for each in found.reports]
    table(head, rows, key="export-kept", end=(7,), tight=(0, 2, 4, 5))
    _turn(found, choice.value)


def _row(workspace: Workspace, report: Report) -> list[Value]:
    unit = workspace.catalogue.units.get(report.wanted.unit)
    official: Value = report.official
    if report.withdrawal:
        official = ("warning", t("{number}, đã thu hồi").format(number=report.official))
    return [
        ("link", t("Bản {n}").format(n=report.number), _export_report.address(report.number)),
        t(report.label),
        words.month(report.wanted.period),
        (unit.short or unit.name) if unit else report.wanted.unit,
        official,
        words.moment(report.made_at),
        report.made_by,
        str(report.version),
    ]


def _page(shown: str) -> int:
    """Return the page that is looked at: the first one of another list."""
    known, number = st.session_state.get(_PAGE, ("", 1))
    return int(number) if known == shown else 1


def _turn(found: Shelf, shown: str) -> None:
    pages, number = -(-found.count_all // PAGE), _page(shown)
    if pages < 2:
        return
    with st.container(horizontal=True, vertical_alignment="center"):
        st.button(t("← Mới hơn"), disabled=number == 1, on_click=_go, args=(shown, number - 1))
        st.text(
            t("Trang {n} / {all}, {rows} dòng").format(n=number, all=pages, rows=found.count_all)
        )
        st.button(t("Cũ hơn →"), disabled=number == pages, on_click=_go, args=(shown, number + 1))


def _go(shown: str, number: int) -> None:
    st.session_state[_PAGE] = (shown, number)
