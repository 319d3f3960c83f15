"""Submitting from the page: what a second click may not undo."""

from __future__ import annotations

from typing import Any

import pytest
import streamlit as st

from pages import _upload_send, _upload_work


def test_a_second_click_leaves_what_the_first_one_said(monkeypatch: pytest.MonkeyPatch) -> None:
    said = {"sent": ["x"], "same": [], "refused": []}
    session: dict[str, Any] = {_upload_work.OUTCOME: said}  # the first click took the draft
    monkeypatch.setattr(st, "session_state", session)
    _upload_send.submit_all()
    assert session == {_upload_work.OUTCOME: said}


def test_files_of_one_drop_have_names_of_their_own() -> None:
    given = ["so/a/x.xlsx", "so/b/x.xlsx", "so/c/y.xlsx", "z.xlsx", "z.xlsx", "so/a/~$x.xlsx"]
    assert _upload_work.told_apart(given) == [
        "a - x.xlsx", "b - x.xlsx", "y.xlsx", "z.xlsx", "z (2).xlsx", "",
    ]  # fmt: skip
