"""The audit trail as CSV for Excel in Vietnamese, or as JSON for programs.

CSV as in `csv_table`: UTF-8 with its mark, semicolons, and no text that a spreadsheet would run.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Mapping, Sequence
from io import StringIO
from typing import Any

from indicators import clock
from indicators.export.inert import inert

HEAD = (
    "Dòng",
    "Lúc (giờ Việt Nam)",
    "Người",
    "Phiên",
    "Việc",
    "Đối tượng",
    "Chi tiết",
    "SHA-256 trước",
    "SHA-256 sau",
    "Khóa",
    "Dấu dòng trước",
    "Dấu",
)


def as_csv(rows: Sequence[Mapping[str, Any]]) -> bytes:
    """Return rows of the trail as a CSV file's bytes."""
    text = StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow(HEAD)
    for row in rows:
        writer.writerow(_fields(row))
    return text.getvalue().encode("utf-8-sig")


def as_json(rows: Sequence[Mapping[str, Any]]) -> bytes:
    """Return rows of the trail as a JSON list's bytes, moments in UTC."""
    found = [{**row, "recorded_at": row["recorded_at"].isoformat()} for row in rows]
    return (json.dumps(found, ensure_ascii=False, indent=1) + "\n").encode()


def _fields(row: Mapping[str, Any]) -> list[str]:
    return [
        str(row["seq"]),
        f"{clock.local(row['recorded_at']):%d/%m/%Y %H:%M:%S}",
        inert(row["actor"]),
        inert(row["session_id"]),
        inert(row["action"]),
        inert(row["object_id"]),
        inert(json.dumps(row["details"], ensure_ascii=False)),
        row["digest_before"] or "",
        row["digest_after"] or "",
        row["key_id"],
        row["previous_mac"],
        row["mac"],
    ]
