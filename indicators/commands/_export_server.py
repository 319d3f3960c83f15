"""`export --server`: files from a Bảng Xanh that is running, as its page would hand them out."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click

from indicators.catalogue.load import load as load_catalogue
from indicators.commands._common import moment, period_code, settings, unit_code
from indicators.commands._server import Server, ServerFault, connected, token_from
from indicators.downloads import Download
from indicators.errors import CatalogueError
from indicators.export.charts import Called

_EXPORTS = "/api/v1/exports"


class There:
    """One board of another Bảng Xanh, to be taken in one format."""

    def __init__(self, server: Server, kind: str, asked: Mapping[str, str]) -> None:
        self._server, self._kind, self._asked = server, kind, asked

    def charts(self) -> list[Called]:
        """Return the charts of the board.

        Raises:
            ServerFault, click.UsageError: see `Server`.
        """
        asked = {name: value for name, value in self._asked.items() if name != "by"}
        found = self._server.read("/api/v1/charts", asked)
        try:
            return [Called(**each) for each in found]
        except TypeError as error:
            raise ServerFault(self._server.strange()) from error

    def take(self, chart: str) -> tuple[Download, dict[str, Any]]:
        """Return the board, or one chart of it, as a file, and what is said of it.

        Raises:
            ServerFault, click.UsageError: see `Server`.
        """
        asked = {**self._asked, "chart": chart} if chart else self._asked
        content, headers = self._server.take(f"{_EXPORTS}/{self._kind}", asked)
        try:
            told = _told(self._kind, headers)
        except (KeyError, ValueError) as error:
            raise ServerFault(self._server.strange()) from error
        if told["sha256"] != hashlib.sha256(content).hexdigest():
            raise ServerFault("Tệp nhận được không nguyên vẹn: chạy lại.")
        return Download(content, "", ""), {**told, "bytes": len(content)}


@contextmanager
def there(
    url: str, token_file: Path | None, kind: str, chosen: Mapping[str, Any]
) -> Iterator[There]:
    """Talk to the Bảng Xanh at `url` about one board for the length of a `with` block.

    Raises:
        ServerFault, click.UsageError: see `Server`; a period or moment that is none.
    """
    asked = _asked(chosen)
    with connected(url, token_from(token_file)) as server:
        server.check(f"{_EXPORTS}/{{format}}")
        yield There(server, kind, asked)


def _asked(chosen: Mapping[str, Any]) -> dict[str, str]:
    """Return what is chosen as the server's parameters; the rest is as the server has it."""
    found: dict[str, str] = {}
    if chosen["unit"]:
        found["unit"] = _unit(chosen["unit"])
    if chosen["period"]:
        found["period"] = period_code(chosen["period"])
    if chosen["plan"]:
        found["plan"] = chosen["plan"]
    if chosen["as_of"]:
        found["as_of"] = moment(chosen["as_of"]).isoformat()
    if chosen["provisional"]:
        found["provisional"] = "true"
    if chosen["by"] != "unit":
        found["by"] = chosen["by"]
    return found


def _unit(text: str) -> str:
    """Return the code of a unit called so here, else what was written: the server has its own."""
    try:
        return unit_code(load_catalogue(settings().data), text)
    except (CatalogueError, click.BadParameter):
        return text


def _told(kind: str, headers: Mapping[str, str]) -> dict[str, Any]:
    """Return what the server says of a file, as `export --json` does of one made here.

    Raises:
        KeyError, ValueError: it does not say it as Bảng Xanh does.
    """
    unit, sha256 = headers["unit"], headers["sha256"]
    if "report" not in headers:  # a calendar: nothing is kept of it
        return {"format": kind, "unit": unit, "sha256": sha256}
    return {
        "number": int(headers["report"]),
        "format": kind,
        "unit": unit,
        "period": headers["period"],
        "plan": headers.get("plan"),
        "official": None,
        "year": None,
        "withdrawn": False,
        "made_by": headers["made-by"],
        "made_at": headers["made-at"],
        "known_at": headers["known-at"],
        "version": int(headers["data-version"]),
        "file": "",
        "sha256": sha256,
    }
