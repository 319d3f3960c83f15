"""Where a table begins and what its columns hold: one to three header rows, anywhere on a sheet.

Serves the layouts that name one indicator a row (form, long, template).
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from indicators.intake.cells import TypedCell
from indicators.intake.layout.grid import Grid, is_figure, is_numbering, text_of
from indicators.intake.layout.roles import FIGURES, NAMING, Role, role_of
from indicators.intake.match import Names
from indicators.intake.measures import Stated
from indicators.text import fold


@dataclass(slots=True)
class Table:
    """A table's head and extent.

    `first` to `last` are its header rows, `end` its last row. `roles` says what each column
    holds, `heads` the words above it, top to bottom; `columns` is `roles` turned round once every
    doubt is settled, and `doubtful` the columns that claim one and the same role.
    """

    first: int
    last: int
    roles: dict[int, Role]
    heads: dict[int, str]
    end: int = 0
    columns: dict[Role, int] = field(default_factory=dict)
    doubtful: dict[Role, tuple[int, ...]] = field(default_factory=dict)
    measures: tuple[Stated, ...] = ()  # stated above it

    def lines(self, grid: Grid) -> Iterator[tuple[int, dict[int, TypedCell]]]:
        """Yield the rows below the head, without one that only numbers the columns."""
        for number, line in grid.below(self.last):
            if number > self.end:
                return
            if number <= self.last + 2 and is_numbering(line):
                continue
            yield number, line


def find_tables(grid: Grid, names: Names) -> list[Table]:
    """Return the tables of a sheet that name an indicator a row, top to bottom."""
    numbers = grid.numbers
    tables: list[Table] = []
    place = 0
    while place < len(numbers):
        table = _head_at(grid, numbers, place)
        place += 1
        if table is not None:
            tables.append(table)
            place = bisect_right(numbers, table.last)
    ends = [*(table.first - 1 for table in tables[1:]), numbers[-1] if numbers else 0]
    for table, end in zip(tables, ends, strict=False):  # one end too many where there is no table
        table.end = end
        _settle(grid, table, names)
    return tables


def _roles(line: dict[int, TypedCell]) -> dict[int, Role]:
    found: dict[int, Role] = {}
    for column, cell in line.items():
        if cell.kind == "text" and (role := role_of(str(cell.value))) is not None:
            found[column] = role
    return found


def _head_at(grid: Grid, numbers: list[int], place: int) -> Table | None:
    first = numbers[place]
    top = _roles(grid.lines[first])
    if NAMING.isdisjoint(top.values()):
        return None
    naming = [column for column, role in top.items() if role in NAMING]
    last, roles = first, dict(top)
    for number in numbers[place + 1 : place + 3]:
        below = _roles(grid.lines[number])
        if number != last + 1 or not _continues(grid.lines[number], below, naming):
            break
        last = number
        roles.update(below)
    if FIGURES.isdisjoint(roles.values()) and "cumulative" not in roles.values():
        return None
    return Table(first, last, roles, _heads(grid, range(first, last + 1)))


def _continues(line: dict[int, TypedCell], below: dict[int, Role], naming: list[int]) -> bool:
    """Whether a row is a second header row: words for figures, none under the names."""
    return (
        not (FIGURES | {"cumulative"}).isdisjoint(below.values())
        and all(cell.kind == "text" and not is_figure(cell) for cell in line.values())
        and not any(column in line for column in naming)
    )


def _heads(grid: Grid, rows: Iterable[int]) -> dict[int, str]:
    """Return the words above each column; a merged head stands above all it covers."""
    heads: dict[int, str] = {}
    for row in rows:
        for column, cell in grid.lines[row].items():
            for covered in range(column, column + grid.width(cell)):
                heads[covered] = f"{heads.get(covered, '')} {text_of(cell)}".strip()
    return heads


def _settle(grid: Grid, table: Table, names: Names) -> None:
    """Decide "Chỉ tiêu" and "Đơn vị" by their neighbours, and which column has each role."""
    held = set(table.roles.values())
    for column, role in table.roles.items():
        if role == "indicator_or_target":
            table.roles[column] = "target" if "indicator" in held else "indicator"
        elif role == "unit_or_measure":
            table.roles[column] = _unit_or_measure(grid, table, column, held, names)
    for role in dict.fromkeys(table.roles.values()):
        columns = [column for column, each in table.roles.items() if each == role]
        if len(columns) > 1:
            columns = _filled(grid, table, columns) or columns[:1]
        table.columns[role] = columns[0]
        if len(columns) > 1:
            table.doubtful[role] = tuple(columns)


def _unit_or_measure(grid: Grid, table: Table, column: int, held: set[Role], names: Names) -> Role:
    if "unit" in held:  # a name beside "Mã đơn vị"
        return "other" if "measure" in held else "measure"
    if "measure" in held:
        return "unit"
    texts = [grid.text(row, column) for row, _ in table.lines(grid)]
    asked = list(dict.fromkeys(text for text in texts if text))[:12]
    if any(fold(text) in names.measures for text in asked):
        return "measure"
    found = (names.units.find(text) for text in asked)
    return "unit" if any(hit.code or hit.near for hit in found) else "measure"


def _filled(grid: Grid, table: Table, columns: list[int]) -> list[int]:
    """Return those of `columns` that hold anything below the head."""
    held = {column for _, line in table.lines(grid) for column in line}
    return [column for column in columns if column in held]
