"""The cross-table (bảng chéo): units down and indicators across, or turned round.

Under each indicator (or unit) stands one column of results, or its two counts with or without
the rate. The period stands in the titles or the sheet's name.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import islice

from indicators.catalogue.model import Indicator, Unit
from indicators.intake.cells import TypedCell
from indicators.intake.layout.grid import (
    Grid,
    address,
    is_figure,
    is_nothing,
    is_numbering,
    is_report,
    text_of,
)
from indicators.intake.layout.measured import measures_between
from indicators.intake.layout.roles import FIGURES, NAMING, Role, is_goal, is_total, role_of
from indicators.intake.layout.when import period_above
from indicators.intake.layout.whose import ask_unit, only_reporting, unit_codes
from indicators.intake.match import Names
from indicators.intake.reading import Match
from indicators.intake.rows import Row, SheetRows, Slots
from indicators.intake.subject import Fault, Subject, identify, match_of, question_of

_HEAD_WITHIN = 60  # non-blank rows
_SIDES = NAMING | {"unit", "unit_or_measure"}


@dataclass(slots=True)
class Cross:
    """A cross-table's head: `across` are the cells that head columns, `side` the first column.

    `parts` gives the columns of figures under each head, `is_turned` says that units stand
    across, `last` is the last header row.
    """

    side: int
    last: int
    is_turned: bool
    across: list[TypedCell]
    parts: dict[int, Slots] = field(default_factory=dict)


def find_cross(grid: Grid, names: Names) -> Cross | None:
    """Return the head of a sheet's cross-table, None when there is none in its first rows."""
    for line, cells in islice(grid.lines.items(), _HEAD_WITHIN):
        texts = {column: cell for column, cell in cells.items() if cell.kind == "text"}
        if len(texts) < 2:
            continue
        side = _side(texts, names)
        heads = [
            cell
            for column, cell in texts.items()
            if column > side and _may_head(str(cell.value), names)
        ]
        indicators = sum(_names_indicator(str(cell.value), names) for cell in heads)
        units = sum(bool(unit_codes(str(cell.value), names)) for cell in heads)
        is_headed = role_of(grid.text(line, side)) in _SIDES
        if max(indicators, units) >= (1 if is_headed else 2):
            cross = Cross(side, line, units > indicators, heads)
            _find_parts(grid, cross)
            return cross
    return None


def _side(texts: dict[int, TypedCell], names: Names) -> int:
    """Return the column of the row names: after the order numbers, at the left of the rest.

    Its own head may be blank: then the first text heads a column of figures already.
    """
    for column in sorted(texts):
        text = str(texts[column].value)
        if role_of(text) in {"order", "code"}:
            continue
        if role_of(text) is None and (_names_indicator(text, names) or unit_codes(text, names)):
            return max(column - 1, 1)
        return column
    return max(texts)


def _may_head(text: str, names: Names) -> bool:
    if _names_indicator(text, names):
        return True
    return role_of(text) is None and not is_total(text)


def _names_indicator(text: str, names: Names) -> bool:
    if not names.indicators.all_named(text) and text.upper() not in names.codes:
        return not isinstance(identify(Subject("", "", text), names, None), Fault)
    return True


def _find_parts(grid: Grid, cross: Cross) -> None:
    """Tell the columns under each head: its own, or those that a second header row splits."""
    below = grid.lines.get(cross.last + 1, {})
    roles: dict[int, Role] = {
        column: role
        for column, cell in below.items()
        if cell.kind == "text" and (role := role_of(str(cell.value))) in FIGURES
    }
    has_second = bool(roles) and cross.side not in below
    starts = [cell.column for cell in cross.across]
    for cell, after in zip(cross.across, [*starts[1:], 0], strict=True):
        width = grid.width(cell)
        end = cell.column + width
        while has_second and width == 1 and end in roles and end != after:
            end += 1
        held = {roles[c]: c for c in range(cell.column, end) if c in roles} if has_second else {}
        cross.parts[cell.column] = Slots(
            held.get("numerator"),
            held.get("denominator"),
            held.get("value") if held else cell.column,
        )
    cross.last += has_second


def read_cross(grid: Grid, cross: Cross, names: Names, out: SheetRows) -> None:
    """Read a cross-table's figures.

    Args:
        grid: the sheet.
        cross: from `find_cross`.
        names: of the catalogue.
        out: takes the rows and problems.
    """
    out.layout = "cross"
    first = min(cell.row for cell in cross.across)
    period = period_above(grid, first, (), out)
    _refuse_merges(grid, cross, out)
    _name_unread_columns(grid, cross, out)
    above = measures_between(grid, 0, first, names.measures)
    resolved: dict[int, Indicator | Unit | None] = {}
    for line, cells in _lines(grid, cross):
        if not any(is_report(cells.get(c)) for c in _columns(cross)) and not _is_named(
            text_of(cells.get(cross.side)), cross, names
        ):
            continue
        aside = _row_name(grid, line, cross, names, out)
        if aside is None:
            continue
        for head in cross.across:
            if head.column not in resolved:
                if not _has_any(grid, cross, head):
                    continue
                resolved[head.column] = _named(head, not cross.is_turned, names, out)
            found = _row(
                out.sheet, line, cells, cross.parts[head.column], aside, resolved[head.column]
            )
            if found is not None:
                heading = grid.cell(line, cross.side) if cross.is_turned else head
                named = _match(heading, found.indicator, names)
                out.add(replace(found, period=period, measures=above, match=named))


def _row(
    sheet: str,
    line: int,
    cells: dict[int, TypedCell],
    slots: Slots,
    aside: Indicator | Unit,
    above: Indicator | Unit | None,
) -> Row | None:
    """Return what one row says under one head, None when it says nothing; the period is to add."""
    indicator, unit = (aside, above) if isinstance(aside, Indicator) else (above, aside)
    if not (isinstance(indicator, Indicator) and isinstance(unit, Unit)):
        return None
    numerator, denominator, value = (
        cells.get(column or 0) for column in (slots.numerator, slots.denominator, slots.value)
    )
    if not (numerator or denominator or value):
        return None
    return Row(sheet, line, slots, indicator, unit, None, numerator, denominator, value)


def _match(heading: TypedCell | None, indicator: Indicator, names: Names) -> Match:
    return match_of(Subject("", "", text_of(heading)), indicator, names, None)


def _lines(grid: Grid, cross: Cross) -> Iterator[tuple[int, dict[int, TypedCell]]]:
    for line, cells in grid.below(cross.last):
        if not (line <= cross.last + 2 and is_numbering(cells)):
            yield line, cells


def _of(slots: Slots) -> list[int]:
    return [c for c in (slots.numerator, slots.denominator, slots.value) if c is not None]


def _columns(cross: Cross) -> list[int]:
    return [column for slots in cross.parts.values() for column in _of(slots)]


def _has_any(grid: Grid, cross: Cross, head: TypedCell) -> bool:
    """Whether anything is reported under `head`, be it nothing to count."""
    held = (
        cells.get(column)
        for _, cells in _lines(grid, cross)
        for column in _of(cross.parts[head.column])
    )
    return any(is_report(cell) or is_nothing(text_of(cell)) for cell in held)


def _is_named(text: str, cross: Cross, names: Names) -> bool:
    if not text:
        return False
    return _names_indicator(text, names) if cross.is_turned else bool(unit_codes(text, names))


def _row_name(
    grid: Grid, line: int, cross: Cross, names: Names, out: SheetRows
) -> Indicator | Unit | None:
    """Return what the row at `line` is for; None for totals, targets and rows without a name."""
    cell = grid.cell(line, cross.side)
    text = text_of(cell)
    where = address(line, cross.side)
    if cell is None or not text:
        what = "chỉ tiêu" if cross.is_turned else "đơn vị"
        code = "indicator-missing" if cross.is_turned else "unit-missing"
        out.error(code, where, f"Ô {where} trống nhưng dòng {line} có số liệu: ghi tên {what}")
        return None
    if is_total(text) or is_goal(text):
        out.warning("row-ignored", where, f"Ô {where}: dòng «{text}» không được đọc")
        return None
    return _named(cell, cross.is_turned, names, out)


def _named(
    cell: TypedCell, is_indicator: bool, names: Names, out: SheetRows
) -> Indicator | Unit | None:
    text = text_of(cell)
    if is_indicator:
        subject = Subject(cell.address, "", text)
        found = identify(subject, names, None)
        if isinstance(found, Fault):
            out.error(found.code, cell.address, found.message)
            out.ask(question_of(subject, found, out.sheet, None))
            return None
        return found
    code = only_reporting(unit_codes(text, names), names)
    if code is None:
        ask_unit(text, cell.address, names, out)
        return None
    return names.unit(code)


def _refuse_merges(grid: Grid, cross: Cross, out: SheetRows) -> None:
    columns = _columns(cross)
    rows = [
        line for line, cells in _lines(grid, cross) if any(is_figure(cells.get(c)) for c in columns)
    ]
    for top, left, bottom, right in grid.merges_in(rows, [cross.side, *columns]):
        start, end = address(top, left), address(bottom, right)
        out.error(
            "merged-cells",
            start,
            f"Ô {start} đến {end} bị trộn trong vùng số liệu: bỏ trộn ô (Unmerge), ghi đủ từng ô",
        )


def _name_unread_columns(grid: Grid, cross: Cross, out: SheetRows) -> None:
    """Refuse figures in columns without a head; known other columns (STT, notes) are left alone."""
    read = {cross.side, *_columns(cross)}
    known = {
        column
        for line in range(cross.last - 1, cross.last + 1)
        for column, cell in grid.lines.get(line, {}).items()
        if role_of(text_of(cell)) is not None or is_total(text_of(cell))
    }
    told: set[int] = set()
    for _, cells in _lines(grid, cross):
        for column, cell in cells.items():
            if column in read or column in known or column in told or not is_figure(cell):
                continue
            if column < cross.side and text_of(cell).rstrip(".").isdigit():
                continue  # order numbers without a head
            told.add(column)
            out.error(
                "column-unnamed",
                cell.address,
                f"Ô {cell.address} có số nhưng cột không ghi "
                f"{'đơn vị' if cross.is_turned else 'chỉ tiêu'} ở đầu cột: ghi tên hoặc xóa số",
            )
