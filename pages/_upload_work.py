"""The work in hand: the files of one draft and what was read of them, for this browser tab.

The files themselves are kept by `indicators.drafts`, so that a restart of the server or a closed
tab loses nothing. What was read is kept in the session and read again where it is missing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import streamlit as st

from indicators import drafts
from indicators.drafts import Draft, Kept
from indicators.errors import BangXanhError
from indicators.i18n import t
from indicators.intake.reading import Reading
from indicators.warned import Place
from pages import _widgets as widgets
from queries import StoreError

_DRAFT, _READ, _ROUND = "upload-draft", "upload-readings", "upload-round"
_WEIGHED, _STAMP = "upload-weighed", "upload-stamp"
_SAVED_EVERY = 25  # files of one drop after which the draft is written down
OUTCOME = "upload-outcome"


def draft() -> Draft | None:
    """Return the draft in hand, None when there is no file."""
    found: Draft | None = st.session_state.get(_DRAFT)
    return found


def readings() -> dict[str, Reading]:
    """Return what was read so far, by the SHA-256 of the file."""
    found: dict[str, Reading] = st.session_state.setdefault(_READ, {})
    return found


def stamp() -> int:
    """Return a number that grows whenever what was read, or what the store says of it, changed."""
    return int(st.session_state.get(_STAMP, 0))


def uploader_key() -> str:
    """Return the key of the uploader: another one each time it has handed its files over."""
    return f"files-{st.session_state.get(_ROUND, 0)}"


def take_in(files: Sequence[Any]) -> None:
    """Take uploaded files into the draft; one of a name that is there takes the other's place.

    A file that cannot be kept keeps no other out; where the draft stands is written down after
    every few files, not after each.
    """
    bar = st.progress(0.0)
    held, refused = draft() or Draft(drafts.new_number()), list[tuple[str, str]]()
    given = told_apart([file.name for file in files])
    for place, (name, file) in enumerate(zip(given, files, strict=True), start=1):
        told = t("Đang nhận {n}/{all}: {file}").format(
            n=place, all=len(files), file=widgets.escaped(name or file.name)
        )
        bar.progress(place / len(files), text=told)
        if not name:
            continue
        try:
            held = _with(held, name, file.getvalue())
            if place % _SAVED_EVERY == 0:
                _keep(held)
        except (BangXanhError, StoreError) as fault:
            refused.append((name, str(fault)))
    bar.empty()
    _taken(held, refused)
    st.session_state[_ROUND] = st.session_state.get(_ROUND, 0) + 1


def told_apart(names: Sequence[str]) -> list[str]:
    """Return what the files of one drop are called: no two alike, "" for what is no report.

    A folder may hold a workbook of the same name for each unit: there the folder is named too.
    "~$…" is what Excel leaves beside a workbook that is open.
    """
    parts = [name.replace("\\", "/").strip("/").split("/") for name in names]
    alike = Counter(each[-1] for each in parts)
    called: dict[str, int] = {}
    found = []
    for each in parts:
        name = each[-1] if alike[each[-1]] == 1 else " - ".join(each[1:] or each)
        called[name] = called.get(name, 0) + 1
        stem, dot, ending = name.rpartition(".")
        again = f"{stem} ({called[name]}){dot}{ending}" if called[name] > 1 else name
        found.append("" if each[-1].startswith("~$") else again)
    return found


def add(name: str, data: bytes) -> None:
    """Take one file into the draft; why it was not is said on the next run."""
    held, refused = draft() or Draft(drafts.new_number()), list[tuple[str, str]]()
    try:
        held = _with(held, name, data)
    except (BangXanhError, StoreError) as fault:
        refused.append((name, str(fault)))
    _taken(held, refused)


def _with(held: Draft, name: str, data: bytes) -> Draft:
    """Return the draft with one more file, kept in its folder."""
    kept = drafts.keep(widgets.workspace(), widgets.who(), held.number, name, data)
    others = [each for each in held.files if each.name != kept.name and each.sha256 != kept.sha256]
    return replace(held, files=(*others, kept))


def _taken(held: Draft, refused: list[tuple[str, str]]) -> None:
    """Write down where the draft stands, and leave what was refused for the page to say."""
    try:
        if held.files:
            _keep(held)
    except (BangXanhError, StoreError) as fault:
        refused.append((t("Bản đang làm dở"), str(fault)))
    st.session_state.pop(OUTCOME, None)
    if refused:
        st.session_state[OUTCOME] = {"sent": [], "same": [], "refused": refused}


def leave_out(sha256: str) -> None:
    """Take a file out of the draft; the last one takes the draft with it."""
    if (held := draft()) is None:
        return
    left(held, [each for each in held.files if each.sha256 != sha256])


def leave_all() -> None:
    """Throw the whole draft away: the wrong folder was dropped."""
    if (held := draft()) is not None:
        left(held, [])


def left(held: Draft, files: Sequence[Kept]) -> None:
    """Leave only `files` in the draft, or throw it away when there are none."""
    if files:
        _keep(replace(held, files=tuple(files)))
    else:
        office, who = widgets.workspace(), widgets.who()
        st.session_state.pop(_DRAFT, None)  # first: a click may end this run here, and try again
        drafts.drop(office, who, held.number)
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
    """Return the files of the draft with what was read of each; new ones are read now.

    What the store says of them (history, evidence, closed periods) is asked again whenever the
    store has changed.
    """
    held = draft()
    if held is None:
        return []
    known = readings()
    new = [each for each in held.files if each.sha256 not in known or _was_busy(known[each.sha256])]
    if new:
        _read_new(held, new)
    _weigh([each.sha256 for each in held.files if each.sha256 in known])
    return [(each, known[each.sha256]) for each in held.files if each.sha256 in known]


def _was_busy(reading: Reading) -> bool:
    """Whether a file was not read because others were; it is tried again."""
    return any(problem.code == "E_BUSY" for problem in reading.problems)


def _read_new(held: Draft, new: Sequence[Kept]) -> None:
    office, who, known = widgets.workspace(), widgets.who(), readings()
    bar = st.progress(0.0, text=t("Đang đọc…"))
    try:
        found = drafts.read(office, who, held.number, new)
        for place, (kept, reading) in enumerate(zip(new, found, strict=True), start=1):
            known[kept.sha256] = reading
            st.session_state.pop(_WEIGHED, None)
            told = t("Đã đọc {n}/{all}: {file}").format(
                n=place, all=len(new), file=widgets.escaped(kept.name)
            )
            bar.progress(place / len(new), text=told)
    except BangXanhError as fault:
        st.error(widgets.escaped(str(fault)))
    finally:
        bar.empty()


def _weigh(sums: Sequence[str]) -> None:
    """Lay what was read beside what the store holds now, once for each state of the store."""
    key = (widgets.moment(), tuple(sums))
    if not sums or st.session_state.get(_WEIGHED) == key:
        return
    known = readings()
    try:
        weighed = drafts.weighed(
            widgets.workspace(), widgets.who(), [known[sha256] for sha256 in sums]
        )
    except (BangXanhError, StoreError) as fault:
        st.error(widgets.escaped(str(fault)))
        return
    known.update(zip(sums, weighed, strict=True))
    st.session_state[_WEIGHED] = key
    st.session_state[_STAMP] = stamp() + 1


def _keep(held: Draft) -> None:
    drafts.save(widgets.workspace(), widgets.who(), held)
    st.session_state[_DRAFT] = held
