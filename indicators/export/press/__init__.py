"""Printed pages and pictures (in ấn): set by typst in a process of its own, fonts shipped."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from threading import Thread
from typing import Any, Literal

from indicators.errors import BangXanhError
from indicators.export.model import Progress, at_once
from indicators.export.press.typeface import drawable

Format = Literal["pdf", "png", "svg"]
_SCRIPT = Path(__file__).with_name("setting.py")
_KEPT_VARIABLES = ("PATH", "SYSTEMROOT", "LD_LIBRARY_PATH", "TMPDIR", "TEMP")
_SIZE_BYTES = 8
_LONGEST_SECONDS = 300.0
_STEP_SECONDS = 0.1


class NotPrinted(BangXanhError):
    """Pages could not be set: the typesetter is missing, failed or took too long."""


@dataclass(frozen=True, slots=True)
class Job:
    """What is to be set: a template of this folder with its data.

    `at` is the moment the file names as its own, never the clock's. `ppi` is for PNG.
    """

    template: str
    data: Mapping[str, Any] = field(repr=False)
    at: datetime
    format: Format = "pdf"
    standards: tuple[str, ...] = ()
    ppi: float = 144.0

    def text(self) -> str:
        """Return the job as the other process reads it."""
        return json.dumps(
            {
                "template": self.template,
                "data": json.dumps(_drawable(self.data), ensure_ascii=False),
                "format": self.format,
                "standards": self.standards,
                "at": int(self.at.timestamp()),
                "ppi": self.ppi,
            }
        )


def printed(job: Job, progress: Progress = at_once) -> list[bytes]:
    """Return the file, for pictures one file a page.

    Args:
        job: template and data; every text in it is set as it is, markup or not.
        progress: asked again and again while pages are set, as (0, 1): it may raise `Cancelled`.

    Raises:
        NotPrinted: see there.
        Cancelled: `progress` said to stop; the other process is ended.
    """
    process = subprocess.Popen(  # noqa: S603 - our own script, no shell, no foreign word
        [sys.executable, "-E", "-s", "-X", "utf8", str(_SCRIPT)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={key: os.environ[key] for key in _KEPT_VARIABLES if key in os.environ},
    )
    said: list[tuple[bytes, bytes]] = []
    talk = Thread(target=lambda: said.append(process.communicate(job.text().encode())), daemon=True)
    talk.start()
    try:
        waited = 0.0
        while talk.is_alive() and waited < _LONGEST_SECONDS:
            progress(0, 1)
            talk.join(_STEP_SECONDS)
            waited += _STEP_SECONDS
    finally:
        if process.poll() is None and talk.is_alive():
            process.kill()
        talk.join()
    out, fault = said[0] if said else (b"", b"")
    if process.returncode != 0:
        raise NotPrinted(_why(fault, is_late=waited >= _LONGEST_SECONDS))
    return _files(out)


def _why(fault: bytes, *, is_late: bool) -> str:
    if is_late:
        return f"Dàn trang quá {_LONGEST_SECONDS:.0f} giây nên đã dừng: hãy chọn ít đơn vị hơn."
    told = fault.decode("utf-8", "replace").strip()
    if "No module named 'typst'" in told:
        return "Máy chủ chưa cài gói typst nên không làm được PDF và hình: chạy lại lệnh cài đặt."
    return f"Không dàn được trang: {told[-400:]}"


def _files(out: bytes) -> list[bytes]:
    found, at = [], 0
    while at < len(out):
        size = int.from_bytes(out[at : at + _SIZE_BYTES], "big")
        at += _SIZE_BYTES
        found.append(out[at : at + size])
        at += size
    return found


def _drawable(data: object) -> object:
    """Return `data` with every text as the shipped fonts can show it; keys stay."""
    if isinstance(data, str):
        return drawable(data)
    if isinstance(data, Mapping):
        return {key: _drawable(each) for key, each in data.items()}
    if isinstance(data, list | tuple):
        return [_drawable(each) for each in data]
    return data
