"""The shapes that the API answers with, as JSON Schema 2020-12: what OpenAPI 3.1 is written in.

A test holds every answer against these, and the values of the domain against the enums.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, get_args

from indicators.board.view import Reported, Status
from indicators.catalogue.model import (
    Accumulation,
    Direction,
    Formula,
    Frequency,
    Operator,
    RollUp,
    TargetKind,
)
from indicators.errors import Severity
from indicators.intake.reading import Layout

Schema = Mapping[str, Any]


def _one_of(kind: object) -> Schema:
    return {"type": "string", "enum": list(get_args(kind))}


def _list(of: Schema) -> Schema:
    return {"type": "array", "items": of}


def _object(**properties: Schema) -> Schema:
    """Return the schema of an object that has exactly these, all of them always."""
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


_TEXT: Schema = {"type": "string"}
_TEXT_OR_NOTHING: Schema = {"type": ["string", "null"]}
_NUMBER_OR_NOTHING: Schema = {"type": ["number", "null"]}
_DAY: Schema = {"type": "string", "format": "date"}
_DAY_OR_NOTHING: Schema = {"type": ["string", "null"], "format": "date"}

BOARD = _list(
    _object(
        unit=_TEXT,
        indicator=_TEXT,
        clause=_TEXT,
        period=_TEXT,
        value=_NUMBER_OR_NOTHING,
        target=_NUMBER_OR_NOTHING,
        status=_one_of(Status),
        reported=_one_of(Reported),
        provisional={"type": "boolean"},
    )
)
_TARGET = _object(
    clause=_TEXT,
    text=_TEXT,
    kind=_one_of(TargetKind),
    operator=_one_of(Operator),
    value={"type": "number"},
    upper=_NUMBER_OR_NOTHING,
    valid_from=_DAY,
    valid_to=_DAY_OR_NOTHING,
    due=_DAY_OR_NOTHING,
    milestones=_list(_object(on=_DAY, value={"type": "number"})),
    units=_list(_TEXT),
)
INDICATORS = _list(
    _object(
        code=_TEXT,
        name=_TEXT,
        short=_TEXT,
        name_en=_TEXT,
        plan=_TEXT,
        clause=_TEXT,
        unit_of_measure=_TEXT,
        decimals={"type": "integer", "minimum": 0},
        formula=_one_of(Formula),
        direction=_one_of(Direction),
        frequency=_one_of(Frequency),
        accumulation=_one_of(Accumulation),
        roll_up=_one_of(RollUp),
        numerator=_TEXT,
        denominator=_TEXT,
        units=_list(_TEXT),
        targets=_list(_TARGET),
    )
)
_ROW = _object(
    plan=_TEXT,
    clause=_TEXT,
    indicator=_TEXT,
    unit=_TEXT,
    period=_TEXT,
    numerator=_NUMBER_OR_NOTHING,
    denominator=_NUMBER_OR_NOTHING,
    value=_NUMBER_OR_NOTHING,
    sheet=_TEXT,
    cell=_TEXT,
)
_PROBLEM_OF_FILE = _object(
    severity=_one_of(Severity),
    code=_TEXT,
    sheet=_TEXT_OR_NOTHING,
    cell=_TEXT_OR_NOTHING,
    message=_TEXT,
)
FILES = _list(
    _object(
        file=_TEXT,
        ok={"type": "boolean"},
        layout={"enum": [*get_args(Layout), None]},
        unit=_TEXT_OR_NOTHING,
        period=_TEXT_OR_NOTHING,
        rows=_list(_ROW),
        problems=_list(_PROBLEM_OF_FILE),
        submissions=_list({"type": "integer", "minimum": 1}),
    )
)
EXPORTS = _list(
    _object(format=_TEXT, label=_TEXT, ending=_TEXT, mime=_TEXT, parameters=_list(_TEXT))
)
CHARTS = _list(_object(number={"type": "integer", "minimum": 1}, name=_TEXT, title=_TEXT))
_AT: Schema = {"type": "string", "format": "date-time"}
HEADERS = "Bangxanh"  # what stands before the names of our own headers
ALWAYS = frozenset(
    {"Content-Disposition", f"{HEADERS}-Sha256", f"{HEADERS}-Unit"}
)  # of a calendar too
FILE_HEADERS: Mapping[str, tuple[str, Schema]] = {
    "Content-Disposition": ("Tên tệp.", _TEXT),
    f"{HEADERS}-Sha256": (
        "SHA-256 của tệp.",
        {"type": "string", "pattern": "^[0-9a-f]{64}$"},
    ),
    f"{HEADERS}-Report": ("Số của bản được giữ.", {"type": "integer", "minimum": 1}),
    f"{HEADERS}-Unit": ("Mã đơn vị.", _TEXT),
    f"{HEADERS}-Period": ("Kỳ báo cáo.", _TEXT),
    f"{HEADERS}-Plan": ("Mã kế hoạch, khi chỉ lấy một kế hoạch.", _TEXT),
    f"{HEADERS}-Known-At": ("Số liệu là như được biết lúc này.", _AT),
    f"{HEADERS}-Data-Version": ("Phiên bản dữ liệu.", {"type": "integer", "minimum": 0}),
    f"{HEADERS}-Made-At": ("Lúc tạo tệp.", _AT),
    f"{HEADERS}-Made-By": ("Tài khoản đã lấy tệp.", _TEXT),
    f"{HEADERS}-Lacking": (
        "Số phần mà tệp thiếu vì không làm được (zip: xem DOC-TRUOC.txt trong tệp).",
        {"type": "integer", "minimum": 1},
    ),
}
UPLOAD: Schema = {
    "type": "object",
    "properties": {
        "file": {
            "type": "array",
            "minItems": 1,
            "items": {"type": "string", "contentMediaType": "application/octet-stream"},
            "description": "Một hay nhiều tệp Excel (.xlsx), mỗi tệp một phần tên «file».",
        }
    },
    "required": ["file"],
    "additionalProperties": False,
}
PROBLEM: Schema = {
    "type": "object",
    "properties": {
        "type": {"const": "about:blank"},
        "title": _TEXT,
        "status": {"type": "integer"},
        "detail": _TEXT,
        "code": _TEXT,
        "parameters": _list(_object(parameter=_TEXT, detail=_TEXT)),
        "files": FILES,
    },
    "required": ["type", "title", "status", "detail", "code"],
    "additionalProperties": False,
}
