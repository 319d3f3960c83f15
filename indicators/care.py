"""Care of the store: copies that can be trusted, and a look at what may be wrong.

A backup is a folder: the store, every workbook as received, every file of evidence, and a manifest
of SHA-256 sums. One without its folder of evidence can be restored too: `doctor` then says what is
missing.
"""

from __future__ import annotations

import hashlib
import json
import shutil
from collections.abc import Iterator
from contextlib import suppress
from datetime import date
from pathlib import Path

from indicators import audit, cells, clock, health
from indicators.access import Principal, needs
from indicators.errors import InputRejected, Problem
from indicators.evidence import care as evidence
from indicators.health import Finding
from indicators.settings import Settings
from indicators.workspace import Workspace
from queries import StoreBroken, open_store

MANIFEST = "manifest.json"
_STORE = "bangxanh.duckdb"
_FILES, _EVIDENCE = "files/", "evidence/"


@needs("care")
def back_up(workspace: Workspace, who: Principal, folder: Path) -> Path:
    """Write a whole backup into `folder`, which must not exist yet; return the folder.

    Raises:
        InputRejected: the folder exists.
        StoreBroken: it could not be written.
    """
    if folder.exists():
        raise InputRejected([_problem(f"{folder} đã tồn tại; chọn thư mục khác.")])
    unfinished = folder.with_name(f".{folder.name}.part")
    shutil.rmtree(unfinished, ignore_errors=True)
    try:
        (unfinished / "files").mkdir(parents=True)
        workspace.store.backup(unfinished / _STORE)
        for file in _workbooks(workspace.settings):
            shutil.copy2(file, unfinished / "files" / file.name)
        for file, name in evidence.kept(workspace.settings):
            _put_back(file, unfinished / _EVIDENCE / name)
        sums = {name: _digest(unfinished / name) for name in _names(unfinished)}
        manifest = {"made_at": clock.now().isoformat(), "sha256": sums}
        (unfinished / MANIFEST).write_text(json.dumps(manifest, indent=1), encoding="utf-8")
        unfinished.rename(folder)
    except OSError as error:
        raise StoreBroken(f"Không sao lưu được vào {folder}: {error}") from error
    with workspace.store.write("backup") as write:
        told = {"folder": str(folder), "count_files": len(sums)}
        entry = audit.Entry(
            who.account, "backup.made", "store", after=manifest, session=who.session, details=told
        )
        workspace.trail.record(write, entry)
    workspace.trail.keep_anchor(workspace.store)
    return folder


def restore(settings: Settings, folder: Path, *, by: str = audit.SYSTEM) -> Path | None:
    """Put the backup in `folder` in the place of the store; return where the old store went.

    The store must not be open anywhere. Nothing is overwritten: the old store is kept beside, and
    its anchor beside its own. The first audit row of what came back tells of the restoring.

    Raises:
        InputRejected: the folder is no backup, or a file in it is missing or changed.
        StoreBusy: a process holds the store.
        StoreBroken: the disk took nothing; the old store stays in its place.
    """
    names = verify(folder)
    path = settings.store_path
    if path.exists():
        with suppress(StoreBroken):  # a broken store is what restoring is for; a busy one is not
            open_store(path).close()
    arriving = path.with_suffix(".restoring")
    try:
        settings.files_path.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(folder / _STORE, arriving)
        for name in names:
            if name.startswith(_FILES):
                _put_back(folder / name, settings.files_path / Path(name).name)
            elif name.startswith(_EVIDENCE):
                _put_back(folder / name, settings.evidence_path / name.removeprefix(_EVIDENCE))
        kept = _set_aside(path)  # last, so that a full disk leaves the old store in its place
        arriving.replace(path)
    except OSError as error:
        raise StoreBroken(f"Không khôi phục được vào {path.parent}: {error}") from error
    _record_restoring(settings, folder, kept, by)
    return kept


def verify(folder: Path) -> list[str]:
    """Check a backup against its manifest; return the names of its files.

    Where the whole folder of evidence was left out, its files are not among them.

    Raises:
        InputRejected: with every file that is missing or changed.
    """
    try:
        manifest = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))
        sums: dict[str, str] = manifest["sha256"]
    except (OSError, ValueError, KeyError, TypeError) as error:
        message = f"{folder} không phải là bản sao lưu (thiếu hoặc hỏng {MANIFEST})."
        raise InputRejected([_problem(message)]) from error
    if not (folder / _EVIDENCE).exists():
        sums = {name: sum_ for name, sum_ in sums.items() if not name.startswith(_EVIDENCE)}
    faults = []
    for name, sha256 in sums.items():
        if not (folder / name).is_file():
            faults.append(_problem(f"Bản sao lưu thiếu tệp {name}."))
        elif _digest(folder / name) != sha256:
            faults.append(_problem(f"Tệp {name} trong bản sao lưu đã bị thay đổi."))
    if _STORE not in sums:
        faults.append(_problem(f"Bản sao lưu không có {_STORE}."))
    if faults:
        raise InputRejected(faults)
    return list(sums)


@needs("care")
def examine(workspace: Workspace, who: Principal) -> Iterator[Finding]:
    """Look at everything that could make the board wrong, and yield each with its state."""
    yield from health.looks(workspace)
    yield _catalogue(workspace.settings)
    counts = workspace.store.rows("care/counts")[0]
    stray = counts["count_stray_actual"]
    yield Finding(
        "figures",
        "error" if stray else "fine",
        f"{stray} số liệu không thuộc lần nộp nào"
        if stray
        else f"{counts['count_submission']} lần nộp, {counts['count_actual']} số liệu",
    )
    differing = cells.count_differences(workspace.store, known_at=clock.now())
    yield Finding(
        "cells",
        "error" if differing else "fine",
        f"{differing} ô khác kết quả tính lại: chạy `doctor --repair`"
        if differing
        else f"{counts['count_cell']} ô khớp với kết quả tính lại",
    )
    yield _kept_files(workspace)
    yield _evidence(workspace, who)
    yield _audit(workspace)
    sample = workspace.is_sample
    message = "Kho chứa số liệu mẫu, không có thật" if sample else "Không có số liệu mẫu"
    yield Finding("sample", "warning" if sample else "fine", message)


@needs("care")
def repair(workspace: Workspace, who: Principal, *, today: date | None = None) -> int:
    """Lay every cell anew and return how many periods were laid; collect what nothing names."""
    with workspace.store.write("repair") as write:
        laid = cells.rebuild(write, today=today or clock.today(), known_at=clock.now())
        told = {"count_periods": len(laid)}
        workspace.trail.record(
            write,
            audit.Entry(who.account, "cells.rebuilt", "cells", session=who.session, details=told),
        )
    evidence.collect(workspace, who)
    workspace.trail.keep_anchor(workspace.store)
    return len(laid)


def _record_restoring(settings: Settings, folder: Path, kept: Path | None, by: str) -> None:
    """Tell the store that came back where it came from, and what the one before it was."""
    path = settings.store_path
    trail = audit.open_trail(settings.audit_key_path, path)
    before = trail.set_aside(kept)
    store = open_store(path)
    try:
        trail.begin(store)
        with store.write("restore") as write:
            told = {"folder": str(folder), "kept": kept.name if kept else None, **before}
            entry = audit.Entry(by, "store.restored", "store", before=before, details=told)
            trail.record(write, entry)
        trail.anchor_anew(store)
    finally:
        store.close()


def _put_back(file: Path, to: Path) -> None:
    """Copy a file named by its SHA-256 to where it is kept, also over one that was altered."""
    if not to.exists() or _digest(to) != file.stem:
        to.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(file, to)


def _set_aside(path: Path) -> Path | None:
    if not path.exists():
        return None
    stamp = f"{clock.local(clock.now()):%Y%m%d-%H%M%S}"
    kept = path.with_name(f"{path.stem}-truoc-khoi-phuc-{stamp}.duckdb")
    path.rename(kept)
    log = path.with_name(path.name + ".wal")
    if log.exists():
        log.rename(kept.with_name(kept.name + ".wal"))
    return kept


def _catalogue(settings: Settings) -> Finding:
    from indicators.catalogue.check import check  # noqa: PLC0415 - only looked at here

    found = check(settings.data)
    errors = sum(each.is_error for each in found)
    return Finding(
        "catalogue",
        "error" if errors else "fine",
        f"Danh mục: {errors} lỗi, {len(found) - errors} lưu ý (xem `catalogue check`)",
    )


def _kept_files(workspace: Workspace) -> Finding:
    kept = {file.stem for file in _workbooks(workspace.settings)}
    wanted = {row["file_sha256"] for row in workspace.store.rows("care/files")}
    lost = len(wanted - kept)
    altered = sum(_digest(file) != file.stem for file in _workbooks(workspace.settings))
    if lost or altered:
        message = f"Thiếu {lost}, bị sửa {altered} tệp gốc: khôi phục từ bản sao lưu"
        return Finding("files", "error", message)
    return Finding("files", "fine", f"{len(wanted)} tệp gốc còn đủ, không bị sửa")


def _evidence(workspace: Workspace, who: Principal) -> Finding:
    found = evidence.examine(workspace, who)
    if found.missing or found.altered:
        message = f"Thiếu {found.missing}, bị sửa {found.altered} tệp minh chứng: khôi phục từ bản"
        return Finding("evidence", "error", f"{message} sao lưu, hoặc đính lại đúng tệp đó")
    if found.changed:
        message = f"{found.changed} dòng minh chứng khác với nhật ký: kho đã bị sửa từ bên ngoài"
        return Finding("evidence", "error", message)
    left = f"; {found.left_over} tệp thừa, `doctor --repair` dọn sau 24 giờ"
    message = f"{found.kept} tệp minh chứng còn đủ, không bị sửa{left if found.left_over else ''}"
    return Finding("evidence", "fine", message)


def _audit(workspace: Workspace) -> Finding:
    """Verify the whole trail: a row costs microseconds, and this is what `doctor` is for."""
    trail = workspace.trail
    found = audit.verify(workspace.store, trail.keys(), trail.anchored())
    if found.faults:
        message = f"{found.faults[0].message} Xem `audit verify`."
        return Finding("audit", "error", message)
    if trail.key_path and audit.exposed(trail.key_path):
        message = f"Người khác trên máy đọc được tệp khóa {trail.key_path}: đặt lại quyền 0600"
        return Finding("audit", "warning", message)
    if found.count and trail.anchor_path and found.anchored is None:
        message = f"Không có mốc neo {trail.anchor_path}: không biết được nhật ký có bị cắt đuôi"
        return Finding("audit", "warning", message)
    where = f"; mốc neo ở dòng {found.anchored}" if found.anchored else ""
    return Finding("audit", "fine", f"Nhật ký {found.count} dòng, nguyên vẹn{where}")


def _workbooks(settings: Settings) -> list[Path]:
    folder = settings.files_path
    return sorted(file for file in folder.glob("*.*") if file.is_file()) if folder.exists() else []


def _names(folder: Path) -> list[str]:
    files = (file for file in sorted(folder.rglob("*")) if file.is_file())
    return [file.relative_to(folder).as_posix() for file in files]


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _problem(message: str) -> Problem:
    return Problem.error("backup", message)
