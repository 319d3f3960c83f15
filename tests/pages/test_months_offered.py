"""Which month is offered first: the same one on every page, and none that still runs."""

from __future__ import annotations

from streamlit.testing.v1 import AppTest

from indicators import clock
from indicators.periods import Period
from tests.pages import apart

BARS = {"duties": "duties-bar", "exports": "export-bar"}


def first_of(app: AppTest, page: str) -> str:
    """Return the month that a page's bar shows to somebody who chose none."""
    app.query_params.clear()
    apart.opened(app, page)
    fields = apart.given(app, BARS[page])["fields"]
    return str(next(each["value"] for each in fields if each["key"] == "period"))


def closed_first(app: AppTest) -> str:
    apart.opened(app, "review")
    return str(next(each.value for each in app.selectbox if each.key == "closing-period"))


def test_every_page_offers_the_last_month_that_is_over(app: AppTest, store: str) -> None:
    offered = {page: first_of(app, page) for page in BARS} | {"review": closed_first(app)}
    over = {
        "seeded": "2026-10",  # the newest with figures
        "empty": str(Period.containing(clock.today(), "month").previous),
    }
    assert set(offered.values()) == {over[store]}


def test_exports_of_an_empty_store_say_what_they_would_hold(app: AppTest, store: str) -> None:
    apart.opened(app, "exports")
    assert ("Chưa có số liệu nào" in apart.told(app)) == (store == "empty")
