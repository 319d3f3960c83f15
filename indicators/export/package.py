"""Office files whose bytes depend on what they say alone (gói tệp): no time of writing in them.

A .pptx, .docx or .xlsx is a ZIP file. Libraries stamp the moment of writing on each entry, on
the document's properties, and on the workbooks inside its charts: all become one given moment.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

_EARLIEST = (1980, 1, 1, 0, 0, 0)  # the first moment a ZIP file can name
_PROPERTIES = "docProps/core.xml"
_STAMP = re.compile(rb"(<dcterms:(created|modified)[^>]*>)[^<]*(</dcterms:\2>)")
_PACKAGES = (".xlsx", ".docx", ".pptx")
_UNIX = 3


def fixed(content: bytes, at: datetime) -> bytes:
    """Return the same Office file as if it had been written at one moment.

    Args:
        content: the bytes of a .pptx, .docx or .xlsx; files of these kinds inside it (the
            workbooks of charts) are fixed too.
        at: with its zone; what the document's properties name as its time.

    Raises:
        BadZipFile: these are not the bytes of a ZIP file.
    """
    kept = BytesIO()
    with ZipFile(BytesIO(content)) as old, ZipFile(kept, "w", ZIP_DEFLATED) as new:
        for entry in old.infolist():
            new.writestr(_timeless(entry.filename), _without_time(entry.filename, old, at))
    return kept.getvalue()


def _timeless(name: str) -> ZipInfo:
    entry = ZipInfo(name, _EARLIEST)
    entry.compress_type = ZIP_DEFLATED
    entry.create_system = _UNIX  # else it names the system that wrote it
    return entry


def _without_time(name: str, package: ZipFile, at: datetime) -> bytes:
    data = package.read(name)
    if name == _PROPERTIES:
        stamp = at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ").encode()
        return _STAMP.sub(rb"\g<1>" + stamp + rb"\g<3>", data)
    return fixed(data, at) if name.endswith(_PACKAGES) else data
