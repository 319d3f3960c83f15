"""The OpenAPI 3.1 document of the API, made from the table of operations that the server runs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import indicators
from pages import _api_schemas as schemas
from pages._api_call import Operation, Parameter
from pages._api_problem import CONTENT_TYPE, TITLES

_EVERYWHERE = (401, 429, 503)  # and 403 where an operation asks for a right
_ABOUT = (
    "Đọc bảng chỉ tiêu, lấy tệp xuất và nộp bảng tính từ chương trình khác. Mỗi yêu cầu mang mã"
    " truy cập của một người: chương trình thấy và làm được không hơn người đó. Lỗi theo RFC 9457,"
    " có `code` cố định. Ngoài phạm vi thì trả lời y như không tồn tại."
)


def document(operations: Sequence[Operation]) -> dict[str, Any]:
    """Return the document as plain JSON values."""
    return {
        "openapi": "3.1.1",
        "info": {"title": "Bảng Xanh", "version": indicators.__version__, "description": _ABOUT},
        "servers": [{"url": "/"}],
        "security": [{"token": []}],
        "paths": {each.path: {each.method.lower(): _operation(each)} for each in operations},
        "components": {
            "securitySchemes": {
                "token": {"type": "http", "scheme": "bearer", "bearerFormat": "bx_…"}
            },
            "schemas": {"Problem": schemas.PROBLEM},
        },
    }


def _operation(operation: Operation) -> dict[str, Any]:
    told: dict[str, Any] = {
        "operationId": operation.name,
        "summary": operation.summary,
        "parameters": [_parameter(each) for each in operation.parameters],
        "responses": _responses(operation),
    }
    if operation.right is not None:
        told["description"] = f"Mã truy cập phải có quyền `{operation.right}`."
    if operation.body is not None:
        content = {"multipart/form-data": {"schema": operation.body}}
        told["requestBody"] = {"required": True, "content": content}
    return told


def _parameter(parameter: Parameter) -> dict[str, Any]:
    return {
        "name": parameter.name,
        "in": parameter.place,
        "required": parameter.place == "path",
        "description": parameter.about,
        "schema": parameter.schema,
        "example": parameter.read(parameter.example)
        if parameter.schema["type"] == "boolean"
        else parameter.example,
    }


def _responses(operation: Operation) -> dict[str, Any]:
    found: dict[str, Any] = {
        str(status): {"description": about, **_content(operation, schema)}
        for status, (about, schema) in operation.results.items()
    }
    faults = {*_EVERYWHERE, *operation.faults, *([403] if operation.right else [])}
    for status in sorted(faults):
        found[str(status)] = _fault(TITLES[status])
    found["default"] = _fault("Lỗi khác")
    return found


def _content(operation: Operation, schema: schemas.Schema) -> dict[str, Any]:
    """Return what an answer holds where all went well: JSON, or a file and what is said of it."""
    if not operation.files:
        return {"content": {"application/json": {"schema": schema}}}
    headers = {
        name: {"description": about, "required": name in schemas.ALWAYS, "schema": of}
        for name, (about, of) in operation.headers.items()
    }
    return {"headers": headers, "content": {kind: {} for kind in operation.files}}


def _fault(about: str) -> dict[str, Any]:
    reference = {"schema": {"$ref": "#/components/schemas/Problem"}}
    return {"description": about, "content": {CONTENT_TYPE: reference}}
