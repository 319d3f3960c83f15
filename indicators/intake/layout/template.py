"""Our own pre-filled workbook, read back: a form that knows its unit and period.

The hidden sheet and the custom properties say which template it is; either is enough, since
another program may drop one of them. What the visible sheet says must agree.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from indicators.intake.layout.body import Body, read_body
from indicators.intake.layout.form import sheet_period
from indicators.intake.layout.grid import Grid, text_of
from indicators.intake.layout.table import Table
from indicators.intake.layout.whose import unit_above
from indicators.intake.rows import SheetRows
from indicators.periods import Period

if TYPE_CHECKING:
    from indicators.catalogue.model import Unit
    from indicators.intake.cells import Book, Sheet
    from indicators.intake.match import Names

HIDDEN_SHEET = "_bangxanh"
VERSION = 1
KEYS = ("version", "unit", "period", "catalogue")
PROPERTY = "bangxanh-{}"  # custom document property that repeats a key of the hidden sheet


@dataclass(frozen=True, slots=True)
class Identity:
    """Whose template it is: unit and period are None when the catalogue does not know them."""

    unit: Unit | None
    period: Period | None


def find_identity(book: Book, names: Names, out: SheetRows) -> Identity | None:
    """Return the template's identity, None for a workbook that is none of our templates.

    Args:
        book: the workbook.
        names: of the catalogue.
        out: told when the identity is damaged, altered or of a newer version.
    """
    hidden = next((_keys(sheet) for sheet in book.sheets if sheet.name == HIDDEN_SHEET), {})
    properties = {
        key: value for key in KEYS if (value := book.properties.get(PROPERTY.format(key)))
    }
    if not hidden and not properties:
        return None
    if any(hidden.get(key, value) != value for key, value in properties.items()):
        out.error("template-identity", None, _DAMAGED)
    told = {**properties, **hidden}
    version = told.get("version", "")
    if version.isdigit() and int(version) > VERSION:
        out.error(
            "template-newer",
            None,
            f"Tệp này theo mẫu phiên bản {version}, mới hơn phần mềm đang chạy (phiên bản "
            f"{VERSION}): tải mẫu mới từ hệ thống này rồi điền lại",
        )
    elif version != str(VERSION):
        out.error("template-identity", None, _DAMAGED)
    return _identity(told, names, out)


_DAMAGED = (
    "Phần nhận dạng của mẫu (trang ẩn) đã bị sửa hoặc hỏng: tải mẫu mới rồi chép số liệu sang"
)


def _keys(sheet: Sheet) -> dict[str, str]:
    texts = {row: text_of(sheet.cells.get((row, 2))) for row, column in sheet.cells if column == 1}
    told = {text_of(sheet.cells[row, 1]): text for row, text in texts.items()}
    return {key: told[key] for key in KEYS if told.get(key)}


def _identity(told: dict[str, str], names: Names, out: SheetRows) -> Identity:
    unit = names.catalogue.units.get(told.get("unit", ""))
    if unit is None:
        out.error(
            "template-identity",
            None,
            f"Mẫu này lập cho đơn vị «{told.get('unit', '')}», nay không còn trong danh mục: "
            "tải mẫu mới",
        )
    try:
        return Identity(unit, Period.parse(told.get("period", "")))
    except ValueError:
        out.error("template-identity", None, _DAMAGED)
        return Identity(unit, None)


def read_template(
    grid: Grid, tables: list[Table], identity: Identity, names: Names, out: SheetRows
) -> None:
    """Read a template's visible sheet; unit and period are those of its identity.

    Args:
        grid: the sheet.
        tables: found on it, at least one.
        identity: from `find_identity`.
        names: of the catalogue.
        out: takes the rows and problems.
    """
    out.layout = "template"
    _compare(grid, tables, identity, names, out)
    for table in tables:
        read_body(Body(grid, table, names, out, identity.unit, identity.period, is_template=True))


def _compare(
    grid: Grid, tables: list[Table], identity: Identity, names: Names, out: SheetRows
) -> None:
    """Refuse a template whose visible unit or period is not the one it was made for."""
    seen = SheetRows(out.sheet)
    unit = unit_above(grid, tables[0].first, names, seen)
    period = sheet_period(grid, tables, seen)
    for shown, made_for in (
        (unit and unit.name, identity.unit and identity.unit.name),
        (period and period.label, identity.period and identity.period.label),
    ):
        if made_for is not None and shown != made_for:
            out.error(
                "template-identity",
                None,
                f"Mẫu này lập cho «{made_for}» nhưng trang «{out.sheet}» ghi «{shown or 'trống'}»: "
                "tải mẫu đúng đơn vị và kỳ, không sửa tiêu đề của mẫu",
            )
