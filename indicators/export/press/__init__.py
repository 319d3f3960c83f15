"""Printed pages and pictures (in ấn): set by typst in a process of its own, fonts shipped."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from io import BytesIO
from itertools import chain
from pathlib import Path
from typing import Any, Literal

from indicators.export.model import Progress, at_once
from indicators.export.press.apart import NotPrinted, answered, framed
from indicators.export.press.typeface import drawable

__all__ = ["Job", "NotPrinted", "bound", "count_pages", "laid", "printed"]

Format = Literal["pdf", "png", "svg"]
_SETTING, _BINDING = (Path(__file__).with_name(each) for each in ("setting.py", "binding.py"))


@dataclass(frozen=True, slots=True)
class Job:
    """What is to be set: a template of this folder with its data, see `laid`.

    `inputs` are told beside the data, which may have been laid before they are known. `at` is the
    moment the file names as its own, never the clock's. `ppi` is for PNG.
    """

    template: str
    data: str = field(repr=False)
    at: datetime
    format: Format = "pdf"
    standards: tuple[str, ...] = ()
    ppi: float = 144.0
    inputs: Mapping[str, str] = field(default_factory=dict)

    def text(self) -> str:
        """Return the job as the other process reads it."""
        return json.dumps(
            {
                "template": self.template,
                "inputs": {**self.inputs, "data": self.data},
                "format": self.format,
                "standards": self.standards,
                "at": int(self.at.timestamp()),
                "ppi": self.ppi,
            }
        )


def laid(data: Mapping[str, Any]) -> str:
    """Return what a template reads, with every text as the shipped fonts can show it."""
    return json.dumps(_drawable(data), ensure_ascii=False)


def printed(job: Job, progress: Progress = at_once) -> list[bytes]:
    """Return the file, for pictures one file a page.

    Args:
        job: template and data; every text in it is set as it is, markup or not.
        progress: asked again and again while pages are set, as (0, 1): it may raise `Cancelled`.

    Raises:
        NotPrinted: see there.
        Cancelled: `progress` said to stop; the other process is ended.
    """
    return answered(_SETTING, [job.text().encode()], progress)


def count_pages(content: bytes) -> int:
    """Return how many pages a PDF of ours has."""
    import pikepdf  # noqa: PLC0415 - only who prints needs it

    with pikepdf.open(BytesIO(content)) as opened:
        return len(opened.pages)


def bound(parts: Iterable[bytes], levels: Sequence[int], progress: Progress = at_once) -> bytes:
    """Return parts of one document as one PDF: pages, bookmarks and tags follow each other.

    Args:
        parts: PDF files of `printed`, in order, for the same template and moment.
        levels: of each heading of the whole document, in order, from 1.
        progress: see `printed`.

    Raises:
        NotPrinted, Cancelled: see `printed`.
    """
    message = framed(chain([json.dumps(list(levels)).encode()], parts))
    (made,) = answered(_BINDING, message, progress)
    return made


def _drawable(data: object) -> object:
    """Return `data` with every text as the shipped fonts can show it; keys stay."""
    if isinstance(data, str):
        return drawable(data)
    if isinstance(data, Mapping):
        return {key: _drawable(each) for key, each in data.items()}
    if isinstance(data, list | tuple):
        return [_drawable(each) for each in data]
    return data
