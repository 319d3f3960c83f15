"""The bar on top of every board: period, unit, plan, group, order; and what to do when empty."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import streamlit as st

from indicators import board as boards
from indicators.access import Principal
from indicators.board.view import Board
from indicators.catalogue.model import Catalogue
from indicators.i18n import t
from indicators.workspace import Workspace
from pages import _bar
from pages import _widgets as widgets
from pages import _words as words
from pages._bar import Field


@dataclass(frozen=True, slots=True)
class Chosen:
    """What the bar says: which board to draw; `known` is the past moment as the address has it."""

    period: str
    unit: str
    plan: str | None
    group: str | None
    order: str
    provisional: bool
    known: str = ""

    @property
    def as_of(self) -> datetime | None:
        """The moment as of which the board is drawn, None for now."""
        return boards.known_at(self.known)

    @property
    def trend_arguments(self) -> dict[str, Any]:
        """What the trend of this board is asked with."""
        return {
            "period": self.period,
            "unit": self.unit,
            "plan": self.plan,
            "group": self.group,
            "provisional": self.provisional,
            "as_of": self.as_of,
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
            "as_of": self.known or None,
        }
        given = {name: value for name, value in optional.items() if value is not None}
        return {"period": self.period, "unit": self.unit, **given}


def bar(workspace: Workspace, who: Principal, standing: widgets.Standing) -> Chosen:
    """Draw the bar and return what is chosen; all of it is kept in the address."""
    catalogue = workspace.catalogue
    months = {code: words.month(code) for code in standing.periods}
    period = Field("period", t("Kỳ"), months, standing.latest, width=140, is_kept=True)
    unit = unit_field(workspace, who)
    plan = plan_field(catalogue, unit.value)
    group = group_field(catalogue, unit.value)
    orders = {"worst": t("Đỏ trước"), "plan": t("Theo kế hoạch")}
    order = Field("order", t("Thứ tự"), orders, "worst", kind="options")
    draft = _bar.switch("draft", t("Tính cả chờ duyệt"))
    known = _bar.past_day("as_of", t("Như ngày"))
    fields = [period, unit, plan, group, order, known, draft]
    shown = [field for field in fields if len(field.options) > 1 or field.kind == "date"]
    _bar.draw(shown, keeps=widgets.was_shown())
    return Chosen(
        period.value,
        unit.value,
        plan.value or None,
        group.value or None,
        order.value,
        provisional=draft.value == "1",
        known=known.value,
    )


def as_known(chosen: Chosen) -> None:
    """Say that the board is not that of now, with the way back."""
    if chosen.as_of is None:
        return
    with st.container(horizontal=True, vertical_alignment="center", key="as-known"):
        st.warning(
            t(
                "**Bảng như được biết lúc {when}**: những gì nộp, duyệt hay trả lại sau lúc đó "
                "không có ở đây."
            ).format(when=words.moment(chosen.as_of))
        )
        st.button(t("Về bảng hiện nay"), on_click=_set_known, args=("",))


def closed(who: Principal, board: Board, chosen: Chosen) -> None:
    """Say that everything on the board is closed, and offer it as it was at that moment."""
    own = {cell for cell in board.cells.values() if not cell.is_rolled_up}
    units = sorted({cell.unit for cell in own if cell.period == board.period})
    if chosen.as_of is not None:
        return
    found = widgets.cached_closing(widgets.moment(), who, period=board.period, units=tuple(units))
    if found is None:
        return
    with st.container(horizontal=True, vertical_alignment="center", key="closed"):
        st.text(found.told, width="content")
        moment = found.at.isoformat()
        st.button(t("Xem như lúc khóa sổ"), on_click=_set_known, args=(moment,))


def _set_known(moment: str) -> None:
    if moment:
        st.query_params["as_of"] = moment
    else:
        st.query_params.pop("as_of", None)


def nothing_yet(who: Principal) -> None:
    """Say what to do when nobody has sent any figure: each what they may."""
    st.title(t("Chưa có số liệu nào"))
    if who.may("people"):
        st.markdown(
            t(
                "Việc đầu tiên: thêm cán bộ đầu mối của từng đơn vị và người của Văn phòng, "
                "ở trang **Người dùng**."
            )
        )
        if st.button(t("Đến trang Người dùng"), type="primary"):
            st.switch_page("pages/people.py", query_params={})
    st.markdown(
        t(
            "Bảng sẽ hiện ngay khi có số liệu đầu tiên:\n\n"
            "1. Tải biểu mẫu Excel của từng đơn vị ở trang **Nộp số liệu**.\n"
            "2. Điền các ô để trống, lưu lại.\n"
            "3. Kéo tệp thả vào trang **Nộp số liệu**, xem kết quả kiểm tra rồi bấm nộp."
        )
    )
    if who.may("submit") and st.button(t("Đến trang Nộp số liệu"), type="primary"):
        st.switch_page("pages/upload.py", query_params={})


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
    for key in ("plan", "group", "draft", "as_of", "cell"):
        st.query_params.pop(key, None)


def unit_field(workspace: Workspace, who: Principal) -> Field:
    """Return the choice of a unit of one's scope; the office's own first."""
    units = _units(workspace.catalogue, who)
    home = workspace.settings.home_unit
    first = home if home in units else next(iter(units))
    return Field("unit", t("Đơn vị"), units, first, width=195, is_kept=True)


def plan_field(catalogue: Catalogue, unit: str) -> Field:
    """Return the choice of one plan of a unit's branch, or all."""
    return _optional("plan", t("Kế hoạch"), _plans(catalogue, unit), width=160)


def group_field(catalogue: Catalogue, unit: str) -> Field:
    """Return the choice of one group of the units below a unit, or all."""
    return _optional("group", t("Nhóm đơn vị"), _groups(catalogue, unit), width=135)


def _optional(key: str, label: str, options: dict[str, str], *, width: int) -> Field:
    """Return a choice with "all" first; of one option alone, where there is nothing to choose."""
    if len(options) < 2:
        return Field(key, label, {"": ""}, "")
    return Field(key, label, {"": t("Tất cả"), **options}, "", width=width)


def _units(catalogue: Catalogue, who: Principal) -> dict[str, str]:
    """Return the units that report, or that have units below which do."""
    reporting = {code for each in catalogue.indicators.values() for code in each.applies_to}
    above = {up for code in reporting for up in catalogue.ancestors(code)}
    shown = reporting | above
    mine = widgets.unit_options(catalogue, who)
    return {code: name for code, name in mine.items() if code in shown}


def _plans(catalogue: Catalogue, unit: str) -> dict[str, str]:
    below = set(catalogue.subtree(unit))
    used = {each.plan for each in catalogue.indicators.values() if below & set(each.applies_to)}
    return {code: plan.short for code, plan in catalogue.plans.items() if code in used}


def _groups(catalogue: Catalogue, unit: str) -> dict[str, str]:
    below = set(catalogue.subtree(unit)) - {unit}
    return {
        code: group.name for code, group in catalogue.groups.items() if below & set(group.members)
    }
