"""The list of problems of an earlier mark-up, found again, and what its row 1 keeps."""

from __future__ import annotations

import re
from collections.abc import Sequence
from contextlib import suppress

from indicators.intake.markup.fills import is_mark
from indicators.intake.markup.parts import Parts
from indicators.intake.markup.stylesheet import Keepers
from indicators.intake.reader import LIST_MARK
from indicators.intake.strings import read_shared_strings
from indicators.intake.xmlpart import Attributes, DamagedPart, feed, new_parser

_NUMBER = re.compile(r"[0-9]{1,8}")


class _RowRead(Exception):
    """The first row is over; nothing below it is of interest."""


def find_list(
    parts: Parts, sheets: Sequence[str], strings: str | None
) -> tuple[str | None, Keepers]:
    """Return the part of the list of problems, None without one, and what it keeps.

    Args:
        parts: of the workbook.
        sheets: names of its sheets' parts.
        strings: name of its shared strings, where other programs put the words of the list.
    """
    mark = LIST_MARK.encode()
    texts: list[str] = []
    if strings is not None and mark in (data := parts.read(strings)):
        texts = read_shared_strings([data]).values
    for sheet in sheets:
        data = parts.read(sheet)
        if not texts and mark not in data:
            continue
        cells = _first_row(data, texts)
        if any(text == LIST_MARK for text, _ in cells):
            return sheet, {
                text: int(s) for text, s in cells if is_mark(text) and _NUMBER.fullmatch(s)
            }
    return None, {}


def _first_row(data: bytes, strings: Sequence[str]) -> list[tuple[str, str]]:
    """Return text and format of each cell of row 1; empty when the sheet begins further down."""
    reader = _RowReader(strings)
    with suppress(_RowRead, DamagedPart):  # a hidden sheet may be damaged: it is none of ours
        feed(reader.parser, [data])
    return reader.cells


class _RowReader:
    """Handlers that read one row and stop."""

    def __init__(self, strings: Sequence[str]) -> None:
        self.cells: list[tuple[str, str]] = []
        self.parser = new_parser()
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._add
        self._strings = strings
        self._cell: Attributes = {}
        self._text: list[str] = []

    def _start(self, name: str, attributes: Attributes) -> None:
        local = name.rpartition(":")[2]
        if local == "row" and attributes.get("r", "1") != "1":
            raise _RowRead
        if local == "c":
            self._cell = attributes
            self._text.clear()

    def _add(self, text: str) -> None:
        self._text.append(text)

    def _end(self, name: str) -> None:
        local = name.rpartition(":")[2]
        if local == "row":
            raise _RowRead
        if local == "c":
            text = "".join(self._text)
            if self._cell.get("t") == "s":
                is_known = _NUMBER.fullmatch(text) and int(text) < len(self._strings)
                text = self._strings[int(text)] if is_known else ""
            self.cells.append((text, self._cell.get("s", "0")))
