"""Files through the API: those of the page, for a token within its scope, kept and noted."""

from __future__ import annotations

import hashlib
import json
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from urllib.parse import unquote

import pytest
from httpx import Response

from indicators import jobs as line
from indicators import reports
from indicators.access.api_tokens import create, principal_of_token
from indicators.access.wrong_tokens import WrongTokens
from indicators.export import EXPORTS, write
from indicators.export.press import NotPrinted
from indicators.jobs import Product
from indicators.reports import desk
from indicators.submission import submit
from indicators.workspace import Workspace
from pages import _api_call, _widgets
from tests import hired, offices
from tests.offices import Hands
from tests.pages.api_client import ask, get, token_of

MONTH = "2026-10"


@pytest.fixture
def office(
    small_office: Callable[..., Workspace], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Workspace:
    """A department of three rooms; a has an approved figure, b one that waits."""
    found = small_office(path=tmp_path / "kho" / "bangxanh.duckdb")
    monkeypatch.setattr(_widgets, "workspace", lambda: found)
    monkeypatch.setattr(_api_call, "_wrong", WrongTokens())
    for unit, month, approve in (("a", "2026-09", True), ("a", MONTH, True), ("b", MONTH, False)):
        row = offices.figure(unit, period=month, counts=(80, 100))
        sent = offices.reading([row], sha256=f"{unit}{month}")
        submit(found, found.operator("can-bo"), sent, approve=approve)
    return found


@pytest.fixture
def leader(office: Workspace) -> str:
    return token_of(office, "leader")


def taken(answer: Response) -> dict[str, str]:
    """Return what the answer says of its file."""
    own = {
        name.removeprefix("bangxanh-"): unquote(value)
        for name, value in answer.headers.items()
        if name.startswith("bangxanh-")
    }
    return own | {"name": answer.headers["content-disposition"].partition('"')[2].split('"')[0]}


def test_every_format_is_the_file_of_the_page(office: Workspace, leader: str):
    who = office.operator()
    for kind in EXPORTS.keys() - {"zip"}:  # which is all the others: tests/unit/test_bundle.py
        answer = get(f"exports/{kind}?period={MONTH}", leader)
        assert answer.status_code == 200, (kind, answer.text)
        assert answer.headers["content-type"].partition(";")[0] == EXPORTS[kind].mime
        assert answer.headers["cache-control"] == "private, no-store"
        assert answer.headers["x-content-type-options"] == "nosniff"
        told = taken(answer)
        assert told["sha256"] == hashlib.sha256(answer.content).hexdigest()
        kept, snapshot = reports.opened(office, who, int(told["report"]))
        assert (kept.sha256, kept.format, kept.made_by) == (told["sha256"], kind, "ai-leader")
        assert (told["unit"], told["period"], told["made-by"]) == ("so", MONTH, "ai-leader")
        assert int(told["data-version"]) == kept.version
        assert datetime.fromisoformat(told["known-at"]) == kept.known_at
        assert datetime.fromisoformat(told["made-at"]) == kept.made_at
        assert kept.file == told["name"]  # programs read no other: curl -OJ
        if kind in {"csv", "svg"}:
            assert write(kind, snapshot, kept.options) == answer.content


def test_the_trail_names_the_token_and_the_file(office: Workspace, leader: str):
    told = taken(get("exports/csv", leader))
    with office.store._connection.cursor() as cursor:
        rows = cursor.execute(
            "select actor, session_id, object_id, details from audit where action = 'export.csv'"
        ).fetchall()
    ((actor, session, on, details),) = rows
    assert (actor, on) == ("ai-leader", "board/so")
    assert session == principal_of_token(office, leader).session
    found = json.loads(details)
    assert (found["sha256"], found["report"]) == (told["sha256"], int(told["report"]))


def test_what_is_asked_is_what_is_drawn(office: Workspace, leader: str, the_clock: Hands):
    the_clock.set("2026-12-20 08:00")
    asked = "exports/csv?unit=a&period=2026-Q3&provisional=true&as_of=2026-12-19"
    told = taken(get(asked, leader))
    kept, _ = reports.opened(office, office.operator(), int(told["report"]))
    assert (kept.wanted.unit, kept.wanted.period, kept.wanted.provisional) == ("a", "2026-Q3", True)
    assert kept.known_at == kept.wanted.as_of == datetime.fromisoformat(told["known-at"])
    told = taken(get("exports/pptx?unit=so&by=indicator", leader))
    kept, _ = reports.opened(office, office.operator(), int(told["report"]))
    assert (kept.options.by, kept.wanted.period) == ("indicator", MONTH)


def test_one_chart_by_what_the_list_calls_it(office: Workspace, leader: str):
    listed = get(f"charts?period={MONTH}", leader).json()
    assert [each["number"] for each in listed] == list(range(1, len(listed) + 1))
    chart = next(each for each in listed if each["name"] == "a-rate-cac-ki")
    for said in (str(chart["number"]), chart["name"], chart["title"].upper()):
        answer = get("exports/svg", leader, params={"chart": said, "period": MONTH})
        assert answer.status_code == 200, answer.text
        told = taken(answer)
        kept, _ = reports.opened(office, office.operator(), int(told["report"]))
        assert kept.options.chart == f"{chart['number']:02d}-{chart['name']}"
        assert kept.file.endswith(f"-bieu-do-{kept.options.chart}.svg")
        assert answer.text.startswith("<svg")
    for said, why in (("khong-co", "Không có biểu đồ"), ("a rate", "là tên của")):
        wrong = get("exports/svg", leader, params={"chart": said}).json()
        assert (wrong["status"], why in wrong["detail"]) == (400, True)
        assert chart["title"] in wrong["detail"]


def test_what_a_format_cannot_be_asked_is_told(leader: str):
    for asked, wrong in (
        ("exports/csv?chart=1", ["chart"]),
        ("exports/ics?period=2026-10&by=unit", ["period", "by"]),
        ("exports/csv?by=thang", ["by"]),
        ("exports/csv?issue=true", ["issue"]),
        ("exports/csv?period=2026-13&provisional=co", ["period", "provisional"]),
    ):
        answer = get(asked, leader)
        assert answer.status_code == 400, asked
        assert [each["parameter"] for each in answer.json()["parameters"]] == wrong
    told = get("exports/exe", leader)
    assert (told.status_code, "pptx" in told.json()["detail"]) == (404, True)


def test_the_list_of_formats_says_what_each_takes(leader: str):
    found = {each["format"]: each for each in get("exports", leader).json()}
    assert [*found] == [*EXPORTS, "ics"]
    assert "chart" in found["png"]["parameters"]
    assert "chart" not in found["pdf"]["parameters"]
    assert found["ics"]["parameters"] == ["unit"]
    for kind, each in found.items():
        if "chart" not in each["parameters"]:
            assert get(f"exports/{kind}?chart=1", leader).status_code == 400, kind


def test_a_calendar_is_taken_too(office: Workspace, leader: str):
    answer = get("exports/ics?unit=a", leader)
    assert answer.content.startswith(b"BEGIN:VCALENDAR")
    assert answer.headers["content-type"].startswith("text/calendar")
    assert taken(answer)["unit"] == "a"
    assert taken(answer)["sha256"] == hashlib.sha256(answer.content).hexdigest()
    assert "bangxanh-report" not in answer.headers
    with office.store._connection.cursor() as cursor:
        rows = cursor.execute("select actor from audit where action = 'calendar.taken'").fetchall()
    assert rows == [("ai-leader",)]


def test_another_units_board_answers_like_none_at_all(office: Workspace):
    token = token_of(office, "reporter")  # of room a
    before = reports.kept(office, office.operator()).count_all
    for path in ("exports/csv", "exports/ics", "charts"):
        answers = [get(f"{path}?unit={unit}", token) for unit in ("b", "so", "khong-co")]
        assert {each.status_code for each in answers} == {404}
        assert len({each.text for each in answers}) == 1
    assert reports.kept(office, office.operator()).count_all == before
    assert taken(get("exports/csv", token))["unit"] == "a"


def test_reading_is_a_right_of_the_token(office: Workspace):
    who = hired.hire(office, "chi-nop", ("reporter", "a"))
    token = create(office, who, label="x", rights=["submit"], days=1)
    for path in ("exports", "exports/csv", "charts"):
        assert get(path, token).status_code == 403
        assert get(path).status_code == 401


def test_asking_for_headers_alone_makes_no_file(office: Workspace, leader: str):
    answer = ask("HEAD", "/api/v1/exports/csv", token=leader)
    assert (answer.status_code, answer.headers["allow"]) == (405, "GET")
    assert reports.kept(office, office.operator()).count_all == 0
    assert ask("HEAD", "/api/v1/exports", token=leader).status_code == 200


@contextmanager
def held(monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[threading.Semaphore, threading.Event]]:
    """Hold whatever is being made until it is let go; count what has begun."""
    begun, let_go, real = threading.Semaphore(0), threading.Event(), desk._made

    def slow(*asked: object) -> Product:
        begun.release()
        let_go.wait(30)
        return real(*asked)  # type: ignore[arg-type]

    monkeypatch.setattr(desk, "_made", slow)
    try:
        yield begun, let_go
    finally:
        let_go.set()


def test_two_at_once_and_a_third_waits_its_turn(
    office: Workspace, leader: str, monkeypatch: pytest.MonkeyPatch
):
    with held(monkeypatch) as (begun, let_go), ThreadPoolExecutor(3) as pool:
        asked = [pool.submit(get, "exports/csv", leader) for _ in range(3)]
        assert begun.acquire(timeout=20)
        assert begun.acquire(timeout=20)
        assert not begun.acquire(timeout=0.3)
        let_go.set()
        answers = [each.result() for each in asked]
    assert [each.status_code for each in answers] == [200] * 3
    assert len({taken(each)["report"] for each in answers}) == 3
    assert reports.mine(office, office.operator("ai-leader")) == []  # nothing is left in line


@pytest.mark.parametrize("limit", ["MOST", "MOST_EACH"])
def test_more_than_the_line_holds_is_429_with_a_time(
    office: Workspace, leader: str, monkeypatch: pytest.MonkeyPatch, limit: str
):
    monkeypatch.setattr(line, limit, 1)
    with held(monkeypatch) as (begun, let_go), ThreadPoolExecutor(1) as pool:
        first = pool.submit(get, "exports/csv", leader)
        assert begun.acquire(timeout=20)
        answer = get("exports/csv", leader)
        assert (answer.status_code, answer.json()["code"]) == (429, "busy")
        assert int(answer.headers["retry-after"]) > 0
        let_go.set()
        assert first.result().status_code == 200
    assert reports.kept(office, office.operator()).count_all == 1


def test_one_that_takes_too_long_is_429_and_stops(
    office: Workspace, leader: str, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(desk, "_PATIENCE", 0.05)
    with held(monkeypatch):
        answer = get("exports/csv", leader)
    assert (answer.status_code, "retry-after" in answer.headers) == (429, True)
    office.jobs.close()  # waits for what runs
    assert reports.kept(office, office.operator()).count_all == 0


def test_what_cannot_be_printed_is_the_servers_fault(leader: str, monkeypatch: pytest.MonkeyPatch):
    def fail(*_: object) -> bytes:
        raise NotPrinted("Máy chủ chưa cài gói typst")

    monkeypatch.setattr("indicators.export.pdf.write", fail)
    answer = get("exports/pdf", leader)
    assert (answer.status_code, answer.json()["code"]) == (500, "server")
    assert "typst" in answer.json()["detail"]
