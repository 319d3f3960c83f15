"""A store with three months of figures and an empty one, each opened by the pages themselves."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from indicators.access import Grant
from pages import _widgets
from tests import people, prepared
from tests.pages.seeding import HOME

ENTRY = str(Path(__file__).parents[2] / "dashboard.py")


@pytest.fixture(params=["empty", "seeded"])
def store(request: pytest.FixtureRequest, tmp_path: Path, seeded_file: Path) -> str:
    """Which store the app opens; every page must open on both."""
    made = seeded_file if request.param == "seeded" else prepared.empty_store()
    prepared.copy_store(made, tmp_path / "b.duckdb")
    return str(request.param)


@pytest.fixture
def app(store: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[AppTest]:
    monkeypatch.setenv("BANGXANH_STORE", str(tmp_path / "b.duckdb"))
    monkeypatch.setenv("BANGXANH_SAMPLES", "0")
    st.cache_data.clear()
    st.cache_resource.clear()
    assert store in {"empty", "seeded"}
    opened = AppTest.from_file(ENTRY, default_timeout=60)
    people.add(_widgets.workspace(), "van-phong", Grant("office", HOME))
    opened.user = {"session": people.signed_in(_widgets.workspace(), "van-phong").session}
    yield opened
    _widgets.workspace().close()
    st.cache_resource.clear()
