"""Whether the office can work (tình trạng): looks that are cheap enough to be asked any moment.

The server's readiness route asks them every few seconds, `doctor` before its thorough ones. They
belong to the system: no figure, person or path is in what they say.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from indicators import clock
from indicators.settings import Settings
from indicators.workspace import Workspace
from queries import StoreError

State = Literal["fine", "warning", "error"]

_WARN_BYTES, _REFUSE_BYTES = 5 * 2**30, 2**30  # SECURITY.md, "Workbook intake": free disk


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at, and what to do where it is not fine."""

    name: str
    state: State
    message: str


def looks(workspace: Workspace) -> Iterator[Finding]:
    """Look at everything without which people cannot work, and yield each with its state."""
    yield _free_disk(workspace.settings)
    yield _writable(workspace.settings)
    yield _settings(workspace)
    for name, look in (("store", _store), ("anchor", _anchor), ("clock", _clock)):
        yield _answered(name, look, workspace)


def is_ready(findings: list[Finding]) -> bool:
    """Whether people can work: warnings do not keep them from it."""
    return all(each.state != "error" for each in findings)


def _answered(name: str, look: Callable[[Workspace], Finding], workspace: Workspace) -> Finding:
    try:
        return look(workspace)
    except StoreError:
        message = "Kho số liệu không trả lời: xem nhật ký của máy chủ rồi khởi động lại"
        return Finding(name, "error", message)


def _free_disk(settings: Settings) -> Finding:
    free = shutil.disk_usage(settings.store_path.parent).free
    state: State = "fine"
    if free < _WARN_BYTES:
        state = "error" if free < _REFUSE_BYTES else "warning"
    return Finding("disk", state, f"Đĩa còn trống {free / 2**30:.1f} GB")


def _writable(settings: Settings) -> Finding:
    """Write one byte beside the store: a full or read-only disk is told before it hurts."""
    try:
        with tempfile.NamedTemporaryFile(dir=settings.store_path.parent, prefix=".probe-") as file:
            file.write(b"\0")
            file.flush()
            os.fsync(file.fileno())
    except OSError:
        message = "Không ghi được vào thư mục kho: kiểm tra quyền ghi và dung lượng đĩa"
        return Finding("folder", "error", message)
    return Finding("folder", "fine", "Thư mục kho ghi được")


def _settings(workspace: Workspace) -> Finding:
    settings = workspace.settings
    faults = []
    if settings.home_unit not in workspace.catalogue.units:
        faults.append("BANGXANH_HOME_UNIT không phải là mã đơn vị nào trong danh mục")
    for name, file in (("LOGO", settings.logo), ("OIDC", settings.oidc)):
        if file is not None and not _is_readable(file):
            faults.append(f"không đọc được tệp mà BANGXANH_{name} nêu")
    if faults:
        return Finding("settings", "error", f"Cấu hình: {'; '.join(faults)}")
    return Finding("settings", "fine", "Cấu hình dùng được")


def _is_readable(file: Path) -> bool:
    return file.is_file() and os.access(file, os.R_OK)


def _store(workspace: Workspace) -> Finding:
    version = workspace.store.rows("care/data_version")[0]["version"]
    return Finding("store", "fine", f"Kho số liệu trả lời, phiên bản dữ liệu {version}")


def _anchor(workspace: Workspace) -> Finding:
    """Compare the end of the audit trail with the anchor; verifying it all is `doctor`'s."""
    known = workspace.trail.anchored()
    if known is None:
        return Finding("anchor", "fine", "Nhật ký chưa có mốc neo")
    last = workspace.store.rows("audit/head")[0]["seq"]
    if known.seq > last:
        message = f"Nhật ký mất {known.seq - last} dòng cuối: xem `audit verify`, khôi phục bản sao"
        return Finding("anchor", "error", message)
    if not workspace.trail.agrees(workspace.store, known):
        return Finding("anchor", "error", "Nhật ký không khớp mốc neo: xem `audit verify`")
    return Finding("anchor", "fine", f"Nhật ký còn nguyên đến mốc neo ở dòng {known.seq}")


def _clock(workspace: Workspace) -> Finding:
    last = workspace.store.rows("care/last_moment")[0]["last_at"]
    if last and last > clock.now():
        message = f"Đồng hồ máy chạy lùi: lần ghi cuối là {clock.local(last):%d/%m/%Y %H:%M}"
        return Finding("clock", "error", message)
    return Finding("clock", "fine", f"Giờ của cơ quan: {clock.local(clock.now()):%d/%m/%Y %H:%M}")
