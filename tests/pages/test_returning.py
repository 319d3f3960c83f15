"""Sending work back from the review page: what is typed is kept, what matters comes first."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from indicators import review
from indicators.access import Grant
from indicators.intake.reading import Reading
from indicators.submission import submit
from tests import offices, people
from tests.pages.apart import given, labels, office, opened, press, product, told
from tests.pages.conftest import ENTRY

ROOM, MONTH = "dl-sxd-qlxd", "2026-10"
SEND = "Trả lại cho đơn vị"


@pytest.fixture(autouse=True)
def _product(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    with product(tmp_path, None, monkeypatch):
        yield


def sent() -> int:
    """Send one red and one green figure; return the number of the submission."""
    people.add(office(), "can-bo", Grant("reporter", ROOM), name="Nguyễn Thị Mẫu")
    figures = [
        offices.figure(ROOM, "HS-DUNG-HAN", MONTH, counts=(50, 100)),
        offices.figure(ROOM, "HS-TOAN-TRINH", MONTH, counts=(100, 100), cell="E8"),
    ]
    reading: Reading = offices.reading(figures)
    return submit(office(), people.signed_in(office(), "can-bo"), reading)[0]


def reviewing(number: int, account: str = "van-phong") -> AppTest:
    """Open the submission in a new session of one reviewer."""
    app = AppTest.from_file(ENTRY, default_timeout=60)
    app.user = {"session": people.signed_in(office(), account).session}
    app.query_params["nop"] = str(number)
    return opened(app, "review")


def field(app: AppTest, code: str) -> str:
    return next(each.value for each in app.text_input if (each.key or "").endswith(f"-{code}"))


def test_reasons_typed_outlive_the_page_and_are_the_reviewers_own() -> None:
    number = sent()
    people.add(office(), "van-phong", Grant("office", "dl-sxd"))
    people.add(office(), "dong-nghiep", Grant("office", "dl-sxd"))
    app = reviewing(number)
    app.text_area[0].set_value("Xem lại *sổ*").run()
    next(e for e in app.text_input if (e.key or "").endswith("HS-DUNG-HAN")).set_value("lệch").run()
    assert not app.exception
    again = reviewing(number)  # another telephone, or the same one after it was turned
    assert again.text_area[0].value == "Xem lại *sổ*"
    assert field(again, "HS-DUNG-HAN") == "lệch"
    other = reviewing(number, "dong-nghiep")
    assert other.text_area[0].value == ""
    assert field(other, "HS-DUNG-HAN") == ""
    press(again, "← Về hàng chờ")
    again.query_params["nop"] = str(number)
    again.run()
    assert again.text_area[0].value == "Xem lại *sổ*"
    press(again, SEND)
    assert f"Đã trả lại lần nộp số {number}" in told(again)
    (answer,) = review.answers(office(), people.signed_in(office(), "can-bo"))
    assert (answer.reason, answer.remarks) == ("Xem lại *sổ*", {"HS-DUNG-HAN": "lệch"})
    assert review.unsent(office(), people.signed_in(office(), "van-phong"), number) == {}


def test_red_figures_come_first_and_the_others_are_folded() -> None:
    number = sent()
    people.add(office(), "van-phong", Grant("office", "dl-sxd"), name="Trần Văn Thử")
    app = reviewing(number)
    assert "Nguyễn Thị Mẫu (can-bo) nộp lúc" in told(app)
    names = [each.label for each in app.text_input if (each.key or "").startswith("why-")]
    assert len(names) == 1
    assert "50" in names[0]
    toggle = next(each for each in app.toggle if "1 chỉ tiêu khác" in each.label)
    toggle.set_value(True).run()
    assert len([each for each in app.text_input if (each.key or "").startswith("why-")]) == 2
    press(app, SEND)
    assert "Trả lại phải nêu lý do" in told(app)
    assert SEND in labels(app)


def test_people_are_shown_by_name_wherever_a_reader_meets_them() -> None:
    number = sent()
    people.add(office(), "van-phong", Grant("office", "dl-sxd"), name="Trần Văn Thử")
    app = AppTest.from_file(ENTRY, default_timeout=60)
    app.user = {"session": people.signed_in(office(), "van-phong").session}
    waiting = given(opened(app, "review"), "queue")["rows"][0]
    assert waiting["sent"].startswith("Nguyễn Thị Mẫu (can-bo), ")
    review.decide(
        office(), people.signed_in(office(), "van-phong"), number, decision="returned", reason="sai"
    )
    sender = AppTest.from_file(ENTRY, default_timeout=60)
    sender.user = {"session": people.signed_in(office(), "can-bo").session}
    assert "Trần Văn Thử (van-phong) trả lại lúc" in told(opened(sender, "upload"))
