"""Each query's header against what DuckDB says of it: parameters, columns, types and order."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import duckdb
import pytest

from indicators import warned
from indicators.catalogue import sync
from indicators.catalogue.model import DueRule
from indicators.errors import Problem
from indicators.history import _asked
from indicators.periods import Period
from indicators.submission.rows import actual, proposed, sent
from queries import Store, load, names, open_store
from queries.query import FOLDER
from tests import offices

READS = [name for name in names() if load(name).returns]
WRITES = [name for name in names() if not load(name).returns]
WRITE_VERBS = ("record_", "refresh", "remove")


@pytest.fixture(scope="module")
def store() -> Iterator[Store]:
    """A migrated store in which nothing is."""
    opened = open_store(Path(":memory:"))
    yield opened
    opened.close()


def incoming(name: str) -> object | None:
    """Return rows of the shape that the program hands to queries that read `incoming`."""
    of = offices.catalogue()
    figure = offices.figure("a", value=95.0, counts=(95, 100))
    october = [Period.parse("2026-10")]
    edition = {"catalogue_version": 1}
    made = {
        "submission/proposed": lambda: [proposed(figure)],
        "history/earlier": lambda: [_asked(figure)],
        "history/judged": lambda: [_asked(figure)],
        "history/standing": lambda: [_asked(figure)],
        "drafts/newest_sent": lambda: [_asked(figure)],
        "evidence/of_figures": lambda: [_asked(figure)],
        "submission/record_submissions": lambda: [
            sent(
                offices.reading([figure]),
                [figure],
                1,
                by="x",
                at=datetime.now(UTC),
                is_sample=False,
            )
        ],
        "review/record_warnings": lambda: warned.rows_of(
            1, [figure], [Problem.warning("thu", "lạ", sheet="Biểu 1", cell="E7")], {}
        ),
        "submission/record_actuals": lambda: [actual(figure, 1, 1, datetime.now(UTC))],
        "catalogue/record_unit": lambda: sync._units(of),
        "catalogue/record_unit_closure": lambda: sync._closure(of),
        "catalogue/record_indicator": lambda: sync._indicators(of),
        "catalogue/record_assignment": lambda: sync._assignments(of),
        "catalogue/record_target": lambda: sync._targets(of, 5.0),
        "catalogue/record_periods": lambda: sync._periods(october),
        "catalogue/record_due_date": lambda: sync._due_dates(of, october, DueRule(day=5)),
    }
    if name not in made:
        return None
    rows = made[name]()
    if name.startswith("catalogue/") and name != "catalogue/record_periods":
        rows = [{**edition, **row} for row in rows]
    return sync.arrow(rows)


def bound_to_null(name: str) -> str:
    """Return the query with each parameter as a null of its declared type."""
    sql = load(name).sql
    for param, kind in sorted(load(name).params.items(), key=lambda pair: -len(pair[0])):
        sql = re.sub(rf"\${param}\b", f"(null::{kind})", sql)
    return sql


def described(store: Store, sql: str, rows: object | None) -> list[tuple[str, str]]:
    with store._connection.cursor() as cursor:
        if rows is not None:
            cursor.register("incoming", rows)
        return [(row[0], row[1]) for row in cursor.execute(sql).fetchall()]


def type_names(store: Store, kinds: list[str]) -> list[str]:
    """Return DuckDB's own names of types ("timestamptz" is TIMESTAMP WITH TIME ZONE)."""
    with store._connection.cursor() as cursor:
        return [cursor.execute(f"select typeof(null::{kind})").fetchall()[0][0] for kind in kinds]


@pytest.mark.parametrize("name", names())
def test_a_file_is_one_statement_with_a_title(name: str):
    query = load(name)
    assert query.title
    assert not query.title.startswith(("grain", "params", "returns"))
    assert query.sql.startswith("-- ")
    assert len(duckdb.extract_statements(query.sql)) == 1


@pytest.mark.parametrize("name", names())
def test_the_parameters_are_those_declared(name: str):
    statement = duckdb.extract_statements(load(name).sql)[0]
    assert set(load(name).params) == set(statement.named_parameters)


@pytest.mark.parametrize("name", READS)
def test_the_columns_are_those_declared(store: Store, name: str):
    found = described(store, "describe " + bound_to_null(name), incoming(name))
    declared = load(name).returns
    kinds = type_names(store, list(declared.values()))
    assert found == list(zip(declared, kinds, strict=True))


@pytest.mark.parametrize("name", READS)
def test_a_read_runs_on_a_store_without_anything(store: Store, name: str):
    with store._connection.cursor() as cursor:
        if (rows := incoming(name)) is not None:
            cursor.register("incoming", rows)
        found = cursor.execute(bound_to_null(name)).fetchall()
    if not load(name).params:
        assert len(found) == ("-- grain:   one row" in load(name).sql)


@pytest.mark.parametrize("name", WRITES)
def test_a_write_binds_with_what_the_program_hands_it(store: Store, name: str):
    described(store, "explain " + bound_to_null(name), incoming(name))


@pytest.mark.parametrize("name", READS)
def test_a_read_says_what_a_row_is(name: str):
    assert "\n-- grain:   " in load(name).sql


def test_writes_are_verbs_and_reads_are_none():
    assert all(Path(name).name.startswith(WRITE_VERBS) for name in WRITES)
    assert not any(Path(name).name.startswith(WRITE_VERBS) for name in READS)


def test_every_query_is_called_somewhere():
    root = FOLDER.parent
    sources = [*root.glob("indicators/**/*.py"), *root.glob("pages/*.py"), FOLDER / "store.py"]
    text = "\n".join(file.read_text(encoding="utf-8") for file in sources)
    idle = [name for name in names() if f'"{name}"' not in text]
    assert [each for each in idle if not each.startswith("catalogue/record_")] == []
    assert 'f"catalogue/record_{table}"' in text


def test_null_parameters_match_their_declared_types(store: Store):
    """A type in a header that DuckDB does not know would make the other tests say nothing."""
    kinds = sorted({kind for name in names() for kind in load(name).params.values()})
    assert len(type_names(store, kinds)) == len(kinds)
