"""The OpenAPI document against what the routes answer: every route, parameter and response."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from httpx import Response
from jsonschema import Draft202012Validator, FormatChecker
from openapi_spec_validator import OpenAPIV31SpecValidator

from indicators import reports
from indicators.access import Principal
from indicators.access.api_tokens import create
from indicators.access.wrong_tokens import WrongTokens
from indicators.export import EXPORTS
from indicators.jobs import Product, Stopped
from indicators.reports import desk as reports_desk
from indicators.review import decide
from indicators.workspace import Workspace
from pages import _api, _api_call, _api_document, _api_schemas, _api_submit, _uploads, _widgets
from queries import StoreBroken
from tests import hired
from tests.pages.api_client import ask, token_of, workbook

DOCUMENT = _api_document.document(_api.OPERATIONS)
OPERATIONS = {
    (method, path): told
    for path, item in DOCUMENT["paths"].items()
    for method, told in item.items()
}
RESPONSES = [
    (method, path, status)
    for (method, path), told in OPERATIONS.items()
    for status in told["responses"]
]
SUBMIT = ("post", "/api/v1/submissions")


class Asker:
    """Asks one operation in such a way that a given status is the answer."""

    def __init__(self, office: Workspace, folder: Path, patch: pytest.MonkeyPatch) -> None:
        self.office, self.folder, self.patch = office, folder, patch
        self.token = token_of(office, "reporter")

    def ask(self, method: str, path: str, query: str = "", **options: Any) -> Response:  # noqa: ANN401
        if method == "post":
            options.setdefault("files", [workbook(self.office, self.folder, "a")])
        options.setdefault("token", self.token)
        return ask(method.upper(), path.replace("{format}", "csv") + query, **options)

    def __call__(self, method: str, path: str, status: str) -> Response:
        told = getattr(self, f"_{status}", None)
        if told:
            return told(method, path)
        return self.ask(method, path)

    def _200(self, method: str, path: str) -> Response:
        first = self.ask(method, path)
        return self.ask(method, path) if method == "post" else first

    def _400(self, method: str, path: str) -> Response:
        return self.ask(method, path, "?khong-co=1")

    def _401(self, method: str, path: str) -> Response:
        return self.ask(method, path, token="bx_sai")  # noqa: S106

    def _403(self, method: str, path: str) -> Response:
        who = hired.hire(self.office, "it-quyen", ("reporter", "a"))
        rights = ["read"] if method == "post" else ["submit"]
        return self.ask(
            method, path, token=create(self.office, who, label="x", rights=rights, days=1)
        )

    def _404(self, method: str, path: str) -> Response:
        return self.ask(method, path, "?plan=khong-co")

    def _409(self, method: str, path: str) -> Response:
        """Cancel a file of one's own where the page lists one's jobs."""
        self.patch.setattr(reports_desk, "_made", cancelled(self.office))
        return self.ask(method, path)

    def _411(self, method: str, path: str) -> Response:
        async def parts():  # noqa: ANN202
            yield b"--ranh--"

        kind = {"Content-Type": "multipart/form-data; boundary=ranh"}
        return self.ask(method, path, files=None, content=parts(), headers=kind)

    def _413(self, method: str, path: str) -> Response:
        self.patch.setattr(_api_submit, "FILE_BYTES", 10)
        return self.ask(method, path)

    def _415(self, method: str, path: str) -> Response:
        return self.ask(method, path, files=None, content=b"x")

    def _422(self, method: str, path: str) -> Response:
        return self.ask(method, path, files=[workbook(self.office, self.folder, "a", (-5, 100))])

    def _429(self, method: str, path: str) -> Response:
        for _ in range(10):
            self._401(method, path)
        return self._401(method, path)

    def _503(self, method: str, path: str) -> Response:
        def broken(*_: object, **__: object) -> None:
            raise StoreBroken("hỏng")

        self.patch.setattr(_api_call, "principal_of_token", broken)
        return self.ask(method, path)

    def _507(self, method: str, path: str) -> Response:
        self.patch.setattr(_uploads, "LEAST_FREE_BYTES", 2**80)
        return self.ask(method, path)

    def _default(self, method: str, path: str) -> Response:
        return self.ask("delete" if method == "post" else "put", path)


def cancelled(office: Workspace) -> Callable[..., object]:
    """Return work at which whoever asked for it cancels it meanwhile."""

    def work(_office: Workspace, who: Principal, *_: object) -> Product:
        (job,) = reports.mine(office, who)
        reports.cancel(office, who, job.number)
        raise Stopped

    return work


@pytest.fixture
def asker(
    small_office: Callable[..., Workspace], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Asker:
    office = small_office(path=tmp_path / "kho" / "bangxanh.duckdb")
    monkeypatch.setattr(_widgets, "workspace", lambda: office)
    monkeypatch.setattr(_api_call, "_wrong", WrongTokens())
    monkeypatch.setattr(_api_submit, "_uploads", _uploads.Uploads(largest_bytes=2**27))
    return Asker(office, tmp_path, monkeypatch)


def validator(schema: dict[str, Any]) -> Draft202012Validator:
    """Return what checks values against a schema of the document, references and all."""
    whole = {"components": DOCUMENT["components"], **schema}
    return Draft202012Validator(whole, format_checker=FormatChecker())


def test_it_is_an_openapi_document():
    OpenAPIV31SpecValidator(DOCUMENT).validate()


def test_the_server_hands_it_out(asker: Asker):
    assert asker.ask("get", "/api/v1/openapi.json").json() == DOCUMENT


def test_it_tells_of_every_route_and_of_no_other():
    routes = {route.path for route in _api.ROUTES} - {"/api/{path:path}"}
    assert routes == set(DOCUMENT["paths"])


@pytest.mark.parametrize(("method", "path", "status"), RESPONSES)
def test_every_response_it_tells_of_is_given_and_has_its_shape(
    asker: Asker, method: str, path: str, status: str
):
    answer = asker(method, path, status)
    assert str(answer.status_code) == status or (status == "default" and answer.status_code == 405)
    described = OPERATIONS[method, path]["responses"][status]
    kind = answer.headers["content-type"].partition(";")[0]
    if "headers" in described:
        assert kind in described["content"]
        assert_headers(answer, described["headers"])
        return
    ((wanted, told),) = described["content"].items()
    assert answer.headers["content-type"] == kind == wanted
    validator(told["schema"]).validate(answer.json())
    assert answer.json()


def assert_headers(answer: Response, told: dict[str, Any]) -> None:
    """Hold the headers of a file against those the document tells of."""
    own = {name for name in answer.headers if name.startswith(_api_schemas.HEADERS.lower())}
    assert own <= {name.lower() for name in told}
    for name, each in told.items():
        assert name in answer.headers or not each["required"], name
        if name in answer.headers:
            text = answer.headers[name]
            value = int(text) if each["schema"]["type"] == "integer" else text
            validator(each["schema"]).validate(value)


def test_every_format_is_told_of_and_has_its_media_type(asker: Asker):
    ((format_, *_),) = [
        told["parameters"] for (_, path), told in OPERATIONS.items() if "{format}" in path
    ]
    formats = asker.ask("get", "/api/v1/exports").json()
    assert format_["schema"]["enum"] == [each["format"] for each in formats] == [*EXPORTS, "ics"]
    assert (format_["in"], format_["required"]) == ("path", True)
    content = OPERATIONS["get", "/api/v1/exports/{format}"]["responses"]["200"]["content"]
    assert {each["mime"] for each in formats} == {*content}


@pytest.mark.parametrize(("method", "path"), list(OPERATIONS))
def test_it_tells_of_every_status_that_can_be_asked_for(asker: Asker, method: str, path: str):
    """Whatever way there is to be refused, at any operation, leads to a status told of there."""
    told = {*OPERATIONS[method, path]["responses"]} - {"default"}
    for status in sorted({status for *_, status in RESPONSES} - {"default", "429", "503", "413"}):
        assert str(asker(method, path, status).status_code) in told, status


@pytest.mark.parametrize(
    ("method", "path", "parameter"),
    [(*at, each) for at, told in OPERATIONS.items() for each in told["parameters"]],
    ids=lambda value: value["name"] if isinstance(value, dict) else value,
)
def test_every_parameter_it_tells_of_is_taken(asker: Asker, method, path, parameter):
    validator(parameter["schema"]).validate(parameter["example"])
    if parameter["in"] == "path":
        path = path.replace(f"{{{parameter['name']}}}", parameter["example"])
        assert asker.ask(method, path).status_code == 200
        return
    if parameter["name"] == "chart":
        path = path.replace("{format}", "svg")
        asker.ask("post", SUBMIT[1])  # of a board without figures there is no chart
        decide(asker.office, asker.office.operator(), 1, decision="approved")
    text = str(parameter["example"])
    text = text.lower() if isinstance(parameter["example"], bool) else text
    answer = asker.ask(method, path, params={parameter["name"]: text})
    assert answer.status_code in {200, 404}  # the examples are of another office
    assert parameter["required"] is False


def test_the_parts_of_a_form_are_those_it_tells_of(asker: Asker):
    form = OPERATIONS[SUBMIT]["requestBody"]["content"]["multipart/form-data"]["schema"]
    (name,) = form["properties"]
    assert form["required"] == [name]
    content = workbook(asker.office, asker.folder, "a").read_bytes()
    for field, status in ((name, 201), (f"{name}s", 400)):
        answer = ask(
            "POST",
            SUBMIT[1],
            token=asker.token,
            headers={"Content-Type": "multipart/form-data; boundary=ranh"},
            content=(
                f'--ranh\r\nContent-Disposition: form-data; name="{field}"; filename="a.xlsx"'
                "\r\n\r\n"
            ).encode()
            + content
            + b"\r\n--ranh--\r\n",
        )
        assert answer.status_code == status


def test_a_shape_that_differs_is_found(asker: Asker):
    """The check can fail: a field too many, a word that is no status, a day that is none."""
    (row, *_) = asker.ask("get", "/api/v1/board").json()
    shape = OPERATIONS["get", "/api/v1/board"]["responses"]["200"]["content"]
    check = validator(shape["application/json"]["schema"])
    assert check.is_valid([row])
    assert not check.is_valid([{**row, "thua": 1}])
    assert not check.is_valid([{**row, "status": "xanh"}])
    (told,) = asker.ask("get", "/api/v1/indicators").json()
    shape = OPERATIONS["get", "/api/v1/indicators"]["responses"]["200"]["content"]
    check = validator(shape["application/json"]["schema"])
    assert check.is_valid([told])
    told["targets"][0]["valid_from"] = "31/11/2026"
    assert not check.is_valid([told])
