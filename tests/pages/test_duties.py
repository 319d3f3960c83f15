"""The reporting calendar and explanations, as the pages draw them."""

from __future__ import annotations

from streamlit.testing.v1 import AppTest

from indicators.explanations import explanation
from pages import _widgets
from tests import people
from tests.pages.test_pages import component, told

CELL = "dl-sxd-qlxd~HS-DUNG-HAN"


def test_who_has_reported_and_a_letter_to_who_has_not(app: AppTest, store: str) -> None:
    app.run()
    app.switch_page("pages/duties.py")
    app.query_params["period"] = "2026-10"
    app.run()
    assert not app.exception
    assert "12 báo cáo" in told(app)
    rows = component(app, "duty-0")["rows"]
    assert len(rows) == 12
    assert rows[0][1] == ["missing", "! chưa báo cáo đủ"]
    letter = app.code[0].value
    assert "Mục IV.1, Kế hoạch 11/2025 của Sở Xây dựng" in letter
    assert "chậm nhất ngày 05/11/2026" in letter
    states = [row[1] for row in rows]
    assert (["pending", "chờ duyệt"] in states) == (store == "seeded")
    if store == "empty":
        assert letter.count("Phòng Quản lý xây dựng") == 2
        app.selectbox(key="reminded").select("dl-sxd-qlxd").run()
        assert app.code[0].value.startswith("Kính gửi: Phòng Quản lý xây dựng\n")


def panel(app: AppTest) -> dict[str, str]:
    """Return what the opened cell's panel tells, by its labels."""
    sections = component(app, "cell")["sections"]
    return {fact[0]: fact[1] for _, section in sections for fact in section}


def test_a_word_written_in_the_panel_stands_in_it(app: AppTest, store: str) -> None:
    if store == "empty":
        return
    app.query_params.update({"cell": CELL, "period": "2026-09", "unit": "dl-sxd"})
    app.run()
    assert not app.exception
    (asked,) = [each for each in app.text_area if each.label == "Cần đơn vị làm rõ điều gì?"]
    asked.input("Vì sao?")
    next(each for each in app.button if each.label == "Gửi yêu cầu").click()
    app.run()
    facts = panel(app)
    assert facts["Được yêu cầu giải trình"].startswith("Vì sao? (van-phong, ")
    for label, text in (("Nguyên nhân", "Nhập *sai* <b>một</b> hồ sơ."), ("Giải pháp", "Sửa.")):
        next(each for each in app.text_area if each.label == label).input(text)
    next(each for each in app.button if each.label == "Gửi giải trình").click()
    app.run()
    assert not app.exception
    facts = panel(app)
    assert facts["Nguyên nhân"] == "Nhập *sai* <b>một</b> hồ sơ."
    assert "Được yêu cầu giải trình" not in facts
    office = _widgets.workspace()
    who = people.signed_in(office, "van-phong")
    found = explanation(office, who, unit="dl-sxd-qlxd", indicator="HS-DUNG-HAN", period="2026-09")
    assert found is not None
    assert found.newest is not None
    assert found.newest.by == "van-phong"
