"""Files for other programs: the formats there are, the charts of a board, one file of a board.

A file is made in the same line as those of the page (two at once), kept and noted as theirs are;
headers say of which figures it is. Official numbers are given on the page and the command line
alone. Source: issue "Decks, reports, workbooks"; SECURITY.md, "Files and exports".
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from starlette.concurrency import run_in_threadpool
from starlette.responses import JSONResponse, Response

from indicators import calendars, clock, reports
from indicators.downloads import Download
from indicators.export import EXPORTS, Options, Wanted, gather
from indicators.export.charts import PICTURES
from indicators.export.charts import charts as charts_of
from indicators.reports import Asked, Report
from pages import _api_schemas as schemas
from pages import _api_wanted as wanted
from pages._api_call import Call, Operation, Parameter
from pages._api_problem import Fault
from pages._downloads import attachment

_CALENDAR, _CALENDAR_MIME = "ics", "text/calendar"
_OF_BOARD = tuple(each.name for each in wanted.BOARD)
_TAKES: Mapping[str, tuple[str, ...]] = {
    **{
        name: (*_OF_BOARD, "by", "chart") if name in PICTURES else (*_OF_BOARD, "by")
        for name in EXPORTS
    },
    _CALENDAR: ("unit",),
}
_BY = ("unit", "indicator")
MIMES = tuple(sorted({each.mime for each in EXPORTS.values()} | {_CALENDAR_MIME}))


async def exports(_call: Call) -> Response:
    """Answer with every format and what may be asked of it."""
    found = [
        {
            "format": each.name,
            "label": each.label,
            "ending": each.ending,
            "mime": each.mime,
            "parameters": list(_TAKES[each.name]),
        }
        for each in EXPORTS.values()
    ]
    calendar = {
        "format": _CALENDAR,
        "label": "Lịch hạn báo cáo và nhiệm vụ",
        "ending": ".ics",
        "mime": _CALENDAR_MIME,
        "parameters": list(_TAKES[_CALENDAR]),
    }
    return JSONResponse([*found, calendar])


async def charts(call: Call) -> Response:
    """Answer with the charts of a board, as `export png --charts` lists them."""
    return JSONResponse(await run_in_threadpool(_charts, call))


def _charts(call: Call) -> list[dict[str, Any]]:
    snapshot = gather(call.workspace, call.who, _wanted(call))
    return [
        {"number": each.number, "name": each.name, "title": each.title}
        for each in charts_of(snapshot)
    ]


async def export(call: Call) -> Response:
    """Answer with a file; it is kept and noted like one that is taken on the page."""
    kind = call.given["format"]
    if strange := [name for name in call.given if name not in {"format", *_TAKES[kind]}]:
        told = f"Loại tệp «{kind}» không có tham số này."
        wrong = [{"parameter": name, "detail": told} for name in strange]
        raise Fault(400, f"{told[:-1]}: {', '.join(strange)}.", more={"parameters": wrong})
    return await run_in_threadpool(_calendar if kind == _CALENDAR else _export, call)


def _calendar(call: Call) -> Response:
    unit = wanted.unit(call)
    return _file(calendars.download(call.workspace, call.who, unit), {"Unit": unit})


def _export(call: Call) -> Response:
    options = Options(by=call.given.get("by", "unit"), chart=call.given.get("chart", ""))
    asked = Asked(call.given["format"], _wanted(call), options)
    made = reports.made_at_hand(call.workspace, call.who, asked)
    kept, _ = reports.opened(call.workspace, call.who, made.number)
    return _file(made.download, _told(kept, len(made.lacking)))


def _wanted(call: Call) -> Wanted:
    return Wanted(
        unit=wanted.unit(call),
        period=wanted.period(call),
        plan=call.given.get("plan"),
        as_of=call.given.get("as_of"),
        provisional=call.given.get("provisional", False),
    )


def _told(report: Report, count_lacking: int) -> dict[str, str]:
    """Return what is said of a kept file beside its bytes; what is nothing is not said."""
    told = {
        "Report": str(report.number),
        "Unit": report.wanted.unit,
        "Period": report.wanted.period,
        "Plan": report.wanted.plan or "",
        "Known-At": clock.local(report.known_at).isoformat(),
        "Data-Version": str(report.version),
        "Made-At": clock.local(report.made_at).isoformat(),
        "Made-By": report.made_by,
        "Lacking": str(count_lacking or ""),
    }
    return {name: value for name, value in told.items() if value}


def _file(made: Download, told: Mapping[str, str]) -> Response:
    response = attachment(made)
    told = {**told, "Sha256": hashlib.sha256(made.content).hexdigest()}
    for name, value in told.items():
        response.headers[f"{schemas.HEADERS}-{name}"] = quote(value, safe=":+@")
    return response


def _format(text: str) -> str:
    if text not in _TAKES:
        raise ValueError(f"Không có loại tệp «{text}»; các loại: {', '.join(_TAKES)}.")
    return text


def _by(text: str) -> str:
    if text not in _BY:
        raise ValueError(f"Viết {' hoặc '.join(_BY)}.")
    return text


_FORMAT = Parameter(
    "format", "Loại tệp.", {"type": "string", "enum": list(_TAKES)}, "csv", _format, place="path"
)
_CHOICES = (
    Parameter(
        "by",
        "Trình bày theo đơn vị hay theo chỉ tiêu.",
        {"type": "string", "enum": list(_BY), "default": "unit"},
        "indicator",
        _by,
    ),
    Parameter(
        "chart",
        "Chỉ biểu đồ này của bảng (png, svg): số, tên, hoặc một phần tên của nó ở /api/v1/charts.",
        {"type": "string", "minLength": 1},
        "2",
    ),
)


def operations(base: str) -> tuple[Operation, ...]:
    """Return the addresses of all this below `base`."""
    return (
        Operation(
            "exports",
            "GET",
            f"{base}/exports",
            "read",
            "Các loại tệp xuất được và tham số của từng loại.",
            exports,
            {200: ("Các loại tệp.", schemas.EXPORTS)},
            faults=(400,),
        ),
        Operation(
            "export",
            "GET",
            f"{base}/exports/{{format}}",
            "read",
            "Một bảng thành tệp, như trang Xuất: bản được giữ lại và ghi nhật ký. Mỗi lúc máy chủ"
            " làm hai tệp, yêu cầu sau chờ đến lượt; đông quá thì 429. Không cấp số văn bản.",
            export,
            {200: ("Tệp, kèm số liệu của nó ở các phần đầu.", {"type": "string"})},
            parameters=(_FORMAT, *wanted.BOARD, *_CHOICES),
            faults=(400, 404, 409),
            files=MIMES,
            headers=schemas.FILE_HEADERS,
        ),
        Operation(
            "charts",
            "GET",
            f"{base}/charts",
            "read",
            "Các biểu đồ của một bảng, mỗi biểu đồ xuất được thành một ảnh.",
            charts,
            {200: ("Các biểu đồ: của tổng quan và chỉ tiêu, rồi từng ô.", schemas.CHARTS)},
            parameters=wanted.BOARD,
            faults=(400, 404),
        ),
    )
