"""Another Bảng Xanh, reached over HTTP: `load --server` sends files to it, `export` takes them.

A token never travels in the clear: https, or this very machine. Redirects are not followed, so it
goes to no address that was not asked for.
"""

from __future__ import annotations

import ipaddress
import os
import re
import stat
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import click
import httpx

from indicators.errors import Problem
from indicators.intake.reading import Figure, Reading

TOKEN_VARIABLE = "BANGXANH_TOKEN"  # noqa: S105 - the name of one
_TIMEOUT = httpx.Timeout(120.0, connect=10.0)  # a workbook may wait for others being read
_FILE_TIMEOUT = httpx.Timeout(180.0, connect=10.0)  # a file may wait for two others, and be large
_OWN_HEADERS = "bangxanh-"
_HOST = re.compile(r"[\w.:-]+")
_DONE, _REJECTED = {200, 201}, 422
_WRONG_USE = {400, 401, 403, 404, 405, 411, 413, 415}


class ServerFault(click.ClickException):
    """The server cannot be reached, is busy or broken: exit code 3, as for a store."""

    exit_code = 3

    def show(self, file: Any = None) -> None:  # noqa: ANN401 - click's own type
        """Tell it as faults of the store are told: the sentence alone."""
        click.echo(self.format_message(), file=file, err=file is None)


class Server:
    """A Bảng Xanh that answers, and a token for it."""

    def __init__(self, client: httpx.Client) -> None:
        self._client = client

    def check(self, path: str = "/api/v1/submissions") -> None:
        """Ask who is there first: is it Bảng Xanh, does it know `path`, and is the token good?

        Raises:
            ServerFault: it is not, or cannot say.
            click.UsageError: the token is no good.
        """
        document = self._ask("GET", "/api/v1/openapi.json")
        if not isinstance(document, dict) or path not in document.get("paths", {}):
            raise ServerFault(
                f"Ở {self._client.base_url} không phải là Bảng Xanh, hoặc là bản cũ chưa làm được"
                " việc này: xem lại địa chỉ."
            )

    def send(self, path: Path) -> tuple[Reading, list[int]]:
        """Send one workbook; return what the server read and the submissions it made.

        Raises:
            ServerFault: nothing can be said of the file; sending it again is safe.
            click.UsageError: the token does not allow it.
        """
        with path.open("rb") as file:
            form = {"file": (path.name, file, "application/octet-stream")}
            answer = self._ask("POST", "/api/v1/submissions", files=form)
        try:
            (told,) = answer["files"] if isinstance(answer, dict) else answer
            return _reading(told), list(told["submissions"])
        except (KeyError, TypeError, ValueError) as error:
            raise ServerFault(self.strange()) from error

    def read(self, path: str, asked: Mapping[str, str]) -> Any:  # noqa: ANN401 - JSON
        """Return what an address answers.

        Raises:
            ServerFault: the server cannot say.
            click.UsageError: it refuses what is asked, or the token.
        """
        return self._ask("GET", path, params=asked)

    def take(self, path: str, asked: Mapping[str, str]) -> tuple[bytes, dict[str, str]]:
        """Return a file and what our own headers say of it: "report", "known-at", "sha256".

        Raises:
            ServerFault, click.UsageError: see `read`.
        """
        answer = self._sent("GET", path, params=asked, timeout=_FILE_TIMEOUT)
        if answer.status_code not in _DONE:
            self._heard(answer)
        told = {
            name.removeprefix(_OWN_HEADERS): unquote(value)
            for name, value in answer.headers.items()
            if name.startswith(_OWN_HEADERS)
        }
        return answer.content, told

    def strange(self, status: int | None = None) -> str:
        """Return what is said of answers that no Bảng Xanh gives."""
        said = f" (mã {status})" if status else ""
        return f"Máy chủ {self._client.base_url} trả lời không như Bảng Xanh{said}: xem địa chỉ."

    def _ask(self, method: str, path: str, **options: Any) -> Any:  # noqa: ANN401 - JSON
        return self._heard(self._sent(method, path, **options))

    def _sent(self, method: str, path: str, **options: Any) -> httpx.Response:  # noqa: ANN401 - httpx's own
        try:
            return self._client.request(method, path, **options)
        except httpx.HTTPError as error:
            again = "" if method == "GET" else "; tệp đã nộp không bị nộp lần nữa"
            raise ServerFault(
                f"Không liên lạc được với máy chủ {self._client.base_url}: {_why(error)}. Kiểm tra"
                f" địa chỉ và mạng rồi chạy lại{again}."
            ) from error

    def _heard(self, answer: httpx.Response) -> Any:  # noqa: ANN401 - JSON
        """Return what the server says where all went well.

        Raises:
            ServerFault, click.UsageError: where it did not.
        """
        try:
            told = answer.json()
        except ValueError as error:
            raise ServerFault(self.strange(answer.status_code)) from error
        if answer.status_code in _DONE or (answer.status_code == _REJECTED and "files" in told):
            return told
        detail = told.get("detail") if isinstance(told, dict) else None
        if detail is None:
            raise ServerFault(self.strange(answer.status_code))
        if answer.status_code in _WRONG_USE:
            raise click.UsageError(str(detail))
        wait = answer.headers.get("retry-after", "")
        later = f" Chạy lại sau {wait} giây." if wait.isdigit() else ""
        raise ServerFault(f"Máy chủ {self._client.base_url}: {detail}{later}")


@contextmanager
def connected(url: str, token: str) -> Iterator[Server]:
    """Talk to the Bảng Xanh at `url` for the length of a `with` block.

    Raises:
        click.BadParameter: `url` is neither https nor this machine.
    """
    base, is_near = _address(url)
    headers = {"Authorization": f"Bearer {token}", "Accept": "application/json"}
    # This machine is never reached through a proxy, which would see the token.
    try:
        client = httpx.Client(
            base_url=base, headers=headers, timeout=_TIMEOUT, trust_env=not is_near
        )
    except httpx.InvalidURL as error:
        raise click.BadParameter(f"«{url}» không phải là địa chỉ.") from error
    with client:
        yield Server(client)


def token_from(file: Path | None) -> str:
    """Return the token in `file`, else the one in the environment.

    Raises:
        click.UsageError: there is none, or the file cannot be read.
    """
    token = os.environ.get(TOKEN_VARIABLE, "").strip() if file is None else _token_in(file)
    if not token.isascii() or not token.isprintable() or not token:
        raise click.UsageError(
            f"Chưa có mã truy cập: ghi vào một tệp và dùng --token-file TỆP, hoặc đặt biến môi"
            f" trường {TOKEN_VARIABLE}."
        )
    return token


def _token_in(file: Path) -> str:
    try:
        mode = file.stat().st_mode
        text = file.read_text(encoding="utf-8").strip()
    except (OSError, ValueError) as error:
        raise click.UsageError(f"Không đọc được tệp mã truy cập {file}.") from error
    if os.name == "posix" and mode & (stat.S_IRGRP | stat.S_IROTH):
        click.echo(f"Người khác trên máy này đọc được {file}: chạy chmod 600 {file}.", err=True)
    return text


def _address(url: str) -> tuple[str, bool]:
    """Return the address without a slash at its end, and whether it is this machine."""
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname or "", parts.port
    except ValueError as error:
        raise click.BadParameter(f"«{url}» không phải là địa chỉ.") from error
    is_near = _is_loopback(host)
    if (
        not _HOST.fullmatch(host)
        or parts.username
        or parts.query
        or parts.fragment
        or parts.path not in {"", "/"}
    ):
        raise click.BadParameter(
            f"«{url}» không phải là địa chỉ máy chủ: viết https://tên-máy-chủ."
        )
    if parts.scheme != "https" and not (parts.scheme == "http" and is_near):
        raise click.BadParameter(
            f"«{url}»: mã truy cập chỉ đi qua https, hoặc http tới chính máy này (127.0.0.1)."
        )
    return f"{parts.scheme}://{parts.netloc}", is_near


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _why(error: httpx.HTTPError) -> str:
    if isinstance(error, httpx.TimeoutException):
        return "quá lâu không trả lời"
    return str(error).splitlines()[0] if str(error) else type(error).__name__


def _reading(told: dict[str, Any]) -> Reading:
    return Reading(
        str(told["file"]),
        layout=told["layout"],
        unit=told["unit"],
        period=told["period"],
        rows=[Figure(**row) for row in told["rows"]],
        problems=[Problem(**each) for each in told["problems"]],
    )
