"""Office files without the time of writing: equal words, equal bytes."""

from __future__ import annotations

import io
import zipfile
from datetime import UTC, datetime, timedelta, timezone

import pytest
import xlsxwriter

from indicators.export.package import fixed

AT = datetime(2026, 11, 22, 9, 12, tzinfo=timezone(timedelta(hours=7)))


def workbook(written: datetime, text: str = "98,5 %") -> bytes:
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True})
    book.set_properties({"created": written.replace(tzinfo=None)})
    book.add_worksheet("Bảng").write_string(0, 0, text)
    book.close()
    return buffer.getvalue()


def holding(inner: bytes, year: int) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as package:
        entry = zipfile.ZipInfo("ppt/embeddings/Số liệu.xlsx", (year, 5, 6, 7, 8, 10))
        package.writestr(entry, inner)
        package.writestr(zipfile.ZipInfo("a.xml", (year, 1, 1, 0, 0, 0)), b"<a>2019</a>")
    return buffer.getvalue()


def parts(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        return {name: package.read(name) for name in package.namelist()}


def test_the_moment_of_writing_is_gone() -> None:
    early, late = (workbook(datetime(year, 3, 4, tzinfo=UTC)) for year in (2019, 2026))
    assert early != late
    assert fixed(early, AT) == fixed(late, AT)
    assert fixed(holding(early, 2019), AT) == fixed(holding(late, 2026), AT)


def test_what_is_said_stays() -> None:
    assert fixed(workbook(AT), AT) != fixed(workbook(AT, "98,4 %"), AT)
    before, after = parts(workbook(AT)), parts(fixed(workbook(AT), AT))
    assert list(before) == list(after)
    assert {name for name in before if before[name] != after[name]} <= {"docProps/core.xml"}


def test_the_properties_name_the_given_moment() -> None:
    properties = parts(fixed(workbook(AT), AT))["docProps/core.xml"]
    assert properties.count(b"2026-11-22T02:12:00Z") == 2


def test_other_bytes_are_refused() -> None:
    with pytest.raises(zipfile.BadZipFile):
        fixed(b"no package", AT)
