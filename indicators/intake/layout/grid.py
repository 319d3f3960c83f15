"""A sheet as rows, with what layouts ask of it: texts, figures, merges."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from indicators.intake.cells import Sheet, TypedCell, column_letters
from indicators.text import fold

_FIGURE = re.compile(r"^[<>~≈=]?\s*[-+−]?\s*[.,]?\d")
_NUMBER = re.compile(r"[-+−]?\s*\d[\d.,\s]*[%‰]?")
_DATE = re.compile(r"\d{1,2}\s*[/.-]\s*\d{1,2}\s*[/.-]\s*\d{4}|^ngày\b", re.IGNORECASE)
_NUMBERING = re.compile(r"\(?(?:\d{1,2}|[A-ZĐa-zđ])\)?(?:\s*=.*)?")
NOTHING = frozenset(
    map(fold, ("Không phát sinh", "KPS", "0/0", "Không có phát sinh", "Ko phát sinh"))
) | {"–", "-", "—", "--"}


# "Không có hồ sơ phát sinh trong kỳ" and the like.
_NOTHING_AROSE = re.compile(
    r"(?:khong|ko|chua) (?:co )?(?:ho so |thu tuc |tthc )?phat sinh"
    r"(?: (?:ho so|thu tuc|tthc|moi|nao|trong (?:ki|thang|qui)(?: nay)?))*"
)


@dataclass(slots=True)
class Grid:
    """A sheet by rows: `lines` holds each non-blank row's cells by column, top to bottom.

    `numbers` are those rows; a sheet of ten thousand small tables is walked over part by part.
    """

    sheet: Sheet
    lines: dict[int, dict[int, TypedCell]]
    spans: dict[tuple[int, int], tuple[int, int, int, int]] = field(default_factory=dict)
    numbers: list[int] = field(default_factory=list)

    @classmethod
    def of(cls, sheet: Sheet) -> Grid:
        """Return the grid of `sheet`."""
        lines: dict[int, dict[int, TypedCell]] = {}
        for (row, column), cell in sorted(sheet.cells.items()):
            lines.setdefault(row, {})[column] = cell
        return cls(sheet, lines, {merge[:2]: merge for merge in sheet.merges}, list(lines))

    def text(self, row: int, column: int | None) -> str:
        """Return the text at a place, "" where there is none; whole numbers as digits."""
        cell = self.lines.get(row, {}).get(column) if column is not None else None
        return text_of(cell)

    def cell(self, row: int, column: int | None) -> TypedCell | None:
        """Return the cell at a place, None when it is blank or there is no such column."""
        return self.lines.get(row, {}).get(column) if column is not None else None

    def below(self, row: int) -> Iterator[tuple[int, dict[int, TypedCell]]]:
        """Yield every non-blank row after `row`."""
        for place in range(bisect_right(self.numbers, row), len(self.numbers)):
            yield self.numbers[place], self.lines[self.numbers[place]]

    def between(self, after: int, before: int, most: int) -> list[int]:
        """Return the non-blank rows after one and before another, the last `most` of them."""
        first = bisect_right(self.numbers, after)
        last = bisect_left(self.numbers, before)
        return self.numbers[max(first, last - most) : last]

    def width(self, cell: TypedCell) -> int:
        """Return over how many columns `cell` is merged, 1 when it is not."""
        span = self.spans.get((cell.row, cell.column))
        return span[3] - span[1] + 1 if span else 1

    def bottom(self, cell: TypedCell) -> int:
        """Return the last row that `cell` covers, its own when it is not merged."""
        span = self.spans.get((cell.row, cell.column))
        return span[2] if span else cell.row

    def merges_in(
        self, rows: Iterable[int], columns: Iterable[int]
    ) -> list[tuple[int, int, int, int]]:
        """Return the merges that touch any of `rows` in any of `columns`."""
        if not self.sheet.merges:
            return []
        lines, places = set(rows), set(columns)
        return [
            merge
            for merge in self.sheet.merges
            if not lines.isdisjoint(range(merge[0], merge[2] + 1))
            and not places.isdisjoint(range(merge[1], merge[3] + 1))
        ]


def text_of(cell: TypedCell | None) -> str:
    """Return the text of a cell, "" for none; a whole number as its digits."""
    if cell is None:
        return ""
    if cell.kind == "text":
        return str(cell.value)
    if cell.kind == "number" and isinstance(cell.value, (int, float)):
        return f"{cell.value:g}" if abs(cell.value) < 1e6 else str(cell.value)
    return ""


def is_nothing(text: str) -> bool:
    """Whether `text` says that there was nothing to count ("không phát sinh", "-", "0/0")."""
    stripped = text.strip()
    if stripped in NOTHING:
        return True
    folded = fold(stripped)
    return bool(folded) and (folded in NOTHING or _NOTHING_AROSE.fullmatch(folded) is not None)


def is_figure(cell: TypedCell | None) -> bool:
    """Whether a cell holds what can only be meant as a figure, be it a faulty one."""
    if cell is None:
        return False
    if cell.kind != "text":
        return True
    text = str(cell.value)
    return bool(_FIGURE.match(text)) and not _DATE.search(text)


def is_report(cell: TypedCell | None) -> bool:
    """Whether a cell holds a figure, or says in words that there was nothing to count."""
    if is_figure(cell):
        return True
    text = text_of(cell)
    return is_nothing(text) and bool(fold(text))


def is_numbering(line: dict[int, TypedCell]) -> bool:
    """Whether a row only numbers the columns: A, B, 1, 2, 3=1/2."""
    if len(line) < 3:
        return False
    texts = [text_of(cell) for cell in line.values()]
    if not all(_NUMBERING.fullmatch(text) for text in texts):
        return False
    numbers = [int(found[0]) for text in texts if (found := re.match(r"\d+", text.strip("()")))]
    return len(numbers) >= 2 and numbers == list(range(numbers[0], numbers[0] + len(numbers)))


def has_figures(grid: Grid) -> bool:
    """Whether a sheet holds figures beyond a numbering 1, 2, 3 … down one column."""
    columns: dict[int, list[TypedCell]] = {}
    for line in grid.lines.values():
        for column, cell in line.items():
            if cell.kind == "number" or _NUMBER.fullmatch(text_of(cell)):
                columns.setdefault(column, []).append(cell)
    return any(
        [text_of(cell).rstrip(".") for cell in cells] != [str(n + 1) for n in range(len(cells))]
        for cells in columns.values()
    )


def address(row: int, column: int) -> str:
    """Return a cell's name: (12, 3) is C12."""
    return f"{column_letters(column)}{row}"
