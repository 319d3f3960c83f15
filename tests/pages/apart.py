"""The product on a seeded store, opened by whoever a test needs: the pages behind one's name."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import streamlit as st
from streamlit.runtime.pages_manager import PagesManager
from streamlit.testing.v1 import AppTest

from indicators.access import Grant, Principal
from indicators.workspace import Workspace
from pages import _widgets
from tests import people, prepared
from tests.pages.conftest import ENTRY

_made = PagesManager.__init__


@contextmanager
def product(tmp_path: Path, seeded: Path | None, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Have the pages open a store of their own: a copy of `seeded`, or one without figures."""
    store = tmp_path / "store" / "b.duckdb"
    prepared.copy_store(seeded or prepared.empty_store(), store)
    monkeypatch.setenv("BANGXANH_STORE", str(store))
    monkeypatch.setenv("BANGXANH_SAMPLES", "0")
    monkeypatch.setattr(PagesManager, "__init__", _by_the_list_alone)
    st.cache_data.clear()
    st.cache_resource.clear()
    yield
    office().close()
    st.cache_resource.clear()


def _by_the_list_alone(manager: PagesManager, *arguments: Any, **options: Any) -> None:  # noqa: ANN401
    """Have pages come from the entry's list alone, as the server's start has it.

    AppTest switches Streamlit's older way on at each run, by which any file of pages/ is a page.
    """
    _made(manager, *arguments, **options)
    PagesManager.uses_pages_directory = False


def office() -> Workspace:
    """Return the office that the pages opened."""
    return _widgets.workspace()


def tops() -> list[str]:
    """Return the units below no other."""
    return list(office().catalogue.children[None])


def enter(account: str, *grants: Grant, is_sample: bool = False) -> tuple[AppTest, Principal]:
    """Return the product as somebody new sees it, and who they are."""
    people.add(office(), account, *grants, is_sample=is_sample)
    who = people.signed_in(office(), account)
    app = AppTest.from_file(ENTRY, default_timeout=60)
    app.user = {"session": who.session}
    return app, who


def opened(app: AppTest, page: str) -> AppTest:
    """Open a page, which must not fail."""
    app.run()
    app.switch_page(f"pages/{page}.py")
    app.run()
    assert not app.exception, [each.value for each in app.exception]
    return app


def given(app: AppTest, key: str) -> dict[str, Any]:
    """Return the data that the component mounted with `key` was given."""
    for element in app.get("bidi_component"):
        if f"-{key}-" in element.proto.id or element.proto.id.endswith(f"-{key}"):
            return dict(json.loads(element.proto.json))
    raise AssertionError(f"no component {key}: {[e.proto.id for e in app.get('bidi_component')]}")


def has(app: AppTest, key: str) -> bool:
    """Whether a component of this key is on the page."""
    ids = [element.proto.id for element in app.get("bidi_component")]
    return any(f"-{key}-" in each or each.endswith(f"-{key}") for each in ids)


def press(app: AppTest, label: str) -> None:
    """Press the one button of this label; what it leads to must not fail."""
    (button,) = [each for each in app.button if each.label == label]
    button.click().run()
    assert not app.exception, [each.value for each in app.exception]


def labels(app: AppTest) -> list[str]:
    return [each.label for each in app.button]


def told(app: AppTest) -> str:
    parts = (app.title, app.subheader, app.caption, app.info, app.warning, app.text, app.success)
    return "\n".join(each.value for part in (*parts, app.error) for each in part)


def actions() -> list[tuple[str, str, str]]:
    """Return actor, action and object of every row of the trail, oldest first."""
    asked = {"from_at": None, "before_at": None, "actor": None, "object_id": None}
    rows = office().store.rows("audit/rows", **asked)
    return [(row["actor"], row["action"], row["object_id"]) for row in rows]
