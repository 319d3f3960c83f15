"""What the API answers when it cannot do what was asked: RFC 9457, in Vietnamese.

Every fault has a stable `code` for programs and a `detail` for the people who read their logs.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping

from starlette.responses import JSONResponse, Response

from indicators.errors import (
    BangXanhError,
    Busy,
    CatalogueError,
    Conflict,
    Forbidden,
    NotFound,
)
from indicators.export.press import NotPrinted
from queries import StoreError

CONTENT_TYPE = "application/problem+json"
_log = logging.getLogger("bangxanh")

TITLES = {
    400: "Yêu cầu sai",
    401: "Chưa có mã truy cập dùng được",
    403: "Không có quyền",
    404: "Không có",
    405: "Địa chỉ này không làm việc đó",
    409: "Đã thay đổi",
    411: "Thiếu độ dài",
    413: "Quá lớn",
    415: "Không phải biểu mẫu nhiều phần",
    422: "Tệp có lỗi",
    429: "Đang bận",
    500: "Lỗi của máy chủ",
    503: "Kho số liệu không dùng được lúc này",
    507: "Đĩa gần đầy",
}
_CODES = {
    400: "bad-request",
    401: "token",
    403: "forbidden",
    404: "not-found",
    405: "method",
    409: "conflict",
    411: "length",
    413: "too-large",
    415: "not-multipart",
    422: "files-rejected",
    429: "busy",
    500: "server",
    503: "store",
    507: "disk",
}
# The same words whatever was asked for, so that what is another's cannot be told from nothing.
NOTHING = "Không có đơn vị hay kế hoạch nào mang mã này trong phạm vi của mã truy cập."
_NO_STORE = "Kho số liệu không dùng được lúc này. Báo cho quản trị."
_UNKNOWN = "Máy chủ gặp lỗi không lường trước. Báo cho quản trị kèm giờ gặp lỗi."
_STATUSES: tuple[tuple[type[Exception], int, str | None], ...] = (
    (NotFound, 404, NOTHING),
    (Forbidden, 403, None),
    (Conflict, 409, None),
    (Busy, 429, None),
    (NotPrinted, 500, None),
    (StoreError, 503, _NO_STORE),
    (CatalogueError, 503, _NO_STORE),
    (BangXanhError, 400, None),
    (Exception, 500, _UNKNOWN),
)
_HEADERS = {
    403: {"WWW-Authenticate": 'Bearer error="insufficient_scope"'},
    429: {"Retry-After": "5"},
    503: {"Retry-After": "5"},
}


class Fault(Exception):
    """A request that ends here: its status, why, and what more to tell."""

    def __init__(
        self,
        status: int,
        detail: str,
        *,
        headers: Mapping[str, str] | None = None,
        more: Mapping[str, object] | None = None,
    ) -> None:
        self.status = status
        self.headers = {**_HEADERS.get(status, {}), **(headers or {})}
        self.more = dict(more or {})
        super().__init__(detail)


def problem(fault: Exception) -> Response:
    """Return the answer to whatever ended a request."""
    known = _known(fault)
    body = {
        "type": "about:blank",
        "title": TITLES[known.status],
        "status": known.status,
        "detail": str(known),
        "code": _CODES[known.status],
        **known.more,
    }
    headers = {"Cache-Control": "no-store", **known.headers}
    return JSONResponse(body, known.status, headers=headers, media_type=CONTENT_TYPE)


def _known(fault: Exception) -> Fault:
    """Return what a request ended by, as the asker is told; a fault of ours is logged."""
    if isinstance(fault, Fault):
        return fault
    status, told = next(
        (status, told) for kind, status, told in _STATUSES if isinstance(fault, kind)
    )
    if status >= 500:
        _log.error("api: %r", fault, exc_info=fault)
    return Fault(status, told or str(fault))
