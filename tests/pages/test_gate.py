"""The gate: who may talk to the server, and what every answer carries."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from starlette.types import Message, Receive, Scope, Send

from pages import _gate, _shell
from tests.pages.waiting import finished

ROOT = Path(__file__).parents[2]
LOCAL = ("127.0.0.1", 8501)


async def _inner(scope: Scope, receive: Receive, send: Send) -> None:
    if scope["type"] == "websocket":
        await receive()
        await send({"type": "websocket.accept"})
        return
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": b"in"})


def asked(
    kind: str = "http",
    path: str = "/",
    *,
    server: tuple[str, int] = LOCAL,
    method: str = "GET",
    **headers: str,
) -> list[Message]:
    """Return what the gate answers to one request."""
    sent: list[Message] = []
    named = {"host": "localhost:8501", **headers}
    scope: dict[str, Any] = {
        "type": kind,
        "path": path,
        "method": method,
        "server": server,
        "headers": [(name.encode(), value.encode()) for name, value in named.items()],
    }

    async def receive() -> Message:
        return {"type": f"{kind}.connect" if kind == "websocket" else "http.request"}

    async def send(message: Message) -> None:
        sent.append(message)

    gate = _gate.Gate(_inner, _shell.security_headers())
    finished(gate(scope, receive, send))
    return sent


def status(answer: list[Message]) -> int:
    return int(answer[0]["status"])


def test_a_local_request_passes_with_the_policy() -> None:
    answer = asked()
    assert status(answer) == 200
    headers = dict(answer[0]["headers"])
    policy = headers[b"content-security-policy"].decode()
    assert "default-src 'self'" in policy
    assert "'unsafe-inline'" not in policy.split("script-src")[1].split(";")[0]
    assert "'sha256-" in policy
    assert headers[b"x-content-type-options"] == b"nosniff"


@pytest.mark.parametrize("server", [("192.168.1.10", 80), ("0.0.0.0", 80), ("10.0.0.1", 443)])  # noqa: S104
def test_what_arrives_from_outside_is_refused_with_the_reason(server: tuple[str, int]) -> None:
    answer = asked(server=server)
    assert status(answer) == 403
    assert "127.0.0.1" in answer[1]["body"].decode()
    assert asked("websocket", server=server, origin="http://localhost:8501")[0]["type"] == (
        "websocket.close"
    )


@pytest.mark.parametrize("host", ["bangxanh.example", "localhost.evil.example", "", "[::1"])
def test_a_foreign_host_name_is_refused(host: str) -> None:
    assert status(asked(host=host)) == 403


@pytest.mark.parametrize("host", ["127.0.0.1:8501", "[::1]:8501", "localhost"])
def test_loopback_host_names_pass(host: str) -> None:
    assert status(asked(host=host)) == 200


def test_a_websocket_needs_our_own_origin() -> None:
    assert asked("websocket")[0]["type"] == "websocket.close"
    assert asked("websocket", origin="http://evil.example")[0]["type"] == "websocket.close"
    assert asked("websocket", origin="http://localhost:9999")[0]["type"] == "websocket.close"
    assert asked("websocket", origin="null")[0]["type"] == "websocket.close"
    assert asked("websocket", origin="http://localhost:8501")[0]["type"] == "websocket.accept"


def test_a_change_from_another_page_is_refused() -> None:
    assert status(asked(method="PUT", origin="http://evil.example")) == 403
    assert status(asked(method="PUT", origin="http://localhost:8501")) == 200


@pytest.mark.parametrize("path", ["/_stcore/agent/interact", "/_stcore/metrics"])
def test_what_nobody_needs_is_not_served(path: str) -> None:
    assert status(asked(path=path)) == 404


@pytest.mark.parametrize("address", ["0.0.0.0", "::"])  # noqa: S104
def test_the_server_does_not_start_beyond_this_machine(address: str, tmp_path: Path) -> None:
    command = [sys.executable, "-m", "streamlit", "run", "dashboard.py", "--server.port", "0"]
    ended = subprocess.run(
        [*command, "--server.address", address],
        cwd=ROOT,
        env={"PATH": "", "HOME": str(tmp_path), "BANGXANH_STORE": str(tmp_path / "b.duckdb")},
        capture_output=True,
        timeout=60,
        check=False,
    )
    assert ended.returncode == 2
    told = ended.stderr.decode()
    assert "chỉ phục vụ chính máy này" in told
    assert "listens on 127.0.0.1 alone" in told
    assert not (tmp_path / "b.duckdb").exists()
