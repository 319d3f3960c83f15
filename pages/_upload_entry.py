"""«Nhập trên trang»: the figures of one unit and period typed into a grid.

What is typed is kept as a draft at once. Checked, it becomes the template's own workbook and goes
the way of every file, so that each figure has a real cell: the grid shows that cell's row and
column.
"""

from __future__ import annotations

from dataclasses import asdict

import pandas as pd
import streamlit as st

from indicators import drafts
from indicators.access import Principal
from indicators.drafts import Draft, Entered
from indicators.errors import BangXanhError
from indicators.i18n import t
from indicators.intake.cells import column_letters
from indicators.intake.sheet_style import DENOMINATOR, HEADER_ROW, NUMERATOR, RESULT
from indicators.intake.template_rows import Line, lines_of, rows_of
from indicators.numbers import format_measure
from indicators.periods import Period
from indicators.previous import previous_figures
from indicators.workspace import Workspace
from pages import _upload_work as work
from pages import _widgets as widgets
from queries import StoreError

_TYPED = ("numerator", "denominator", "value", "note")


def number_of(office: Workspace, who: Principal, unit: str, period: str) -> str:
    """Return the number of the draft in which this unit's figures of a period are typed."""
    key = f"entry-{unit}-{period}"
    if key not in st.session_state:
        mine = drafts.mine(office, who)
        found = next((each for each in mine if (each.unit, each.period) == (unit, period)), None)
        st.session_state[key] = found or Draft(drafts.new_number(), unit=unit, period=period)
    held: Draft = st.session_state[key]
    return held.number


def draw(office: Workspace, who: Principal, unit: str, period: str) -> None:
    """Draw the grid of what `unit` reports in `period`, and the button that checks it."""
    number_of(office, who, unit, period)
    held: Draft = st.session_state[f"entry-{unit}-{period}"]
    previous = previous_figures(office, who, unit, period)
    when = Period.parse(period)
    lines = lines_of(office.catalogue, office.catalogue.units[unit], when, previous)
    if not lines:
        st.text(t("Kỳ này đơn vị không có chỉ tiêu nào phải báo cáo."))
        return
    st.caption(
        t(
            "Tỷ lệ thì ghi tử số và mẫu số, kết quả tự tính; không phát sinh thì ghi 0 ở cả hai. "
            "Chưa có số liệu thì để trống. Gõ đến đâu giữ đến đó, kể cả khi đóng trang."
        )
    )
    typed = _edited(f"grid-{unit}-{period}", lines, held)
    if typed != held.entered:
        held = _saved(office, who, Draft(held.number, unit=unit, period=period, entered=typed))
    with st.container(horizontal=True):
        st.button(
            t("Kiểm tra số liệu"),
            type="primary",
            key="entry-check",
            disabled=not typed,
            on_click=_check,
            args=(unit, period),
        )
        if typed:
            st.button(t("Xóa hết"), key="entry-clear", on_click=_clear, args=(unit, period))


def _edited(key: str, lines: list[Line], held: Draft) -> dict[str, Entered]:
    """Draw the grid over what was typed when it was first shown; return what is typed now."""
    round_ = st.session_state.get("entry-round", 0)
    base = st.session_state.setdefault(f"{key}-base-{round_}", dict(held.entered))
    letters = [f" ({column_letters(column)})" for column in (NUMERATOR, DENOMINATOR, RESULT)]
    text = st.column_config.TextColumn
    edited = st.data_editor(
        _frame(lines, base),
        key=f"{key}-{round_}",
        hide_index=True,
        num_rows="fixed",
        width="stretch",
        height=min(38 * (len(lines) + 1), 560),
        disabled=("row", "name", "measure", "target", "previous"),
        column_config={
            "row": text(t("Dòng"), width=55, pinned=True),
            "name": text(t("Chỉ tiêu"), width=330),
            "measure": text(t("Đơn vị tính"), width=85),
            "target": text(t("Được giao"), width=85),
            "previous": text(t("Kỳ trước"), width=95),
            "numerator": text(t("Tử số") + letters[0], width=100),
            "denominator": text(t("Mẫu số") + letters[1], width=100),
            "value": text(t("Kết quả") + letters[2], width=100),
            "note": text(t("Ghi chú"), width=180),
            "code": None,
        },
    )
    found = {}
    for row in edited.to_dict("records"):
        entered = Entered(**{name: _text(row[name]) for name in _TYPED})
        if not entered.is_empty:
            found[str(row["code"])] = entered
    return found


def _frame(lines: list[Line], typed: dict[str, Entered]) -> pd.DataFrame:
    rows = []
    for number, line in zip(rows_of(lines, HEADER_ROW + 1), lines, strict=True):
        each = line.indicator
        rows.append(
            {
                "row": str(number),
                "name": each.name,
                "measure": each.unit_of_measure,
                "target": line.target,
                "previous": _previous(line),
                **asdict(typed.get(each.code, Entered())),
                "code": each.code,
            }
        )
    return pd.DataFrame(rows, dtype="string")


def _previous(line: Line) -> str:
    figure, each = line.previous, line.indicator
    if figure is None:
        return ""
    if figure.value is None:
        return t("không phát sinh") if figure.denominator == 0 else ""
    if each.formula == "yes_no":
        return t("Có") if figure.value >= 1 else t("Không")
    return format_measure(figure.value, "", each.decimals)


def _text(value: object) -> str:
    """Return what a cell of the grid holds; an emptied one holds nothing or no value at all."""
    return value.strip() if isinstance(value, str) else ""


def _saved(office: Workspace, who: Principal, held: Draft) -> Draft:
    try:
        if held.entered:
            drafts.save(office, who, held)
        else:
            drafts.drop(office, who, held.number)
    except StoreError as fault:
        st.error(widgets.escaped(str(fault)))
        return held
    st.session_state[f"entry-{held.unit}-{held.period}"] = held
    return held


def _check(unit: str, period: str) -> None:
    """Make a workbook of what was typed and take it in like any other file."""
    held: Draft | None = st.session_state.get(f"entry-{unit}-{period}")
    if held is None or not held.entered:
        return
    try:
        name, data = drafts.entered_workbook(
            widgets.workspace(), widgets.who(), unit=unit, period=period, entered=held.entered
        )
    except BangXanhError as fault:
        st.toast(widgets.escaped(str(fault)))
        return
    work.add(name, data)


def _clear(unit: str, period: str) -> None:
    held: Draft | None = st.session_state.pop(f"entry-{unit}-{period}", None)
    if held is not None:
        drafts.drop(widgets.workspace(), widgets.who(), held.number)
    st.session_state["entry-round"] = st.session_state.get("entry-round", 0) + 1
