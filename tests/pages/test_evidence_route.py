"""The addresses of evidence: whose they are, and what each answer carries."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import unquote

import httpx
import pytest
from starlette.applications import Starlette

from indicators.access import Principal
from indicators.evidence import vault
from indicators.evidence.attach import attach, withdraw
from indicators.evidence.model import Evidence
from indicators.workspace import Workspace
from pages import _downloads, _evidence_route
from tests.pages.waiting import finished
from tests.unit import evidence_files as files
from tests.unit.proving import (
    ANH,
    BINH,
    LEADER,
    MONTH,
    STRANGER,
    given,
    person,
    proving_office,
    trail,
)

NAME = "Số liệu “tháng 10”; a\u202ex.pdf"


@pytest.fixture
def office(tmp_path, the_clock, monkeypatch) -> Iterator[Workspace]:  # noqa: ARG001 - stands still
    with proving_office(tmp_path / "kho") as opened:
        monkeypatch.setattr(_evidence_route._widgets, "workspace", lambda: opened)
        yield opened


async def ask(method: str, address: str, answers: list[httpx.Response]) -> None:
    transport = httpx.ASGITransport(Starlette(routes=_evidence_route.ROUTES))
    async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as client:
        answers.append(await client.request(method, address))


@pytest.fixture
def visitor(monkeypatch):
    """Return what a person's browser gets from an address."""

    def visit(who: Principal | None, address: str, method: str = "GET") -> httpx.Response:
        monkeypatch.setattr(_downloads._gate, "principal_of", lambda _: who)
        answers: list[httpx.Response] = []
        finished(ask(method, address, answers))
        return answers[0]

    return visit


@pytest.fixture
def proof(office: Workspace) -> Evidence:
    return given(office, name=NAME)


def test_a_file_is_saved_under_its_name_and_never_shown(office, visitor, proof):
    answer = visitor(LEADER, _evidence_route.address(proof.number))
    assert (answer.status_code, answer.content) == (200, files.pdf())
    assert answer.headers["content-type"] == "application/pdf"
    assert answer.headers["cache-control"] == "private, no-store"
    assert answer.headers["x-content-type-options"] == "nosniff"
    plain, _, named = answer.headers["content-disposition"].partition("; filename*=UTF-8''")
    assert plain.startswith('attachment; filename="')
    assert plain.count('"') == 2
    assert unquote(named) == "Số liệu “tháng 10”; ax.pdf"
    assert named.isascii()
    assert not set(named) & set(' ;"')
    assert trail(office)[-1][1:] == ("leader-so", "evidence.downloaded", "evidence/1")


def test_a_picture_is_shown_and_is_a_png_of_our_own(visitor, proof):
    answer = visitor(LEADER, _evidence_route.picture_address(proof.number))
    assert answer.status_code == 200
    assert answer.content.startswith(b"\x89PNG")
    assert answer.headers["content-type"] == "image/png"
    assert answer.headers["content-disposition"] == "inline"
    assert answer.headers["cache-control"] == "private, no-store"
    assert answer.headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize("made", [_evidence_route.address, _evidence_route.picture_address])
def test_who_may_not_see_it_learns_nothing(office, visitor, proof, made):
    for who in (BINH, STRANGER, person("admin", "b")):
        answers = {}
        for number in (proof.number, 77, 10**30):
            answer = visitor(who, made(number))
            assert answer.status_code == 404
            answers[number] = (answer.text.replace(str(number), "N"), *answer.headers.items())
        assert len({each[0] for each in answers.values()}) == 1
    assert visitor(None, made(proof.number)).status_code == 401
    assert visitor(ANH.limited_to([], session="x"), made(proof.number)).status_code == 403
    withdraw(office, ANH, proof.number)
    assert visitor(ANH, made(proof.number)).status_code == 404


def test_other_addresses_and_ways_are_not_served(visitor, proof):
    for address in ("/minh-chung/", "/minh-chung/a", "/minh-chung/-1", "/minh-chung/1/x"):
        assert visitor(ANH, address).status_code == 404
    assert visitor(ANH, _evidence_route.address(proof.number), "POST").status_code == 405


def test_altered_is_refused_and_without_a_picture_is_said(office, visitor, proof):
    word = given(office, content=files.docx(), indicator="SCORE")
    number = attach(
        office, ANH, unit="a", period=MONTH, indicator="SCORE", document_number="1/BC"
    ).number
    assert "Không có ảnh" in visitor(ANH, _evidence_route.picture_address(word.number)).text
    assert visitor(ANH, _evidence_route.address(number)).status_code == 404
    vault.path_of(office.settings.evidence_path, proof.sha256).write_bytes(b"%PDF-x")
    answer = visitor(ANH, _evidence_route.address(proof.number))
    assert (answer.status_code, "đã bị sửa" in answer.text) == (409, True)
    assert answer.headers["cache-control"] == "private, no-store"
