"""Submitting from the page: what a second click may not undo."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
import streamlit as st

from indicators import drafts
from indicators.drafts import Draft, Kept, Sent
from pages import _upload_send, _upload_work, _widgets
from tests import offices


def test_a_second_click_leaves_what_the_first_one_said(monkeypatch: pytest.MonkeyPatch) -> None:
    said = {"sent": ["x"], "same": [], "refused": []}
    session: dict[str, Any] = {_upload_work.OUTCOME: said}  # the first click took the draft
    monkeypatch.setattr(st, "session_state", session)
    _upload_send.submit_all()
    assert session == {_upload_work.OUTCOME: said}


@pytest.mark.parametrize(("by", "said"), [("me", "sent"), ("somebody", "same")])
def test_a_second_click_that_ends_the_first_one_s_run_loses_nothing_it_did(
    monkeypatch: pytest.MonkeyPatch, by: str, said: str
) -> None:
    kept, reading = Kept("a.xlsx", "0f"), offices.reading([offices.figure("a")], sha256="0f")
    stands = {"0f": Sent("submitted", by, offices.NOW)}
    monkeypatch.setattr(st, "session_state", {})
    monkeypatch.setattr(_upload_work, "draft", lambda: Draft("d", (kept,)))
    monkeypatch.setattr(_upload_work, "readings", lambda: {"0f": reading})
    monkeypatch.setattr(_upload_send, "_submit_some", lambda *_: [()])  # the first had written it
    monkeypatch.setattr(_upload_send, "_clear", lambda *_: None)
    monkeypatch.setattr(_widgets, "workspace", lambda: None)
    monkeypatch.setattr(_widgets, "who", lambda: SimpleNamespace(account="me"))
    monkeypatch.setattr(drafts, "sent_already", lambda *_: stands)
    _upload_send.submit_all()
    expected = {"sent": [], "same": [], "refused": [], said: [reading]}
    assert st.session_state[_upload_work.OUTCOME] == expected


def test_files_of_one_drop_have_names_of_their_own() -> None:
    given = ["so/a/x.xlsx", "so/b/x.xlsx", "so/c/y.xlsx", "z.xlsx", "z.xlsx", "so/a/~$x.xlsx"]
    assert _upload_work.told_apart(given) == [
        "a - x.xlsx", "b - x.xlsx", "y.xlsx", "z.xlsx", "z (2).xlsx", "",
    ]  # fmt: skip
