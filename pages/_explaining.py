"""Explanations on the screen: in a cell's panel, and what waits for one's own units."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

import streamlit as st

from indicators import clock
from indicators import explanations as explained
from indicators.access import Principal
from indicators.board.view import Cell
from indicators.errors import BangXanhError
from indicators.explanations import LONGEST, Explanation, Lacking, Question
from indicators.export import palette
from indicators.i18n import t
from indicators.workspace import Workspace
from pages import _widgets as widgets
from pages import _words as words
from pages._named import by_name
from pages._table import Value, table

_SAID = "explaining-said"
_MONTHS = 3  # how far back the list of what waits looks
_Key = tuple[str, str, str]


def of(workspace: Workspace, who: Principal, cell: Cell) -> Explanation | None:
    """Return what was written or asked about a cell."""
    return explained.explanation(
        workspace, who, unit=cell.unit, indicator=cell.indicator, period=cell.period
    )


def facts(found: Explanation | None) -> list[tuple[str, str]]:
    """Return the newest words about a cell as the panel lists them, an open question first."""
    if found is None:
        return []
    told = []
    if found.question:
        told.append((t("Được yêu cầu giải trình"), _asked(found.question)))
    if found.newest:
        word = found.newest
        told += [(t("Nguyên nhân"), word.cause), (t("Giải pháp"), word.remedy)]
        if word.remedy_due:
            told.append((t("Hoàn thành trước ngày"), f"{word.remedy_due:%d/%m/%Y}"))
        told.append((t("Người giải trình"), f"{by_name(word.by)}, {words.moment(word.at)}"))
    return told


def forms(workspace: Workspace, who: Principal, cell: Cell, found: Explanation | None) -> None:
    """Draw earlier words, and the means to write or to ask for those who may."""
    show_said()
    if found and found.earlier:
        with st.expander(t("Các lần giải trình trước ({n})").format(n=len(found.earlier))):
            rows: list[list[Value]] = [
                [words.moment(each.at), by_name(each.by), each.cause, each.remedy]
                for each in found.earlier
            ]
            head = [t("Lúc"), t("Người giải trình"), t("Nguyên nhân"), t("Giải pháp")]
            table(head, rows, key="explained-earlier", tight=(0,))
    is_asked = found is not None and found.question is not None
    owes = cell.status in explained.ASKED_OF or is_asked
    key = (cell.unit, cell.indicator, cell.period)
    if owes and workspace.sees(who, cell.unit, "submit"):
        with st.expander(t("Viết giải trình"), expanded=is_asked):
            write_form(key, place="panel")
    above = workspace.catalogue.ancestors(cell.unit)
    if explained.may_ask(who, cell.unit, above):
        with st.expander(t("Yêu cầu đơn vị giải trình")):
            _ask_form(key)


def draw(workspace: Workspace, who: Principal) -> None:
    """Draw the cells that wait for the word of the units of `who`; nothing where none does."""
    waiting = explained.lacking(workspace, who, period=widgets.standing().latest, months=_MONTHS)
    if not waiting:
        show_said()
        return
    asked = sum(each.question is not None for each in waiting)
    title = t("Cần giải trình: {n} ô, {m} ô được hỏi").format(n=len(waiting), m=asked)
    is_open = bool(asked) or _SAID in st.session_state
    with st.expander(title, expanded=is_open):
        show_said()
        rows = [_row(workspace, each) for each in waiting]
        head = [t("Đơn vị"), t("Chỉ tiêu"), t("Kỳ"), t("Trạng thái"), t("Thực hiện"), t("Được hỏi")]
        table(head, rows, key="lacking", end=(4,), tight=(2, 3, 4))
        names = {_key(each): _name(workspace, each) for each in waiting}
        chosen = st.selectbox(
            t("Giải trình ô"), names, format_func=lambda key: names[key], key="lacking-chosen"
        )
        write_form(chosen, place="upload")


def write_form(key: _Key, *, place: str) -> None:
    """Draw the form in which a unit writes cause and remedy of one cell."""
    name = f"explain-{place}-{'~'.join(key)}"
    with st.form(name, border=False):
        st.text_area(t("Nguyên nhân"), key=f"{name}-cause", max_chars=LONGEST, height=90)
        st.text_area(t("Giải pháp"), key=f"{name}-remedy", max_chars=LONGEST, height=90)
        st.date_input(
            t("Hoàn thành trước ngày (nếu có)"),
            value=None,
            min_value=clock.today(),
            format="DD/MM/YYYY",
            key=f"{name}-due",
        )
        st.form_submit_button(t("Gửi giải trình"), on_click=_write, args=(key, name))


def show_said() -> None:
    """Show what came of the last click, once."""
    kind, text = st.session_state.pop(_SAID, ("", ""))
    if kind:
        (st.error if kind == "error" else st.success)(widgets.escaped(text))


def _ask_form(key: _Key) -> None:
    name = f"ask-{'~'.join(key)}"
    with st.form(name, border=False):
        st.text_area(t("Cần đơn vị làm rõ điều gì?"), key=f"{name}-text", max_chars=LONGEST)
        st.form_submit_button(t("Gửi yêu cầu"), on_click=_ask, args=(key, name))


def _write(key: _Key, name: str) -> None:
    said = {part: st.session_state[f"{name}-{part}"] for part in ("cause", "remedy")}
    send = partial(explained.explain_cell, remedy_due=st.session_state[f"{name}-due"], **said)
    if _sent(send, key, t("Đã gửi giải trình.")):
        st.session_state[f"{name}-cause"] = st.session_state[f"{name}-remedy"] = ""
        st.session_state[f"{name}-due"] = None


def _ask(key: _Key, name: str) -> None:
    send = partial(explained.ask, question=st.session_state[f"{name}-text"])
    if _sent(send, key, t("Đã gửi yêu cầu giải trình đến đơn vị.")):
        st.session_state[f"{name}-text"] = ""


def _sent(send: Callable[..., object], key: _Key, told: str) -> bool:
    """Send words about a cell and leave what came of it; whether they were taken."""
    unit, indicator, period = key
    try:
        send(widgets.workspace(), widgets.who(), unit=unit, indicator=indicator, period=period)
    except BangXanhError as fault:
        st.session_state[_SAID] = ("error", str(fault))
        return False
    st.session_state[_SAID] = ("success", told)
    return True


def _asked(question: Question) -> str:
    return f"{question.text} ({by_name(question.by)}, {words.moment(question.at)})"


def _row(workspace: Workspace, each: Lacking) -> list[Value]:
    catalogue = workspace.catalogue
    indicator = catalogue.indicators[each.indicator]
    value = words.reported(each.value, indicator)
    told = f"{palette.SYMBOLS[each.status]} {words.status_words()[each.status]}"
    asked = _asked(each.question) if each.question else ""
    if each.is_stale and not asked:
        asked = t("đã có giải trình cho số cũ")
    unit = catalogue.units[each.unit].name
    return [unit, indicator.name, words.month(each.period), (each.status, told), value, asked]


def _key(each: Lacking) -> _Key:
    return each.unit, each.indicator, each.period


def _name(workspace: Workspace, each: Lacking) -> str:
    """Return a cell's name for a list to choose from."""
    catalogue = workspace.catalogue
    unit, indicator = catalogue.units[each.unit], catalogue.indicators[each.indicator]
    return f"{unit.short or unit.name} · {indicator.short} · {words.month(each.period)}"
