"""Evidence of the figures about to be sent: what must be there, what is, and adding to it."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import streamlit as st

from indicators.access import Principal
from indicators.errors import BangXanhError, Problem
from indicators.evidence.attach import attach, withdraw
from indicators.evidence.demands import PROOF, reused
from indicators.evidence.model import Evidence
from indicators.evidence.shelf import evidence_of
from indicators.i18n import t
from indicators.intake.reading import Reading
from indicators.workspace import Workspace
from pages import _proofs
from pages import _widgets as widgets
from pages import _words as words
from pages._table import Value, table
from queries import StoreError

_Pair = tuple[str, str]
_KINDS = ["pdf", "png", "jpg", "jpeg", "docx", "xlsx"]
_SAID = "evidence-said"


def draw(office: Workspace, who: Principal, readings: Sequence[Reading]) -> None:
    """Draw what is still to be proved, then the evidence of one unit and period, folded away."""
    figures = _figures(readings)
    lacking = [each for reading in readings for each in reading.problems if each.code in PROOF]
    _draw_lacking(lacking)
    label = t("Minh chứng cho số liệu sắp nộp")
    folded = st.expander(label, key="upload-evidence", on_change="rerun", expanded=bool(lacking))
    if folded.open:
        with folded:
            _draw_pair(office, who, _chosen(office, figures), figures)


def _figures(readings: Sequence[Reading]) -> dict[_Pair, list[str]]:
    """Return the indicators of each unit and period about to be sent."""
    found: dict[_Pair, list[str]] = {}
    for row in (row for reading in readings for row in reading.rows):
        codes = found.setdefault((row.unit, row.period), [])
        if row.indicator not in codes:
            codes.append(row.indicator)
    return found


def _draw_lacking(lacking: list[Problem]) -> None:
    if lacking:
        told = t(
            "Còn {n} số liệu phải có minh chứng. Thêm ở phần dưới; chưa có thì ghi lý do ở phần "
            "«Bất thường»."
        )
        st.warning(told.format(n=len(lacking)))


def _chosen(office: Workspace, figures: dict[_Pair, list[str]]) -> _Pair:
    pairs = list(figures)
    if len(pairs) == 1:
        return pairs[0]
    place = st.selectbox(
        t("Đơn vị, kỳ"),
        range(len(pairs)),
        format_func=lambda place: _pair_name(office, pairs[place]) if place < len(pairs) else "",
        key="evidence-of",
    )
    return pairs[min(place, len(pairs) - 1)]


def _draw_pair(
    office: Workspace, who: Principal, pair: _Pair, figures: dict[_Pair, list[str]]
) -> None:
    unit, period = pair
    there = [
        each
        for each in evidence_of(office, who, unit=unit, period=period)
        if each.indicator in figures[pair]
    ]
    if said := st.session_state.pop(_SAID, None):
        (st.error if said[0] else st.success)(widgets.escaped(said[1]))
    if there:
        _draw_there(office, who, there)
    else:
        st.text(t("Chưa có minh chứng nào cho các số liệu này."))
    _draw_form(office, pair, figures[pair])


def _draw_there(office: Workspace, who: Principal, there: list[Evidence]) -> None:
    states: dict[str, Value] = {
        "fine": ("green", t("còn nguyên")),
        "missing": ("error", t("tệp không còn")),
        "altered": ("error", t("tệp đã bị thay đổi")),
    }
    rows: list[list[Value]] = []
    for each in there:
        doubts = (
            reused(office, who, each.sha256, unit=each.unit, period=each.period)
            if each.sha256
            else []
        )
        known = office.catalogue.indicators.get(each.indicator)
        rows.append(
            [
                known.name if known else each.indicator,
                _called(each),
                states[each.state],
                " ".join([each.note, *(doubt.message for doubt in doubts)]).strip(),
            ]
        )
    head = [t("Chỉ tiêu"), t("Tệp hoặc văn bản"), t("Tình trạng"), t("Ghi chú")]
    table(head, rows, key="evidence", tight=(2,))
    _proofs.draw(there, key="evidence-files")
    _draw_withdrawing([each for each in there if not each.is_approved])


def _draw_withdrawing(there: list[Evidence]) -> None:
    if not there:
        return
    names = {each.number: _called(each) for each in there}
    with st.container(horizontal=True, vertical_alignment="bottom"):
        chosen = st.selectbox(
            t("Rút một minh chứng đã đính nhầm"),
            list(names),
            index=None,
            format_func=lambda number: names.get(number, ""),
            placeholder=t("Chọn minh chứng"),
            key="withdrawing",
            width=360,
        )
        if chosen in names:
            st.button(t("Rút"), key="withdraw", on_click=_withdraw, args=(chosen,))


def _draw_form(office: Workspace, pair: _Pair, codes: list[str]) -> None:
    """Draw the form that adds a file or a document number to one figure or several."""
    names = {code: office.catalogue.indicators[code].name for code in codes}
    with st.form("evidence-form", clear_on_submit=True):
        chosen = st.multiselect(
            t("Cho các chỉ tiêu"),
            codes,
            format_func=lambda code: names.get(code, code),
            placeholder=t("Chọn một hoặc nhiều chỉ tiêu"),
            key="evidence-codes",
        )
        file = st.file_uploader(
            t("Tệp minh chứng: PDF, ảnh, Word, Excel"), type=_KINDS, key="evidence-file"
        )
        number = st.text_input(
            t("hoặc số, ký hiệu, ngày của văn bản"), max_chars=200, key="evidence-number"
        )
        note = st.text_input(t("Ghi chú"), max_chars=2000, key="evidence-note")
        if st.form_submit_button(t("Thêm minh chứng"), key="evidence-add"):
            st.session_state[_SAID] = _attached(pair, chosen, file, number, note)
            st.rerun()


def _attached(
    pair: _Pair,
    codes: list[str],
    file: Any,  # noqa: ANN401 - what Streamlit's uploader gives
    number: str,
    note: str,
) -> tuple[bool, str]:
    """Attach what was given to each figure chosen; return whether that failed, and what to say."""
    if not codes:
        return True, t("Chọn chỉ tiêu mà minh chứng này chứng minh.")
    unit, period = pair
    with tempfile.TemporaryDirectory() as folder:
        path = None
        if file is not None:
            path = Path(folder) / "minh-chung"
            path.write_bytes(file.getbuffer())
        try:
            for code in codes:
                attach(
                    widgets.workspace(),
                    widgets.who(),
                    unit=unit,
                    period=period,
                    indicator=code,
                    file=path,
                    name=file.name if file is not None else "",
                    document_number=number or None,
                    note=note,
                )
        except (BangXanhError, StoreError) as fault:
            return True, str(fault)
    return False, t("Đã thêm minh chứng cho {n} chỉ tiêu.").format(n=len(codes))


def _withdraw(number: int) -> None:
    try:
        withdraw(widgets.workspace(), widgets.who(), number)
    except (BangXanhError, StoreError) as fault:
        st.session_state[_SAID] = True, str(fault)


def _called(each: Evidence) -> str:
    return each.name or t("Văn bản số {number}").format(number=each.document_number or "")


def _pair_name(office: Workspace, pair: _Pair) -> str:
    unit, period = pair
    known = office.catalogue.units.get(unit)
    return f"{known.name if known else unit}, {words.month(period)}"
