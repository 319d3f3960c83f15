"""Which cells of the board a workbook feeds, and whether its figures still stand there."""

from __future__ import annotations

from urllib.parse import urlencode

import streamlit as st

from indicators import board as boards
from indicators.access import Principal
from indicators.board.lineage import Fed
from indicators.export import palette
from indicators.i18n import t
from indicators.numbers import format_number
from indicators.periods import Period
from pages import _lineage as lineage
from pages import _widgets as widgets
from pages import _words as words
from pages._table import Value, table


def draw(who: Principal, number: int) -> None:
    """Draw the figures of one submission's file with their cells; it is one that `who` may see."""
    found = boards.feeds(widgets.workspace(), who, submission=number)
    st.subheader(t("Những ô dùng số liệu của tệp này"))
    standing = sum(each.stands for each in found)
    st.text(
        t("{n} trong {all} số liệu của tệp đang hiện trên bảng.").format(n=standing, all=len(found))
    )
    rows = [_row(who, each) for each in found]
    if len({(each.unit, each.period) for each in found}) == 1:  # told above the table
        rows = [{name: row[name] for name in row if name not in {"unit", "period"}} for row in rows]
    if not any(each.remark for each in found):
        rows = [{name: row[name] for name in row if name != "remark"} for row in rows]
    named = {
        "unit": t("Đơn vị"),
        "indicator": t("Chỉ tiêu"),
        "period": t("Kỳ"),
        "place": t("Trong tệp"),
        "counts": t("Tử số / mẫu số"),
        "value": t("Số đã nộp"),
        "state": t("Kết quả"),
        "standing": t("Ô trên bảng nay"),
        "above": t("Cộng dồn vào"),
        "remark": t("Lý do trả lại"),
    }
    columns = list(rows[0])
    table(
        [named[each] for each in columns],
        [list(row.values()) for row in rows],
        key="fed",
        end=_places(columns, "counts", "value"),
        tight=_places(columns, "place", "counts", "value", "state"),
    )


def _places(columns: list[str], *names: str) -> list[int]:
    return [columns.index(name) for name in names]


def _row(who: Principal, fed: Fed) -> dict[str, Value]:
    catalogue = widgets.workspace().catalogue
    unit, indicator = catalogue.units.get(fed.unit), catalogue.indicators.get(fed.indicator)
    states = {"submitted": t("chờ duyệt"), "approved": t("đã duyệt"), "returned": t("trả lại")}
    counts = ""
    if fed.numerator is not None and fed.denominator is not None:
        counts = f"{format_number(fed.numerator)} / {format_number(fed.denominator)}"
    above = (catalogue.units[code] for code in fed.rolled_into if code in catalogue.units)
    name = indicator.name if indicator else fed.indicator
    address = _board_address(who, fed)
    sent = lineage.sent_value(fed.value, fed.denominator, indicator) if indicator else ""
    return {
        "unit": unit.name if unit else fed.unit,
        "indicator": ("link", name, address) if address else name,
        "period": words.month(fed.period),
        "place": f"{fed.sheet}!{fed.address}",
        "counts": counts,
        "value": sent or ("" if fed.value is None else format_number(fed.value)),
        "state": states[fed.state],
        "standing": _standing(fed),
        "above": ", ".join(each.short or each.name for each in above),
        "remark": fed.remark,
    }


def _standing(fed: Fed) -> Value:
    """Say what the cell shows now: this figure, another submission's, or none."""
    if fed.status is None:
        return t("không còn trong danh mục")
    shown = f"{palette.SYMBOLS[fed.status]} {words.status_words()[fed.status]}"
    if fed.stands and fed.state == "submitted":
        return (fed.status, t("{status}, chờ duyệt").format(status=shown))
    if fed.stands:
        return (fed.status, shown)
    if fed.standing is None:
        return t("chưa có số liệu")
    told = t("{status}, theo lần nộp số {n}").format(status=shown, n=fed.standing)
    return ("link", told, lineage.case_address(fed.standing))


def _board_address(who: Principal, fed: Fed) -> str:
    """Return the address of the cell on a board, "" when no month's board shows its period."""
    office = widgets.workspace()
    month = str(Period.containing(Period.parse(fed.period).end, "month"))
    is_shown = month in widgets.standing().periods and fed.period in boards.shown_periods(month)
    if fed.status is None or not is_shown:
        return ""
    parent = office.catalogue.units[fed.unit].parent
    unit = parent if parent and office.sees(who, parent) else fed.unit
    cell = f"{fed.unit}~{fed.indicator}"
    return "/?" + urlencode({"period": month, "unit": unit, "cell": cell})
