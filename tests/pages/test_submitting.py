"""Submitting from the page: what a second click may not undo."""

from __future__ import annotations

from typing import Any

import pytest
import streamlit as st

from indicators.drafts import Draft, Kept
from pages import _upload_send, _upload_work
from tests import offices


def test_a_second_click_leaves_what_the_first_one_said(monkeypatch: pytest.MonkeyPatch) -> None:
    said = {"sent": ["x"], "same": [], "refused": []}
    session: dict[str, Any] = {_upload_work.OUTCOME: said}  # the first click took the draft
    monkeypatch.setattr(st, "session_state", session)
    _upload_send.submit_all()
    assert session == {_upload_work.OUTCOME: said}


def test_a_second_click_that_ends_the_first_one_s_run_loses_nothing_it_did(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    kept, reading = Kept("a.xlsx", "0f"), offices.reading([offices.figure("a")], sha256="0f")
    answers: list[list[tuple[int, ...]]] = [[(7,)], [()]]  # the second finds the same file there

    def ended(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(st, "session_state", {})
    monkeypatch.setattr(_upload_work, "draft", lambda: Draft("d", (kept,)))
    monkeypatch.setattr(_upload_work, "readings", lambda: {"0f": reading})
    monkeypatch.setattr(_upload_send, "_submit_some", lambda *_: answers.pop(0))
    with monkeypatch.context() as first:
        first.setattr(_upload_send, "_clear", ended)
        with pytest.raises(KeyboardInterrupt):
            _upload_send.submit_all()
    monkeypatch.setattr(_upload_send, "_clear", lambda *_: None)
    _upload_send.submit_all()
    said = st.session_state[_upload_work.OUTCOME]
    assert said == {"sent": [reading], "same": [], "refused": []}


def test_files_of_one_drop_have_names_of_their_own() -> None:
    given = ["so/a/x.xlsx", "so/b/x.xlsx", "so/c/y.xlsx", "z.xlsx", "z.xlsx", "so/a/~$x.xlsx"]
    assert _upload_work.told_apart(given) == [
        "a - x.xlsx", "b - x.xlsx", "y.xlsx", "z.xlsx", "z (2).xlsx", "",
    ]  # fmt: skip
