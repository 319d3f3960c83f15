"""Sending what was read without errors, once; and what came of it."""

from __future__ import annotations

from typing import Any

import streamlit as st

from indicators import drafts
from indicators.access import Principal
from indicators.drafts import Draft, Kept, Sent
from indicators.errors import BangXanhError
from indicators.i18n import t
from indicators.intake.reading import Reading
from indicators.submission import submit
from indicators.workspace import Workspace
from pages import _upload_work as work
from pages import _widgets as widgets
from pages._upload_understood import Files
from queries import StoreError


def sent_words(sent: dict[str, Sent]) -> dict[str, str]:
    """Return what is said of files that were sent before, by SHA-256."""
    said = {
        "submitted": t("đã nộp, không có gì thay đổi"),
        "approved": t("đã nộp và duyệt, không có gì thay đổi"),
        "returned": t("chính tệp này đã bị trả lại"),
    }
    return {sha256: said[each.state] for sha256, each in sent.items()}


def draw_button(files: Files, sent: dict[str, Sent]) -> None:
    """Draw the button that submits, or why there is nothing to submit."""
    good = [kept for kept, reading in files if reading.ok]
    again = [kept for kept in good if _stands(sent.get(kept.sha256))]
    held = work.draft()
    if held is None:
        return
    if again:
        told = t("{n} tệp y hệt đã nộp trước đó: đã nộp, không có gì thay đổi.")
        st.info(told.format(n=len(again)))
    if len(again) == len(good):
        return
    if len(good) < len(files):
        st.warning(
            t("Chỉ {n} trong {all} tệp được nộp; các tệp có lỗi thì không.").format(
                n=len(good), all=len(files)
            )
        )
    st.button(
        t("Nộp, chờ duyệt"),
        type="primary",
        key=f"send-{held.number}-{len(held.files)}",
        on_click=submit_all,
    )


def _stands(sent: Sent | None) -> bool:
    return sent is not None and sent.state != "returned"


def submit_all() -> None:
    """Submit what was read without errors, once: a second click finds nothing left to send.

    Runs as a button's callback. What came of it is left in the session for the page to show, and
    what was sent leaves the draft; a second click leaves what the first one said.
    """
    held = work.draft()
    if held is None:
        return
    good = [(each, work.readings().get(each.sha256)) for each in held.files]
    outcome: dict[str, Any] = {"sent": [], "same": [], "refused": []}
    done: set[str] = set()
    for kept, reading in good:
        if reading is None or not reading.ok:
            continue
        try:
            numbers = _submit_one(held, kept, reading)
        except (BangXanhError, StoreError) as fault:
            outcome["refused"].append((kept.name, str(fault)))
        else:
            outcome["sent" if numbers else "same"].append(reading)
            done.add(kept.sha256)
    if any(outcome.values()):
        st.session_state[work.OUTCOME] = outcome
        _clear(held, done, outcome["sent"])


def _submit_one(held: Draft, kept: Kept, reading: Reading) -> list[int]:
    office, who = widgets.workspace(), widgets.who()
    words = {place: word for (sha256, place), word in held.words.items() if sha256 == kept.sha256}
    path = drafts.path_of(office, who, held.number, kept.sha256)
    return submit(office, who, reading, source=path, explained=words)


def _clear(held: Draft, done: set[str], sent: list[Reading]) -> None:
    """Take what was sent out of the draft, and throw away what it was entered in."""
    if done:
        work.left(held, [each for each in held.files if each.sha256 not in done])
    office, who = widgets.workspace(), widgets.who()
    named = {reading.file for reading in sent}
    for each in drafts.mine(office, who):
        is_entry = each.unit is not None and each.period is not None
        if is_entry and drafts.entered_name(each.unit or "", each.period or "") in named:
            drafts.drop(office, who, each.number)
            st.session_state.pop(f"entry-{each.unit}-{each.period}", None)
            st.session_state["entry-round"] = st.session_state.get("entry-round", 0) + 1


def draw_outcome(office: Workspace, who: Principal) -> None:
    """Say what the last submission did, until the next files are taken in."""
    outcome = st.session_state.get(work.OUTCOME)
    if not outcome:
        return
    if sent := outcome["sent"]:
        figures = sum(len(reading.rows) for reading in sent)
        st.success(t("Đã nộp {n} tệp, {m} số liệu: chờ duyệt.").format(n=len(sent), m=figures))
        row = sent[0].rows[0]
        above = office.catalogue.units[row.unit].parent
        sees_above = above and office.sees(who, above)
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
