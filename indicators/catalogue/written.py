"""The catalogue's files as they are written: values with their places, groups not expanded.

`load` makes a `Catalogue` of it, `check` looks for what does not hold together. What cannot be
read is kept as problems, so that one run tells everything that is wrong.
"""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any, Generic, TypeVar

from indicators.catalogue.fields import nearest, read_table
from indicators.catalogue.model import (
    Duty,
    Indicator,
    Plan,
    Relation,
    Target,
    Task,
    Unit,
    UnitGroup,
)
from indicators.errors import Problem

T_co = TypeVar("T_co", covariant=True)

# "[plan]" once in a file; the others are lists of tables, "[[indicator]]".
_KINDS = {
    "plans": ("plan", "indicator", "target", "task", "duty", "relation"),
    "units": ("unit", "group"),
}
_AT = re.compile(r"line (\d+), column (\d+)")


@dataclass(frozen=True, slots=True)
class Placed(Generic[T_co]):
    """A value and where it is written: file ("plans/sxd-11-2025.toml") and clause or code."""

    value: T_co
    file: str
    clause: str | None

    def error(self, code: str, message: str) -> Problem:
        """Return an error at this place."""
        return Problem.error(code, message, sheet=self.file, cell=self.clause)

    def warning(self, code: str, message: str) -> Problem:
        """Return a warning at this place."""
        return Problem.warning(code, message, sheet=self.file, cell=self.clause)

    @property
    def place(self) -> str:
        """The place in words, for a message about another one."""
        return f"{self.file}, {self.clause}" if self.clause else self.file


@dataclass(slots=True)
class Written:
    """Everything read from a folder, in the order of its files.

    `broken` holds the codes of tables that could not be read, `broken_targets` the indicators
    of such targets: that they are missed elsewhere is not a second fault.
    """

    plans: list[Placed[Plan]] = field(default_factory=list)
    units: list[Placed[Unit]] = field(default_factory=list)
    groups: list[Placed[UnitGroup]] = field(default_factory=list)
    indicators: list[Placed[Indicator]] = field(default_factory=list)
    targets: list[Placed[Target]] = field(default_factory=list)
    tasks: list[Placed[Task]] = field(default_factory=list)
    duties: list[Placed[Duty]] = field(default_factory=list)
    relations: list[Placed[Relation]] = field(default_factory=list)
    broken: set[str] = field(default_factory=set)
    broken_targets: set[str] = field(default_factory=set)
    problems: list[Problem] = field(default_factory=list)
    sha256: str = ""


def read_folder(folder: Path) -> Written:
    """Return what `folder`/plans and `folder`/units hold, and what of it cannot be read."""
    written = Written()
    digest = sha256()
    for room, kinds in _KINDS.items():
        if not (folder / room).is_dir():
            written.problems.append(
                Problem.error("folder-missing", f"Không có thư mục {folder / room}", sheet=room)
            )
        for path in sorted((folder / room).glob("*.toml")):
            # A checkout on Windows may end lines otherwise: the same text is the same version.
            content = path.read_bytes().replace(b"\r\n", b"\n")
            digest.update(f"{room}/{path.name}\0{len(content)}\0".encode() + content)
            _read_file(written, f"{room}/{path.name}", content, kinds)
    written.sha256 = digest.hexdigest()
    return written


def _read_file(written: Written, file: str, content: bytes, kinds: tuple[str, ...]) -> None:
    try:
        tables = tomllib.loads(content.decode("utf-8"))
    except UnicodeDecodeError:
        message = "Tệp không phải UTF-8: lưu lại với bảng mã UTF-8"
        written.problems.append(Problem.error("toml-unreadable", message, sheet=file))
        return
    except tomllib.TOMLDecodeError as error:
        written.problems.append(Problem.error("toml-unreadable", _toml_message(error), sheet=file))
        return
    rows = list(_rows(written, file, tables, kinds))
    if "plan" not in kinds:
        for kind, place, values in rows:
            _add_unit_or_group(written, kind, place, values)
    elif plan := _add_plan(written, file, tables, rows):
        for kind, place, values in rows:
            _add_of_plan(written, kind, place, {**values, "plan": plan.code}, plan.valid_from)


def _toml_message(error: tomllib.TOMLDecodeError) -> str:
    at = _AT.search(str(error))
    where = f"dòng {at[1]}, cột {at[2]}" if at else "cuối tệp"
    return f"Không đọc được TOML ở {where}: xem lại ngoặc kép, ngoặc vuông và dấu ="


def _rows(
    written: Written, file: str, tables: Mapping[str, object], kinds: tuple[str, ...]
) -> Iterator[tuple[str, Placed[None], dict[str, Any]]]:
    """Yield kind, place and values of each table that can be read; note the others' faults."""
    for kind, content in tables.items():
        whole = Placed(None, file, None)
        if kind not in kinds:
            message = f"Không có bảng «{kind}» trong tệp loại này: {nearest(kind, kinds)}"
            written.problems.append(whole.error("table-unknown", message))
            continue
        listed = [content] if kind == "plan" else content
        heading = "[plan]" if kind == "plan" else f"[[{kind}]]"
        if not isinstance(listed, list) or not all(isinstance(row, dict) for row in listed):
            message = f"«{kind}» phải viết là {heading}"
            written.problems.append(whole.error("table-unknown", message))
            continue
        for number, row in enumerate(listed, start=1):
            values, faults = read_table(kind, row)
            place = Placed(None, file, _clause_of(kind, row, number))
            written.problems.extend(place.error(fault.code, fault.message) for fault in faults)
            if not faults:
                yield kind, place, values
            elif isinstance(code := row.get("code"), str):
                written.broken.add(code)
            elif isinstance(indicator := row.get("indicator"), str):
                written.broken_targets.add(indicator)


def _clause_of(kind: str, row: Mapping[str, object], number: int) -> str | None:
    if kind == "plan":
        return "[plan]"
    key = row.get("clause", row.get("code"))
    return key if isinstance(key, str) and key else f"[[{kind}]] thứ {number}"


def _add_plan(
    written: Written,
    file: str,
    tables: Mapping[str, object],
    rows: list[tuple[str, Placed[None], dict[str, Any]]],
) -> Plan | None:
    """Return the file's plan; an unreadable one still gives the rest of the file its code."""
    for kind, place, values in rows:
        if kind == "plan":
            plan = Plan(**values, file=file)
            written.plans.append(Placed(plan, place.file, place.clause))
            return plan
    if "plan" not in tables:
        message = "Tệp kế hoạch phải có bảng [plan] với code, title, short, issuer, valid_from"
        written.problems.append(Problem.error("field-missing", message, sheet=file))
    given = tables.get("plan")
    code = given.get("code") if isinstance(given, dict) else None
    stand_in = {"code": code if isinstance(code, str) else Path(file).stem}
    written.broken.add(stand_in["code"])
    values, _ = read_table("plan", stand_in)
    return Plan(**values, file=file)


def _add_unit_or_group(
    written: Written, kind: str, place: Placed[None], values: dict[str, Any]
) -> None:
    if kind == "unit":
        unit = Unit(**values | {"short": values["short"] or values["name"]})
        written.units.append(Placed(unit, place.file, place.clause))
    else:
        written.groups.append(Placed(UnitGroup(**values), place.file, place.clause))


def _add_of_plan(
    written: Written, kind: str, place: Placed[None], values: dict[str, Any], since: date
) -> None:
    at = f"{values['plan']}/{values.get('clause')}"
    file, clause = place.file, place.clause
    if kind == "indicator":
        values["short"] = values["short"] or values["name"]
        values["lead"] = values["lead"] or values["applies_to"]
        written.indicators.append(Placed(Indicator(**values), file, clause))
    elif kind == "target":
        values["valid_from"] = values["valid_from"] or since
        code = _numbered(f"{at}/{values['indicator']}", written.targets)
        written.targets.append(Placed(Target(code=code, **values), file, clause))
    elif kind == "task":
        written.tasks.append(Placed(Task(code=at, **values), file, clause))
    elif kind == "duty":
        code = f"{at}/{values['frequency']}"
        written.duties.append(Placed(Duty(code=code, **values), file, clause))
    elif kind == "relation":
        written.relations.append(Placed(Relation(**values), file, clause))


def _numbered(code: str, targets: list[Placed[Target]]) -> str:
    """Return `code`, with "/2", "/3" … where a clause sets several targets for one indicator."""
    same = Counter(
        f"{each.value.plan}/{each.value.clause}/{each.value.indicator}" for each in targets
    )[code]
    return f"{code}/{same + 1}" if same else code
