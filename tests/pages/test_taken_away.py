"""What leaves the screen as a picture or on paper says whose figures it shows, and which alone."""

from __future__ import annotations

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from indicators.access import Grant
from tests.pages import apart
from tests.pages.seeding import HOME


@pytest.fixture
def app(tmp_path: Path, seeded_file: Path, monkeypatch: pytest.MonkeyPatch):
    with apart.product(tmp_path, seeded_file, monkeypatch):
        shown, _ = apart.enter("lanh-dao", Grant("leader", HOME))
        shown.session_state["board-was-shown"] = True
        yield shown


def titles(app: AppTest, **address: str) -> tuple[str, str]:
    """Return whose figures the picture of the board names, and the title of its chart's."""
    app.query_params.update({"unit": HOME, "period": "2026-10", **address})
    app.run()
    assert not app.exception
    return apart.given(app, "board")["unit"], apart.given(app, "save-trend")["title"]


def test_a_picture_of_everything_names_the_unit(app: AppTest) -> None:
    board, chart = titles(app)
    assert board == "Sở Xây dựng"
    assert chart == ("Tỷ lệ xanh hóa, Sở Xây dựng, Tháng 10/2026. Số liệu mẫu, không có thật")


def test_a_picture_of_a_part_says_which_part(app: AppTest) -> None:
    app.run()
    catalogue = apart.office().catalogue
    plan = next(each.plan for each in catalogue.indicators.values() if each.code == "HS-DUNG-HAN")
    board, chart = titles(app, plan=plan, draft="1")
    told = f"Sở Xây dựng, chỉ kế hoạch «{catalogue.plans[plan].short}», tính cả số chờ duyệt"
    assert board == told
    assert told in chart
    group = next(iter(catalogue.groups))
    app.query_params.clear()
    assert f"chỉ nhóm «{catalogue.groups[group].name}»" in titles(app, group=group)[0]


def test_files_that_take_time_are_waited_for(app: AppTest) -> None:
    titles(app)
    assert apart.given(app, "links")["words"]["making"] == "{file}: đang tạo…"
