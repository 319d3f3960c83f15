"""From a row's cells to numbers in the indicator's own unit, or problems that ask.

Nothing is guessed: 0,985 beside a percentage may be 0,985 % or 98,5 %, "1.234" one or one
thousand. Source: SECURITY.md, "Workbook intake".
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from indicators.catalogue.model import Indicator
from indicators.intake.amount import (
    Amount,
    is_percent_format,
    shown_decimals,
    shows_number,
    tolerance,
)
from indicators.intake.cells import TypedCell
from indicators.intake.layout.grid import is_nothing, text_of
from indicators.intake.measures import differs
from indicators.intake.rows import Entry, Row
from indicators.numbers import MOST_ABSOLUTE, ParsedNumber, format_number, parse_number
from indicators.text import fold

_WRITTEN_DECIMALS = re.compile(r"[.,](\d+)\s*[%‰]?\s*$")
_REASONS = {
    "underscore": "có dấu gạch dưới",
    "not-finite": "không phải là số hữu hạn",
    "foreign-digits": "không dùng chữ số 0-9",
    "grouping": "dấu ngăn hàng nghìn đặt sai",
    "too-many-digits": "có quá 15 chữ số",
    "too-large": "số quá lớn",
}
_YES = frozenset(map(fold, ("Có", "x", "1", "Rồi", "Đã có")))
_NO = frozenset(map(fold, ("Không", "0", "Chưa", "Chưa có")))
Tell = Callable[[str, str, str], None]  # code, cell, message


def entry_of(row: Row, tell: Tell) -> Entry | None:
    """Return `row` in numbers, None when a cell cannot be read; `tell` is told every reason.

    Args:
        row: of any layout, not blank.
        tell: called with code, cell and message of each fault.
    """
    idle = row.has_idle_formula
    value = None if idle else row.value
    cells = (row.numerator, row.denominator, value)
    if _is_nothing(cells):
        return Entry(row, is_nothing=True)
    told: list[str] = []

    def note(code: str, cell: str, message: str) -> None:
        told.append(code)
        tell(code, cell, message)

    numerator, denominator = (_count(cell, note) for cell in cells[:2])
    stated = _stated(value, row.indicator, note)
    if stated is not None and not (numerator and denominator):
        _ask_measure(row, stated, note)
    _ask_span(row, note)
    if told:
        return None
    decided = _decided(stated, row.indicator, numerator, denominator)
    entry = Entry(row, numerator, denominator, decided)
    return replace(entry, is_nothing=True) if _counts_nothing(entry) else entry


def _ask_measure(row: Row, stated: Amount, tell: Tell) -> None:
    """Tell of a measure on the sheet that is surely not the indicator's."""
    measure = row.indicator.unit_of_measure
    for said in row.measures:
        if row.indicator.formula != "yes_no" and differs(said, measure):
            tell(
                "measure-differs",
                said.cell,
                f"Ô {said.cell} ghi đơn vị tính «{said.text}», nhưng «{row.indicator.name}» tính "
                f"bằng «{measure}»: đổi {stated.shown} ở ô {stated.cell} sang {measure}, sửa đơn "
                "vị tính cho khớp",
            )
            return


def _ask_span(row: Row, tell: Tell) -> None:
    """Tell where a running total stands for one period's figure, or the other way round."""
    kind = row.indicator.accumulation
    if row.indicator.frequency == "year":
        return
    if row.span == "year so far" and kind == "period":
        wanted, held = "số liệu riêng của kỳ", "cột này là lũy kế"
    elif row.span == "period" and kind == "ytd":
        wanted, held = "số lũy kế từ đầu năm", "cột này chỉ tính trong kỳ"
    else:
        return
    tell(
        "accumulation-differs",
        row.cell,
        f"Ô {row.cell}: «{row.indicator.name}» lấy {wanted}, nhưng tiêu đề ghi {held}: "
        "ghi đúng số liệu và đổi tiêu đề cột",
    )


def _counts_nothing(entry: Entry) -> bool:
    return entry.is_counted and not any(
        amount.number for amount in (entry.numerator, entry.denominator) if amount is not None
    )


def _is_nothing(cells: tuple[TypedCell | None, ...]) -> bool:
    """Whether every cell that is filled says "không phát sinh", or the counts do beside a 0."""
    numerator, denominator, value = cells
    given = [cell for cell in cells if cell is not None]
    if all(cell.kind != "text" for cell in given):
        return False
    marked = [cell for cell in given if is_nothing(text_of(cell))]
    if not marked:
        return False
    rest = [cell for cell in given if cell not in marked]
    counts_are_marked = numerator in marked and denominator in marked
    is_zero = all(cell.kind == "number" and cell.value == 0 for cell in rest)
    if value in marked or counts_are_marked:
        return is_zero
    # One count is marked: only a 0 in the other makes it 0 of 0.
    other = denominator if numerator in marked else numerator
    return other is not None and is_zero


def _count(cell: TypedCell | None, tell: Tell) -> Amount | None:
    """Return one of the two counts; blank is None."""
    if cell is None or not _is_readable(cell, tell):
        return None
    if cell.kind == "number" and isinstance(cell.value, (int, float)):
        if is_percent_format(cell.number_format):
            tell(
                "count-is-percent",
                cell.address,
                f"Ô {cell.address} là tỷ lệ %, nhưng tử số và mẫu số là số đếm: ghi số đếm, "
                "tỷ lệ ghi ở cột Kết quả",
            )
            return None
        return Amount(float(cell.value), cell)
    if is_nothing(str(cell.value)):
        tell(
            "count-unclear",
            cell.address,
            f"Ô {cell.address} ghi «{cell.value}»: ghi 0 nếu không có hồ sơ nào đạt, hoặc ghi "
            "«không phát sinh» ở cả tử số và mẫu số",
        )
        return None
    parsed = _parsed(cell, tell)
    if parsed is not None and parsed.kind != "number":
        tell(
            "count-is-percent",
            cell.address,
            f"Ô {cell.address} ghi «{cell.value}»: tử số và mẫu số là số đếm, không phải tỷ lệ %",
        )
        return None
    return None if parsed is None else _amount(parsed, cell)


def _stated(cell: TypedCell | None, indicator: Indicator, tell: Tell) -> Amount | None:
    """Return the stated result in the indicator's own unit; blank is None."""
    if cell is None:
        return None
    if indicator.formula == "yes_no":
        return _yes_no(cell, tell)
    if not _is_readable(cell, tell):
        return None
    said = _number_in(cell) if cell.kind == "number" else _text_in(cell, tell)
    if said is None:
        return None
    kind, amount = said
    own = {"%": "percent", "‰": "permille"}.get(indicator.unit_of_measure, "number")
    if kind not in {"number", own}:
        tell(
            "percent-unexpected",
            cell.address,
            f"Ô {cell.address} ghi {amount.shown}, nhưng chỉ tiêu tính bằng "
            f"«{indicator.unit_of_measure or 'số'}»: ghi số theo đơn vị tính đó",
        )
        return None
    is_doubtful = indicator.is_percentage and kind == "number" and 0 < amount.number <= 1
    return replace(amount, is_percent_or_fraction=True) if is_doubtful else amount


def _number_in(cell: TypedCell) -> tuple[str, Amount]:
    """Return the kind and amount of a number cell: 0.985 shown as 98,5 % is 98.5."""
    number = float(cell.value) if isinstance(cell.value, (int, float)) else 0.0
    is_percent = is_percent_format(cell.number_format)
    if is_percent:
        number = round(number * 100, 12)  # 0.07 * 100 is 7.000000000000001
    amount = Amount(number, cell, shown_decimals(cell))
    return ("percent" if is_percent else "number"), amount


def _text_in(cell: TypedCell, tell: Tell) -> tuple[str, Amount] | None:
    if is_nothing(str(cell.value)):
        tell(
            "result-disagrees",
            cell.address,
            f"Ô {cell.address} ghi «{cell.value}» nhưng có tử số, mẫu số khác 0: "
            "xóa chữ này hoặc sửa tử số, mẫu số",
        )
        return None
    parsed = _parsed(cell, tell)
    return None if parsed is None else (parsed.kind, _amount(parsed, cell))


def _amount(parsed: ParsedNumber, cell: TypedCell) -> Amount:
    """Return the amount that a text says, with the decimals it is written with."""
    text = str(cell.value)
    number = parsed.value if parsed.value is not None else 0.0
    written = _WRITTEN_DECIMALS.search(text) if number != int(number) or "," in text else None
    return Amount(number, cell, len(written[1]) if written else 0)


def _decided(
    stated: Amount | None,
    indicator: Indicator,
    numerator: Amount | None,
    denominator: Amount | None,
) -> Amount | None:
    """Let the two counts decide whether 0,985 means 98,5 %; without them it stays in doubt."""
    if stated is None or not stated.is_percent_or_fraction or indicator.formula != "ratio":
        return stated
    if numerator is None or denominator is None or denominator.number == 0:
        return stated
    computed = indicator.scale * numerator.number / denominator.number
    decimals = None if stated.decimals is None else max(stated.decimals - 2, 0)
    as_fraction = Amount(round(stated.number * 100, 12), stated.source, decimals)
    as_percent = Amount(stated.number, stated.source, stated.decimals)
    if abs(as_percent.number - computed) <= tolerance(as_percent.decimals):
        return as_percent
    return as_fraction


def _yes_no(cell: TypedCell, tell: Tell) -> Amount | None:
    if cell.kind in {"number", "text"}:
        said = fold(text_of(cell))
        if said in _YES | _NO:
            return Amount(float(said in _YES), cell)
        tell(
            "not-yes-no",
            cell.address,
            f"Ô {cell.address} ghi «{text_of(cell)}»: chỉ tiêu này ghi «Có» hoặc «Không»",
        )
        return None
    _is_readable(cell, tell)
    return None


def _is_readable(cell: TypedCell, tell: Tell) -> bool:
    """Whether a cell holds a number or text; tells what else it holds."""
    where = cell.address
    match cell.kind:
        case "error":
            said = f"Ô {where} báo lỗi {cell.value}: sửa công thức, ghi số, hoặc để trống"
            tell("cell-error", where, said)
        case "uncalculated":
            said = f"Ô {where} có công thức chưa tính: mở bằng Excel, Lưu, tải lại"
            tell("formula-uncalculated", where, said)
        case "date":
            said = f"Ô {where} là ngày tháng, không phải số liệu: định dạng ô thành Số rồi ghi lại"
            tell("cell-date", where, said)
        case "bool":
            said = f"Ô {where} ghi TRUE/FALSE: ghi số, hoặc «Có» / «Không» cho chỉ tiêu có, không"
            tell("cell-boolean", where, said)
        case "number" if abs(float(str(cell.value))) > MOST_ABSOLUTE:
            tell("not-a-number", where, f"Ô {where} ghi số quá lớn: kiểm tra lại")
        case "number" if not shows_number(cell.number_format):
            said = (
                f"Ô {where} chứa số {format_number(float(str(cell.value)))} nhưng định dạng của ô "
                "che hoặc rút gọn số đó: chọn định dạng Số (Number) rồi kiểm tra lại"
            )
            tell("number-format", where, said)
        case _:
            return True
    return False


def _parsed(cell: TypedCell, tell: Tell) -> ParsedNumber | None:
    """Return a text cell's number, None when it says none or two; tells which."""
    text, where = str(cell.value), cell.address
    parsed = parse_number(text)
    if parsed.is_read:
        return parsed
    if parsed.kind == "ambiguous":
        one, other = (format_number(choice).replace(".", "") for choice in parsed.choices)
        tell(
            "number-ambiguous",
            where,
            f"Ô {where} ghi «{text}»: có thể là {one} hoặc {other}. Ghi lại không có dấu ngăn "
            "hàng nghìn",
        )
        return None
    why = _REASONS.get(parsed.reason or "", "không phải là số")
    tell(
        "not-a-number",
        where,
        f"Ô {where} ghi «{text}»: {why}. Ghi số, để trống nếu chưa có, hoặc ghi «không phát sinh»",
    )
    return None
