"""Workbooks sent by a program: received within limits, read as any other file, submitted.

The limits of one sender (bytes an hour, files at once, room on the disk) are those of the upload
page; a token counts as one sender. Source: SECURITY.md, "Workbook intake".
"""

from __future__ import annotations

import re
import shutil
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException
from starlette.formparsers import MultiPartException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response

from indicators.errors import BangXanhError, InputRejected, Problem
from indicators.intake.check import check_files
from indicators.intake.limits import FILE_BYTES, MB
from indicators.intake.reading import Reading
from indicators.submission import submit
from indicators.text import clean
from pages._api_call import Call
from pages._api_problem import Fault
from pages._uploads import Refused, Uploads

FIELD = "file"
MOST_FILES = 50
REQUEST_BYTES = 100 * MB
_LONGEST_NAME = 150
_SUFFIX = re.compile(r"\.[a-z]{1,5}$")
_uploads = Uploads(largest_bytes=REQUEST_BYTES)
_REFUSED = {
    411: "Gửi kèm độ dài của yêu cầu (Content-Length).",
    413: f"Mỗi lần nộp tối đa {REQUEST_BYTES // MB} MB: gửi làm nhiều lần.",
}
_NOT_READ = (
    f"Không đọc được các phần của yêu cầu: gửi multipart/form-data, mỗi tệp một phần tên «{FIELD}»,"
    f" nhiều nhất {MOST_FILES} tệp."
)


async def submitted(call: Call) -> Response:
    """Answer with what became of each file: 201 or 200 when all is well, 422 when any is not."""
    request, folder = call.request, call.workspace.store.path.parent
    if not request.headers.get("content-type", "").lower().startswith("multipart/form-data"):
        raise Fault(415, f"Gửi multipart/form-data, mỗi tệp một phần tên «{FIELD}».")
    length = request.headers.get("content-length")
    try:
        async with _uploads.place(call.who.session or "", length, folder):
            files = await _received(request)
            try:
                results = await run_in_threadpool(_submit_all, call, files)
            finally:
                for file in files:
                    await file.close()
    except Refused as refused:  # said for a browser and one file; a program sends many at once
        raise Fault(refused.status, _REFUSED.get(refused.status, str(refused))) from refused
    if any(not each["ok"] for each in results):
        told = "Có tệp không được nhận: sửa các lỗi nêu ở từng tệp rồi nộp lại tệp đó."
        raise Fault(422, told, more={"files": results})
    is_new = any(each["submissions"] for each in results)
    return JSONResponse(results, 201 if is_new else 200)


async def _received(request: Request) -> list[UploadFile]:
    """Return the files of a request, spooled to disk as they arrive.

    Raises:
        Fault: 400 when they cannot be read or there is none, 413 when one is too large.
    """
    try:
        form = await request.form(max_files=MOST_FILES, max_fields=0)
    except (MultiPartException, HTTPException, ClientDisconnect) as error:
        raise Fault(400, _NOT_READ) from error
    files = [each for each in form.getlist(FIELD) if isinstance(each, UploadFile)]
    if not files or len(files) != len(form.multi_items()):
        await form.close()
        raise Fault(400, _NOT_READ)
    if large := [_name(each) for each in files if (each.size or 0) > FILE_BYTES]:
        await form.close()
        raise Fault(413, f"Mỗi tệp tối đa {FILE_BYTES // MB} MB: {', '.join(large)}.")
    return files


def _submit_all(call: Call, files: Sequence[UploadFile]) -> list[dict[str, Any]]:
    """Read every file, then submit those without errors, each by itself.

    Raises:
        Fault: 429 when too many others are being read; nothing was written then.
    """
    with tempfile.TemporaryDirectory() as folder:
        paths = [_laid_down(file, Path(folder) / str(n)) for n, file in enumerate(files)]
        names = [_name(file) for file in files]
        readings = list(check_files(paths, call.workspace.catalogue, names=names))
        if any(each.code == "E_BUSY" for reading in readings for each in reading.problems):
            told = "Hệ thống bận: đang đọc nhiều tệp khác. Gửi lại sau ít giây."
            raise Fault(429, told)
        return [_submit(call, *each) for each in zip(readings, paths, strict=True)]


def _submit(call: Call, reading: Reading, path: Path) -> dict[str, Any]:
    """Submit one file; what keeps it out becomes a problem of the file."""
    numbers: list[int] = []
    if reading.ok:
        try:
            numbers = submit(call.workspace, call.who, reading, source=path)
        except InputRejected as rejected:
            reading.problems.extend(rejected.problems)
        except BangXanhError as refusal:
            reading.problems.append(Problem.error("not-submitted", str(refusal)))
    return {**reading.as_dict(), "submissions": numbers}


def _laid_down(file: UploadFile, place: Path) -> Path:
    path = place.with_suffix(found[0] if (found := _SUFFIX.search(_name(file).lower())) else "")
    with path.open("wb") as copy:
        shutil.copyfileobj(file.file, copy)
    return path


def _name(file: UploadFile) -> str:
    """Return what the sender called a file, without folders and what no name should hold."""
    last = (file.filename or "").replace("\\", "/").rpartition("/")[2]
    printable = "".join(sign for sign in clean(last) if sign.isprintable())
    return printable[-_LONGEST_NAME:].strip() or "tep.xlsx"
