"""Files that leave the system: each is for somebody, within their scope, and in the trail."""

from __future__ import annotations

import hashlib
import tempfile
from dataclasses import dataclass
from pathlib import Path

from indicators import audit
from indicators.access import Principal, needs
from indicators.errors import NotFound
from indicators.periods import Period
from indicators.previous import previous_figures
from indicators.workspace import Workspace

_BITS = 64  # of a number in the store: none there is longer
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass(frozen=True, slots=True)
class Download:
    """A file on its way to somebody: its bytes, the name to save under, its media type."""

    content: bytes
    name: str
    mime: str


@needs("submit")
def template(workspace: Workspace, who: Principal, unit: str, period: str) -> Download:
    """Return the workbook to fill in for a unit and period, last period's figures beside.

    Raises:
        NotFound: `who` does not report for such a unit.
        ValueError: `period` is no period.
    """
    from indicators.intake.template import write_template  # noqa: PLC0415 - openpyxl is slow

    if not workspace.sees(who, unit, "submit"):
        raise NotFound(f"Không có đơn vị «{unit}»")
    Period.parse(period)
    previous = previous_figures(workspace, who, unit, period)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "bieu-mau.xlsx"
        write_template(workspace.catalogue, unit, period, path, previous=previous)
        made = Download(path.read_bytes(), f"bieu-mau-{unit}-{period}.xlsx", XLSX)
    record_taken(workspace, who, "template.taken", f"template/{unit}", made, {"period": period})
    return made


@needs("read")
def received(workspace: Workspace, who: Principal, submission: int) -> Download:
    """Return a workbook as it was received.

    Raises:
        NotFound: there is no such submission in the scope of `who`, or its file is gone.
    """
    found = []
    if submission.bit_length() < _BITS:
        found = workspace.store.rows(
            "submission/one", submission_id=submission, scope=who.roots("read")
        )
    if not found:
        raise NotFound(f"Không có lần nộp số {submission}")
    name = found[0]["file_name"]
    kept = workspace.settings.files_path / f"{found[0]['file_sha256']}{Path(name).suffix.lower()}"
    if not kept.is_file():
        raise NotFound(f"Tệp «{name}» của lần nộp số {submission} không còn trong kho tệp gốc.")
    made = Download(kept.read_bytes(), Path(name).name, XLSX)
    record_taken(workspace, who, "submission.downloaded", f"submission/{submission}", made, {})
    return made


@needs("people")
def people_template(workspace: Workspace, who: Principal) -> Download:
    """Return the workbook in which many people are named at once, for the branch of `who`."""
    from indicators.access.people_template import write  # noqa: PLC0415 - openpyxl is slow

    units = [code for code in workspace.catalogue.units if workspace.sees(who, code, "people")]
    content = write([workspace.catalogue.units[code] for code in units])
    made = Download(content, "mau-nguoi-dung.xlsx", XLSX)
    record_taken(workspace, who, "people.template-taken", "people", made, {})
    return made


def record_taken(
    workspace: Workspace,
    who: Principal,
    action: str,
    on: str,
    made: Download,
    details: dict[str, object],
) -> None:
    """Keep in the trail who took which file, and the sum of its bytes."""
    told = {**details, "file": made.name, "sha256": hashlib.sha256(made.content).hexdigest()}
    entry = audit.Entry(who.account, action, on, session=who.session, details=told)
    with workspace.store.write("download", changes_board=False) as write:
        workspace.trail.record(write, entry)
