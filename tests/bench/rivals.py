"""The board's answer by other engines, from the same cells: one month's matrix, a year's trend.

The matrix is (unit, indicator, value, goal, status, value before), the trend (month, status,
count) over what units report. Each engine holds its data the way that suits it best: pandas and
polars in memory with categories, SQLite in a file with an index, DuckDB in the store itself.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pandas as pd
import polars as pl
import pyarrow as pa

from indicators.workspace import Workspace
from tests.bench import synthetic

Answer = tuple[list[tuple[Any, ...]], list[tuple[Any, ...]]]
MONTHS = synthetic.months(12)
MONTH, BEFORE = MONTHS[-1], MONTHS[-2]
_KEYS = ["unit_id", "indicator_id"]
# Every month asked for is past its due day, so a cell without a figure is missing.
_COLUMNS = """
    period, unit_id, indicator_id, is_rolled_up, value, goal,
    case when status is not null and not is_provisional then status
        when reported = 'not_applicable' then reported else 'missing' end as counted,
    coalesce(status, case when reported = 'not_applicable' then reported else 'missing' end)
        as status
"""
_MATRIX = """
    select m.unit_id, m.indicator_id, m.value, m.goal, m.status, b.value as before
    from {cells} as m
    left join {cells} as b
        on b.period = {before} and m.unit_id = b.unit_id and m.indicator_id = b.indicator_id
    where m.period = {month}
"""
_TREND = """
    select period, counted, count(*) as count
    from {cells}
    where period between {first} and {month} and not is_rolled_up
    group by period, counted
"""


def raw_duckdb(workspace: Workspace) -> Callable[[], tuple[pa.Table, pa.Table]]:
    """Return the board by bare SQL over the store's own table: nothing of ours in between.

    As Arrow tables, the fastest way out of DuckDB.
    """
    con = workspace.store._connection
    columns = f"(select {_COLUMNS} from cell)"  # noqa: S608 - constants above
    matrix = _MATRIX.format(cells=columns, before="$before", month="$month")
    trend = _TREND.format(cells=columns, first="$first", month="$month")

    def ask() -> tuple[pa.Table, pa.Table]:
        with con.cursor() as cursor:
            cells = cursor.execute(matrix, {"before": BEFORE, "month": MONTH}).to_arrow_table()
            counts = cursor.execute(trend, {"first": MONTHS[0], "month": MONTH})
            return cells, counts.to_arrow_table()

    return ask


def sqlite(workspace: Workspace, folder: Path) -> Callable[[], Answer]:
    """Return the board by SQLite, its table indexed by period, unit, indicator."""
    con = sqlite3.connect(folder / "rival.sqlite")
    con.execute(
        "create table cell (period, unit_id, indicator_id, is_rolled_up, value, goal, counted,"
        " status, primary key (period, unit_id, indicator_id)) without rowid"
    )
    con.execute("pragma journal_mode = off")
    con.execute("pragma synchronous = off")
    con.execute("pragma mmap_size = 8000000000")
    with workspace.store._connection.cursor() as cursor:
        cursor.execute(f"select {_COLUMNS} from cell order by all")  # noqa: S608 - constants
        while rows := cursor.fetchmany(200_000):
            con.executemany("insert into cell values (?, ?, ?, ?, ?, ?, ?, ?)", rows)
    con.commit()
    con.execute("analyze")
    matrix = _MATRIX.format(cells="cell", before=":before", month=":month")
    trend = _TREND.format(cells="cell", first=":first", month=":month")

    def ask() -> Answer:
        cells = con.execute(matrix, {"before": BEFORE, "month": MONTH}).fetchall()
        return cells, con.execute(trend, {"first": MONTHS[0], "month": MONTH}).fetchall()

    return ask


def cells_of(workspace: Workspace) -> pd.DataFrame:
    """Return every cell as a frame with categories, sorted as the store sorts them."""
    with workspace.store._connection.cursor() as cursor:
        table = cursor.execute(f"select {_COLUMNS} from cell order by all").to_arrow_table()  # noqa: S608 - constants
    for name in ("period", "unit_id", "indicator_id", "counted", "status"):
        encoded = table[name].dictionary_encode().unify_dictionaries()
        table = table.set_column(table.schema.get_field_index(name), name, encoded)
    frame: pd.DataFrame = table.to_pandas()
    return frame


def with_pandas(frame: pd.DataFrame) -> Callable[[], tuple[pd.DataFrame, pd.DataFrame]]:
    """Return the board by pandas."""

    def ask() -> tuple[pd.DataFrame, pd.DataFrame]:
        before = frame.loc[frame["period"] == BEFORE, [*_KEYS, "value"]]
        cells = frame.loc[frame["period"] == MONTH, [*_KEYS, "value", "goal", "status"]].merge(
            before.rename(columns={"value": "before"}), on=_KEYS, how="left"
        )
        year = frame.loc[frame["period"].isin(MONTHS) & ~frame["is_rolled_up"]]
        counts = year.groupby(["period", "counted"], observed=True).size()
        return cells, counts.reset_index(name="count")

    return ask


def with_polars(frame: pd.DataFrame) -> Callable[[], tuple[pl.DataFrame, pl.DataFrame]]:
    """Return the board by polars."""
    held = pl.from_pandas(frame)

    def ask() -> tuple[pl.DataFrame, pl.DataFrame]:
        before = held.lazy().filter(pl.col("period") == BEFORE).select(*_KEYS, before="value")
        month = held.lazy().filter(pl.col("period") == MONTH)
        cells = month.select(*_KEYS, "value", "goal", "status").join(before, on=_KEYS, how="left")
        year = held.lazy().filter(pl.col("period").is_in(MONTHS) & ~pl.col("is_rolled_up"))
        counts = year.group_by("period", "counted").agg(pl.len().alias("count"))
        first, second = pl.collect_all([cells, counts])
        return first, second

    return ask
