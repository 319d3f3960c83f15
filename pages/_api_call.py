"""One request to the API: who asks, for what, and the operation that answers.

A token in the Authorization header is all that counts; cookies are not looked at, so no page of
another site can act in anyone's name here. Source: RFC 6750.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.types import Receive, Scope, Send

from indicators.access import Principal, Right, require
from indicators.access.api_tokens import principal_of_token
from indicators.access.wrong_tokens import WrongTokens
from indicators.workspace import Workspace
from pages import _widgets
from pages._api_problem import Fault, problem

Schema = Mapping[str, Any]
_NOTHING_SENT = (
    "Gửi mã truy cập trong phần đầu «Authorization: Bearer bx_…». Phiên đăng nhập của trình duyệt"
    " không mở được API."
)
_NO_GOOD = "Mã truy cập không đúng, đã hết hạn, đã thu hồi, hoặc tài khoản đã bị khóa."
_wrong = WrongTokens()


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter of an address; `read` turns its text into a value or raises ValueError.

    One in the `path` is always given, and a value that is none is an address that is none.
    """

    name: str
    about: str
    schema: Schema
    example: str
    read: Callable[[str], Any] = str
    place: Literal["query", "path"] = "query"


@dataclass(frozen=True, slots=True)
class Call:
    """A request that may go on: the office, who asks, and the parameters given."""

    workspace: Workspace
    who: Principal
    request: Request
    given: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Operation:
    """What one address does, as the server runs it and as the OpenAPI document tells it.

    `results` are the answers where all went well; `faults` are the statuses of the others, beside
    those that every operation has. `files`: the media types of the files it answers with where all
    went well, each made for the one who asks; `headers` say what they are of.
    """

    name: str
    method: Literal["GET", "POST"]
    path: str
    right: Right | None
    summary: str
    answer: Callable[[Call], Awaitable[Response]]
    results: Mapping[int, tuple[str, Schema]]
    parameters: tuple[Parameter, ...] = ()
    body: Schema | None = None
    faults: tuple[int, ...] = field(default=())
    files: tuple[str, ...] = field(default=())
    headers: Mapping[str, tuple[str, Schema]] = field(default_factory=dict)

    @property
    def methods(self) -> tuple[str, ...]:
        """What it answers to: who asks for a file's headers alone would have it made and kept."""
        is_read = self.method == "GET" and not self.files
        return ("GET", "HEAD") if is_read else (self.method,)


class Endpoint:
    """The ASGI program behind an address: every method comes here, so that each is answered."""

    def __init__(self, operation: Operation | None) -> None:
        self._operation = operation

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request; whatever goes wrong is told as a problem."""
        request = Request(scope, receive)
        try:
            response = await self._answer(request)
        except Exception as fault:  # noqa: BLE001 - told and logged by `problem`
            response = problem(fault)
        response.headers.setdefault("Cache-Control", "no-store")
        await response(scope, receive, send)

    async def _answer(self, request: Request) -> Response:
        workspace = _widgets.workspace()
        who = await run_in_threadpool(_who, workspace, request)
        operation = self._operation
        if operation is None:
            raise Fault(404, "API không có địa chỉ này: xem /api/v1/openapi.json.")
        if request.method not in operation.methods:
            told = f"Địa chỉ này chỉ nhận {operation.method}."
            raise Fault(405, told, headers={"Allow": ", ".join(operation.methods)})
        if operation.right is not None:
            what = f"api.{operation.name}"
            await run_in_threadpool(require, workspace, who, operation.right, what=what)
        given = _given(request, operation.parameters)
        return await operation.answer(Call(workspace, who, request, given))


def _who(workspace: Workspace, request: Request) -> Principal:
    """Return whom the request's token acts for.

    Raises:
        Fault: 401 without a token that is any good, 429 after many wrong ones.
    """
    scheme, _, token = request.headers.get("authorization", "").partition(" ")
    if scheme.lower() != "bearer" or not token.strip():
        raise Fault(401, _NOTHING_SENT, headers={"WWW-Authenticate": "Bearer"})
    who = principal_of_token(workspace, token.strip())
    if who is not None:
        return who
    address = request.client.host if request.client else ""
    if wait := _wrong.note(workspace, address):
        told = f"Quá nhiều mã truy cập sai từ địa chỉ này: thử lại sau {wait} giây."
        raise Fault(429, told, headers={"Retry-After": str(wait)})
    headers = {"WWW-Authenticate": 'Bearer error="invalid_token"'}
    raise Fault(401, _NO_GOOD, headers=headers)


def _given(request: Request, parameters: tuple[Parameter, ...]) -> dict[str, Any]:
    """Return the parameters of an address as values; everything wrong with them is told at once.

    Raises:
        Fault: 404 where the path holds a value that is none; 400.
    """
    known = {each.name: each for each in parameters if each.place == "query"}
    wrong: list[dict[str, str]] = []
    given: dict[str, Any] = _in_path(request, parameters)
    for name, text in request.query_params.multi_items():
        if name not in known:
            wrong.append({"parameter": name, "detail": "Không có tham số này."})
        elif name in given:
            wrong.append({"parameter": name, "detail": "Tham số này chỉ ghi một lần."})
        else:
            try:
                given[name] = known[name].read(text)
            except ValueError as error:
                wrong.append({"parameter": name, "detail": str(error)})
    if wrong:
        told = "; ".join(f"{each['parameter']}: {each['detail']}" for each in wrong)
        raise Fault(400, f"Tham số sai. {told}", more={"parameters": wrong})
    return given


def _in_path(request: Request, parameters: tuple[Parameter, ...]) -> dict[str, Any]:
    """Return the values in an address's path.

    Raises:
        Fault: 404.
    """
    try:
        return {
            each.name: each.read(request.path_params[each.name])
            for each in parameters
            if each.place == "path"
        }
    except ValueError as error:
        raise Fault(404, str(error)) from error
