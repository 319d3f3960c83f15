"""What would change: each figure beside what stands, and the colours once it is approved."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import streamlit as st

from indicators import drafts
from indicators.access import Principal
from indicators.catalogue.model import Indicator
from indicators.drafts import Difference, Sent
from indicators.export import palette
from indicators.i18n import t
from indicators.intake.reading import Reading
from indicators.numbers import format_measure
from indicators.submission import Change, would_change
from indicators.workspace import Workspace
from pages import _upload_work as work
from pages import _widgets as widgets
from pages import _words as words
from pages._long import first_of
from pages._table import Value, table

_KEPT = "upload-preview"
_Changes = dict[tuple[str, str, str], Change]


@dataclass(frozen=True, slots=True)
class Preview:
    """What the store says of the files that can be sent, asked once for each state of the store."""

    sent: dict[str, Sent]
    given: list[Difference]
    changes: _Changes


def preview(office: Workspace, who: Principal, readings: Sequence[Reading]) -> Preview:
    """Return what was sent before, and what would change, of files without errors."""
    key = (widgets.moment(), work.stamp(), tuple(each.sha256 for each in readings))
    known: tuple[object, Preview] | None = st.session_state.get(_KEPT)
    if known is not None and known[0] == key:
        return known[1]
    found = Preview(
        drafts.sent_already(office, who, readings),
        drafts.differences(office, who, readings),
        {
            (each.unit, each.indicator, each.period): each
            for each in would_change(office, who, readings)
        },
    )
    st.session_state[_KEPT] = key, found
    return found


def draw(office: Workspace, found: Preview) -> None:
    """Draw the figures that differ from what stands, those that change colour first."""
    given, changes = found.given, found.changes
    seen = [each for each in given if each.is_new or each.is_change]
    _draw_twice(given)
    st.subheader(t("Bảng sẽ thay đổi thế nào khi được duyệt"))
    if not seen:
        st.text(t("Không ô nào thay đổi: số liệu này đã có trên bảng."))
        return
    coloured = sum(_turns(each, changes) for each in seen)
    told = t("{n} số mới, {k} số khác số đã nộp, {s} số giữ nguyên; {m} ô đổi màu.")
    changed = sum(each.is_change for each in seen)
    st.text(told.format(n=len(seen) - changed, k=changed, s=len(given) - len(seen), m=coloured))
    seen.sort(key=lambda each: (not each.is_change, not _turns(each, changes)))
    head = [
        t("Đơn vị"), t("Chỉ tiêu"), t("Kỳ"), t("Số đang có"), t("Số sắp nộp"), t("Màu nay"),
        t("Khi duyệt"),
    ]  # fmt: skip
    rows = [_row(office, each, changes) for each in first_of(seen, key="changes")]
    table(head, rows, key="changes", end=(3, 4), tight=(2, 3, 4, 5, 6))


def _draw_twice(given: Sequence[Difference]) -> None:
    """Warn of figures that two of the files tell: the file further down the list will hold."""
    twice = len(given) - len({_cell(each) for each in given})
    if twice:
        told = t("{n} số liệu có trong hai tệp: số của tệp nộp sau sẽ thay số của tệp trước.")
        st.warning(told.format(n=twice))


def _turns(each: Difference, changes: _Changes) -> bool:
    change = changes.get(_cell(each))
    return change is not None and change.changes_colour


def _cell(each: Difference) -> tuple[str, str, str]:
    return each.figure.unit, each.figure.indicator, each.figure.period


def _row(office: Workspace, each: Difference, changes: _Changes) -> list[Value]:
    figure, stood = each.figure, each.standing
    indicator, change = office.catalogue.indicators[figure.indicator], changes.get(_cell(each))
    before: Value = "–"
    if stood is not None:
        before = _told(indicator, stood.numerator, stood.denominator, stood.value)
    return [
        office.catalogue.units[figure.unit].name,
        indicator.name,
        words.month(figure.period),
        before,
        _told(indicator, figure.numerator, figure.denominator, figure.value),
        _status(change, is_after=False),
        _status(change, is_after=True),
    ]


def _status(change: Change | None, *, is_after: bool) -> Value:
    if change is None:
        return ""
    status = change.after if is_after else change.before
    return status, f"{palette.SYMBOLS[status]} {words.status_words()[status]}"


def _told(
    indicator: Indicator, above: float | None, below: float | None, value: float | None
) -> str:
    """Return a figure with its counts: "91/100 = 91 %"."""
    if below == 0:
        return t("không phát sinh")
    shown = "–"
    if value is not None:
        shown = format_measure(value, indicator.unit_of_measure, max(indicator.decimals, 2))
    if indicator.formula == "yes_no" and value is not None:
        shown = t("Có") if value >= 1 else t("Không")
    if above is None or below is None:
        return shown
    counts = f"{format_measure(above, '', 2)}/{format_measure(below, '', 2)}"
    return f"{counts} = {shown}"
