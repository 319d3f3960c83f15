"""The page of exports: what may be chosen, files in line, what left, made again, compared."""

from __future__ import annotations

import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import httpx
import pytest
from starlette.applications import Starlette
from streamlit.testing.v1 import AppTest

from indicators import reports, review
from indicators.access import Grant, Principal
from indicators.export import EXPORTS, Progress, Wanted
from indicators.export.word.placeholders import BLOCKS, LISTS, TEXTS
from indicators.i18n import use_language
from indicators.reports import Asked
from indicators.submission import submit
from pages import _downloads
from tests import offices
from tests.pages import apart
from tests.pages.seeding import HOME, MONTHS
from tests.pages.waiting import finished

MONTH = Wanted(HOME, MONTHS[-1])
PATIENCE = 60.0
Entered = tuple[AppTest, Principal]


@pytest.fixture(autouse=True)
def _office(tmp_path: Path, seeded_file: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    with apart.product(tmp_path, seeded_file, monkeypatch):
        yield


@pytest.fixture
def leader() -> Entered:
    app, who = apart.enter("lanh-dao", Grant("leader", HOME))
    return apart.opened(app, "exports"), who


@pytest.fixture
def clerk() -> Entered:
    app, who = apart.enter("van-thu", Grant("office", HOME))
    return apart.opened(app, "exports"), who


def over(who: Principal) -> list[reports.Job]:
    """Return somebody's jobs once none of them lives."""
    end = time.monotonic() + PATIENCE
    while any(each.is_live for each in reports.mine(apart.office(), who)):
        assert time.monotonic() < end, "it never came"
        time.sleep(0.02)
    return reports.mine(apart.office(), who)


def choose(app: AppTest, *kinds: str) -> None:
    app.button_group(key="export-formats").set_value([*kinds]).run()
    assert not app.exception


def rows(app: AppTest, key: str) -> list[list[Any]]:
    return list(apart.given(app, key)["rows"])


def test_nothing_has_left_yet_and_every_format_may_be_chosen(leader: Entered) -> None:
    app, _ = leader
    assert "Chưa có tệp nào được xuất" in apart.told(app)
    assert list(app.button_group(key="export-formats").options) == [
        each.label for each in EXPORTS.values()
    ]
    assert not any("Sổ số văn bản" in each.label for each in app.expander)


def test_a_file_is_put_in_line_made_and_on_the_list(leader: Entered) -> None:
    app, who = leader
    choose(app, "csv")
    apart.press(app, "Tạo 1 tệp")
    (job,) = over(who)
    app.run()
    (link,) = apart.given(app, f"link-{job.number}")["links"]
    assert link == ["Tải về", f"/tai/xuat/{job.number}"]
    (row,) = rows(app, "export-kept")
    assert row[0] == ["link", "Bản 1", "/exports?ban=1"]
    assert (row[1], row[6]) == (EXPORTS["csv"].label, "lanh-dao")
    apart.press(app, "Bỏ")
    assert reports.mine(apart.office(), who) == []
    assert len(rows(app, "export-kept")) == 1  # thrown away is the file, not that it left


def test_without_a_format_nothing_can_be_made(leader: Entered) -> None:
    app, _ = leader
    choose(app)
    (button,) = [each for each in app.button if each.label == "Chọn loại tệp trước"]
    assert button.disabled


def test_what_has_no_central_code_is_told_beside_the_button(leader: Entered) -> None:
    app, _ = leader
    assert "Chưa có mã trung ương" not in apart.told(app)
    choose(app, "central-csv")
    assert "Chưa có mã trung ương: CB\\-KHKT" in apart.told(app)
    own = apart.office().settings.templates_path / "nq57.toml"
    own.parent.mkdir(exist_ok=True)
    own.write_text("[form]\nrows = 1\n", encoding="utf-8")
    choose(app, "central-csv", "csv")
    assert "Tệp nq57.toml, dòng 2: «rows» không nhận «1»" in apart.told(app)


def test_longer_periods_are_offered_and_say_whose_colours_are_shown(leader: Entered) -> None:
    app, who = leader
    (fields,) = [apart.given(app, "export-bar")["fields"]]
    offered = dict(next(each for each in fields if each["key"] == "period")["options"])
    assert offered["2026-Q3"] == "Quý III/2026"
    assert offered["2026-9M"] == "9 tháng năm 2026"
    assert "2026-Q4" not in offered
    app.query_params["period"] = "2026-Q3"
    app.run()
    assert "Màu của ô là của Tháng 09/2026" in apart.told(app)
    choose(app, "csv")
    apart.press(app, "Tạo 1 tệp")
    over(who)
    assert reports.kept(apart.office(), who, period="2026-Q3").count_all == 1


def test_the_address_says_which_board_by_whatever_page_led_here(leader: Entered) -> None:
    app, who = leader
    unit = apart.office().catalogue.children[HOME][0]
    app.query_params.update({"unit": unit, "period": MONTHS[0], "draft": "1"})
    app.run()
    choose(app, "csv")
    apart.press(app, "Tạo 1 tệp")
    over(who)
    (report,) = reports.kept(apart.office(), who).reports
    assert report.wanted == Wanted(unit, MONTHS[0], provisional=True)


def test_a_job_that_waits_says_its_place_and_is_cancelled(
    leader: Entered, monkeypatch: pytest.MonkeyPatch, request: pytest.FixtureRequest
) -> None:
    app, who = leader
    held, is_deaf = [True], [False]

    def slow(_kind: str, _snapshot: object, _options: object, progress: Progress) -> bytes:
        while held[0]:
            if not is_deaf[0]:
                progress(1, 4)
            time.sleep(0.01)
        progress(4, 4)
        return b""

    monkeypatch.setattr(reports.making, "write", slow)
    request.addfinalizer(lambda: held.__setitem__(0, False))  # whatever fails, nothing runs on
    for _ in range(3):
        reports.begin(apart.office(), who, Asked("csv", MONTH))
    end = time.monotonic() + PATIENCE
    while sum(each.done for each in reports.mine(apart.office(), who)) < 2:
        assert time.monotonic() < end
        time.sleep(0.01)
    app.run()
    said = [each.proto.text for each in app.get("progress")]
    assert "đang chờ, thứ 1 trong hàng" in said[0]
    assert "1/4 phần" in said[1]
    is_deaf[0] = True
    for each in [each for each in app.button if each.label == "Hủy"]:
        each.click().run()
    told = [each.proto.text for each in app.get("progress")]
    assert [each.endswith("đang hủy…") for each in told] == [True, True]
    assert all(each.disabled for each in app.button if each.label == "Hủy")
    is_deaf[0] = False
    assert {each.state for each in over(who)} == {"cancelled"}
    held[0] = False
    app.run()
    assert apart.told(app).count("đã hủy") == 3
    assert reports.kept(apart.office(), who).count_all == 0


def corrected(unit: str) -> int:
    """Send another figure for a cell of a room and have it approved."""
    office = apart.office()
    (indicator,) = [
        each for each in office.catalogue.indicators_of(unit) if each.formula == "ratio"
    ][:1]
    row = offices.figure(
        unit, indicator.code, MONTHS[-1], counts=(1, 300), scale=indicator.scale,
        plan=indicator.plan, clause=indicator.clause,
    )  # fmt: skip
    (number,) = submit(office, office.operator("can-bo"), offices.reading([row]))
    review.decide(office, office.operator("truong-vp"), number, decision="approved")
    return number


def test_a_report_is_opened_made_again_and_compared(leader: Entered) -> None:
    app, who = leader
    made = reports.make(apart.office(), who, "csv", MONTH)
    app.query_params["ban"] = str(made.number)
    app.run()
    assert made.download.name in apart.told(app)
    apart.press(app, "So với hiện nay")
    assert "Không có gì thay đổi" in apart.told(app)
    room = apart.office().catalogue.children[HOME][0]
    number = corrected(room)
    apart.press(app, "So với hiện nay")
    found = rows(app, "differences")
    name = apart.office().catalogue.units[room].name
    (own,) = [row for row in found if row[0] == name]
    assert own[4][1].startswith("■ 0,33 %")
    assert own[5][1].startswith(f"lần nộp {number} của ")
    assert "truong-vp duyệt" in own[5][1]
    assert own[5][2] == f"/source?nop={number}"
    apart.press(app, "Làm lại")
    (job,) = over(who)
    app.run()
    assert "Giống hệt bản đã xuất" in apart.told(app)
    assert reports.finished(apart.office(), who, job.number) == made.download


@pytest.mark.parametrize("number", ["999", "0", "x", "9" * 30, ""])
def test_a_number_that_names_nothing_is_no_fault(leader: Entered, number: str) -> None:
    app, _ = leader
    app.query_params["ban"] = number
    app.run()
    assert not app.exception


def test_a_report_of_the_whole_office_is_not_shown_to_a_room() -> None:
    made = reports.make(apart.office(), apart.office().operator(), "csv", MONTH)
    room = apart.office().catalogue.children[HOME][0]
    app, _ = apart.enter("cua-phong", Grant("leader", room))
    apart.opened(app, "exports")
    assert not apart.has(app, "export-kept")
    app.query_params["ban"] = str(made.number)
    app.run()
    assert f"Không có bản xuất số {made.number}" in apart.told(app)


def test_a_clerk_gives_a_word_report_the_next_number(
    clerk: Entered, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reports.numbering, "ISSUABLE", frozenset({"csv"}))
    monkeypatch.setattr("pages._export_choice.ISSUABLE", frozenset({"csv"}))
    app, who = clerk
    app.text_input(key="numbers-symbol").set_value("BC SXD!").run()
    (fault,) = [each.value for each in app.error]
    assert "«BC SXD\\!» phải viết như" in fault
    assert next(each for each in app.button if each.label == "Ghi nhận").disabled
    app.text_input(key="numbers-symbol").set_value("BC-SXD").run()
    app.number_input[0].set_value(45).run()
    apart.press(app, "Ghi nhận")
    assert "Số tiếp theo: 46/BC-SXD" in apart.told(app)
    choose(app, "csv")
    (toggle,) = [each for each in app.toggle if each.key == "export-issue"]
    toggle.set_value(True).run()
    (button,) = [each for each in app.button if each.label == "Ghi ký hiệu trước"]
    assert button.disabled
    app.text_input(key="export-symbol").set_value("bc-sxd").run()
    assert any("«bc\\-sxd» phải viết như" in each.value for each in app.error)
    assert next(each for each in app.button if each.label == "Ghi ký hiệu trước").disabled
    app.text_input(key="export-symbol").set_value("BC-SXD").run()
    assert "Số tiếp theo: 46/BC-SXD" in apart.told(app)
    apart.press(app, "Tạo 1 tệp")
    over(who)
    app.run()
    assert "Đã cấp số 46/BC-SXD." in apart.told(app)
    assert rows(app, "export-kept")[0][4] == "46/BC-SXD"
    app.query_params["ban"] = "1"
    app.run()
    app.text_area(key="withdraw-reason").set_value("Sai số liệu").run()
    apart.press(app, "Thu hồi báo cáo này")
    assert "Đã thu hồi" in apart.told(app)
    app.query_params.pop("ban")
    app.run()
    assert rows(app, "export-kept")[0][4] == ["warning", "46/BC-SXD, đã thu hồi"]


def test_what_exports_are_laid_out_on_is_told_with_files_to_begin_with(clerk: Entered) -> None:
    app, _ = clerk
    assert "Thư mục mẫu" not in apart.told(app)  # closed: no file is looked at
    own = apart.office().settings.templates_path
    own.mkdir(exist_ok=True)
    (own / "van-ban.toml").write_text('symbol = "BC-SXD"\n', encoding="utf-8")
    (own / "nq57.toml").write_text("[form]\nrows = 1\n", encoding="utf-8")
    app.session_state["export-bases"] = True
    app.run()
    assert not app.exception
    assert f"Thư mục mẫu: {own.resolve()}" in apart.told(app)
    states = {row[0]: row[1] for row in rows(app, "bases")}
    assert states["trinh-chieu.pptx"] == states["bao-cao.docx"] == "mẫu có sẵn"
    assert states["van-ban.toml"].startswith("mẫu của cơ quan, sửa lúc ")
    assert states["nq57.toml"] == ["error", "mẫu của cơ quan, có lỗi"]
    (fault,) = [each.value for each in app.error]
    assert r"Tệp nq57\.toml, dòng 2\: «rows» không nhận «1»" in fault
    assert [each.label for each in app.get("download_button")] == list(states)
    places = rows(app, "places")
    assert ["{{ ty_le_xanh_hoa }}", "tỷ lệ xanh hóa: 60,7 %"] in places
    assert len(places) == len(TEXTS) + len(LISTS) + len(BLOCKS)


def test_a_wrong_file_of_the_office_is_told_where_a_number_is_asked_for(clerk: Entered) -> None:
    app, _ = clerk
    own = apart.office().settings.templates_path
    own.mkdir(exist_ok=True)
    (own / "van-ban.toml").write_text('symbol = "45"\n', encoding="utf-8")
    (toggle,) = [each for each in app.toggle if each.key == "export-issue"]
    toggle.set_value(True).run()
    assert not app.exception
    faults = {each.value for each in app.error}
    assert len(faults) == 1  # beside the choice and in the register
    assert "symbol «45» phải viết như" in faults.pop()
    assert "Tạo 3 tệp" not in apart.labels(app)


def test_who_lays_no_base_files_is_not_shown_them(leader: Entered) -> None:
    app, _ = leader
    assert not any("Mẫu riêng" in each.label for each in app.expander)


def test_many_finished_files_are_thrown_away_at_once_and_each_names_its_unit(
    leader: Entered,
) -> None:
    app, who = leader
    rooms = apart.office().catalogue.children[HOME][:4]
    for room in rooms:
        reports.begin(apart.office(), who, Asked("csv", Wanted(room, MONTHS[-1])))
    over(who)
    app.run()
    for room in rooms:
        unit = apart.office().catalogue.units[room]
        assert f"Số liệu CSV, {unit.short or unit.name}, Tháng 10/2026: xong" in apart.told(app)
    apart.press(app, "Bỏ 4 tệp đã xong")
    assert reports.mine(apart.office(), who) == []


def test_what_a_press_says_is_in_the_language_of_the_tab(clerk: Entered) -> None:
    app, _ = clerk
    app.query_params["lang"] = "en"
    app.run()
    use_language("vi")  # a press is a call of its own, which knows no language yet
    app.text_input(key="numbers-symbol").set_value("BC-SXD").run()
    app.number_input[0].set_value(45).run()
    (press,) = [each for each in app.button if each.label == "Note it"]
    press.click().run()
    assert [each.value for each in app.success] == ["Noted\\: the next number is 46/BC\\-SXD\\."]


async def _asked(address: str, answers: list[httpx.Response]) -> None:
    transport = httpx.ASGITransport(Starlette(routes=_downloads.ROUTES))
    async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as client:
        answers.append(await client.get(address))


def got(address: str, who: Principal, monkeypatch: pytest.MonkeyPatch) -> httpx.Response:
    """Return what somebody's browser gets at an address."""
    monkeypatch.setattr(_downloads._gate, "principal_of", lambda _: who)
    answers: list[httpx.Response] = []
    finished(_asked(address, answers))
    return answers[0]


def test_a_finished_file_is_its_owners_alone(
    leader: Entered, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, who = leader
    number = reports.begin(apart.office(), who, Asked("csv", MONTH))
    over(who)
    address = _downloads.job(number)
    mine = got(address, who, monkeypatch)
    assert (mine.status_code, mine.headers["cache-control"]) == (200, "private, no-store")
    assert mine.content == reports.finished(apart.office(), who, number).content
    other = got(address, replace(who, account="khac"), monkeypatch)
    nothing = got(_downloads.job("0" * 32), who, monkeypatch)
    assert (other.status_code, other.text) == (nothing.status_code, nothing.text)
    assert other.status_code == 404
    apart.office().sessions.end(str(who.session), why="signed-out")
    assert got(address, who, monkeypatch).status_code == 404


def test_a_link_of_the_board_keeps_its_report_and_leaves_no_job(
    leader: Entered, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, who = leader
    address = _downloads.board("csv", {"unit": HOME, "period": MONTHS[-1]})
    answer = got(address, who, monkeypatch)
    assert answer.status_code == 200
    assert reports.mine(apart.office(), who) == []
    (report,) = reports.kept(apart.office(), who).reports
    assert reports.again(apart.office(), who, report.number).download.content == answer.content
    assert got(_downloads.board("khong-co", {}), who, monkeypatch).status_code == 404
    wrong = got(_downloads.board("csv", {"unit": HOME, "period": "x"}), who, monkeypatch)
    assert wrong.status_code == 400
    monkeypatch.setattr("indicators.jobs.MOST", 0)
    busy = got(address, who, monkeypatch)
    assert (busy.status_code, "Hệ thống bận" in busy.text) == (503, True)
