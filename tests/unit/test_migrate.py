"""Numbered migrations: each whole or not at all, a copy before, never onto a newer store."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from queries import StoreBroken, migrate, open_store

FIRST = [(int(file.stem[:4]), file.stem) for file in migrate.MIGRATIONS]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "bangxanh.duckdb"


@pytest.fixture
def added(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """Add a migration to those of the program: `added("9001_more.sql", "create table …")`."""

    def add(name: str, sql: str) -> None:
        file = tmp_path / name
        file.write_text(sql, encoding="utf-8")
        monkeypatch.setattr(migrate, "MIGRATIONS", (*migrate.MIGRATIONS, file))

    return add


def tables(path: Path) -> set[str]:
    with duckdb.connect(str(path)) as connection:
        return {
            row[0]
            for row in connection.execute("select table_name from duckdb_tables()").fetchall()
        }


def done(path: Path) -> list[tuple[int, str]]:
    with duckdb.connect(str(path)) as connection:
        return connection.execute("select number, name from schema_migration order by 1").fetchall()


def test_a_new_store_has_every_step_once(path: Path):
    open_store(path).close()
    open_store(path).close()
    assert done(path) == FIRST
    assert list(path.parent.glob("*-before-*")) == []


def test_a_new_step_is_run_once_with_a_copy_before(path: Path, added):
    open_store(path).close()
    with open_store(path).write("something"):
        pass
    added("9001_more.sql", "create table more (x integer); insert into more values (1);")
    for _ in range(2):
        opened = open_store(path)
        opened.close()
    assert opened.version == 1
    assert done(path) == [*FIRST, (9001, "9001_more")]
    copy = path.with_name("bangxanh-before-9001.duckdb")
    assert done(copy) == FIRST
    assert "more" not in tables(copy)


def test_a_failed_step_leaves_nothing_and_frees_the_store(path: Path, added):
    open_store(path).close()
    added("9001_bad.sql", "create table more (x integer); insert into nowhere values (1);")
    with pytest.raises(StoreBroken, match="9001_bad"):
        open_store(path)
    assert "more" not in tables(path)
    assert done(path) == FIRST


def test_a_store_of_a_newer_program_is_refused_and_left_alone(path: Path):
    open_store(path).close()
    with duckdb.connect(str(path)) as connection:
        connection.execute("insert into schema_migration values (999, '0999_later', '', now())")
    with pytest.raises(StoreBroken, match=r"bản mới hơn.*999"):
        open_store(path)
    # the refused store is let go: another program may open it, with other settings, at once
    with duckdb.connect(str(path), read_only=True) as connection:
        assert connection.execute("select max(number) from schema_migration").fetchall() == [(999,)]


def test_the_rules_are_laid_anew_at_every_start(path: Path):
    open_store(path).close()
    with duckdb.connect(str(path)) as connection:
        connection.execute("create or replace macro ratio_value(a, b, c) as -1")
    opened = open_store(path)
    with opened._connection.cursor() as cursor:
        assert cursor.execute("select ratio_value(197, 200, 100)").fetchall() == [(98.5,)]
    opened.close()


def test_a_rule_that_does_not_parse_keeps_the_store_closed(path: Path, tmp_path, monkeypatch):
    open_store(path).close()
    bad = tmp_path / "03_bad.sql"
    bad.write_text("create or replace macro broken(x) as case", encoding="utf-8")
    monkeypatch.setattr(migrate, "MACROS", (*migrate.MACROS, bad))
    with pytest.raises(StoreBroken, match="Không mở được"):
        open_store(path)
    monkeypatch.undo()
    open_store(path).close()


def test_the_copy_before_is_not_overwritten_by_a_later_attempt(path: Path, added):
    open_store(path).close()
    copy = path.with_name("bangxanh-before-9001.duckdb")
    copy.write_bytes(b"the first copy")
    added("9001_more.sql", "create table more (x integer)")
    open_store(path).close()
    assert copy.read_bytes() == b"the first copy"
