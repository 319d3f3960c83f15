"""Asking the API as a program does: real requests through the ASGI routes, no browser."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, cast

import httpx
import openpyxl
from starlette.applications import Starlette

from indicators.access.api_tokens import create
from indicators.intake.template import write_template
from indicators.workspace import Workspace
from pages import _api
from tests import hired

# A department of three rooms; each role sits where it usually does.
STAFF = {
    "leader": ("leader", "so"),
    "reporter": ("reporter", "a"),
    "office": ("office", "so"),
    "admin": ("admin", "tinh"),
}
RIGHTS = {"leader": ["read"], "admin": ["read"]}


def token_of(workspace: Workspace, role: str) -> str:
    """Hire one person of `role`, and return a token that allows all a token can."""
    who = hired.hire(workspace, f"ai-{role}", STAFF[role])
    rights = RIGHTS.get(role, ["read", "submit"])
    return create(workspace, who, label="Phần mềm một cửa", rights=rights, days=30)


def ask(
    method: str,
    path: str,
    *,
    token: str | None = None,
    files: Sequence[Path] | None = None,
    **options: object,
) -> httpx.Response:
    """Return the answer to one request; `files` go as a form of several parts."""
    headers = {"Authorization": f"Bearer {token}"} if token else {}
    headers |= cast("dict[str, str]", options.pop("headers", {}))
    if files is not None:
        options["files"] = [("file", (each.name, each.read_bytes())) for each in files]
    transport = httpx.ASGITransport(Starlette(routes=_api.ROUTES), raise_app_exceptions=False)

    async def asked() -> httpx.Response:
        async with httpx.AsyncClient(transport=transport, base_url="http://localhost") as client:
            return await client.request(
                method, path, headers=headers, timeout=60, **cast("Any", options)
            )

    with ThreadPoolExecutor(1) as thread:
        return thread.submit(asyncio.run, asked()).result()


def get(path: str, token: str | None = None, **options: object) -> httpx.Response:
    """Return the answer to a question."""
    return ask("GET", f"/api/v1/{path}", token=token, **options)


def post(token: str | None, *files: Path, **options: object) -> httpx.Response:
    """Return the answer to workbooks sent."""
    return ask("POST", "/api/v1/submissions", token=token, files=files, **options)


def workbook(
    workspace: Workspace, folder: Path, unit: str, counts: tuple[int, int] = (95, 100)
) -> Path:
    """Write the template of a unit for October 2026, filled in."""
    file = folder / f"bieu-{unit}-{counts[0]}.xlsx"
    if file.exists():
        return file
    write_template(workspace.catalogue, unit, "2026-10", file, previous={})
    book = openpyxl.load_workbook(file)
    for row in book.worksheets[0].iter_rows():
        *inputs, _ = [cell for cell in row if not cell.protection.locked] or [None]  # last: a note
        for cell, value in zip(inputs, counts, strict=False):
            cell.value = value
    book.save(file)
    return file
