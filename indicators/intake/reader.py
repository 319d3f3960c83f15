"""A workbook's bytes read into plain columns of cells, with everything that refuses the file.

Runs in the limited child. What is wrong with single cells (an error value, a formula without a
result) is left in the cells: only who knows which cells are figures can say whether it matters.
Source: SECURITY.md, "Workbook intake"; DESIGN.md, "Layout".
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from indicators.errors import Problem
from indicators.intake import limits
from indicators.intake.archive import Archive
from indicators.intake.cells import column_letters
from indicators.intake.package import Contents, SheetEntry, read_contents, read_properties
from indicators.intake.preflight import corrupt, forbidden, open_workbook
from indicators.intake.scan import SheetScan, Tables, TooMuch, scan_sheet
from indicators.intake.strings import Texts, read_shared_strings
from indicators.intake.styles import Styles, read_styles
from indicators.intake.xmlpart import DamagedPart, DoctypeFound

TEMPLATE_SHEET = "_bangxanh"  # our own hidden sheet: id and version of the template
HIDDEN_PREFIX = "_bangxanh-"  # our own hidden sheets in an exported board: formulas for its charts
LIST_SHEET = "Lỗi cần sửa"  # our own sheet in a marked-up workbook (intake.markup)
LIST_MARK = "bangxanh:loi-can-sua"  # stands hidden in its row 1; the name alone is anybody's
# Stands in row 1 of the sheets of an exported board that only show what its data sheet holds.
VIEW_MARK = "bangxanh:chi-de-xem"
_SHOWN = 5  # addresses named in one message


@dataclass(slots=True)
class RawSheet:
    """A sheet and its cells in columns."""

    entry: SheetEntry
    scan: SheetScan


@dataclass(slots=True)
class RawBook:
    """Everything read from one workbook, still in columns."""

    sheets: list[RawSheet] = field(default_factory=list)
    properties: dict[str, str] = field(default_factory=dict)
    tables: Tables = field(default_factory=lambda: Tables(Texts(), Styles()))


def read_workbook(data: bytes, name: str) -> tuple[RawBook | None, list[Problem]]:
    """Return the workbook, None when the file is refused, and its problems.

    Args:
        data: the whole file.
        name: what the person called it, for the messages.
    """
    archive, problems = open_workbook(data, name)
    if archive is None:
        return None, problems
    try:
        contents = read_contents(archive)
        problems = list(_workbook_problems(contents, name))
        if any(problem.is_error for problem in problems):
            return None, problems
        book = _read_tables(archive, contents)
        for entry in contents.sheets:
            problems += _read_sheet(archive, entry, book, name)
        problems += _book_problems(book, name, has_problems=bool(problems))
    except DoctypeFound:
        return None, [_error("E_DTD", f"Tệp “{name}” chứa khai báo DOCTYPE", _SAVE)]
    except DamagedPart as damaged:
        return None, [corrupt(name, str(damaged))]
    is_refused = any(problem.is_error for problem in problems)
    return (None if is_refused else book), problems


_SAVE = "Mở bằng Excel, Lưu, rồi tải lên lại"


def _workbook_problems(contents: Contents, name: str) -> Iterator[Problem]:
    """Yield what the list of sheets and the workbook's relations show."""
    if "vbaProject" in contents.kinds or "xlMacrosheet" in contents.kinds:
        yield from forbidden({"xl/vbaproject.bin"}, b"", name)
    if "externalLink" in contents.kinds:
        yield from forbidden({"xl/externallinks/link.xml"}, b"", name)
    count = sum(entry.name != LIST_SHEET for entry in contents.sheets)
    if count > limits.SHEETS:
        what = f"Tệp “{name}” có {count} trang tính, nhiều hơn {limits.SHEETS}"
        yield _error("E_SHEETS", what, "Tách thành nhiều tệp")
    names = [entry.name.casefold() for entry in contents.sheets]
    if len(set(names)) < len(names):
        yield corrupt(name, "hai trang tính cùng tên")
    if any(len(entry.name) > limits.NAME_LENGTH for entry in contents.sheets):
        yield _error("E_NAME", f"Tệp “{name}” có trang tính tên quá dài", "Đặt tên ngắn lại")
    hidden = [
        entry.name
        for entry in contents.sheets
        if entry.is_hidden and not _is_ours(entry) and not entry.name.startswith(HIDDEN_PREFIX)
    ]
    for sheet in hidden:
        message = (
            f"Trang “{sheet}” đang ẩn nên không được đọc. Nếu cần số liệu ở đó, bấm chuột phải vào "
            "thẻ trang, chọn Bỏ ẩn (Unhide), Lưu, rồi tải lên lại"
        )
        yield Problem.warning("hidden-sheet", message, sheet=sheet)


def _is_ours(entry: SheetEntry) -> bool:
    return entry.name == TEMPLATE_SHEET


def _read_tables(archive: Archive, contents: Contents) -> RawBook:
    """Read what the sheets share: texts, formats, custom properties."""
    strings, styles, custom = contents.strings, contents.styles, contents.custom
    tables = Tables(
        read_shared_strings(archive.chunks(strings)) if strings else Texts(),
        read_styles(archive.chunks(styles)) if styles else Styles(),
        contents.has_1904_dates,
        contents.is_recalculated_on_load,
    )
    return RawBook([], read_properties(archive, custom) if custom else {}, tables)


def _read_sheet(archive: Archive, entry: SheetEntry, book: RawBook, name: str) -> list[Problem]:
    """Read one sheet into the book; chart and hidden sheets stay empty, views are left out."""
    if entry.part is None:
        return []
    if entry.is_hidden and not _is_ours(entry):
        book.sheets.append(RawSheet(entry, SheetScan()))
        return []
    try:
        scan = scan_sheet(archive.chunks(entry.part), book.tables)
    except TooMuch:
        what = f"Trang “{entry.name}” có quá nhiều ô"
        return [_error("E_CELLS", what, "Xóa vùng định dạng thừa hoặc tách tệp", entry.name)]
    except DamagedPart as damaged:
        return [corrupt(name, f"trang “{entry.name}”: {damaged}")]
    if _is_marked(scan, book.tables, LIST_MARK) or _is_marked(scan, book.tables, VIEW_MARK):
        return []
    book.sheets.append(RawSheet(entry, scan))
    return list(_sheet_problems(entry.name, scan))


def _is_marked(scan: SheetScan, tables: Tables, mark: str) -> bool:
    """Whether a sheet is one of ours that holds nobody's figures: it says so in its row 1."""
    number = tables.pool.get(mark)
    marks = zip(scan.rows, scan.kinds, scan.values, strict=True)
    return number is not None and (1, "t", number) in marks


def _sheet_problems(sheet: str, scan: SheetScan) -> Iterator[Problem]:
    yield from _far_cells(sheet, scan)
    if scan.count_merges > limits.MERGES or scan.merged_cells > limits.MERGED_CELLS:
        what = f"Trang “{sheet}” trộn quá nhiều ô"
        yield _error("E_MERGES", what, "Bỏ trộn ô (Unmerge) ở vùng không cần, Lưu lại", sheet)
    for address in scan.too_long[:_SHOWN]:
        what = f"Ô {address}, trang “{sheet}”, có chữ dài quá 4.000 ký tự"
        yield _error("E_TEXT", what, "Rút ngắn lại", sheet, address)
    for address in scan.twice[:_SHOWN]:
        what = f"Ô {address}, trang “{sheet}”, xuất hiện hai lần trong tệp"
        yield _error("E_CELL_DUP", what, _SAVE, sheet, address)
    if scan.legacy:
        yield _legacy(sheet, scan.legacy)


def _far_cells(sheet: str, scan: SheetScan) -> Iterator[Problem]:
    """Yield E_ROWS for each stray cell, or one for data that goes on beyond the limits."""
    if scan.has_too_many_far:
        what = f"Trang “{sheet}” có {scan.count_far} ô ngoài 20.000 hàng và 256 cột đầu"
        cell = _address(*scan.far[0])
        yield _error("E_ROWS", f"{what}, kể từ ô {cell}", "Tách thành nhiều tệp", sheet, cell)
        return
    delete = "Bấm vào ô đó (Ctrl+G), xóa cả hàng và cột của nó, Lưu, rồi tải lên lại"
    for row, column in scan.far[:_SHOWN]:
        cell = _address(row, column)
        what = f"Ô {cell}, trang “{sheet}”, có dữ liệu nằm lạc rất xa bảng"
        yield _error("E_ROWS", what, delete, sheet, cell)
    if not scan.far and _box(scan) > limits.BOX:
        cell = _address(max(scan.rows), max(scan.columns))
        what = f"Trang “{sheet}” trải tới ô {cell}, rộng quá 2.000.000 ô"
        yield _error("E_ROWS", what, "Xóa các ô lạc ngoài bảng hoặc tách tệp", sheet, cell)


def _box(scan: SheetScan) -> int:
    if not scan.rows:
        return 0
    height = max(scan.rows) - min(scan.rows) + 1
    return height * (max(scan.columns) - min(scan.columns) + 1)


def _legacy(sheet: str, cells: list[str]) -> Problem:
    more = f" và {len(cells) - _SHOWN} ô khác" if len(cells) > _SHOWN else ""
    return Problem.warning(
        "legacy-font",
        f"Trang “{sheet}”: chữ ở ô {', '.join(cells[:_SHOWN])}{more} có vẻ gõ bằng phông TCVN3 "
        "(.VnTime) hoặc VNI. Chuyển mã sang Unicode (Unikey: Ctrl+Shift+F6) rồi tải lên lại",
        sheet=sheet,
        cell=cells[0],
    )


def _book_problems(book: RawBook, name: str, *, has_problems: bool) -> Iterator[Problem]:
    """Yield what only the whole workbook shows: too many cells, or none."""
    count = sum(len(sheet.scan.rows) for sheet in book.sheets)
    if count > limits.CELLS:
        yield _error("E_CELLS", f"Tệp “{name}” có hơn 1.000.000 ô", "Tách thành nhiều tệp")
    visible = sum(len(s.scan.rows) for s in book.sheets if not s.entry.is_hidden)
    if visible == 0 and not has_problems:
        what = f"Tệp “{name}” không có ô nào có dữ liệu"
        yield _error("E_EMPTY", what, "Kiểm tra lại tệp rồi tải lên lại")


def _address(row: int, column: int) -> str:
    return f"{column_letters(column)}{row}"


def _error(
    code: str, what: str, action: str, sheet: str | None = None, cell: str | None = None
) -> Problem:
    return Problem.error(code, f"{what}. {action}", sheet=sheet, cell=cell)
