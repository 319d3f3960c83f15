"""The fields of one table of the central form's TOML: taken one by one, every fault noted.

What is left over when all were taken is a field that nobody knows.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, get_args

from indicators.catalogue.fields import nearest
from indicators.central.form import Column, When
from indicators.text import clean

Place = tuple[str, int, str]  # table, its number where there are several, key or ""
_MOST_SHEET = 31  # letters of a sheet's name, by Excel
_BAD_SHEET = frozenset("[]:*?/\\'")
_MUST = ", không để trống"


@dataclass(slots=True)
class Table:
    """One table: each field is taken once, what is left over nobody knows."""

    wrong_at: Callable[[Place, str], None]
    place: tuple[str, int]
    written: Mapping[str, Any]
    asked: set[str] = field(default_factory=set)

    def column(self, contents: tuple[str, ...]) -> Column:
        """Return the table as a column."""
        column = Column(
            head=self.text("head", None),
            content=self.text("content", ""),
            text=self.text("text", ""),
            width=self.number_of("width", 14.0),
            decimals=self.whole("decimals", 0, 9, None),
            when=self.one_of("when", get_args(When), "always"),
        )
        if column.content and column.content not in contents:
            self.wrong("content", f"không có nội dung «{column.content}»: "
                       f"{nearest(column.content, contents)}")  # fmt: skip
        if bool(column.content) == ("text" in self.written):
            self.wrong("head", f"cột «{column.head}» phải có một trong hai: content hoặc text")
        self.finished()
        return column

    def text(self, key: str, default: str | None) -> str:
        """Return a text; without a default it must be there and say something."""
        value = self._take(key, default)
        if not isinstance(value, str) or (default is None and not clean(value)):
            self.wrong(key, f"«{key}» phải là chữ trong ngoặc kép" + _MUST * (default is None))
            return ""
        return clean(value)

    def texts(self, key: str) -> tuple[str, ...]:
        """Return a list of texts."""
        value = self._take(key, [])
        if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
            self.wrong(key, f'«{key}» phải là danh sách trong ngoặc vuông, như ["sxd-11-2025"]')
            return ()
        return tuple(clean(each) for each in value)

    def sheet(self, key: str, default: str) -> str:
        """Return a sheet's name that Excel takes."""
        name = self.text(key, default)
        if not name or len(name) > _MOST_SHEET or _BAD_SHEET & set(name):
            self.wrong(key, f"tên trang «{name}» phải có 1 đến {_MOST_SHEET} chữ, không có "
                       "[ ] : * ? / \\ '")  # fmt: skip
        return name

    def whole(self, key: str, first: int, last: int, default: Any) -> Any:  # noqa: ANN401
        """Return a whole number between two, or the default where nothing is written."""
        if key not in self.written:
            return self._take(key, default)
        value = self._take(key, default)
        if isinstance(value, bool) or not isinstance(value, int) or not first <= value <= last:
            self.wrong(key, f"«{key}» phải là số nguyên từ {first} đến {last}, không có ngoặc kép")
            return default
        return value

    def number_of(self, key: str, default: float) -> float:
        """Return a width in letters."""
        value = self._take(key, default)
        is_number = isinstance(value, int | float) and not isinstance(value, bool)
        if not is_number or not 1 <= value <= 255:
            self.wrong(key, f"«{key}» phải là số từ 1 đến 255, không có ngoặc kép")
            return default
        return float(value)

    def one_of(self, key: str, allowed: tuple[str, ...], default: Any) -> Any:  # noqa: ANN401
        """Return one of the words that may stand there."""
        value = self._take(key, default)
        if value not in allowed:
            known = ", ".join(f'"{each}"' for each in allowed)
            self.wrong(key, f"«{key}» không nhận «{value}»: ghi một trong {known}")
            return default
        return value

    def finished(self) -> None:
        """Note what is written and nobody asked for."""
        for key in self.written:
            if key not in self.asked:
                known = tuple(sorted(self.asked))
                self.wrong(key, f"không có trường «{key}» ở đây: {nearest(key, known)}")

    def wrong(self, key: str, what: str) -> None:
        """Note a fault at a field."""
        self.wrong_at((*self.place, key), what)

    def _take(self, key: str, default: object) -> Any:  # noqa: ANN401 - as TOML gives it
        self.asked.add(key)
        return self.written.get(key, default)
