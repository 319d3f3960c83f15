"""The bar on top of every board: period, unit, plan, group, order; and what to do when empty."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import streamlit as st

from indicators import board as boards
from indicators.catalogue.model import Catalogue
from indicators.i18n import t
from indicators.workspace import Workspace
from pages import _widgets as widgets
from pages import _words as words

_ALL = "tat-ca"


@dataclass(frozen=True, slots=True)
class Chosen:
    """What the bar says: which board to draw."""

    period: str
    unit: str
    plan: str | None
    group: str | None
    order: str
    provisional: bool

    @property
    def trend_arguments(self) -> dict[str, Any]:
        """What the trend of this board is asked with."""
        return {
            "period": self.period,
            "unit": self.unit,
            "plan": self.plan,
            "group": self.group,
            "provisional": self.provisional,
        }

    @property
    def board_arguments(self) -> dict[str, Any]:
        """What this board is asked with."""
        return {**self.trend_arguments, "order": self.order}

    @property
    def address(self) -> dict[str, str]:
        """The query parameters that reopen this board."""
        optional = {
            "plan": self.plan,
            "group": self.group,
            "order": None if self.order == "worst" else self.order,
            "draft": "1" if self.provisional else None,
        }
        given = {name: value for name, value in optional.items() if value is not None}
        return {"period": self.period, "unit": self.unit, **given}


def bar(workspace: Workspace, periods: list[str]) -> Chosen:
    """Draw the bar and return what is chosen; all of it is kept in the address."""
    catalogue = workspace.catalogue
    with st.container(horizontal=True, vertical_alignment="bottom", gap="small"):
        period = widgets.picker(
            t("Kỳ"),
            {code: words.month(code) for code in periods},
            key="period",
            default=boards.latest_period(workspace),
            width=155,
        )
        units = _units(catalogue)
        home = workspace.settings.home_unit
        unit = widgets.picker(
            t("Đơn vị"),
            units,
            key="unit",
            default=home if home in units else next(iter(units)),
            width=240,
        )
        plan = _optional(t("Kế hoạch"), _plans(catalogue, unit), key="plan", width=180)
        group = _optional(t("Nhóm đơn vị"), _groups(catalogue, unit), key="group", width=170)
        order = widgets.choice(
            t("Thứ tự"), {"worst": t("Đỏ trước"), "plan": t("Theo kế hoạch")}, key="order"
        )
        provisional = widgets.switch(t("Tính cả chờ duyệt"), key="draft")
    return Chosen(period, unit, plan, group, order, provisional)


def nothing_yet() -> None:
    """Say what to do when nobody has sent any figure."""
    st.title(t("Chưa có số liệu nào"))
    st.markdown(
        t(
            "Bảng sẽ hiện ngay khi có số liệu đầu tiên:\n\n"
            "1. Tải biểu mẫu Excel của từng đơn vị ở trang **Nộp số liệu**.\n"
            "2. Điền các ô để trống, lưu lại.\n"
            "3. Kéo tệp thả vào trang **Nộp số liệu**, xem kết quả kiểm tra rồi bấm nộp."
        )
    )
    st.page_link("pages/upload.py", label=t("Đến trang Nộp số liệu"), query_params={})


def nothing_matches() -> None:
    """Say what to do when the filters leave nothing."""
    st.info(
        t(
            "Không có chỉ tiêu nào khớp với lựa chọn này. Hãy chọn kế hoạch, nhóm hoặc đơn vị "
            "khác ở thanh trên."
        )
    )
    st.button(t("Bỏ các bộ lọc"), on_click=_clear)


def _clear() -> None:
    for key in ("plan", "group", "draft", "cell"):
        st.query_params.pop(key, None)


def _optional(label: str, options: dict[str, str], *, key: str, width: int) -> str | None:
    """Draw a picker with "all" first; none at all when there is nothing to choose between."""
    if len(options) < 2 and st.query_params.get(key) not in options:
        st.query_params.pop(key, None)
        return None
    code = widgets.picker(
        label, {_ALL: t("Tất cả"), **options}, key=key, default=_ALL, width=width, is_kept=False
    )
    return None if code == _ALL else code


def _units(catalogue: Catalogue) -> dict[str, str]:
    """Return the units that report, or that have units below which do."""
    reporting = {code for each in catalogue.indicators.values() for code in each.applies_to}
    above = {up for code in reporting for up in catalogue.ancestors(code)}
    shown = reporting | above
    return {code: name for code, name in widgets.unit_options(catalogue).items() if code in shown}


def _plans(catalogue: Catalogue, unit: str) -> dict[str, str]:
    below = set(catalogue.subtree(unit))
    used = {each.plan for each in catalogue.indicators.values() if below & set(each.applies_to)}
    return {code: plan.short for code, plan in catalogue.plans.items() if code in used}


def _groups(catalogue: Catalogue, unit: str) -> dict[str, str]:
    below = set(catalogue.subtree(unit)) - {unit}
    return {
        code: group.name for code, group in catalogue.groups.items() if below & set(group.members)
    }
