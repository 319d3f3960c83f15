"""A query is a file: its header declares the parameters, its name is its path."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from queries.errors import QueryError

FOLDER = Path(__file__).parent
_APART = {"migrations", "macros"}
_HEADER = re.compile(r"^--\s*(grain|params|returns):\s*(.*)$")


@dataclass(frozen=True, slots=True)
class Query:
    """One statement: `params` and `returns` map names to DuckDB types, as the header says."""

    name: str
    sql: str
    title: str
    params: dict[str, str]
    returns: dict[str, str]


@cache
def load(name: str) -> Query:
    """Return the query in `queries/<name>.sql`.

    Raises:
        QueryError: there is no such file.
    """
    path = FOLDER / f"{name}.sql"
    if not path.is_file():
        raise QueryError(f"Không có truy vấn {name}")
    sql = path.read_text(encoding="utf-8")
    header = _header(sql)
    return Query(
        name=name,
        sql=sql,
        title=sql.splitlines()[0].removeprefix("--").strip(),
        params=_columns(header.get("params", "")),
        returns=_columns(header.get("returns", "")),
    )


@cache
def names() -> tuple[str, ...]:
    """Return the names of all queries, without migrations and macros."""
    files = (path.relative_to(FOLDER) for path in FOLDER.rglob("*.sql"))
    return tuple(
        sorted(file.with_suffix("").as_posix() for file in files if file.parts[0] not in _APART)
    )


def _header(sql: str) -> dict[str, str]:
    """Return the declared parts; a part goes on over following comment lines that are indented."""
    parts: dict[str, str] = {}
    part = ""
    for line in sql.splitlines():
        if not line.startswith("--"):
            break
        if found := _HEADER.match(line):
            part = found[1]
            parts[part] = found[2]
        elif part and line.startswith("--   "):
            parts[part] += " " + line.removeprefix("--").strip()
    return parts


def _columns(text: str) -> dict[str, str]:
    pairs = (pair.strip().partition(" ") for pair in text.split(",") if pair.strip())
    return {name: kind.strip() for name, _, kind in pairs}
