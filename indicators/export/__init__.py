"""What can be taken along (mang đi): a snapshot of a board, written in one of several formats.

A new format is one module with `write(snapshot, options, progress) -> bytes`, and one line here.
Importing this loads no export library.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import cast

from indicators.export.gather import Wanted, gather
from indicators.export.model import Export, Options, Progress, Writer, at_once
from indicators.export.snapshot import Snapshot

_OFFICE = "application/vnd.openxmlformats-officedocument"
EXPORTS: dict[str, Export] = {
    each.name: each
    for each in (
        Export("pptx", "Bài trình chiếu", ".pptx", f"{_OFFICE}.presentationml.presentation"),
        Export("docx", "Báo cáo Word", ".docx", f"{_OFFICE}.wordprocessingml.document", "word"),
        Export(
            "xlsx", "Bảng Excel", ".xlsx", f"{_OFFICE}.spreadsheetml.sheet",
            module="xlsx.workbook",
        ),
        Export("csv", "Số liệu CSV", ".csv", "text/csv", module="csv_table"),
        Export("pdf", "Bảng PDF", ".pdf", "application/pdf"),
        Export("png", "Ảnh bảng (PNG)", ".png", "image/png"),
        Export("svg", "Ảnh bảng (SVG)", ".svg", "image/svg+xml"),
        Export(
            "central-xlsx", "Báo cáo trung ương (Excel)", ".xlsx", f"{_OFFICE}.spreadsheetml.sheet",
            module="central_xlsx", tail="-trung-uong",
        ),
        Export(
            "central-csv", "Báo cáo trung ương (CSV)", ".csv", "text/csv",
            module="central_csv", tail="-trung-uong",
        ),
        Export("zip", "Trọn bộ tài liệu họp (ZIP)", ".zip", "application/zip", module="bundle"),
    )
}  # fmt: skip


def write(
    kind: str, snapshot: Snapshot, options: Options | None = None, progress: Progress = at_once
) -> bytes:
    """Return the bytes of one format; the same snapshot and options give the same bytes.

    Raises:
        KeyError: there is no such format.
        Cancelled: `progress` said to stop.
    """
    module = import_module(f"{__name__}.{EXPORTS[kind].module or kind}")
    return cast("Writer", module.write)(snapshot, options or Options(), progress)


def lacking(kind: str, content: bytes) -> tuple[str, ...]:
    """Return what a file itself says could not be made for it, and why; most kinds lack nothing."""
    module = import_module(f"{__name__}.{EXPORTS[kind].module or kind}")
    told = getattr(module, "lacking", None)
    return cast("Callable[[bytes], tuple[str, ...]]", told)(content) if told else ()


__all__ = [
    "EXPORTS",
    "Export",
    "Options",
    "Progress",
    "Snapshot",
    "Wanted",
    "gather",
    "lacking",
    "write",
]
