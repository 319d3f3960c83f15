"""From a cell to its file and back, and boards of other days, as the pages draw them."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import httpx
import pytest
from starlette.applications import Starlette
from streamlit.testing.v1 import AppTest

from indicators import clock, locks
from indicators.access import Grant
from indicators.evidence import vault
from indicators.workspace import Workspace
from pages import _downloads, _widgets
from tests import people
from tests.exported import opened
from tests.pages.test_pages import component, told
from tests.pages.waiting import finished
from tests.proved import (
    FIRST,
    INDICATOR,
    OFFICE,
    PERIOD,
    PROOF,
    REMARK,
    SECOND,
    UNIT,
    WORD,
    Proved,
    found_in,
    once_proved,
)

CELL = f"{UNIT}~{INDICATOR}"


@pytest.fixture
def store(run_folder: Path, tmp_path: Path) -> str:
    """A store in which nothing was but what `proved` tells of."""
    shutil.copytree(once_proved(run_folder), tmp_path, dirs_exist_ok=True)
    return "empty"


@pytest.fixture
def proved(app: AppTest, tmp_path: Path) -> Proved:
    assert app is not None
    return found_in(tmp_path)


def office() -> Workspace:
    return _widgets.workspace()


def panel(app: AppTest, **address: str) -> dict[str, Any]:
    for name, value in {"period": PERIOD, "unit": "dl-sxd", "cell": CELL, **address}.items():
        app.query_params[name] = value
    app.run()
    assert not app.exception
    return component(app, "cell")


def facts(drawn: dict[str, Any]) -> dict[str, list[str]]:
    return {fact[0]: fact[1:] for _, section in drawn["sections"] for fact in section}


def lineage(drawn: dict[str, Any]) -> dict[str, list[Any]]:
    return {kind: items for _, kind, items in drawn["lineage"]}


def source(app: AppTest, number: object) -> AppTest:
    app.run()
    app.switch_page("pages/source.py")
    app.query_params["nop"] = str(number)
    return app.run()


def as_person(app: AppTest, role: str, unit: str) -> AppTest:
    people.add(office(), f"{role}-thử", Grant(role, unit))
    app.user = {"session": people.signed_in(office(), f"{role}-thử").session}
    return app


def test_a_green_cell_leads_to_file_place_evidence_and_approver(app: AppTest, proved: Proved):
    drawn = panel(app)
    assert drawn["status"] == "green"
    found = facts(drawn)
    assert found["Cách tính"] == ["214 / 214 × 100 = 100 %"]
    assert found["Lần nộp"] == [f"số {proved.second}", f"/source?nop={proved.second}"]
    assert found["Tệp như đã nhận"] == [SECOND, f"/tai/lan-nop/{proved.second}"]
    assert found["Trang tính, ô"] == [proved.place]
    assert found["Người nộp"][0].startswith("can-bo-qlxd, ")
    assert found["Người duyệt"][0].startswith("truong-vp, ")
    assert "Khóa sổ" not in found
    more = lineage(drawn)
    assert more["warnings"] == [["Tăng mạnh so với các kỳ trước", WORD]]
    file, document = more["proof"]
    assert (file["name"], file["href"], file["picture"], file["mark"]) == (
        PROOF,
        "/minh-chung/1",
        "/minh-chung/1/anh",
        "",
    )
    assert file["told"][0] == "Trích từ Một cửa"
    assert document["name"] == "Văn bản số 57/BC-QLXD ngày 02/11/2026"
    assert (document["href"], document["picture"]) == ("", "")


def test_an_earlier_version_tells_its_figure_and_why_it_came_back(app: AppTest, proved: Proved):
    (version,) = lineage(panel(app))["versions"]
    assert (version["value"], version["state"]) == ("80 %", "đã trả lại")
    assert version["href"] == f"/source?nop={proved.first}"
    text = "\n".join(version["told"])
    assert FIRST in text
    assert "can-bo-qlxd nộp" in text
    assert "truong-vp trả lại" in text
    assert f"Lý do: {REMARK}; Đối chiếu lại" in text


def test_gone_and_altered_files_are_flagged_and_have_no_link(app: AppTest, proved: Proved):
    assert proved
    kept = next(office().settings.files_path.glob("*.xlsx"))
    for each in office().settings.files_path.glob("*.xlsx"):
        each.unlink()
    proof = next(iter(vault.kept_files(office().settings.evidence_path)))
    proof.write_bytes(b"%PDF-x")
    drawn = panel(app)
    assert facts(drawn)["Tệp như đã nhận"] == [f"{SECOND} (không còn trong kho tệp gốc)"]
    file = lineage(drawn)["proof"][0]
    assert (file["mark"], file["isBroken"], file["href"]) == ("tệp đã bị thay đổi", True, "")
    assert not kept.exists()
    shown = source(app, proved.second)
    assert "không còn trong kho tệp gốc" in told(shown)


def test_a_closed_period_says_by_whom_and_offers_the_board_of_then(app: AppTest, proved: Proved):
    assert proved
    for unit in office().catalogue.children["dl-sxd"]:
        locks.lock(office(), OFFICE, unit=unit, period=PERIOD)
    assert facts(panel(app))["Khóa sổ"][0].startswith("truong-vp, ")
    button = next(each for each in app.button if each.label == "Xem như lúc khóa sổ")
    assert "đã được truong-vp khóa sổ lúc" in told(app)
    button.click().run()
    assert not app.exception
    moment = clock.moment(app.query_params["as_of"])
    assert clock.now() - moment < timedelta(minutes=5)
    assert "Bảng như được biết lúc" in told(app)
    assert "như được biết lúc" in component(app, "board")["title"]
    assert "Xem như lúc khóa sổ" not in {each.label for each in app.button}


def test_a_board_of_another_moment_shows_what_was_known_and_the_way_back(
    app: AppTest, proved: Proved
):
    (version,) = office().store.rows(
        "board/versions",
        unit_id=UNIT,
        indicator_id=INDICATOR,
        period=PERIOD,
        known_at=None,
        scope=["dl-sxd"],
    )[1:]
    then = (version["decided_at"] - timedelta(microseconds=1)).isoformat()
    drawn = panel(app, as_of=then)
    assert drawn["known"].startswith("Như được biết lúc ")
    assert facts(drawn)["Lần nộp"][0] == f"số {proved.first}"
    assert "Người trả lại" not in facts(drawn)
    assert lineage(drawn)["versions"] == []
    assert lineage(drawn)["proof"] == []
    assert app.query_params["as_of"] == then
    (field,) = [each for each in component(app, "bar")["fields"] if each["kind"] == "date"]
    assert field["value"] == clock.local(clock.moment(then)).date().isoformat()
    next(each for each in app.button if each.label == "Về bảng hiện nay").click().run()
    assert "as_of" not in app.query_params
    assert facts(component(app, "cell"))["Lần nộp"][0] == f"số {proved.second}"


@pytest.mark.parametrize("as_of", ["", "2999-01-01", "hôm qua", "1999-12-31", "<script>"])
def test_what_is_no_past_day_is_now(app: AppTest, proved: Proved, as_of: str):
    assert facts(panel(app, as_of=as_of))["Lần nộp"][0] == f"số {proved.second}"
    assert "Bảng như được biết" not in told(app)


def test_before_there_was_anything_the_way_back_is_there(app: AppTest, proved: Proved):
    assert proved
    app.query_params["as_of"] = "2020-01-01"
    app.run()
    assert not app.exception
    assert "Bảng như được biết lúc 23:59 01/01/2020" in told(app)
    next(each for each in app.button if each.label == "Về bảng hiện nay").click().run()
    assert component(app, "board")["rows"]


def test_exports_keep_the_moment_in_their_addresses(app: AppTest, proved: Proved):
    assert proved
    app.session_state["board-was-shown"] = True
    app.query_params["as_of"] = clock.now().isoformat()
    app.run()
    assert all("as_of=" in address for _, address in component(app, "links")["links"])


def test_a_submission_tells_its_cells_evidence_and_history(app: AppTest, proved: Proved):
    shown = source(app, proved.second)
    assert not shown.exception
    text = told(shown)
    assert f"lần nộp số {proved.second}" in text
    assert "truong-vp duyệt" in text
    (link,) = component(shown, "received")["links"]
    assert link == [f"Tải tệp như đã nhận: {SECOND}", f"/tai/lan-nop/{proved.second}"]
    rows = component(shown, "fed")["rows"]
    assert f"{len(rows)} trong {len(rows)} số liệu" in text
    row = next(each for each in rows if unquote(each[0][2]).endswith(f"cell={CELL}"))
    assert row[1:6] == [proved.place, "214 / 214", "100 %", "đã duyệt", ["green", "● đạt"]]
    assert row[0][2].startswith("/?period=2026-10&unit=dl-sxd&cell=")
    assert component(shown, "warned")["rows"][0][2] == WORD
    assert [each[1] for each in component(shown, "proof")["rows"]] == [
        PROOF,
        "Văn bản số 57/BC-QLXD ngày 02/11/2026",
    ]
    history = component(shown, "history")["rows"]
    assert [each[0][2] for each in history] == [
        f"/source?nop={proved.second}",
        f"/source?nop={proved.first}",
    ]


def test_a_returned_submission_says_why_and_which_stands_instead(app: AppTest, proved: Proved):
    shown = source(app, proved.first)
    assert "Lý do: Đối chiếu lại" in told(shown)
    rows = component(shown, "fed")["rows"]
    row = next(each for each in rows if each[-1])
    assert row[-1] == REMARK
    assert row[5] == [
        "link",
        f"● đạt, theo lần nộp số {proved.second}",
        f"/source?nop={proved.second}",
    ]


@pytest.mark.parametrize("number", ["999", "0", "9" * 40, "x", ""])
def test_a_number_that_names_nothing_is_no_fault(app: AppTest, proved: Proved, number: str):
    assert proved
    shown = source(app, number)
    assert not shown.exception
    assert not shown.get("bidi_component")


def test_whoever_reads_the_branch_opens_it_and_nobody_else(app: AppTest, proved: Proved):
    shown = source(as_person(app, "leader", UNIT), proved.second)
    assert component(shown, "fed")["rows"]
    assert not shown.button


def test_a_stranger_gets_the_answer_of_what_does_not_exist(app: AppTest, proved: Proved):
    other = next(each for each in office().catalogue.children["dl-sxd"] if each != UNIT)
    shown = source(as_person(app, "leader", other), proved.second)
    assert [each.value for each in shown.error] == [f"Không có lần nộp số {proved.second}"]
    assert not shown.get("bidi_component")


async def _asked(address: str, answers: list[httpx.Response]) -> None:
    transport = httpx.ASGITransport(Starlette(routes=_downloads.ROUTES))
    async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as client:
        answers.append(await client.get(address))


@pytest.fixture
def taken(proved: Proved, monkeypatch: pytest.MonkeyPatch) -> Callable[..., httpx.Response]:
    """Return what the office's browser gets when it takes the board along."""
    assert proved
    monkeypatch.setattr(_downloads._gate, "principal_of", lambda _: OFFICE)

    def take(kind: str, **more: str) -> httpx.Response:
        answers: list[httpx.Response] = []
        address = {"period": PERIOD, "unit": "dl-sxd", **more}
        finished(_asked(_downloads.board(kind, address), answers))
        return answers[0]

    return take


def test_a_workbook_of_another_moment_is_named_by_it_and_says_so(
    taken: Callable[..., httpx.Response],
):
    (second,) = office().store.rows("submission/one", submission_id=2, scope=["dl-sxd"])
    then = second["decided_at"] - timedelta(microseconds=1)
    was, now = taken("xlsx", as_of=then.isoformat()), taken("xlsx")
    assert f"nhu-biet-{clock.local(then):%Y-%m-%d-%H%M}" in was.headers["content-disposition"]
    assert "nhu-biet" not in now.headers["content-disposition"]
    said = f"Như được biết lúc {clock.local(then):%H:%M %d/%m/%Y}"
    books = [opened(each.content) for each in (was, now)]
    assert [said in str(book["Bảng"]["A2"].value) for book in books] == [True, False]
    notes = [[str(row[0].value) for row in book["Thuyết minh"].iter_rows()] for book in books]
    assert [any(said in line for line in each) for each in notes] == [True, False]
    marks = [[str(row[12].value) for row in book["Số liệu"].iter_rows(min_row=4)] for book in books]
    assert [any("chờ duyệt" in mark for mark in each) for each in marks] == [True, False]


def test_a_file_as_of_no_day_is_refused_in_words(taken: Callable[..., httpx.Response]):
    answer = taken("csv", as_of="hôm qua")
    assert (answer.status_code, answer.text) == (
        400,
        "«hôm qua» không phải là ngày: viết như 2026-10-31\n",
    )
