"""The work in hand: the files of one draft and what was read of them, for this browser tab.

The files themselves are kept by `indicators.drafts`, so that a restart of the server or a closed
tab loses nothing. What was read is kept in the session and read again where it is missing.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import streamlit as st

from indicators import drafts, history
from indicators.drafts import Draft, Kept
from indicators.errors import BangXanhError
from indicators.i18n import t
from indicators.intake.reading import Reading
from indicators.warned import Place
from pages import _widgets as widgets
from queries import StoreError

_DRAFT, _READ, _ROUND = "upload-draft", "upload-readings", "upload-round"
OUTCOME = "upload-outcome"


def draft() -> Draft | None:
    """Return the draft in hand, None when there is no file."""
    found: Draft | None = st.session_state.get(_DRAFT)
    return found


def readings() -> dict[str, Reading]:
    """Return what was read so far, by the SHA-256 of the file."""
    found: dict[str, Reading] = st.session_state.setdefault(_READ, {})
    return found


def uploader_key() -> str:
    """Return the key of the uploader: another one each time it has handed its files over."""
    return f"files-{st.session_state.get(_ROUND, 0)}"


def take_in(files: Sequence[Any]) -> None:
    """Take uploaded files into the draft; one of a name that is there takes the other's place."""
    bar = st.progress(0.0)
    for place, file in enumerate(files, start=1):
        told = t("Đang nhận {n}/{all}: {file}").format(
            n=place, all=len(files), file=widgets.escaped(file.name)
        )
        bar.progress(place / len(files), text=told)
        if not add(file.name, file.getvalue()):
            break
    bar.empty()
    st.session_state[_ROUND] = st.session_state.get(_ROUND, 0) + 1


def add(name: str, data: bytes) -> bool:
    """Take one file into the draft; return whether it was, and say why not on the next run."""
    office, who = widgets.workspace(), widgets.who()
    held = draft() or Draft(drafts.new_number())
    try:
        kept = drafts.keep(office, who, held.number, name, data)
        others = [
            each for each in held.files if each.name != kept.name and each.sha256 != kept.sha256
        ]
        _keep(replace(held, files=(*others, kept)))
    except (BangXanhError, StoreError) as fault:
        st.session_state[OUTCOME] = {"sent": [], "same": [], "refused": [(name, str(fault))]}
        return False
    st.session_state.pop(OUTCOME, None)
    return True


def leave_out(sha256: str) -> None:
    """Take a file out of the draft; the last one takes the draft with it."""
    if (held := draft()) is None:
        return
    left(held, [each for each in held.files if each.sha256 != sha256])


def left(held: Draft, files: Sequence[Kept]) -> None:
    """Leave only `files` in the draft, or throw it away when there are none."""
    if files:
        _keep(replace(held, files=tuple(files)))
    else:
        drafts.drop(widgets.workspace(), widgets.who(), held.number)
        st.session_state.pop(_DRAFT, None)
    sums = {each.sha256 for each in files}
    st.session_state[_READ] = {sha: each for sha, each in readings().items() if sha in sums}


def resume(number: str) -> None:
    """Take up a draft of files that was left earlier."""
    found = [
        each for each in drafts.mine(widgets.workspace(), widgets.who()) if each.number == number
    ]
    if found:
        st.session_state[_DRAFT], st.session_state[_READ] = found[0], {}
        st.session_state.pop(OUTCOME, None)


def put_down(number: str) -> None:
    """Throw a draft away that was left earlier."""
    drafts.drop(widgets.workspace(), widgets.who(), number)
    if (held := draft()) is not None and held.number == number:
        st.session_state.pop(_DRAFT, None)
        st.session_state.pop(_READ, None)


def explain(sha256: str, place: Place, word: str) -> None:
    """Keep the sender's word on one warning of a file."""
    if (held := draft()) is None:
        return
    words = {**held.words, (sha256, place): word.strip()}
    _keep(replace(held, words={key: text for key, text in words.items() if text}))


def read_again(sums: Sequence[str]) -> None:
    """Let files be read anew on the next run: what is known of their texts has changed."""
    for sha256 in sums:
        readings().pop(sha256, None)


def read() -> list[tuple[Kept, Reading]]:
    """Return the files of the draft with what was read of each; new ones are read now."""
    held = draft()
    if held is None:
        return []
    known = readings()
    new = [each for each in held.files if each.sha256 not in known]
    if new:
        _read_new(held, new)
    return [(each, known[each.sha256]) for each in held.files if each.sha256 in known]


def _read_new(held: Draft, new: Sequence[Kept]) -> None:
    office, who, known = widgets.workspace(), widgets.who(), readings()
    bar = st.progress(0.0, text=t("Đang đọc…"))
    try:
        found = drafts.read(office, who, held.number, new)
        for place, (kept, reading) in enumerate(zip(new, found, strict=True), start=1):
            known[kept.sha256] = reading
            told = t("Đã đọc {n}/{all}: {file}").format(
                n=place, all=len(new), file=widgets.escaped(kept.name)
            )
            bar.progress(place / len(new), text=told)
    except BangXanhError as fault:
        st.error(widgets.escaped(str(fault)))
    finally:
        bar.empty()
    order = [each.sha256 for each in held.files if each.sha256 in known]
    compared = history.compare(office, who, [known[sha256] for sha256 in order])
    known.update(zip(order, compared, strict=True))


def _keep(held: Draft) -> None:
    drafts.save(widgets.workspace(), widgets.who(), held)
    st.session_state[_DRAFT] = held
