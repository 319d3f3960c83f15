"""Calendars by address: through the gate, with a session or with the address's own token."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from datetime import timedelta

import icalendar
import pytest

from indicators import calendars
from indicators.access import api_tokens
from indicators.access.wrong_tokens import MOST, WrongTokens
from indicators.workspace import Workspace
from pages import _access_log, _api, _calendar_route, _widgets
from queries import StoreBusy
from tests import hired, offices
from tests.offices import Hands
from tests.pages.doorway import PUBLIC, Doorway
from tests.unit.test_reporting import duty

PHONE = {"accept": "text/calendar, */*"}


@pytest.fixture(scope="module")
def shared() -> Iterator[Workspace]:
    """One office for every test here."""
    made = offices.catalogue(duties=[duty()])
    with offices.stopped_clock(), offices.office(made) as opened:
        yield opened


@pytest.fixture
def office(shared: Workspace, the_clock: Hands, monkeypatch: pytest.MonkeyPatch) -> Workspace:
    the_clock.set("2026-11-22 09:00")
    monkeypatch.setattr(_widgets, "workspace", lambda: shared)
    monkeypatch.setattr(_calendar_route, "_wrong", WrongTokens())
    return shared


@pytest.fixture
def door(office: Workspace) -> Doorway:
    """The gate with the routes of calendars and the API, as the entry has them."""
    return Doorway(
        office,
        routes=_calendar_route.ROUTES,
        open_routes=[*_calendar_route.OPEN, *_api.ROUTES],
    )


_people = iter(range(1000))


@pytest.fixture
def owner(office: Workspace):
    return hired.hire(office, f"can-bo-{next(_people)}", ("leader", "so"))


def subscribed(office: Workspace, who, unit: str = "so", days: int = 30) -> str:
    return calendars.subscribe(office, who, unit, label="Outlook", days=days)


# The file.


def test_a_signed_in_person_takes_a_calendar_along(door: Doorway, office: Workspace) -> None:
    door.enter()
    answer = door.ask("GET", _calendar_route.address("so"))
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "text/calendar; charset=utf-8"
    assert answer.headers["cache-control"] == "private, no-store"
    assert 'attachment; filename="lich-so.ics"' in answer.headers["content-disposition"]
    assert "filename*=UTF-8''lich-so.ics" in answer.headers["content-disposition"]
    assert answer.content == calendars.write(office, office.operator(), "so")


def test_the_file_is_for_whoever_sees_the_unit(door: Doorway) -> None:
    assert door.ask("GET", "/tai/lich?unit=so", accept="*/*").status_code == 401
    assert door.ask("GET", "/tai/lich?unit=so").status_code == 303
    door.enter()
    answers = [door.ask("GET", f"/tai/lich{end}") for end in ("?unit=tinh", "?unit=x", "")]
    assert [each.status_code for each in answers] == [404, 404, 404]
    assert "«tinh»" in answers[0].text
    assert answers[0].text.replace("tinh", "x") == answers[1].text
    door.cookies.clear()
    hired.hire(door.office, "khong-vai")
    door.enter("khong-vai")
    assert door.ask("GET", "/tai/lich?unit=so").status_code == 403


# The subscription.


def test_an_address_gives_its_calendar_to_a_program(door: Doorway, office, owner) -> None:
    answer = door.ask("GET", subscribed(office, owner), headers=PHONE)
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "text/calendar; charset=utf-8"
    assert answer.headers["cache-control"] == "private, no-cache"
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["content-disposition"].startswith("inline")
    assert "set-cookie" not in answer.headers
    read = icalendar.Calendar.from_ical(answer.content)
    assert any("Hạn báo cáo tháng 11/2026" in str(each["summary"]) for each in read.events)
    assert len(door.ask("HEAD", subscribed(office, owner)).headers["etag"]) == 66


def test_what_did_not_change_is_not_sent_again(door: Doorway, office, owner) -> None:
    path = subscribed(office, owner)
    first = door.ask("GET", path)
    version = first.headers["etag"]
    for known in (version, f"W/{version}", f'"x", {version}', "*"):
        again = door.ask("GET", path, headers={"if-none-match": known})
        assert (again.status_code, again.content) == (304, b"")
        assert again.headers["etag"] == version
        assert again.headers["cache-control"] == "private, no-cache"
    assert door.ask("GET", path, headers={"if-none-match": '"x"'}).content == first.content


def test_what_opens_nothing_answers_as_if_it_were_not_there(
    door: Doorway, office, owner, the_clock: Hands
) -> None:
    never = "/lich/bxl_" + "A" * 43 + ".ics"
    revoked = subscribed(office, owner)
    api_tokens.revoke(office, owner, api_tokens.tokens(office, owner)[0].handle)
    gone = hired.hire(office, f"nghi-{next(_people)}", ("leader", "so"))
    disabled = subscribed(office, gone)
    hired.disable(office, gone.account)
    moved = hired.hire(office, f"chuyen-{next(_people)}", ("leader", "so"))
    lost = subscribed(office, moved)
    hired.strip(office, moved.account)
    api = api_tokens.create(office, owner, label="x", rights=["read"], days=1)
    expired = subscribed(office, owner, days=1)
    the_clock.moment += timedelta(days=1)
    paths = (never, revoked, disabled, lost, expired, f"/lich/{api}.ics", "/lich/x.ics")
    answers = [door.ask("GET", path, headers=PHONE) for path in paths]
    assert {each.status_code for each in answers} == {404}
    assert len({(each.text, *each.headers.items()) for each in answers}) == 1
    assert answers[0].headers["cache-control"] == "no-store"


def test_a_session_opens_no_address_and_an_address_no_session(door: Doorway, office, owner) -> None:
    token = subscribed(office, owner).removeprefix("/lich/").removesuffix(".ics")
    bearer = {"authorization": f"Bearer {token}"}
    for path in ("/api/v1/board", "/api/v1/openapi.json", "/api/v1/indicators"):
        assert door.ask("GET", path, headers=bearer).status_code == 401
    assert door.ask("GET", "/tai/lich?unit=so", accept="*/*", headers=bearer).status_code == 401
    cookie = {"cookie": f"bangxanh={token}"}
    assert door.ask("GET", "/upload", accept="*/*", headers=cookie).status_code == 401
    door.enter()
    assert door.ask("GET", "/lich/x.ics").status_code == 404


@pytest.mark.parametrize("path", ["/lich", "/lich/", "/lich/.ics", "/lich/bxl_a", "/lich/a/b.ics"])
def test_only_the_address_itself_is_open(door: Doorway, path: str) -> None:
    assert door.ask("GET", path, accept="*/*").status_code == 401


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE"])
def test_it_is_read_and_nothing_else(door: Doorway, office, owner, method: str) -> None:
    assert door.ask(method, subscribed(office, owner), accept="*/*").status_code == 401


def test_it_is_served_at_the_offices_own_address(office, owner) -> None:
    door = Doorway(office, PUBLIC, open_routes=_calendar_route.OPEN)
    path = subscribed(office, owner)
    assert door.ask("GET", path, home="https://bangxanh.so.vn").status_code == 200
    assert door.ask("GET", path, home="https://evil.example").status_code == 403


def test_who_guesses_waits_and_who_is_right_does_not(door: Doorway, office, owner) -> None:
    path = subscribed(office, owner)
    statuses = [door.ask("GET", f"/lich/bxl_{n}.ics").status_code for n in range(MOST + 2)]
    assert statuses == [404] * MOST + [429] * 2
    assert int(door.ask("GET", "/lich/x.ics").headers["retry-after"]) > 0
    assert door.ask("GET", path).status_code == 200
    everything = {"from_at": None, "before_at": None, "actor": None, "object_id": "token"}
    told = [
        row
        for row in office.store.rows("audit/rows", **everything)
        if row["action"] == "token.refused"
    ]
    assert told
    assert "bxl_" not in str(told)


def test_a_busy_store_says_when_to_come_again(door: Doorway, office, owner, monkeypatch) -> None:
    path = subscribed(office, owner)

    def busy(*_: object) -> None:
        raise StoreBusy("kho", "python3")

    monkeypatch.setattr(_calendar_route.calendars, "feed", busy)
    answer = door.ask("GET", path)
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "300")


# The log.


def test_no_key_is_in_the_access_log(caplog: pytest.LogCaptureFixture) -> None:
    _access_log.keep_keys_out()
    _access_log.keep_keys_out()
    log = logging.getLogger("uvicorn.access")
    log.propagate = True
    with caplog.at_level(logging.INFO, logger="uvicorn.access"):
        for path in ("/lich/bxl_bi-mat.ics", "/lien-ket/bi-mat?next=/x", "/tai/lich?unit=so"):
            log.info('%s - "%s %s HTTP/%s" %d', "10.0.0.7:5000", "GET", path, "1.1", 200)
    assert "bi-mat" not in caplog.text
    assert '"GET /lich/… HTTP/1.1" 200' in caplog.text
    assert '"GET /lien-ket/…?next=/x HTTP/1.1" 200' in caplog.text
    assert '"GET /tai/lich?unit=so HTTP/1.1" 200' in caplog.text
    assert len(log.filters) == 1
