"""Submitting from the page: what a second click may not undo."""

from __future__ import annotations

from typing import Any

import pytest
import streamlit as st

from pages import _intake


def test_a_second_click_leaves_what_the_first_one_said(monkeypatch: pytest.MonkeyPatch) -> None:
    said = {"sent": ["x"], "same": [], "refused": []}
    session: dict[str, Any] = {"outcome": said, "round": 1}  # the first click took the readings
    monkeypatch.setattr(st, "session_state", session)
    _intake.submit_all([])
    assert session == {"outcome": said, "round": 1}
