"""The rows of a table that names one indicator a row, read one after another.

Nothing is skipped without a word: a row that holds figures either becomes a `Row` or an error.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from indicators.catalogue.model import Indicator, Unit
from indicators.errors import Problem
from indicators.intake.cells import TypedCell
from indicators.intake.layout.grid import Grid, address, is_figure, is_nothing, is_report
from indicators.intake.layout.headings import period_headed, unit_headed
from indicators.intake.layout.measured import measures_of
from indicators.intake.layout.roles import FIGURES, UNREAD, Role, is_total, span_of
from indicators.intake.layout.table import Table
from indicators.intake.layout.when import ask_period, period_of_cell
from indicators.intake.layout.whose import ask_unit, only_reporting, unit_codes
from indicators.intake.match import Names, clause_form
from indicators.intake.rows import Row, SheetRows, Slots
from indicators.intake.subject import (
    Fault,
    Subject,
    identify,
    is_known_as,
    match_of,
    question_of,
    stale,
)
from indicators.periods import Period

_ROMAN = re.compile(r"^([IVX]{1,5})(?:[.)\-–:/]|\s|$)")
_NUMBER = re.compile(r"^(\d{1,2})[.)]?$")
_WRITTEN_CLAUSE = re.compile(r"^[IVX]{1,5}\s*[.\-/]\s*\w{1,3}(?:\s*[.\-/]\s*\w{1,3})?[.)]?$")


@dataclass(slots=True)
class Body:
    """What reading one table's rows needs.

    `unit` and `period` hold for every row of a form; a long table has columns for them.
    """

    grid: Grid
    table: Table
    names: Names
    out: SheetRows
    unit: Unit | None = None
    period: Period | None = None
    is_template: bool = False
    section: str = ""  # the roman number of the heading above
    other_period: Problem | None = None  # a heading of another period, told once figures follow
    merged_rows: frozenset[int] = field(default_factory=frozenset)
    lost_rows: frozenset[int] = field(default_factory=frozenset)  # figures lie under a merge

    def column(self, role: Role) -> int | None:
        """Return the column that holds `role`, None without one."""
        return self.table.columns.get(role)

    def slots(self, indicator: Indicator) -> Slots:
        """Return the columns of an indicator's figures: the running total has one of its own."""
        total = self.column("cumulative")
        is_alone = FIGURES.isdisjoint(self.table.columns)
        if total is not None and (is_alone or indicator.accumulation == "ytd"):
            return Slots(value=total)
        return Slots(self.column("numerator"), self.column("denominator"), self.column("value"))


def read_body(body: Body) -> None:
    """Read every row of the table into `body.out`."""
    _refuse_merges(body)
    for line, cells in body.table.lines(body.grid):
        if line not in body.lost_rows:
            _read_line(body, line, cells, _has_figures(body, cells))
    _name_unread_columns(body)


def _figure_columns(body: Body) -> list[int]:
    read = FIGURES | {"cumulative"}
    return [column for role, column in body.table.columns.items() if role in read]


def _has_figures(body: Body, cells: dict[int, TypedCell]) -> bool:
    """Whether a row holds figures, or says in words that there were none."""
    return any(is_report(cells.get(column)) for column in _figure_columns(body))


def _has_mark(body: Body, line: int) -> bool:
    return any(is_nothing(body.grid.text(line, column)) for column in _figure_columns(body))


def _read_line(body: Body, line: int, cells: dict[int, TypedCell], has_figures: bool) -> None:
    subject = _subject(body, line, cells)
    if not has_figures:
        _note_section(body, line)
        if _note_heading(body, cells) or not (subject.name or subject.code):
            return
    if subject.name and is_total(subject.name):
        if has_figures:
            _ignore_total(body, subject)
        return
    if not (subject.name or subject.code or subject.clause or subject.hint):
        _unnamed(body, line, cells)
        return
    unit = _unit(body, line, has_figures)
    found = identify(subject, body.names, unit)
    if isinstance(found, Fault):
        if has_figures or (found.code != "indicator-unknown" and _has_mark(body, line)):
            body.out.error(found.code, subject.cell, found.message)
            body.out.ask(question_of(subject, found, body.out.sheet, unit))
        return
    if body.is_template and not is_known_as(subject, found):
        body.out.error("template-stale", subject.cell, stale(subject, found).message)
        return
    period = _period(body, line, has_figures)
    slots = body.slots(found)
    first = slots.value or slots.numerator
    body.out.add(
        Row(
            body.out.sheet,
            line,
            slots,
            found,
            unit,
            period,
            cells.get(slots.numerator or 0),
            cells.get(slots.denominator or 0),
            cells.get(slots.value or 0),
            body.grid.text(line, body.column("note")),
            body.is_template,
            (
                *measures_of(body.grid, body.table, line, slots.value, body.names.measures),
                *body.table.measures,
            ),
            span_of(body.table.heads.get(first or 0, "")),
            match_of(subject, found, body.names, unit),
        )
    )


def _subject(body: Body, line: int, cells: dict[int, TypedCell]) -> Subject:
    grid = body.grid
    code, name = grid.text(line, body.column("code")), grid.text(line, body.column("indicator"))
    order = grid.text(line, body.column("order"))
    written = grid.text(line, body.column("clause"))
    hint = ""
    if _WRITTEN_CLAUSE.match(order):
        hint = clause_form(order)
    elif body.section and (number := _NUMBER.match(order)):
        hint = f"{body.section}.{number[1]}"
    column = body.column("indicator") or body.column("code") or body.column("clause")
    clause = clause_form(written) if _WRITTEN_CLAUSE.match(written) else ""
    return Subject(address(line, column or min(cells)), code, name, clause, hint)


def _note_section(body: Body, line: int) -> None:
    for role in ("order", "clause", "indicator"):
        if found := _ROMAN.match(body.grid.text(line, body.column(role))):
            body.section = found[1]
            return


def _note_heading(body: Body, cells: dict[int, TypedCell]) -> bool:
    """Take a row without figures that names a unit or period alone as said of the rows below."""
    if body.is_template:
        return False
    if body.column("unit") is None and (headed := unit_headed(cells, body.names, body.unit)):
        body.unit = headed[0]
        return True
    if body.column("period") is None and body.period is not None:
        dated = period_headed(cells, body.period)
        if dated is not None:
            body.other_period = _of_other_period(body, *dated)
            return True
    return False


def _of_other_period(body: Body, period: Period, cell: TypedCell) -> Problem | None:
    if period == body.period or body.period is None:
        return None
    return Problem.error(
        "period-conflict",
        f"Ô {cell.address}: mục này ghi {period.label} nhưng trang báo cáo {body.period.label}: "
        "chuyển số liệu của kỳ kia sang tệp hoặc trang riêng",
        sheet=body.out.sheet,
        cell=cell.address,
    )


def _ignore_total(body: Body, subject: Subject) -> None:
    body.out.warning(
        "row-ignored",
        subject.cell,
        f"Ô {subject.cell}: dòng cộng «{subject.name}» không được đọc, hệ thống tự cộng",
    )


def _unnamed(body: Body, line: int, cells: dict[int, TypedCell]) -> None:
    if line in body.merged_rows:  # the merge is the fault, and is told
        return
    first = next(
        (cell for column in _figure_columns(body) if is_figure(cell := cells.get(column))), None
    )
    if first is not None:
        body.out.error(
            "indicator-missing",
            first.address,
            f"Ô {first.address} có số liệu nhưng dòng {line} không ghi chỉ tiêu: "
            "ghi tên hoặc mã chỉ tiêu vào dòng này, hoặc xóa số liệu",
        )


def _unit(body: Body, line: int, has_figures: bool) -> Unit | None:
    column = body.column("unit")
    if column is None:
        return body.unit
    text, cell = body.grid.text(line, column), address(line, column)
    code = only_reporting(unit_codes(text, body.names), body.names) if text else None
    if code is not None:
        return body.names.unit(code)
    if has_figures and text:
        ask_unit(text, cell, body.names, body.out)
    elif has_figures and line not in body.merged_rows:
        body.out.error(
            "unit-missing", cell, f"Ô {cell} trống: ghi tên đơn vị vào từng dòng có số liệu"
        )
    return None


def _period(body: Body, line: int, has_figures: bool) -> Period | None:
    column = body.column("period")
    if column is None and body.other_period is not None:
        if has_figures and body.other_period not in body.out.problems:
            body.out.problems.append(body.other_period)
        return None
    if column is None:
        return body.period
    held, cell = body.grid.cell(line, column), address(line, column)
    period = _period_beside_year(body, line) or (period_of_cell(held) if held else None)
    if period is None and has_figures and held is not None:
        ask_period(body.grid.text(line, column) or str(held.value), cell, body.out)
    elif period is None and has_figures and line not in body.merged_rows:
        body.out.error(
            "period-missing", cell, f"Ô {cell} trống: ghi kỳ báo cáo vào từng dòng có số liệu"
        )
    return period


def _period_beside_year(body: Body, line: int) -> Period | None:
    """Return the period of a table with a column for the month or quarter and one for the year."""
    year = body.grid.text(line, body.column("year"))
    column = body.column("period")
    if not year or column is None:
        return None
    head = "quý" if "qu" in body.table.heads.get(column, "").lower() else "tháng"
    text = body.grid.text(line, column)
    try:
        return Period.parse(text if text.lower().startswith(head) else f"{head} {text} {year}")
    except ValueError:
        return None


def _refuse_merges(body: Body) -> None:
    """Refuse merges that touch what is read in rows that hold figures or a name with them."""
    if not body.grid.sheet.merges:
        return
    places = [column for role, column in body.table.columns.items() if role not in UNREAD]
    rows = [line for line, cells in body.table.lines(body.grid) if _has_figures(body, cells)]
    merges = body.grid.merges_in(rows, places)
    for first_row, first_column, last_row, last_column in merges:
        start, end = address(first_row, first_column), address(last_row, last_column)
        body.out.error(
            "merged-cells",
            start,
            f"Ô {start} đến {end} bị trộn trong vùng số liệu: bỏ trộn ô (Unmerge), ghi đủ từng ô",
        )
    body.merged_rows = _rows_of(merges)
    body.lost_rows = _rows_of(
        [merge for merge in merges if any(merge[1] <= c <= merge[3] for c in _figure_columns(body))]
    )


def _rows_of(merges: list[tuple[int, int, int, int]]) -> frozenset[int]:
    return frozenset(row for merge in merges for row in range(merge[0], merge[2] + 1))


def _name_unread_columns(body: Body) -> None:
    """Warn of columns with figures whose head says nothing we know, and refuse doubtful ones."""
    table = body.table
    for role, columns in table.doubtful.items():
        if role in FIGURES or role in {"indicator", "unit", "period", "code"}:
            cells = " và ".join(address(table.last, column) for column in columns)
            body.out.error(
                "header-ambiguous",
                address(table.last, columns[1]),
                f"Ô {cells}: hai cột cùng một nghĩa, chưa rõ đọc cột nào: "
                "chỉ giữ một cột hoặc đổi tên cột kia thành «Kỳ trước», «Ghi chú»",
            )
    figures: dict[int, int] = {}
    for _, line in table.lines(body.grid):
        for column, cell in line.items():
            if column not in table.roles and column in table.heads and is_figure(cell):
                figures[column] = figures.get(column, 0) + 1
    total = body.column("cumulative")
    if total is not None and not any(row.slots.value == total for row in body.out.rows):
        figures[total] = 1
    for column in figures:
        where = address(table.last, column)
        body.out.warning(
            "column-ignored",
            where,
            f"Ô {where}: cột «{table.heads[column]}» có số nhưng không được đọc",
        )
