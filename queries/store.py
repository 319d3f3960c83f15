"""The store: one DuckDB file, one process that owns it, a cursor a call, one writer at a time.

Source: STORE.md, "Decisions". A connection shared by threads gives wrong rows, so every read has
its own cursor; writes go through one lock and one transaction each, and raise the data version
that caches are keyed by.
"""

from __future__ import annotations

import re
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import duckdb

from queries import migrate
from queries.errors import QueryError, StoreBroken, StoreBusy
from queries.query import Query, load

if TYPE_CHECKING:
    import pyarrow as pa

_CONFIG: dict[str, str | bool | int | float | list[str]] = {
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
    "enable_external_access": False,
}
# What a full disk or a lost one raises, at a commit or a checkpoint.
_UNWRITABLE = (duckdb.IOException, duckdb.FatalException, duckdb.TransactionException)
_Found = TypeVar("_Found")
_COPY = (
    "import os, shutil, sys; shutil.copyfile(sys.argv[1], sys.argv[2]);"
    " f = os.open(sys.argv[2], os.O_RDWR); os.fsync(f); os.close(f)"
)


class Transaction:
    """One write: everything in it happens, or nothing does."""

    def __init__(self, cursor: duckdb.DuckDBPyConnection) -> None:
        self._cursor = cursor

    def run(self, name: str, /, **params: Any) -> None:
        """Run the write `queries/<name>.sql` with its declared parameters."""
        query = load(name)
        self._cursor.execute(query.sql, _bound(query, params))

    def rows(self, name: str, /, **params: Any) -> list[dict[str, Any]]:
        """Read inside this transaction: sees its own writes."""
        query = load(name)
        return _dicts(self._cursor.execute(query.sql, _bound(query, params)))

    def insert(self, name: str, incoming: pa.Table, /, **params: Any) -> None:
        """Run `queries/<name>.sql`, which selects from `incoming`, over an Arrow table."""
        query = load(name)
        self._cursor.register("incoming", incoming)
        try:
            self._cursor.execute(query.sql, _bound(query, params))
        finally:
            self._cursor.unregister("incoming")


class Store:
    """An open store. `version` rises by one with every committed write."""

    def __init__(self, path: Path, connection: duckdb.DuckDBPyConnection) -> None:
        self.path = path
        self._connection = connection
        self._writer = threading.RLock()
        self._writing = False
        self.version = int(self.rows("care/data_version")[0]["version"])

    def read(self, name: str, /, **params: Any) -> pa.Table:
        """Return the rows of `queries/<name>.sql` as an Arrow table, each call on its own cursor.

        Raises:
            QueryError: no such query, or other parameters than its header declares.
        """
        query = load(name)
        bound = _bound(query, params)
        return self._answered(lambda cursor: cursor.execute(query.sql, bound).to_arrow_table())

    def rows(self, name: str, /, **params: Any) -> list[dict[str, Any]]:
        """Return the same as plain values, cheaper than `read` where rows are few."""
        query = load(name)
        bound = _bound(query, params)
        return self._answered(lambda cursor: _dicts(cursor.execute(query.sql, bound)))

    def rows_at_once(self, *asked: tuple[str, dict[str, Any]]) -> list[list[dict[str, Any]]]:
        """Return the rows of several queries as of one moment: no write comes in between.

        Args:
            asked: the name of each query and its parameters.
        """
        bound = [(query, _bound(query, params)) for name, params in asked for query in [load(name)]]

        def run(cursor: duckdb.DuckDBPyConnection) -> list[list[dict[str, Any]]]:
            cursor.begin()
            try:
                return [_dicts(cursor.execute(query.sql, params)) for query, params in bound]
            finally:
                cursor.rollback()

        return self._answered(run)

    def rows_over(self, name: str, incoming: pa.Table, /, **params: Any) -> list[dict[str, Any]]:
        """Return the rows of a query that selects from `incoming`, an Arrow table."""
        query = load(name)
        bound = _bound(query, params)

        def run(cursor: duckdb.DuckDBPyConnection) -> list[dict[str, Any]]:
            cursor.register("incoming", incoming)
            return _dicts(cursor.execute(query.sql, bound))

        return self._answered(run)

    @contextmanager
    def write(self, why: str, *, changes_board: bool = True) -> Iterator[Transaction]:
        """Open the one write of this moment; commits at the end, rolls back on any exception.

        Args:
            why: what the write is for; kept with the data version.
            changes_board: whether anything a board shows may change; where not, as at a
                sign-in, the data version stays and nothing that is cached by it is made anew.

        Raises:
            StoreBroken: the disk took nothing, as when it is full; nothing of the write stays.
        """
        with self._writer:
            if self._writing:
                raise QueryError("Một lần ghi không thể mở lần ghi khác bên trong")
            self._writing = True
            connection = self._connection
            cursor = connection.cursor()
            try:
                cursor.begin()
                transaction = Transaction(cursor)
                yield transaction
                if changes_board:
                    transaction.run(
                        "care/record_version",
                        version=self.version + 1,
                        recorded_at=datetime.now(UTC),
                        why=why,
                    )
                cursor.commit()
                self.version += changes_board
            except _UNWRITABLE as error:
                _roll_back(cursor)
                cursor.close()
                self._recover(connection, error)
                raise StoreBroken(_cannot_write(self.path, error)) from error
            except BaseException:
                _roll_back(cursor)
                raise
            finally:
                self._writing = False
                cursor.close()

    @contextmanager
    def rehearse(self) -> Iterator[Transaction]:
        """Open a write whose end takes everything back: to see what it would do.

        Holds the writer's place while it lasts, as a write does; readers see none of it.
        """
        with self._writer:
            if self._writing:
                raise QueryError("Một lần ghi không thể mở lần ghi khác bên trong")
            self._writing = True
            try:
                with self._connection.cursor() as cursor:
                    cursor.begin()
                    try:
                        yield Transaction(cursor)
                    finally:
                        _roll_back(cursor)
            finally:
                self._writing = False

    def checkpoint(self) -> None:
        """Move the log into the checksummed file, so that a torn log cannot lose what is in it.

        Raises:
            StoreBroken: the disk is full; what was committed before is safe in the log.
        """
        with self._writer:
            connection = self._connection
            try:
                with connection.cursor() as cursor:
                    cursor.execute("checkpoint")
            except _UNWRITABLE as error:
                self._recover(connection, error)
                raise StoreBroken(_cannot_write(self.path, error)) from error

    def backup(self, to: Path) -> None:
        """Copy the store to `to` while it stays open; readers go on, writers wait.

        The copy is made by another process: opening the file here, even to read it, would drop
        DuckDB's own lock when the handle closes.

        Raises:
            StoreBroken: the copy could not be written.
        """
        with self._writer:
            self.checkpoint()
            command = [sys.executable, "-c", _COPY, str(self.path), str(to)]
            done = subprocess.run(command, capture_output=True, text=True, check=False)  # noqa: S603 - our own interpreter and constant code
        if done.returncode:
            reason = done.stderr.strip().splitlines()[-1:]
            raise StoreBroken(f"Không sao lưu được vào {to}: {' '.join(reason)}")

    def close(self) -> None:
        """Checkpoint and let the file go."""
        with self._writer:
            self._connection.close()

    def _answered(self, run: Callable[[duckdb.DuckDBPyConnection], _Found]) -> _Found:
        """Return what `run` reads with a cursor of its own."""
        connection = self._connection
        try:
            with connection.cursor() as cursor:
                return run(cursor)
        except duckdb.FatalException as error:  # a write met a full disk meanwhile
            self._recover(connection, error)
            with self._connection.cursor() as cursor:
                return run(cursor)

    def _recover(self, broken: duckdb.DuckDBPyConnection, error: duckdb.Error) -> None:
        """Open the store anew, once, after an error that makes DuckDB refuse all that follows."""
        if not isinstance(error, duckdb.FatalException):
            return
        with self._writer:
            if self._connection is broken:
                broken.close()
                self._connection = _ready(_connected(self.path))


def open_store(path: Path) -> Store:
    """Open the store at `path`, creating or migrating it; this process then owns it.

    Raises:
        StoreBusy: another process holds it.
        StoreBroken: it cannot be opened, migrated or written.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise StoreBroken(_cannot(path, error)) from error
    connection = _connected(path)
    try:
        if migrate.wants_copy(connection):
            connection.close()
            migrate.copy_before(path)
            connection = _connected(path)
        migrate.bring_up_to_date(connection, path)
        return Store(path, _ready(connection))
    except (duckdb.Error, OSError) as error:
        connection.close()
        raise StoreBroken(_cannot(path, error)) from error
    except BaseException:
        connection.close()
        raise


def _ready(connection: duckdb.DuckDBPyConnection) -> duckdb.DuckDBPyConnection:
    """Return the connection, set up and warm."""
    connection.execute("set global TimeZone = 'UTC'")
    connection.execute("set lock_configuration = true")
    connection.execute("select ?", [1]).fetchall()  # the first bound call imports pandas
    return connection


def _connected(path: Path) -> duckdb.DuckDBPyConnection:
    try:
        return duckdb.connect(str(path), config=_CONFIG)
    except duckdb.IOException as error:
        if found := re.search(r"lock is held in (.*?)\.? See also", str(error)):
            raise StoreBusy(str(path), found[1]) from error
        raise StoreBroken(_cannot(path, error)) from error
    except duckdb.Error as error:
        raise StoreBroken(_cannot(path, error)) from error


def _cannot(path: Path, error: Exception) -> str:
    first = str(error).splitlines()[0]
    return (
        f"Không mở được kho số liệu {path}: {first}. Kiểm tra quyền ghi và dung lượng đĩa; nếu tệp"
        " hỏng, khôi phục từ bản sao lưu bằng `python -m indicators restore`."
    )


def _cannot_write(path: Path, error: Exception) -> str:
    first = str(error).splitlines()[0]
    return (
        f"Không ghi được vào kho số liệu {path}: {first}. Chưa có gì bị thay đổi; hãy kiểm tra dung"
        " lượng đĩa và quyền ghi rồi làm lại."
    )


def _bound(query: Query, params: dict[str, Any]) -> dict[str, Any]:
    if params.keys() != query.params.keys():
        raise QueryError(f"{query.name}: cần {sorted(query.params)}, nhận {sorted(params)}")
    return params


def _dicts(result: duckdb.DuckDBPyConnection) -> list[dict[str, Any]]:
    columns = [column[0] for column in result.description or ()]
    return [dict(zip(columns, row, strict=True)) for row in result.fetchall()]


def _roll_back(cursor: duckdb.DuckDBPyConnection) -> None:
    try:
        cursor.rollback()
    except duckdb.Error:  # a fatal error has already ended the transaction
        return
