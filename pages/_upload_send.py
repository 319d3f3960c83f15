"""Sending what was read without errors, once; and what came of it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import streamlit as st

from indicators import drafts, submission
from indicators.access import Principal
from indicators.drafts import Draft, Kept, Sent
from indicators.errors import BangXanhError, Problem
from indicators.evidence.demands import PROOF
from indicators.i18n import t
from indicators.intake.reading import Reading
from indicators.submission import Parcel
from indicators.warned import Place, place_of
from indicators.workspace import Workspace
from pages import _upload_work as work
from pages import _widgets as widgets
from pages._upload_understood import Files
from queries import StoreError

_AT_ONCE = 50  # files sent in one write: others write in between, and the bar moves
_MOST_NAMED = 5  # files named of all that were refused for one reason


def sent_words(sent: dict[str, Sent]) -> dict[str, str]:
    """Return what is said of files that were sent before, by SHA-256."""
    said = {
        "submitted": t("đã nộp, không có gì thay đổi"),
        "approved": t("đã nộp và duyệt, không có gì thay đổi"),
        "returned": t("chính tệp này đã bị trả lại"),
    }
    return {sha256: said[each.state] for sha256, each in sent.items()}


def draw_button(files: Files, sent: dict[str, Sent]) -> None:
    """Draw the button that submits, or why there is nothing to submit, or not yet."""
    good = [(kept, reading) for kept, reading in files if reading.ok]
    again = [kept for kept, _ in good if _stands(sent.get(kept.sha256))]
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
    lacking = sum(len(unsaid(kept, reading, held)) for kept, reading in good)
    if lacking:
        st.warning(
            t(
                "{n} số liệu phải có minh chứng mà chưa có: đính minh chứng ở phần trên, hoặc ghi "
                "lý do chưa có ở phần «Bất thường», rồi nộp."
            ).format(n=lacking)
        )
    st.button(
        t("Nộp, chờ duyệt"),
        type="primary",
        key=f"send-{held.number}-{len(held.files)}",
        on_click=submit_all,
        disabled=bool(lacking),
    )


def unsaid(kept: Kept, reading: Reading, held: Draft) -> list[Problem]:
    """Return the figures of a file that lack both the proof they must have and a word on it."""
    return [
        each
        for each in reading.problems
        if each.code in PROOF and not held.words.get((kept.sha256, place_of(each)))
    ]


def _stands(sent: Sent | None) -> bool:
    return sent is not None and sent.state != "returned"


def submit_all() -> None:
    """Submit what was read without errors, once: a second click finds nothing left to send.

    Runs as a button's callback. What came of it is left in the session for the page to show, and
    what was sent leaves the draft; a second click leaves what the first one said. That click may
    end this run at any look at the session, the writing being done: so a file that stands as sent
    by this very person was sent by the click before.
    """
    held = work.draft()
    if held is None:
        return
    known = work.readings()
    good = [(each, found) for each in held.files if (found := known.get(each.sha256)) and found.ok]
    outcome: dict[str, Any] = {"sent": [], "same": [], "refused": []}
    done: set[str] = set()
    bar = st.progress(0.0) if len(good) > _AT_ONCE else None
    for first in range(0, len(good), _AT_ONCE):
        some = good[first : first + _AT_ONCE]
        for (kept, reading), each in zip(some, _submit_some(held, some), strict=True):
            if isinstance(each, str):
                outcome["refused"].append((kept.name, each))
            else:
                is_sent = each or _is_own(reading)
                outcome["sent" if is_sent else "same"].append(reading)
                done.add(kept.sha256)
        if bar is not None:
            told = t("Đang nộp {n}/{all} tệp").format(n=first + len(some), all=len(good))
            bar.progress((first + len(some)) / len(good), text=told)
    if any(outcome.values()):
        st.session_state[work.OUTCOME] = outcome
        _clear(held, done, outcome["sent"])


def _is_own(reading: Reading) -> bool:
    """Whether a file stands as it was sent by who asks; nobody is offered to send such a one."""
    office, who = widgets.workspace(), widgets.who()
    found = drafts.sent_already(office, who, [reading]).get(reading.sha256)
    return found is not None and found.by == who.account


def _submit_some(held: Draft, some: Sequence[tuple[Kept, Reading]]) -> list[tuple[int, ...] | str]:
    """Submit a few files in one write; return each one's submissions, or why it was refused."""
    office, who = widgets.workspace(), widgets.who()
    words: dict[str, dict[Place, str]] = {}
    for (sha256, place), word in held.words.items():
        words.setdefault(sha256, {})[place] = word
    try:
        paths = drafts.paths_of(office, who, held.number, [kept.sha256 for kept, _ in some])
        parcels = {
            kept.sha256: Parcel(reading, paths[kept.sha256], words.get(kept.sha256, {}))
            for kept, reading in some
            if kept.sha256 in paths
        }
        found = submission.submit_all(office, who, list(parcels.values()))
    except (BangXanhError, StoreError) as fault:
        return [str(fault)] * len(some)
    became = {
        sha256: str(each.fault) if each.fault else each.numbers
        for sha256, each in zip(parcels, found, strict=True)
    }
    gone = t("tệp không còn trên máy chủ: hãy chọn lại tệp")
    return [became.get(kept.sha256, gone) for kept, _ in some]


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
    named: dict[str, list[str]] = {}
    for file, reason in outcome["refused"]:
        named.setdefault(reason, []).append(file)
    for reason, names in named.items():
        more = t(" và {n} tệp nữa").format(n=len(names) - _MOST_NAMED)
        shown = ", ".join(names[:_MOST_NAMED]) + (more if len(names) > _MOST_NAMED else "")
        st.error(widgets.escaped(f"{shown}: {reason}"))
