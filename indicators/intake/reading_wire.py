"""What crosses from the judging process to the server: a reading as JSON, checked on arrival.

JSON for the reason `wire` gives: the process has handled hostile data.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import astuple, fields
from typing import Any, get_args

from indicators.errors import Problem, Severity
from indicators.intake.reading import Figure, Layout, Match, Question, Reading, Surety
from indicators.intake.wire import Malformed

MOST_PROBLEMS = 2_000  # told of one workbook; nobody reads more before mending these
_TEXT = (str,)
_SAID = (str, type(None))
_NUMBER = (int, float, type(None))
_FIGURE = tuple(
    _NUMBER if field.name in {"numerator", "denominator", "value"} else _TEXT
    for field in fields(Figure)
)
_encode = json.JSONEncoder(ensure_ascii=False, check_circular=False, separators=(",", ":")).encode


def pack(reading: Reading) -> bytes:
    """Return a reading as bytes, with the first of its problems where there are thousands."""
    told = reading.problems[:MOST_PROBLEMS]
    if rest := reading.problems[MOST_PROBLEMS:]:
        what = f"Tệp còn {len(rest)} lỗi hoặc cảnh báo nữa: sửa các lỗi trên rồi tải lên lại"
        told.append(Problem.error("problems-more", what))
    return _encode(
        {
            "file": reading.file,
            "sha256": reading.sha256,
            "layout": reading.layout,
            "unit": reading.unit,
            "period": reading.period,
            "rows": [astuple(each) for each in reading.rows],
            "problems": [astuple(each) for each in told],
            "matches": [[*place, *astuple(each)] for place, each in reading.matches.items()],
            "questions": [astuple(each) for each in reading.questions[:MOST_PROBLEMS]],
        }
    ).encode()


def unpack(reply: bytes) -> Reading:
    """Return the reading of a reply; Malformed when any piece has the wrong type."""
    try:
        told = json.loads(reply)
        file, sha256, unit, period = _typed(
            [told["file"], told["sha256"], told["unit"], told["period"]],
            (_TEXT, _TEXT, _SAID, _SAID),
        )
        return Reading(
            file,
            sha256,
            layout=_one_of(told["layout"], (*get_args(Layout), None)),
            unit=unit,
            period=period,
            rows=[Figure(*_typed(each, _FIGURE)) for each in told["rows"]],
            problems=[_problem(each) for each in told["problems"]],
            matches=dict(map(_match, told["matches"])),
            questions=[_question(each) for each in told["questions"]],
        )
    except (ValueError, TypeError, KeyError, RecursionError) as error:
        raise Malformed from error


def _problem(piece: list[Any]) -> Problem:
    severity, *rest = _typed(piece, (_TEXT, _TEXT, _SAID, _SAID, _TEXT))
    return Problem(_one_of(severity, get_args(Severity)), *rest)


def _match(piece: list[Any]) -> tuple[tuple[str, str], Match]:
    sheet, cell, text, surety = _typed(piece, (_TEXT, _TEXT, _TEXT, _TEXT))
    return (sheet, cell), Match(text, _one_of(surety, get_args(Surety)))


def _question(piece: list[Any]) -> Question:
    *said, near = piece
    sheet, cell, text, unit = _typed(said, (_TEXT, _TEXT, _TEXT, _SAID))
    return Question(sheet, cell, text, unit, tuple(_typed(near, (_TEXT,) * len(near))))


def _typed(pieces: list[Any], kinds: Iterable[tuple[type, ...]]) -> list[Any]:
    for piece, kind in zip(pieces, kinds, strict=True):
        if type(piece) not in kind:
            raise TypeError
    return pieces


def _one_of(piece: Any, known: tuple[Any, ...]) -> Any:  # noqa: ANN401 - one of `known`
    if piece not in known:
        raise ValueError
    return piece
