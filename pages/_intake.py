"""The steps of the upload page: read files, tell what was understood, submit once."""

from __future__ import annotations

import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import streamlit as st

from indicators.access import Principal
from indicators.errors import BangXanhError
from indicators.i18n import t
from indicators.intake.check import check_files
from indicators.intake.reading import Reading
from indicators.numbers import format_measure
from indicators.submission import Change, submit, would_change
from pages import _widgets as widgets
from pages import _words as words
from pages._table import Value, table

_READ = "readings"


def read(files: Sequence[Any]) -> list[Reading]:
    """Return what intake understood of each uploaded file; each is read once a session."""
    known: dict[str, Reading] = st.session_state.setdefault(_READ, {})
    new = [file for file in files if file.file_id not in known]
    if new:
        bar = st.progress(0.0)
        with tempfile.TemporaryDirectory() as folder:
            paths = _laid_down(new, Path(folder))
            names = [file.name for file in new]
            found = check_files(paths, widgets.workspace().catalogue, names=names)
            for place, (file, reading) in enumerate(zip(new, found, strict=True), start=1):
                known[file.file_id] = reading
                told = t("Đã đọc {n}/{all}: {file}").format(
                    n=place, all=len(new), file=widgets.escaped(file.name)
                )
                bar.progress(place / len(new), text=told)
        bar.empty()
    return [known[file.file_id] for file in files]


def _laid_down(files: Sequence[Any], folder: Path) -> list[Path]:
    paths = []
    for place, file in enumerate(files):
        path = folder / f"{place}{Path(file.name).suffix.lower()[:6]}"
        path.write_bytes(file.getbuffer())
        paths.append(path)
    return paths


def show_understood(readings: Sequence[Reading]) -> None:
    """Draw one line a file: what it is, how many figures, how many problems."""
    catalogue = widgets.workspace().catalogue
    layouts = {
        "template": t("biểu mẫu"),
        "form": t("biểu của đơn vị"),
        "long": t("bảng dài"),
        "cross": t("bảng chéo"),
    }
    rows: list[list[Value]] = []
    for reading in readings:
        units = {row.unit for row in reading.rows} or {reading.unit or ""}
        months = {row.period for row in reading.rows} or {reading.period or ""}
        errors = sum(problem.is_error for problem in reading.problems)
        state = ("green", t("đọc được")) if reading.ok else ("error", t("không nhận"))
        rows.append(
            [
                reading.file,
                state,
                _one_or_count([catalogue.units[code].name for code in units if code]),
                _one_or_count([words.month(code) for code in months if code]),
                layouts.get(reading.layout or "", "–"),
                str(len(reading.rows)),
                str(errors),
                str(len(reading.problems) - errors),
            ]
        )
    head = [t("Tệp"), t("Kết quả"), t("Đơn vị"), t("Kỳ"), t("Bố cục"), t("Số liệu"), t("Lỗi")]
    table([*head, t("Cảnh báo")], rows, key="understood", end=(5, 6, 7), tight=(1, 3, 4))


def _one_or_count(names: list[str]) -> str:
    if not names:
        return "–"
    return names[0] if len(names) == 1 else str(len(names))


def show_problems(readings: Sequence[Reading]) -> None:
    """Draw every problem at once: errors first, each with its file, sheet and cell."""
    found = [(reading.file, each) for reading in readings for each in reading.problems]
    found.sort(key=lambda pair: not pair[1].is_error)
    rows: list[list[Value]] = [
        [
            ("error", t("Lỗi")) if problem.is_error else ("warning", t("Cảnh báo")),
            file,
            problem.sheet or "",
            problem.cell or "",
            problem.message,
        ]
        for file, problem in found
    ]
    if rows:
        st.subheader(t("Cần sửa hoặc xem lại"))
        head = [t("Mức"), t("Tệp"), t("Trang tính"), t("Ô"), t("Sai gì và làm gì")]
        table(head, rows, key="problems", tight=(0, 3))


def show_figures(readings: Sequence[Reading]) -> None:
    """Draw the figures read, folded away: they can be many."""
    catalogue = widgets.workspace().catalogue
    figures = [row for reading in readings for row in reading.rows]
    if not figures:
        return
    with st.expander(t("Xem {n} số liệu đã đọc").format(n=len(figures))):
        rows: list[list[Value]] = []
        for row in figures:
            indicator = catalogue.indicators[row.indicator]
            unit, places = indicator.unit_of_measure, indicator.decimals
            value = t("không phát sinh") if row.denominator == 0 else "–"
            rows.append(
                [
                    catalogue.units[row.unit].name,
                    indicator.name,
                    "" if row.numerator is None else format_measure(row.numerator, "", 0),
                    "" if row.denominator is None else format_measure(row.denominator, "", 0),
                    value if row.value is None else format_measure(row.value, unit, places),
                    f"{row.sheet}!{row.cell}",
                ]
            )
        head = [t("Đơn vị"), t("Chỉ tiêu"), t("Tử số"), t("Mẫu số"), t("Thực hiện"), t("Ở đâu")]
        table(head, rows, key="figures", end=(2, 3, 4), tight=(5,))


def show_changes(who: Principal, readings: Sequence[Reading]) -> None:
    """Draw which cells of the board would change once these figures are approved."""
    changes = [
        each
        for each in would_change(widgets.workspace(), who, readings)
        if each.changes_colour or each.value_before != each.value_after
    ]
    st.subheader(t("Bảng sẽ thay đổi thế nào khi được duyệt"))
    if not changes:
        st.text(t("Không ô nào thay đổi: số liệu này đã có trên bảng."))
        return
    coloured = sum(each.changes_colour for each in changes)
    st.text(t("{n} ô có số mới, {m} ô đổi màu.").format(n=len(changes), m=coloured))
    changes.sort(key=lambda each: not each.changes_colour)
    head = [t("Đơn vị"), t("Chỉ tiêu"), t("Kỳ"), t("Trước"), t("Sau"), t("Số trước"), t("Số sau")]
    table(head, [_change(each) for each in changes], key="changes", end=(5, 6), tight=(2, 3, 4))


def _change(change: Change) -> list[Value]:
    catalogue, named = widgets.workspace().catalogue, words.status_words()
    indicator = catalogue.indicators[change.indicator]

    def figure(value: float | None) -> str:
        if value is None:
            return "–"
        return format_measure(value, indicator.unit_of_measure, indicator.decimals)

    return [
        catalogue.units[change.unit].name,
        indicator.name,
        words.month(change.period),
        (change.before, f"{words.SYMBOLS[change.before]} {named[change.before]}"),
        (change.after, f"{words.SYMBOLS[change.after]} {named[change.after]}"),
        figure(change.value_before),
        figure(change.value_after),
    ]


def submit_all(files: Sequence[Any]) -> None:
    """Submit what was read without errors, once: a second click finds nothing left to send.

    Runs as a button's callback. The outcome is left in the session for the page to show, and
    the picked files are cleared; a second click leaves what the first one said.
    """
    known: dict[str, Reading] = st.session_state.pop(_READ, {})
    if not known:
        return
    outcome: dict[str, Any] = {"sent": [], "same": [], "refused": []}
    for file in files:
        reading = known.get(file.file_id)
        if reading is None or not reading.ok:
            continue
        try:
            numbers = _submit_one(file, reading)
        except BangXanhError as error:
            outcome["refused"].append((reading.file, str(error)))
        else:
            outcome["sent" if numbers else "same"].append(reading)
    st.session_state["outcome"] = outcome
    st.session_state["round"] = st.session_state.get("round", 0) + 1


def _submit_one(file: Any, reading: Reading) -> list[int]:  # noqa: ANN401
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"0{Path(file.name).suffix.lower()[:6]}"
        path.write_bytes(file.getbuffer())
        return submit(widgets.workspace(), widgets.who(), reading, source=path)


def show_outcome() -> None:
    """Say what the last submission did, until the next files are picked."""
    outcome = st.session_state.get("outcome")
    if not outcome:
        return
    if sent := outcome["sent"]:
        figures = sum(len(reading.rows) for reading in sent)
        st.success(t("Đã nộp {n} tệp, {m} số liệu: chờ duyệt.").format(n=len(sent), m=figures))
        row = sent[0].rows[0]
        above = widgets.workspace().catalogue.units[row.unit].parent
        sees_above = above and widgets.workspace().sees(widgets.who(), above)
        address = {"period": row.period, "unit": above if sees_above else row.unit, "draft": "1"}
        st.page_link("pages/board.py", label=t("Xem trên bảng"), query_params=address)
    if outcome["same"]:
        st.info(
            t("{n} tệp y hệt đã được nộp trước đó và vẫn có hiệu lực: không nộp lại.").format(
                n=len(outcome["same"])
            )
        )
    for file, reason in outcome["refused"]:
        st.error(widgets.escaped(f"{file}: {reason}"))
