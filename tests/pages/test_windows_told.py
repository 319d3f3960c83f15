"""The days that figures cover, where they are not the calendar's, as the pages say them."""

from __future__ import annotations

from dataclasses import replace

import pytest
from streamlit.testing.v1 import AppTest

from pages import _widgets
from tests.pages.test_pages import told

pytestmark = pytest.mark.parametrize("store", ["empty"], indirect=True)
ROOM = "dl-sxd-qlxd"
DAYS = "số liệu từ 15/09/2026 đến 14/10/2026"


def close_early(monkeypatch: pytest.MonkeyPatch, plan: str = "sxd-11-2025") -> None:
    """Let the duties of a plan run from the 15th to the 14th."""
    office = _widgets.workspace()
    duties = tuple(
        replace(each, cutoff="nd09") if each.plan == plan else each
        for each in office.catalogue.duties
    )
    monkeypatch.setattr(office, "catalogue", replace(office.catalogue, duties=duties))


def test_duties_and_templates_say_which_days(app: AppTest, monkeypatch: pytest.MonkeyPatch) -> None:
    app.run()
    for page, asked in (
        ("duties", {"period": "2026-10"}),
        ("upload", {"for": ROOM, "month": "2026-10"}),
    ):
        app.switch_page(f"pages/{page}.py")
        app.query_params.update(asked)
        app.run()
        assert "số liệu từ" not in plainly(app), page
    close_early(monkeypatch)
    app.run()
    assert not app.exception
    assert f"Tháng 10/2026: {DAYS}." in plainly(app)
    app.switch_page("pages/duties.py")
    app.query_params["period"] = "2026-10"
    app.run()
    assert not app.exception
    assert f"; {DAYS}" in plainly(app)
    assert "báo cáo tháng 10/2026 (số liệu từ 15/9/2026 đến 14/10/2026)" in app.code[0].value


def plainly(app: AppTest) -> str:
    """Return what a page says, without the marks that keep it from being a language."""
    return told(app).replace("\\", "")
