"""What would change on the board, as a table: before and after, with symbols."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from indicators.export import palette
from indicators.i18n import t
from indicators.submission import Change
from pages import _widgets as widgets
from pages import _words as words
from pages._table import Value, table


def draw(changes: Sequence[Change], *, key: str = "changes") -> None:
    """Draw the cells that would show something else; colour first."""
    seen = [each for each in changes if each.changes_colour or _moves(each)]
    if not seen:
        st.text(t("Không ô nào thay đổi: số liệu này đã có trên bảng."))
        return
    coloured = sum(each.changes_colour for each in seen)
    st.text(t("{n} ô có số mới, {m} ô đổi màu.").format(n=len(seen), m=coloured))
    seen.sort(key=lambda each: (each.is_rolled_up, not each.changes_colour))
    head = [t("Đơn vị"), t("Chỉ tiêu"), t("Kỳ"), t("Trước"), t("Sau"), t("Số trước"), t("Số sau")]
    table(head, [_row(each) for each in seen], key=key, end=(5, 6), tight=(2, 3, 4))


def _moves(change: Change) -> bool:
    return change.value_before != change.value_after


def _row(change: Change) -> list[Value]:
    catalogue, named = widgets.workspace().catalogue, words.status_words()
    indicator = catalogue.indicators[change.indicator]
    unit = catalogue.units[change.unit].name
    return [
        t("{unit} (cộng dồn)").format(unit=unit) if change.is_rolled_up else unit,
        indicator.name,
        words.month(change.period),
        (change.before, f"{palette.SYMBOLS[change.before]} {named[change.before]}"),
        (change.after, f"{palette.SYMBOLS[change.after]} {named[change.after]}"),
        words.reported(change.value_before, indicator),
        words.reported(change.value_after, indicator),
    ]
