"""The API (giao diện cho chương trình khác): what other programs read, take and send, by token.

`OPERATIONS` is the one table: the server's routes and the OpenAPI document both come from it.
Nothing is decided here; reading and submitting are the data layer's, which every operation hands
the principal that its token acts for. Source: issue "Only those who may", item 8.
"""

from __future__ import annotations

from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from indicators import board as boards
from indicators.board.render import rows
from indicators.definitions import definitions
from pages import _api_exports as exporting
from pages import _api_schemas as schemas
from pages import _api_wanted as wanted
from pages._api_call import Call, Endpoint, Operation
from pages._api_document import document
from pages._api_submit import submitted

BASE = "/api/v1"


async def board(call: Call) -> Response:
    """Answer with the rows that `board --json` prints."""
    return JSONResponse(await run_in_threadpool(_board, call))


def _board(call: Call) -> list[dict[str, Any]]:
    workspace, who, given = call.workspace, call.who, call.given
    drawn = boards.board(
        workspace,
        who,
        period=wanted.period(call),
        unit=wanted.unit(call),
        plan=given.get("plan"),
        as_of=given.get("as_of"),
        provisional=given.get("provisional", False),
        order="plan",
    )
    return rows(drawn, workspace.catalogue)


async def indicators(call: Call) -> Response:
    """Answer with what is measured, and for which of the caller's units."""
    plan = call.given.get("plan")
    return JSONResponse(await run_in_threadpool(definitions, call.workspace, call.who, plan=plan))


async def openapi(_call: Call) -> Response:
    """Answer with the document that describes all this."""
    return JSONResponse(document(OPERATIONS))


OPERATIONS: tuple[Operation, ...] = (
    Operation(
        "board",
        "GET",
        f"{BASE}/board",
        "read",
        "Bảng chỉ tiêu của một đơn vị và các đơn vị trực thuộc, đúng các dòng của `board --json`.",
        board,
        {200: ("Các ô của bảng, theo thứ tự của kế hoạch.", schemas.BOARD)},
        parameters=wanted.BOARD,
        faults=(400, 404),
    ),
    Operation(
        "indicators",
        "GET",
        f"{BASE}/indicators",
        "read",
        "Các chỉ tiêu áp dụng cho đơn vị nào đó trong phạm vi: căn cứ, cách tính, mức phải đạt.",
        indicators,
        {200: ("Các chỉ tiêu, theo thứ tự của kế hoạch.", schemas.INDICATORS)},
        parameters=(wanted.PLAN,),
        faults=(400, 404),
    ),
    *exporting.operations(BASE),
    Operation(
        "submissions",
        "POST",
        f"{BASE}/submissions",
        "submit",
        "Nộp một hay nhiều bảng tính. Tệp có lỗi thì không ghi gì của tệp đó. Nộp lại đúng tệp đã"
        " nộp không thay đổi gì, nên gửi lại khi mất kết nối là an toàn.",
        submitted,
        {
            200: ("Các tệp đều đã nộp từ trước: không có gì thay đổi.", schemas.FILES),
            201: ("Mọi tệp đều được nhận.", schemas.FILES),
        },
        body=schemas.UPLOAD,
        faults=(400, 411, 413, 415, 422, 507),
    ),
    Operation(
        "openapi",
        "GET",
        f"{BASE}/openapi.json",
        None,
        "Tài liệu OpenAPI này.",
        openapi,
        {200: ("Tài liệu OpenAPI 3.1.", {"type": "object"})},
        faults=(400,),
    ),
)

ROUTES = [
    *(Route(each.path, Endpoint(each), name=f"api-{each.name}") for each in OPERATIONS),
    Route("/api/{path:path}", Endpoint(None), name="api-nothing"),
]
