"""The page around the pages, and the one private switch of Streamlit that is touched."""

from __future__ import annotations

import ast
import re
import runpy
from pathlib import Path
from typing import Any

import pytest
from starlette.types import Message, Receive, Scope, Send
from streamlit.runtime.pages_manager import PagesManager

from pages import _faults, _shell
from pages._site import is_loopback
from tests.pages.waiting import finished

ROOT = Path(__file__).parents[2]
SOURCES = [ROOT / "dashboard.py", *sorted((ROOT / "pages").glob("*.py"))]


def test_the_older_pages_are_switched_off(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(PagesManager, "uses_pages_directory", None)
    entry = runpy.run_path(str(ROOT / "dashboard.py"), run_name="dashboard")
    assert PagesManager.uses_pages_directory is False
    assert PagesManager(str(ROOT / "dashboard.py")).uses_pages_directory is False
    assert type(entry["app"]).__name__ == "App"


def test_the_index_is_vietnamese_and_asks_for_nothing_elsewhere() -> None:
    page = _shell.index_html().decode()
    assert '<html lang="vi">' in page
    assert "<title>Bảng Xanh</title>" in page
    assert not re.search(r"(?:src|href)=\"(?:https?:)?//", page)
    assert "agent" not in page
    assert re.search(r'modulepreload" crossorigin href="\./static/js/BidiComponent\.', page)


def test_every_page_address_answers_our_index() -> None:
    async def streamlit(_scope: Scope, _receive: Receive, send: Send) -> None:
        headers = [(b"content-type", b"text/html; charset=utf-8"), (b"etag", b"x")]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": b"<ht", "more_body": True})
        await send({"type": "http.response.body", "body": b"ml>"})

    sent: list[Message] = []

    async def send(message: Message) -> None:
        sent.append(message)

    async def receive() -> Message:
        return {"type": "http.request"}

    scope: dict[str, Any] = {"type": "http", "path": "/upload", "method": "GET", "headers": []}
    finished(_shell.Shell(streamlit)(scope, receive, send))
    headers = dict(sent[0]["headers"])
    assert b"etag" not in headers
    assert int(headers[b"content-length"]) == len(_shell.index_html())
    assert [message["body"] for message in sent[1:]] == [_shell.index_html()]


def test_a_fault_shows_a_number_and_logs_the_rest(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    shown: list[str] = []
    monkeypatch.setattr(_faults.st, "error", shown.append)
    assert _faults.show(ValueError("secret detail")) is True
    number = re.search(r"\*\*([0-9A-F]{8})\*\*", shown[0])
    assert number
    assert "secret detail" not in shown[0]
    assert number[1] in caplog.text
    assert "secret detail" in caplog.text


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.name)
def test_no_page_lets_text_be_read_as_html(path: Path) -> None:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.keyword):
            assert node.arg != "unsafe_allow_html", f"{path.name}:{node.value.lineno}"
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            called = f"{node.value.id}.{node.attr}"
            assert called not in {"st.html", "st.iframe", "components.html"}, path.name


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.name)
def test_pages_are_short(path: Path) -> None:
    if not path.name.startswith("_") and path.parent.name == "pages":
        assert len(path.read_text(encoding="utf-8").splitlines()) <= 85, path.name


def test_loopback_is_told_from_the_world() -> None:
    assert all(map(is_loopback, ("localhost", "127.0.0.1", "127.8.8.8", "::1", "[::1]")))
    assert not any(map(is_loopback, (None, "", "0.0.0.0", "::", "192.168.0.2", "a.b")))  # noqa: S104
