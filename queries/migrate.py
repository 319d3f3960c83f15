"""Numbered migrations, each in its own transaction, with a copy of the file before the first.

`macros/*.sql` hold the rules; they are laid anew at every start, which also proves that the
folder can be written.
"""

from __future__ import annotations

import hashlib
import shutil
from datetime import UTC, datetime
from pathlib import Path

import duckdb

from queries.errors import StoreBroken

FOLDER = Path(__file__).parent
MIGRATIONS = tuple(sorted((FOLDER / "migrations").glob("[0-9][0-9][0-9][0-9]_*.sql")))
MACROS = tuple(sorted((FOLDER / "macros").glob("*.sql")))


def wants_copy(connection: duckdb.DuckDBPyConnection) -> bool:
    """Whether this store holds something and is about to be migrated."""
    done = _done(connection)
    return bool(done) and bool(_numbers() - done)


def copy_before(path: Path) -> None:
    """Copy the store beside itself; only while this process has it closed (STORE.md, 4)."""
    copy = path.with_name(f"{path.stem}-before-{max(_numbers()):04d}.duckdb")
    if not copy.exists():
        shutil.copyfile(path, copy)


def bring_up_to_date(connection: duckdb.DuckDBPyConnection, path: Path) -> None:
    """Run the migrations this store lacks and lay the macros.

    Raises:
        StoreBroken: the store is newer than this program, or a migration failed; nothing of the
            failed one stays.
    """
    done = _done(connection)
    known = {int(file.name[:4]): file for file in MIGRATIONS}
    if newer := done - known.keys():
        raise StoreBroken(
            f"Kho số liệu {path} đã được nâng cấp bởi bản mới hơn (bước {max(newer)});"
            " hãy dùng bản phần mềm đó."
        )
    for number in sorted(known.keys() - done):
        _run(connection, number, known[number])
    connection.begin()
    for file in MACROS:
        connection.execute(file.read_text(encoding="utf-8"))
    connection.commit()


def _numbers() -> set[int]:
    return {int(file.name[:4]) for file in MIGRATIONS}


def _done(connection: duckdb.DuckDBPyConnection) -> set[int]:
    exists = connection.execute(
        "select count(*) from duckdb_tables() where table_name = 'schema_migration'"
    ).fetchone()
    if not exists or not exists[0]:
        return set()
    return {row[0] for row in connection.execute("select number from schema_migration").fetchall()}


def _run(connection: duckdb.DuckDBPyConnection, number: int, file: Path) -> None:
    sql = file.read_text(encoding="utf-8")
    connection.begin()
    try:
        connection.execute(sql)
        connection.execute(
            "insert into schema_migration values ($number, $name, $sha256, $applied_at)",
            {
                "number": number,
                "name": file.stem,
                "sha256": hashlib.sha256(sql.encode()).hexdigest(),
                "applied_at": datetime.now(UTC),
            },
        )
        connection.commit()
    except duckdb.Error as error:
        connection.rollback()
        raise StoreBroken(f"Nâng cấp kho số liệu thất bại ở {file.name}: {error}") from error
