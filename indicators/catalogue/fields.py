"""What each table of a plan or unit file may hold: field names, types, defaults.

Source: data/plans/README.md, which shows every field once.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from difflib import get_close_matches
from math import isfinite
from typing import Any, get_args

from indicators.catalogue import model
from indicators.text import clean

Reader = Callable[[object], Any]


class Misfit(ValueError):
    """A field's value is not what the field takes; the message follows its name."""


@dataclass(frozen=True, slots=True)
class Field:
    """One field: `read` returns its value or raises Misfit with what it must be."""

    read: Reader
    default: Any = None
    required: bool = False


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with one field of one table."""

    code: str
    message: str


def nearest(word: str, known: Mapping[str, object] | tuple[str, ...]) -> str:
    """Return a Vietnamese hint at the nearest known word, or the list of all of them."""
    close = get_close_matches(word, list(known), n=1, cutoff=0.5)
    if close:
        return f"có phải là «{close[0]}»?"
    return f"dùng được: {', '.join(known)}"


def read_table(kind: str, table: Mapping[str, object]) -> tuple[dict[str, Any], list[Fault]]:
    """Return the values of one table under their names in `model`, and everything wrong with it.

    Args:
        kind: "plan", "indicator", "target", "task", "duty", "relation", "unit" or "group".
        table: the table as TOML gives it.
    """
    fields = TABLES[kind]
    unknown = [name for name in table if name not in fields]
    faults = [
        Fault("field-unknown", f"Không có trường «{name}» trong [{kind}]: {nearest(name, fields)}")
        for name in unknown
    ]
    values: dict[str, Any] = {}
    for name, field in fields.items():
        values[_RENAMED.get(name, name)] = field.default
        if name in table:
            try:
                values[_RENAMED.get(name, name)] = field.read(table[name])
            except Misfit as error:
                faults.append(Fault("field-type", f"Trường «{name}» {error}"))
        elif field.required and not get_close_matches(name, unknown, n=1, cutoff=0.8):
            faults.append(Fault("field-missing", f"Thiếu trường «{name}» trong [{kind}]"))
    return values, faults


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise Misfit("phải là chữ, viết trong ngoặc kép")
    return clean(value)


def _name(value: object) -> str:
    if not (text := _text(value)):
        raise Misfit("không được để trống")
    return text


def _texts(value: object) -> tuple[str, ...]:
    if not isinstance(value, list):
        raise Misfit('phải là danh sách trong ngoặc vuông, như ["dl-sxd"]')
    return tuple(_name(each) for each in value)


def _number(value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise Misfit("phải là số, dấu thập phân là dấu chấm, không có ngoặc kép")
    if not isfinite(value):
        raise Misfit("phải là một số có thật, không phải nan hay inf")
    return float(value)


def _not_negative(value: object) -> float:
    if (number := _number(value)) < 0:
        raise Misfit("không được âm")
    return number


def _day(value: object) -> date:
    if not isinstance(value, date) or isinstance(value, datetime):
        raise Misfit("phải là ngày dạng 2025-12-31, không có ngoặc kép")
    return value


def _truth(value: object) -> bool:
    if not isinstance(value, bool):
        raise Misfit("phải là true hoặc false")
    return value


def _whole(first: int, last: int) -> Reader:
    def read(value: object) -> int:
        if isinstance(value, bool) or not isinstance(value, int) or not first <= value <= last:
            raise Misfit(f"phải là số nguyên từ {first} đến {last}")
        return value

    return read


def _one_of(literal: object) -> Reader:
    allowed: tuple[str, ...] = get_args(literal)

    def read(value: object) -> str:
        if value not in allowed:
            raise Misfit(f"không nhận «{value}»: {nearest(str(value), allowed)}")
        return str(value)

    return read


def _inline(value: object, fields: Mapping[str, Field], example: str) -> dict[str, Any]:
    if not isinstance(value, dict):
        raise Misfit(f"phải có dạng {example}")
    for name in value:
        if name not in fields:
            raise Misfit(f"không có «{name}»: {nearest(name, fields)}")
    missing = [name for name, field in fields.items() if field.required and name not in value]
    if missing:
        raise Misfit(f"thiếu «{missing[0]}»: viết như {example}")
    read: dict[str, Any] = {}
    for name, given in value.items():
        try:
            read[name] = fields[name].read(given)
        except Misfit as error:
            raise Misfit(f"có «{name}» {error}") from error
    return read


def _milestone(value: object) -> model.Milestone:
    return model.Milestone(**_inline(value, _MILESTONE, "{ on = 2025-12-31, value = 40 }"))


def _milestones(value: object) -> tuple[model.Milestone, ...]:
    if not isinstance(value, list):
        raise Misfit("phải là danh sách trong ngoặc vuông: [{ on = 2025-12-31, value = 40 }]")
    return tuple(_milestone(each) for each in value)


def _due(value: object) -> model.DueRule:
    return model.DueRule(**_inline(value, _DUE, "{ day = 5, month_offset = 1 }"))


def _side(value: object) -> model.Side:
    return model.Side(**_inline(value, _SIDE, '{ indicator = "SO-HOA", part = "numerator" }'))


# TOML uses the short words of a plan; the model says whose they are.
_RENAMED = {
    "from": "valid_from",
    "to": "valid_to",
    "deadline": "deadline_text",
    "assumed": "is_assumed",
    "sample": "is_sample",
}
_MILESTONE = {"on": Field(_day, required=True), "value": Field(_number, required=True)}
_DUE = {
    "day": Field(_whole(1, 31)),
    "month": Field(_whole(1, 12)),
    "month_offset": Field(_whole(-12, 12)),
    "weekday": Field(_whole(1, 7)),
    "before": Field(_truth),
}
_SIDE = {
    "indicator": Field(_name, required=True),
    "part": Field(_one_of(model.Part), required=True),
}
_NO_SIDE = model.Side("", "value")
_ASSIGNED = {"lead": Field(_texts, ()), "supporting": Field(_texts, ())}

TABLES: dict[str, dict[str, Field]] = {
    "plan": {
        "code": Field(_name, "", required=True),
        "number": Field(_text, ""),
        "title": Field(_name, "", required=True),
        "short": Field(_name, "", required=True),
        "issuer": Field(_name, "", required=True),
        "date_text": Field(_text, ""),
        "issued_on": Field(_day),
        "valid_from": Field(_day, date.min, required=True),
        "valid_to": Field(_day),
        "parent": Field(_name),
        "based_on": Field(_texts, ()),
        "source": Field(_text, ""),
    },
    "indicator": {
        "code": Field(_name, "", required=True),
        "clause": Field(_name, "", required=True),
        "name": Field(_name, "", required=True),
        "short": Field(_text, ""),
        "name_en": Field(_text, ""),
        "unit_of_measure": Field(_name, "", required=True),
        "decimals": Field(_whole(0, 6), 2),
        "formula": Field(_one_of(model.Formula), "value", required=True),
        "direction": Field(_one_of(model.Direction), "up", required=True),
        "frequency": Field(_one_of(model.Frequency), "month", required=True),
        "accumulation": Field(_one_of(model.Accumulation), "period", required=True),
        "roll_up": Field(_one_of(model.RollUp), "own", required=True),
        "numerator": Field(_text, ""),
        "denominator": Field(_text, ""),
        "applies_to": Field(_texts, (), required=True),
        **_ASSIGNED,
        "weight": Field(_number, 1.0),
        "aliases": Field(_texts, ()),
        "maximum": Field(_number),
        "evidence": Field(_one_of(model.Proof), "optional"),
    },
    "target": {
        "indicator": Field(_name, "", required=True),
        "clause": Field(_name, "", required=True),
        "text": Field(_text, ""),
        "operator": Field(_one_of(model.Operator), "=", required=True),
        "value": Field(_number, 0.0, required=True),
        "upper": Field(_number),
        "kind": Field(_one_of(model.TargetKind), "standing", required=True),
        "from": Field(_day),
        "to": Field(_day),
        "due": Field(_day),
        "units": Field(_texts, ()),
        "amber": Field(_not_negative),
        "amber_unit": Field(_one_of(model.AmberUnit), "percent"),
        "baseline": Field(_milestone),
        "milestones": Field(_milestones, ()),
    },
    "task": {
        "clause": Field(_name, "", required=True),
        "section": Field(_text, ""),
        "name": Field(_name, "", required=True),
        **_ASSIGNED,
        "lead_text": Field(_text, ""),
        "supporting_text": Field(_text, ""),
        "deadline": Field(_text, ""),
        "product": Field(_text, ""),
    },
    "duty": {
        "clause": Field(_name, "", required=True),
        "title": Field(_name, "", required=True),
        "reporters": Field(_texts, (), required=True),
        "reporters_text": Field(_text, ""),
        "recipient": Field(_name, "", required=True),
        "frequency": Field(_one_of(model.Frequency), "month", required=True),
        "due_text": Field(_text, ""),
        "due": Field(_due),
        "assumed": Field(_truth, default=False),
        "cutoff": Field(_one_of(model.Cutoff), "calendar"),
        "shift": Field(_one_of(model.Shift), "none"),
    },
    "relation": {
        "clause": Field(_name, "", required=True),
        "left": Field(_side, _NO_SIDE, required=True),
        "operator": Field(_one_of(model.Comparison), "=", required=True),
        "right": Field(_side, _NO_SIDE, required=True),
        "why": Field(_name, "", required=True),
    },
    "unit": {
        "code": Field(_name, "", required=True),
        "name": Field(_name, "", required=True),
        "short": Field(_text, ""),
        "parent": Field(_name),
        "kind": Field(_text, ""),
        "weight": Field(_number, 1.0),
        "aliases": Field(_texts, ()),
        "from": Field(_day),
        "to": Field(_day),
        "successors": Field(_texts, ()),
        "sample": Field(_truth, default=False),
    },
    "group": {
        "code": Field(_name, "", required=True),
        "name": Field(_name, "", required=True),
        "members": Field(_texts, (), required=True),
        "aliases": Field(_texts, ()),
    },
}
