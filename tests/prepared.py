"""Offices made once and copied: for a test that needs one of its own, a copy is as good and quick.

Laying an edition of the catalogue and its cells takes most of the time that a small office takes to
open. What is asked for again and again is kept as a store on disk, below a temporary folder of the
process, and copied from then on: into memory, or to the path of a store that is not there yet. A
copy has the key of its audit trail too, since its first rows are marked with it.
"""

from __future__ import annotations

import hashlib
import shutil
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from datetime import datetime
from functools import cache, lru_cache
from pathlib import Path
from unittest import mock

import duckdb

from indicators import clock
from indicators.audit import trail
from indicators.audit.key import Key
from indicators.catalogue.load import load
from indicators.catalogue.model import Catalogue
from indicators.settings import Settings
from indicators.workspace import Workspace, open_workspace
from queries import store as stores

MEMORY = Path(":memory:")
_WORTH_IT = 3  # what is asked for less often is laid anew every time
_asked: Counter[str] = Counter()


def name_of(
    of: Catalogue,
    settings: Settings,
    adopted: datetime,
    lived: Callable[[Workspace], object] | None,
) -> str:
    """Return what tells prepared offices apart: all that their stores are made of."""
    is_stopped = clock.now.__module__ != clock.__name__
    moment = clock.now() if is_stopped else clock.today()
    life = (lived.__module__, lived.__qualname__) if lived else ()
    parts = (of, settings.due_day, settings.amber_percent, adopted, moment, life)
    return hashlib.sha256(repr(parts).encode()).hexdigest()


def is_asked_for_often(name: str) -> bool:
    """Note that an office of this name is asked for; whether that is often enough to keep it."""
    _asked[name] += 1
    return _asked[name] >= _WORTH_IT


def kept(name: str, lay: Callable[[Path], Workspace]) -> Path:
    """Return the store of a prepared office; `lay` opens a new one there where it is not yet."""
    path = Path(_folder().name) / name / "kho.duckdb"
    if not path.exists():
        lay(path).close()
    return path


def is_new(path: Path, settings: Settings) -> bool:
    """Whether there is neither a store at `path` nor a key for it yet."""
    if settings.audit_key is not None:
        return False
    return path == MEMORY or not (path.exists() or (path.parent / "keys").exists())


def copied(prepared: Path, of: Catalogue, settings: Settings, path: Path) -> Workspace:
    """Open an office that holds what the store `prepared` holds, in memory or at `path`."""
    if path == MEMORY:
        key = Key((prepared.parent / "keys" / "audit.key").read_bytes())
        with mock.patch.object(trail, "passing_key", return_value=key):
            return Workspace(settings, of, _in_memory(prepared))
    copy_store(prepared, path)
    return Workspace(settings, of, stores.open_store(path))


def _in_memory(prepared: Path) -> stores.Store:
    """Return a store in memory, set up as `open_store` would, that holds a copy of `prepared`."""
    is_open = {**stores._CONFIG, "enable_external_access": True}
    connection = duckdb.connect(str(MEMORY), config=is_open)
    connection.execute(f"attach '{prepared}' as prepared (read_only)")
    connection.execute("copy from database prepared to memory (schema)")
    held = connection.execute(
        "select table_name from duckdb_tables()"
        " where database_name = 'prepared' and estimated_size > 0 order by table_oid"
    )  # in the order they were made in, a table stands behind those that it refers to
    for (table,) in held.fetchall():
        connection.execute(f"insert into memory.{table} from prepared.{table}")
    connection.execute("detach prepared")
    connection.execute("set enable_external_access = false")
    return stores.Store(MEMORY, stores._ready(connection))


def copy_store(prepared: Path, to: Path) -> None:
    """Copy a store that nobody holds, with its key and its anchor, to where there is none."""
    (to.parent / "keys").mkdir(parents=True, mode=0o700)
    shutil.copyfile(prepared, to)
    for each in (prepared.parent / "keys").iterdir():
        name = f"{to.stem}.anchor" if each.stem == prepared.stem else each.name
        shutil.copy(each, to.parent / "keys" / name)


@cache
def empty_store() -> Path:
    """Return a store that was started empty today, under the real catalogue: to be copied."""
    path = Path(_folder().name) / "empty" / "kho.duckdb"
    open_workspace(Settings(store=path, samples=False)).close()
    return path


def loaded(data: Path) -> Catalogue:
    """Return the catalogue of a folder, read once as long as none of its files changes."""
    files = sorted(each for part in ("plans", "units") for each in (data / part).rglob("*"))
    stats = [(each, each.stat()) for each in files]
    return _read(data, tuple((each, of.st_mtime_ns, of.st_size) for each, of in stats))


@lru_cache(maxsize=4)
def _read(data: Path, _files: tuple[tuple[Path, int, int], ...]) -> Catalogue:
    return load(data)


def once(folder: Path, make: Callable[[Path], None]) -> Path:
    """Return `folder` once `make` has filled it: here, or in another process of the same run.

    Raises:
        RuntimeError: it could not be filled.
    """
    if folder.exists():
        return folder
    partly = folder.with_name(f"{folder.name}-partly")
    try:
        partly.mkdir()
    except FileExistsError:
        return _filled_elsewhere(folder)
    make(partly)
    partly.rename(folder)
    return folder


def _filled_elsewhere(folder: Path) -> Path:
    for _ in range(1_200):
        if folder.exists():
            return folder
        time.sleep(0.1)
    raise RuntimeError(f"nobody filled {folder}")


@cache
def _folder() -> tempfile.TemporaryDirectory[str]:
    return tempfile.TemporaryDirectory(prefix="bangxanh-")  # removed when the process ends
