"""People from a workbook (nhập người dùng từ Excel): a preview of all, then all of it at once.

One row is one person's role in one unit; a person with several has several rows. The first sheet
with the headings is read, in the same limited process that reads what units send. Everything wrong
is told with its cell, and nothing is done while anything is.

Source: issue 3, "People page"; SECURITY.md, "Workbook intake".
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from indicators.access import people
from indicators.access.names import account_of
from indicators.access.needs import needs
from indicators.access.office import Office
from indicators.access.person import Person, refuse_sample, seen
from indicators.access.principal import Grant, Principal, Role
from indicators.access.session import Session
from indicators.catalogue.model import Catalogue
from indicators.errors import InputRejected, Problem
from indicators.intake.cells import Book, Sheet, column_letters
from indicators.intake.pool import read_books
from indicators.text import clean, fold

Doing = Literal["new", "changed", "same"]
Column = Literal["account", "name", "email", "role", "unit"]

HEADINGS: dict[Column, str] = {
    "account": "Tài khoản",
    "name": "Họ và tên",
    "email": "Thư điện tử",
    "role": "Vai trò",
    "unit": "Đơn vị",
}
ROLE_NAMES: dict[Role, str] = {
    "leader": "Lãnh đạo",
    "reporter": "Cán bộ đầu mối",
    "office": "Văn phòng",
    "admin": "Quản trị",
}
_ALSO: dict[str, Column] = {"ten": "name", "ho ten": "name", "email": "email", "e mail": "email"}
_NEEDED: tuple[Column, ...] = ("account", "name", "role", "unit")
_HEAD_ROWS = 20  # titles may stand above the headings
_MOST = 2_000


@dataclass(slots=True)
class Wanted:
    """One person as the workbook wants them; `line` is their first row."""

    account: str
    name: str
    email: str | None
    line: int
    grants: set[Grant] = field(default_factory=set)
    doing: Doing = "new"


@dataclass(frozen=True, slots=True)
class PeopleFile:
    """What a workbook of people says, and everything wrong with it."""

    file: str
    people: tuple[Wanted, ...]
    problems: tuple[Problem, ...]

    @property
    def ok(self) -> bool:
        """Whether it may be applied."""
        return bool(self.people) and not any(each.is_error for each in self.problems)


@needs("people")
def read_people(
    workspace: Office, who: Principal, path: Path, *, name: str | None = None
) -> PeopleFile:
    """Read a workbook of people and say what applying it would do; writes nothing.

    Args:
        workspace: the open office.
        who: whose branch the units must be in.
        path: the file on disk.
        name: what people called it.
    """
    called = name or path.name
    _, book, problems = next(read_books([path], [called]))
    if book is None:
        return PeopleFile(called, (), tuple(problems))
    found, faults = _read_book(book, _units(workspace.catalogue, {*who.roots("people")}))
    known = {each.account: each for each in seen(workspace.store, workspace, who)}
    for sheet, each in found:
        faults += _judged(workspace, who, each, known.get(each.account), sheet=sheet)
    if not found and not faults:
        faults.append(Problem.error("no-people", f"Tệp «{called}» không có dòng người dùng nào."))
    return PeopleFile(called, tuple(each for _, each in found), (*problems, *faults))


@needs("people")
def apply_people(workspace: Office, who: Principal, file: PeopleFile) -> dict[str, str]:
    """Invite and change everyone a workbook names, all in one write.

    Returns:
        The token of each new person's link, by account.

    Raises:
        Forbidden: `who` is one of the invented people.
        InputRejected: the workbook has errors, or someone else changed what it was read against.
        Conflict: no admin would be left.
    """
    refuse_sample(workspace, who, "people.import")
    if not file.ok:
        raise InputRejected([each for each in file.problems if each.is_error])
    tokens: dict[str, str] = {}
    gone: dict[str, Session] = {}
    with workspace.store.write("people", changes_board=False) as write:
        for each in file.people:
            grants = frozenset(each.grants)
            if each.doing == "new":
                tokens[each.account] = people.add(
                    workspace,
                    write,
                    who,
                    account=each.account,
                    name=each.name,
                    email=each.email,
                    grants=grants,
                )
            else:
                gone |= people.replace(
                    workspace,
                    write,
                    who,
                    each.account,
                    name=each.name,
                    email=each.email,
                    grants=grants,
                )
    workspace.sessions.forget(gone)
    return tokens


def _judged(
    workspace: Office, who: Principal, wanted: Wanted, known: Person | None, *, sheet: Sheet
) -> list[Problem]:
    """Note what is to be done with a person, and return what is wrong with them."""
    grants = frozenset(wanted.grants)
    if known is not None:
        wanted.email = wanted.email or known.email
        is_same = (wanted.name, wanted.email) == (known.name, known.email)
        wanted.doing = "same" if is_same and grants == set(known.grants) else "changed"
    faults = people.faults_in(
        workspace.store,
        who,
        account=wanted.account if known is None else None,
        name=wanted.name,
        email=wanted.email,
        grants=grants,
    )
    where = f"dòng {wanted.line}"
    return [
        Problem.error(each.code, f"{where}: {each.message}", sheet=sheet.name)
        for each in faults
        if wanted.grants or each.code != "grants"  # a row whose role cannot be read tells that
    ]


def _read_book(
    book: Book, units: dict[str, list[str]]
) -> tuple[list[tuple[Sheet, Wanted]], list[Problem]]:
    for sheet in book.sheets:
        head = None if sheet.is_hidden else _head(sheet)
        if head is not None:
            found, problems = _read_sheet(sheet, *head, units)
            return [(sheet, each) for each in found], problems
    wanted = ", ".join(f"«{HEADINGS[each]}»" for each in _NEEDED)
    told = f"Không thấy hàng tiêu đề: cần các cột {wanted} (và «{HEADINGS['email']}» nếu có)."
    return [], [Problem.error("no-heading", told)]


def _head(sheet: Sheet) -> tuple[int, dict[Column, int]] | None:
    """Return the row of the headings and the column of each."""
    asked = {fold(text): column for column, text in HEADINGS.items()} | _ALSO
    for row in range(1, min(sheet.last_row, _HEAD_ROWS) + 1):
        columns: dict[Column, int] = {}
        for (line, place), cell in sheet.cells.items():
            if line == row and (column := asked.get(fold(str(cell.value)))):
                columns.setdefault(column, place)
        if set(_NEEDED) <= columns.keys():
            return row, columns
    return None


def _read_sheet(
    sheet: Sheet, head: int, columns: dict[Column, int], units: dict[str, list[str]]
) -> tuple[list[Wanted], list[Problem]]:
    found: dict[str, Wanted] = {}
    problems: list[Problem] = []
    for line in range(head + 1, sheet.last_row + 1):
        texts = {column: _text(sheet, line, place) for column, place in columns.items()}
        if not any(texts.values()):
            continue
        if len(found) >= _MOST:
            problems.append(Problem.error("too-many", f"Nhiều hơn {_MOST} người trong một tệp."))
            break
        problems += _read_line(sheet, line, columns, texts, units, found)
    return list(found.values()), problems


def _read_line(
    sheet: Sheet,
    line: int,
    columns: dict[Column, int],
    texts: dict[Column, str],
    units: dict[str, list[str]],
    found: dict[str, Wanted],
) -> Iterator[Problem]:
    def wrong(column: Column, message: str) -> Problem:
        cell = f"{column_letters(columns[column])}{line}"
        return Problem.error(column, f"Ô {cell}: {message}", sheet=sheet.name, cell=cell)

    account = account_of(texts["account"])
    if not account:
        yield wrong("account", "chưa có tài khoản.")
        return
    name, email = texts["name"], texts.get("email") or None
    wanted = found.setdefault(account, Wanted(account, name, email, line))
    if name and name != wanted.name:
        yield wrong("name", f"tên khác với dòng {wanted.line} của cùng tài khoản {account}.")
    if email and email != wanted.email:
        yield wrong("email", f"thư khác với dòng {wanted.line} của cùng tài khoản {account}.")
    role, unit = _role(texts["role"]), units.get(fold(texts["unit"]), [])
    if role is None:
        known = ", ".join(ROLE_NAMES.values())
        yield wrong("role", f"«{texts['role']}» không phải vai trò; viết một trong: {known}.")
    if len(unit) != 1:
        told = "không có đơn vị" if not unit else "nhiều đơn vị cùng tên, dùng mã thay cho"
        yield wrong("unit", f"{told} «{texts['unit']}».")
    if role is not None and len(unit) == 1:
        wanted.grants.add(Grant(role, unit[0]))


def _text(sheet: Sheet, line: int, column: int) -> str:
    cell = sheet.cells.get((line, column))
    return clean(str(cell.value)) if cell is not None and cell.value is not None else ""


def _role(text: str) -> Role | None:
    asked = fold(text)
    found = [role for role, name in ROLE_NAMES.items() if asked in {fold(name), role}]
    return found[0] if found else None


def _units(catalogue: Catalogue, roots: set[str]) -> dict[str, list[str]]:
    """Return the units below `roots` that each spelling may mean; no others are told of."""
    found: dict[str, list[str]] = {}
    for unit in catalogue.units.values():
        if roots.isdisjoint({unit.code, *catalogue.ancestors(unit.code)}):
            continue
        for text in {fold(each) for each in (unit.code, unit.name, unit.short, *unit.aliases)}:
            found.setdefault(text, []).append(unit.code)
    return found
