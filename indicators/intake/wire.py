"""What crosses from the parsing child to the server: JSON of plain columns, checked on arrival.

JSON, because the child has handled hostile data: pickle would run what it sends, and marshal's
own documentation warns of malformed input, while JSON yields only texts, numbers and lists.
Texts are sent once and referred to by number; a long table repeats few of them many times.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import astuple
from datetime import date
from typing import Any

from indicators.errors import Problem
from indicators.intake.cells import Book, CellKind, Sheet, TypedCell
from indicators.intake.reader import RawBook, RawSheet

_KINDS: dict[str, CellKind] = {
    "n": "number",
    "t": "text",
    "d": "date",
    "b": "bool",
    "e": "error",
    "u": "uncalculated",
}
_VALUE_TYPES: dict[str, tuple[type, ...]] = {
    "n": (int, float),
    "t": (int,),
    "d": (int,),
    "b": (bool,),
    "e": (str,),
    "u": (type(None),),
}
_encode = json.JSONEncoder(ensure_ascii=False, check_circular=False, separators=(",", ":")).encode


class Malformed(Exception):
    """The child sent what no honest child sends."""


def pack(book: RawBook | None, problems: Iterable[Problem]) -> bytes:
    """Return the reply for one file."""
    reply: dict[str, Any] = {"problems": [astuple(problem) for problem in problems], "book": None}
    if book is not None:
        reply["book"] = {
            "properties": book.properties,
            "texts": list(book.tables.pool),
            "formats": book.tables.styles.formats,
            "sheets": [_packed(sheet) for sheet in book.sheets],
        }
    return _encode(reply).encode()


def unpack(reply: bytes, name: str, sha256: str) -> tuple[Book | None, list[Problem]]:
    """Return the book and problems of a reply; Malformed when any piece has the wrong type."""
    try:
        parsed = json.loads(reply)
        problems = [_problem(*piece) for piece in parsed["problems"]]
        book = parsed["book"]
        if book is None:
            return None, problems
        texts, formats = _texts(book["texts"]), [*_texts(book["formats"]), "General"]
        sheets = tuple(_sheet(sheet, texts, formats) for sheet in book["sheets"])
        names, values = _texts(book["properties"]), _texts(book["properties"].values())
        return Book(name, sha256, sheets, dict(zip(names, values, strict=True))), problems
    except (
        ValueError,
        TypeError,
        KeyError,
        IndexError,
        AttributeError,
        OverflowError,
        RecursionError,
    ) as error:
        raise Malformed from error


def _packed(sheet: RawSheet) -> dict[str, Any]:
    scan = sheet.scan
    return {
        "name": sheet.entry.name,
        "is_hidden": sheet.entry.is_hidden,
        "merges": scan.merges,
        "hidden": [sorted(scan.hidden_rows), sorted(scan.hidden_columns)],
        "rows": scan.rows,
        "columns": scan.columns,
        "kinds": "".join(scan.kinds),
        "values": scan.values,
        "styles": scan.styles,
    }


def _sheet(packed: dict[str, Any], texts: list[str], formats: list[str]) -> Sheet:
    rows, columns = _numbers(packed["rows"]), _numbers(packed["columns"])
    letters, values = packed["kinds"], packed["values"]
    _check_types(letters, values)
    kinds = [_KINDS[letter] for letter in letters]
    if {"t", "d"} & set(letters):
        values = [
            texts[value] if k == "t" else date.fromordinal(value) if k == "d" else value
            for k, value in zip(letters, values, strict=True)
        ]
    styles = [formats[style] for style in _numbers(packed["styles"])]
    cells = map(TypedCell, rows, columns, kinds, values, styles)
    merges = tuple((a, b, c, d) for a, b, c, d in map(_numbers, packed["merges"]))
    name, is_hidden = packed["name"], packed["is_hidden"]
    if type(name) is not str or type(is_hidden) is not bool:
        raise TypeError
    hidden_rows, hidden_columns = map(frozenset, map(_numbers, packed["hidden"]))
    placed = dict(zip(zip(rows, columns, strict=True), cells, strict=True))
    return Sheet(name, is_hidden, placed, merges, hidden_rows, hidden_columns)


def _check_types(letters: str, values: list[Any]) -> None:
    for letter, kind in set(zip(letters, map(type, values), strict=True)):
        if kind not in _VALUE_TYPES[letter]:
            raise TypeError


def _numbers(values: list[Any]) -> list[int]:
    if set(map(type, values)) - {int}:
        raise TypeError
    return values


def _texts(values: Iterable[Any]) -> list[str]:
    found = list(values)
    if set(map(type, found)) - {str}:
        raise TypeError
    return found


def _problem(
    severity: str, code: str, sheet: str | None, cell: str | None, message: str
) -> Problem:
    if severity not in ("error", "warning"):
        raise ValueError
    _texts([code, message, sheet or "", cell or ""])
    return Problem("error" if severity == "error" else "warning", code, sheet, cell, message)
