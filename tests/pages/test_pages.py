"""Every page opens, on an empty store and on one with figures, and says what it must."""

from __future__ import annotations

import json
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from indicators.export import EXPORTS
from pages import _widgets
from tests.offices import Hands
from tests.pages.seeding import HOME


def component(app: AppTest, key: str) -> dict[str, Any]:
    """Return the data that the v2 component mounted with `key` was given."""
    for element in app.get("bidi_component"):
        if f"-{key}-" in element.proto.id or element.proto.id.endswith(f"-{key}"):
            return dict(json.loads(element.proto.json))
    raise AssertionError(f"no component {key}: {[e.proto.id for e in app.get('bidi_component')]}")


def told(app: AppTest) -> str:
    parts = (app.title, app.subheader, app.markdown, app.caption, app.info, app.warning, app.text)
    return "\n".join(element.value for part in parts for element in part)


def test_the_board_opens(app: AppTest, store: str) -> None:
    app.run()
    assert not app.exception
    if store == "empty":
        assert "Chưa có số liệu nào" in told(app)
        assert not app.get("bidi_component")
        return
    board = component(app, "board")
    assert board["title"].startswith("Tháng 10/2026: ")
    assert "% chỉ tiêu xanh" in board["title"]
    assert board["sample"] == "Số liệu mẫu, không có thật"
    assert len(board["rows"]) == len(board["cells"])
    assert {tile["status"] for tile in board["tiles"]} >= {"red", "missing", "amber", "green"}


def test_the_rest_of_the_board_waits_until_it_is_shown(app: AppTest, store: str) -> None:
    app.session_state["board-was-shown"] = True
    app.run()
    assert not app.exception
    if store == "empty":
        return
    assert "12 tháng qua" in told(app)
    links = component(app, "links")["links"]
    address = "period=2026-10&unit=dl-sxd"
    assert links == [[e.label, f"/tai/bang/{e.name}?{address}"] for e in EXPORTS.values()]
    assert dict(app.query_params) == {"period": "2026-10", "unit": "dl-sxd"}


def test_a_cell_in_the_address_is_open(app: AppTest, store: str) -> None:
    app.query_params["cell"] = "dl-sxd-qlxd~HS-DUNG-HAN"
    app.query_params["period"] = "2026-09"
    app.run()
    assert not app.exception
    if store == "empty":
        return
    panel = component(app, "cell")
    assert panel["who"] == "Phòng Quản lý xây dựng · Tháng 09/2026"
    assert panel["why"]
    facts = dict(fact[:2] for _, section in panel["sections"] for fact in section)
    assert facts["Trang tính, ô"].startswith("Biểu 1!E")
    assert facts["Căn cứ"].startswith("Mục III.9")
    assert component(app, "board")["chosen"] == ["dl-sxd-qlxd", "HS-DUNG-HAN"]


@pytest.mark.parametrize(
    ("name", "value"),
    [("period", "2031-77"), ("unit", "<script>"), ("cell", "x~y"), ("plan", "no"), ("order", "z")],
)
def test_an_address_that_names_nothing_is_no_fault(
    app: AppTest, store: str, name: str, value: str
) -> None:
    app.query_params[name] = value
    app.run()
    assert not app.exception
    if store == "seeded":
        assert component(app, "board")["title"].startswith("Tháng 10/2026")


def test_figures_that_wait_count_when_asked(app: AppTest, store: str) -> None:
    app.run()
    if store == "empty":
        return
    before = component(app, "board")
    app.query_params["draft"] = "1"
    app.run()
    after = component(app, "board")
    missing = {"red": 0, "missing": 0}
    counts = [
        {**missing, **{t["status"]: t["count"] for t in each["tiles"]}} for each in (before, after)
    ]
    assert counts[0]["missing"] > counts[1]["missing"]
    assert before["signature"] != after["signature"]


@pytest.mark.parametrize("page", ["pages/upload.py", "pages/guide.py"])
def test_the_other_pages_open(app: AppTest, store: str, page: str) -> None:
    app.run()
    app.switch_page(page)
    app.run()
    assert not app.exception
    assert told(app)
    if page == "pages/upload.py":
        assert ("không có thật" in told(app)) == (store == "seeded")
        assert len(app.file_uploader) == 1


def test_a_file_that_is_no_workbook_is_told_about(app: AppTest, store: str) -> None:
    assert store
    app.run()
    app.switch_page("pages/upload.py")
    app.run()
    app.file_uploader[0].upload("biểu *lạ*.xlsx", b"not a workbook")
    app.run()
    assert not app.exception
    problems = component(app, "problems")["rows"]
    assert problems[0][0] == ["error", "Lỗi"]
    assert problems[0][1] == "biểu *lạ*.xlsx"
    assert "Chưa nộp được" in "".join(element.value for element in app.error)
    offered = {button.label for button in app.button}
    assert "Bỏ tệp này" in offered
    assert not any("Nộp" in label for label in offered)


def test_a_board_of_yesterday_is_not_shown_today(
    app: AppTest, store: str, the_clock: Hands
) -> None:
    """At midnight what was not due is missing, though nothing was written."""
    assert app.user
    if store == "empty":
        return
    office = _widgets.workspace()
    asked = {"period": "2026-10", "unit": HOME, "plan": None, "group": None}

    def missing() -> int:
        board = _widgets.cached_board(
            _widgets.moment(), office.operator(), **asked, provisional=False, order="plan"
        )
        return board.tally.missing

    the_clock.set("2026-11-05 23:59")
    before = missing()
    the_clock.set("2026-11-06 00:00")
    assert missing() > before
