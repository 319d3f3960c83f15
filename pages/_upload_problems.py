"""What is wrong, all at once; what is unusual, each with room for the sender's word."""

from __future__ import annotations

import streamlit as st

from indicators import drafts, locks, warned
from indicators.access import Principal
from indicators.drafts import Kept
from indicators.errors import Problem
from indicators.i18n import t
from indicators.intake.reading import Reading
from indicators.warned import Place
from indicators.workspace import Workspace
from pages import _upload_work as work
from pages import _widgets as widgets
from pages._long import first_of
from pages._table import Value, table
from pages._upload_understood import Files

_MOST_FIELDS, _MOST_ERRORS = 12, 100


def draw_errors(files: Files) -> None:
    """Draw every error at once, each with its file, sheet and cell and what to do.

    Those that were asked about above wait for the answer there.
    """
    rows: list[list[Value]] = [
        [
            ("error", t("Lỗi")),
            kept.name,
            _where(problem),
            problem.message,
        ]
        for kept, reading in files
        for problem in reading.problems
        if problem.is_error and not _is_asked(problem, reading)
    ]
    if rows:
        st.subheader(t("Cần sửa: {n} lỗi").format(n=len(rows)))
        head = [t("Mức"), t("Tệp"), t("Ở đâu"), t("Sai gì và làm gì")]
        table(head, first_of(rows, key="problems", most=_MOST_ERRORS), key="problems", tight=(0,))


def draw_none_good(files: Files) -> None:
    """Say that nothing can be sent as it is, and what to do."""
    codes = {each.code for _, reading in files for each in reading.problems if each.is_error}
    if codes == {drafts.CLOSED}:
        st.error(
            t("Chưa nộp được: kỳ này đã khóa sổ, việc cần làm ghi ở trên. Chưa có gì được ghi.")
        )
        return
    st.error(
        t(
            "Chưa nộp được: hãy sửa các ô nêu trên trong Excel, lưu lại rồi thả tệp đã sửa vào "
            "đây: tệp cùng tên thay tệp cũ. Chưa có gì được ghi."
        )
    )


def draw_closed(office: Workspace, who: Principal, unit: str, period: str) -> None:
    """Say, before anything is filled in, that the chosen period is closed for the chosen unit."""
    if told := locks.refusals(office, who, [(unit, period)]).get((unit, period)):
        st.warning(widgets.escaped(told), icon=":material/lock:")


def _where(problem: Problem) -> str:
    return "!".join(part for part in (problem.sheet, problem.cell) if part)


def _is_asked(problem: Problem, reading: Reading) -> bool:
    place = problem.sheet, problem.cell
    is_name = problem.code in {"indicator-uncertain", "indicator-unknown"}
    return is_name and any((each.sheet, each.cell) == place for each in reading.questions)


def draw_warnings(files: Files) -> None:
    """Draw what is unusual: one file at a time, a field for a word of explanation beside each."""
    unusual = {
        kept.sha256: (kept, reading)
        for kept, reading in files
        if any(not problem.is_error for problem in reading.problems)
    }
    if not unusual:
        return
    counts = {sha256: _count(*each) for sha256, each in unusual.items()}
    total, open_ = (sum(each[place] for each in counts.values()) for place in (0, 1))
    st.subheader(t("Bất thường: {n}, chưa giải thích: {m}").format(n=total, m=open_))
    st.caption(t("Vẫn nộp được. Nếu số đúng, ghi một lời: lời đó đi cùng số liệu đến người duyệt."))
    chosen = next(iter(unusual))
    if len(unusual) > 1:
        named = t("{file}: {n} bất thường, {m} chưa giải thích")
        chosen = st.selectbox(
            t("Tệp đang xem"),
            list(unusual),
            format_func=lambda sha256: (
                named.format(file=unusual[sha256][0].name, n=counts[sha256][0], m=counts[sha256][1])
                if sha256 in unusual
                else ""
            ),
            key="warnings-of",
        )
    _draw_fields(*unusual[chosen])


def _count(kept: Kept, reading: Reading) -> tuple[int, int]:
    """Return how many warnings a file has, and how many have no word yet."""
    held = work.draft()
    words = held.words if held else {}
    warnings = [each for each in reading.problems if not each.is_error]
    told = sum((kept.sha256, warned.place_of(each)) in words for each in warnings)
    return len(warnings), len(warnings) - told


def _draw_fields(kept: Kept, reading: Reading) -> None:
    warnings = [each for each in reading.problems if not each.is_error]
    for place, problem in enumerate(warnings[:_MOST_FIELDS]):
        _draw_field(kept, place, problem)
    if rest := warnings[_MOST_FIELDS:]:
        folded = st.expander(
            t("{n} bất thường nữa của tệp này").format(n=len(rest)),
            key=f"more-{kept.sha256[:8]}",
            on_change="rerun",
        )
        if folded.open:
            with folded:
                for place, problem in enumerate(rest, start=_MOST_FIELDS):
                    _draw_field(kept, place, problem)


def _draw_field(kept: Kept, place: int, problem: Problem) -> None:
    """Draw one warning and the field of its explanation, kept as soon as it is left."""
    held = work.draft()
    where = warned.place_of(problem)
    key = f"word-{kept.sha256[:16]}-{place}-{problem.code}-{problem.sheet}-{problem.cell}"
    said = held.words.get((kept.sha256, where), "") if held else ""
    about, field = st.columns([3, 2], vertical_alignment="center")
    sheet = f"{problem.sheet}: " if problem.sheet else ""
    about.text(f"{sheet}{problem.message}")
    field.text_input(
        t("Giải thích {cell}").format(cell=problem.cell or ""),
        value=said,
        max_chars=warned.LONGEST,
        placeholder=t("Vì sao như vậy?"),
        key=key,
        label_visibility="collapsed",
        on_change=_explain,
        args=(kept.sha256, where, key),
    )


def _explain(sha256: str, place: Place, key: str) -> None:
    work.explain(sha256, place, str(st.session_state.get(key) or ""))
