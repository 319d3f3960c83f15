"""Calendars on the page of reports: the file to take, and an address to subscribe to."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import urlsplit

import streamlit as st

from indicators import calendars
from indicators.access import Principal
from indicators.access.api_tokens import LONGEST_DAYS, LONGEST_LABEL
from indicators.i18n import t
from indicators.workspace import Workspace
from pages import _calendar_route, _links, _once, _say
from pages import _widgets as widgets
from pages._links import Link

PAGE = "duties"


def draw(workspace: Workspace, who: Principal) -> None:
    """Draw which unit's calendar it is, the file, and how to subscribe."""
    units = widgets.unit_options(workspace.catalogue, who)
    if not units:
        return
    _say.show()
    _once.show()
    with st.container(horizontal=True, vertical_alignment="bottom"):
        unit = _unit(workspace, units)
        with st.popover(t("Đăng ký lịch")):
            _subscribing(who, unit)
        _links.draw([Link(t("Tải lịch (.ics)"), _calendar_route.address(unit))], key="calendar")


def _unit(workspace: Workspace, units: Mapping[str, str]) -> str:
    """Return the unit whose calendar is wanted: the office's own at first, where it is seen."""
    codes = list(units)
    home = workspace.settings.home_unit
    if len(codes) == 1:
        return codes[0]
    return st.selectbox(
        t("Lịch của"),
        codes,
        index=codes.index(home) if home in codes else 0,
        format_func=lambda code: units[code],
        key="calendar-unit",
        width=380,
    )


@st.cache_data(show_spinner=False, max_entries=200, hash_funcs=widgets.WHO)
def _counts(
    moment: widgets.Moment,  # noqa: ARG001  # part of the cache key
    who: Principal,
    *,
    unit: str,
) -> tuple[int, int]:
    """Return how many days a calendar holds, and how many tasks have none."""
    found = calendars.calendar(widgets.workspace(), who, unit)
    return len(found.events), sum(found.undated.values())


def _subscribing(who: Principal, unit: str) -> None:
    """Draw what is in the calendar, the form that makes an address, and where to put it."""
    count, undated = _counts(widgets.moment(), who, unit=unit)
    st.caption(
        t(
            "Lịch có {n} ngày hạn: báo cáo của năm nay và năm sau, mọi nhiệm vụ có thời hạn. "
            "{m} nhiệm vụ không có ngày cụ thể nên không có trong lịch."
        ).format(n=count, m=undated)
    )
    st.markdown(
        t(
            "Chương trình lịch tự đọc lại địa chỉ này vài giờ một lần, nên hạn mới và hạn đổi tự "
            "hiện ra. Ai có địa chỉ thì xem được lịch: không gửi cho người khác; lộ ra thì thu hồi "
            "ở trang **Tài khoản**."
        )
    )
    if who.is_sample:
        st.info(t("Người dùng mẫu không tạo địa chỉ lịch được: hãy đăng nhập người thật."))
    else:
        with st.form("calendar", border=False):
            st.text_input(
                t("Đọc lịch ở đâu"),
                key="calendar-label",
                max_chars=LONGEST_LABEL,
                placeholder=t("Outlook ở cơ quan, điện thoại"),
            )
            st.number_input(
                t("Dùng trong bao nhiêu ngày"), 1, LONGEST_DAYS, LONGEST_DAYS, key="calendar-days"
            )
            st.form_submit_button(t("Tạo địa chỉ"), on_click=_create)
    st.markdown(
        t(
            "- **Outlook**: Lịch > Thêm lịch > Đăng ký từ web, dán địa chỉ.\n"
            "- **iPhone**: Cài đặt > Lịch > Tài khoản > Thêm tài khoản > Khác > Thêm lịch.\n"
            "- **Google, Android**: mở calendar.google.com trên máy tính, Lịch khác > Từ URL. "
            "Google đọc từ Internet: Bảng Xanh chỉ mở trong mạng cơ quan thì tải tệp .ics rồi chọn "
            "Nhập. Google bỏ lời nhắc có trong lịch: đặt lời nhắc ở Google.\n"
            "- Điện thoại chỉ cập nhật được khi vào được mạng mà Bảng Xanh mở ra."
        )
    )


def _create() -> None:
    _once.forget()
    _say.attempt(_created)


def _created() -> str:
    state, workspace, who = st.session_state, widgets.workspace(), widgets.who()
    label, days = str(state["calendar-label"]), int(state["calendar-days"])
    units = widgets.unit_options(workspace.catalogue, who)
    unit = str(state.get("calendar-unit") or next(iter(units), ""))
    path = calendars.subscribe(workspace, who, unit, label=label, days=days)
    told = t("Địa chỉ lịch của {unit}, cho «{label}»:").format(unit=units[unit], label=label)
    _once.keep(PAGE, told, f"{_origin(workspace)}{path}")
    return ""


def _origin(workspace: Workspace) -> str:
    """Return where people open this: as set, else as this browser did."""
    if workspace.settings.url:
        return workspace.settings.url.rstrip("/")
    here = urlsplit(str(st.context.url or ""))
    return f"{here.scheme}://{here.netloc}" if here.netloc else ""
