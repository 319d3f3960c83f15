"""What evidence is, as values, and the limits on it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

FileState = Literal["fine", "missing", "altered"]

MB = 1024 * 1024
FILE_BYTES = 25 * MB  # SECURITY.md, "Workbook intake": evidence file; per figure; per unit, period
FILES_PER_FIGURE = 10
BYTES_PER_PERIOD = 500 * MB
FREE_BYTES = 1024 * MB
ROWS_PER_FIGURE = 100  # attaching and taking back, over and over, ends somewhere
NUMBER_LENGTH = 200
NOTE_LENGTH = 2_000

PDF, PNG, JPEG = "application/pdf", "image/png", "image/jpeg"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SUFFIXES: dict[str, tuple[str, ...]] = {
    PDF: (".pdf",),
    PNG: (".png",),
    JPEG: (".jpg", ".jpeg"),
    DOCX: (".docx",),
    XLSX: (".xlsx",),
}
PICTURED = frozenset({PDF, PNG, JPEG})


@dataclass(frozen=True, slots=True)
class Evidence:
    """One file or document number that proves one figure.

    `submissions` are the numbers of those pinned to it; `is_approved` says that one of them has
    been approved: then it stays. `state` is that of the file; a document number alone is fine.
    """

    number: int
    unit: str
    period: str
    indicator: str
    sha256: str | None
    name: str | None
    media_type: str | None
    count_bytes: int | None
    document_number: str | None
    note: str
    attached_at: datetime
    attached_by: str
    withdrawn_at: datetime | None
    withdrawn_by: str | None
    submissions: tuple[int, ...]
    is_approved: bool
    state: FileState

    @property
    def has_picture(self) -> bool:
        """Whether a preview may be asked for."""
        return self.media_type in PICTURED and self.state == "fine"

    @property
    def is_withdrawn(self) -> bool:
        """Whether it was taken back before its figure was approved."""
        return self.withdrawn_at is not None


def from_row(row: dict[str, Any], state: FileState) -> Evidence:
    """Return the value of a row of `evidence/of_unit` or `evidence/one`."""
    return Evidence(
        number=row["evidence_id"],
        unit=row["unit_id"],
        period=row["period"],
        indicator=row["indicator_id"],
        sha256=row["file_sha256"],
        name=row["file_name"],
        media_type=row["media_type"],
        count_bytes=row["count_bytes"],
        document_number=row["document_number"],
        note=row["note"],
        attached_at=row["attached_at"],
        attached_by=row["attached_by"],
        withdrawn_at=row["withdrawn_at"],
        withdrawn_by=row["withdrawn_by"],
        submissions=tuple(row["submissions"]),
        is_approved=row["is_approved"],
        state=state,
    )
