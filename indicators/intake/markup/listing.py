"""The sheet «Lỗi cần sửa»: every problem with a link to its cell, and what to do.

Columns out of sight hold what a later mark-up needs (`kept` reads it): `LIST_MARK`, by which intake
leaves the sheet out, and for each colour of marks a cell in the original format
(`stylesheet.Keepers`). They stand in row 1, which nobody deletes while working down the list, and
Excel and LibreOffice renumber their formats together with those of all other cells.
Source: ECMA-376 part 1, 18.3.1 (worksheet), 18.3.1.47 (hyperlink), 18.3.1.53 (is).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from indicators.errors import Problem
from indicators.intake.cells import column_letters
from indicators.intake.markup.fills import legend_colour, solid
from indicators.intake.markup.parts import DECLARATION
from indicators.intake.markup.splice import escaped
from indicators.intake.markup.stylesheet import Keepers, Stylesheet
from indicators.intake.reader import LIST_MARK

_FONT = (
    '<font>{kind}<sz val="{size}"/><color rgb="FF{colour}"/><name val="Times New Roman"/></font>'
)
_SIDE = '<{0} style="thin"><color rgb="FFA6A6A6"/></{0}>'
_BORDER = (
    "<border>"
    + "".join(map(_SIDE.format, ("left", "right", "top", "bottom")))
    + "<diagonal/></border>"
)
_TOP = '<alignment vertical="top"/>'
_WRAP = '<alignment vertical="top" wrapText="1"/>'
_HEAD = ("Mức", "Trang tính", "Ô", "Sai gì, làm gì")
_WIDTHS = (10, 22, 8, 110)
_HEAD_ROW = 4
_HIDDEN = 10  # the first column out of sight: J
_LAST_HIDDEN = 600  # there are 512 colours
_MOST_LINKS = 60_000  # Excel keeps 65,530 on a sheet


@dataclass(frozen=True, slots=True)
class _Styles:
    """The formats of the list's own cells."""

    title: int
    hint: int
    head: int
    error: int
    warning: int
    text: int
    link: int
    long: int

    @classmethod
    def of(cls, sheet: Stylesheet) -> _Styles:
        plain = _FONT.format(kind="", size=11, colour="000000")
        bold = _FONT.format(kind="<b/>", size=11, colour="000000")
        blue = _FONT.format(kind="<u/>", size=11, colour="0563C1")
        return cls(
            sheet.own(font=_FONT.format(kind="<b/>", size=14, colour="000000")),
            sheet.own(font=_FONT.format(kind="<i/>", size=11, colour="404040")),
            sheet.own(font=bold, fill=solid("E8EEF4"), border=_BORDER, alignment=_WRAP),
            sheet.own(
                font=bold, fill=solid(legend_colour("error")), border=_BORDER, alignment=_TOP
            ),
            sheet.own(
                font=plain, fill=solid(legend_colour("warning")), border=_BORDER, alignment=_TOP
            ),
            sheet.own(font=plain, border=_BORDER, alignment=_WRAP),
            sheet.own(font=blue, border=_BORDER, alignment=_TOP),
            sheet.own(font=plain, border=_BORDER, alignment=_WRAP),
        )


@dataclass(frozen=True, slots=True)
class Namespaces:
    """Of the workbook: Excel writes two families of them, ordinary and strict."""

    main: str
    relations: str


def list_sheet(
    problems: Iterable[Problem],
    sheets: Collection[str],
    style: Stylesheet,
    spaces: Namespaces,
    keepers: Keepers,
) -> bytes:
    """Return the sheet's XML.

    Args:
        problems: all of them, in the order they are told in.
        sheets: names of the sheets that can be linked to.
        style: of the workbook; the list's own formats are added.
        spaces: of the workbook.
        keepers: of the marks in the workbook.
    """
    told = list(problems)
    looks = _Styles.of(style)
    rows = "".join(
        _line(problem, row, looks, problem.sheet in sheets)
        for row, problem in enumerate(told, start=_HEAD_ROW + 1)
    )
    columns = "".join(
        f'<col min="{n}" max="{n}" width="{width}" customWidth="1"/>'
        for n, width in enumerate(_WIDTHS, start=1)
    )
    return (
        f'{DECLARATION}<worksheet xmlns="{spaces.main}" xmlns:r="{spaces.relations}"><sheetPr>'
        '<tabColor rgb="FFC00000"/><pageSetUpPr fitToPage="1"/></sheetPr><sheetViews>'
        f'<sheetView showGridLines="0" workbookViewId="0"><pane ySplit="{_HEAD_ROW}" '
        f'topLeftCell="A{_HEAD_ROW + 1}" activePane="bottomLeft" state="frozen"/></sheetView>'
        f'</sheetViews><sheetFormatPr defaultRowHeight="15"/><cols>{columns}<col min="{_HIDDEN}" '
        f'max="{_LAST_HIDDEN}" width="9" hidden="1" customWidth="1"/></cols><sheetData>'
        f'<row r="1">{_text("A1", "Lỗi cần sửa", looks.title)}{_kept(keepers)}</row>'
        f'<row r="2">{_text("A2", _summary(told), looks.hint)}</row>{_head(looks)}'
        f"{rows}</sheetData>{_links(told, sheets)}"
        '<pageMargins left="0.5" right="0.5" top="0.5" bottom="0.5" header="0.3" footer="0.3"/>'
        '<pageSetup paperSize="9" orientation="landscape" fitToHeight="0"/></worksheet>'
    ).encode()


def _kept(keepers: Keepers) -> str:
    marks = [(LIST_MARK, 0), *sorted(keepers.items())]
    return "".join(
        _text(f"{column_letters(column)}1", text, style)
        for column, (text, style) in enumerate(marks, start=_HIDDEN)
    )


def _summary(problems: list[Problem]) -> str:
    errors = sum(problem.is_error for problem in problems)
    if not problems:
        return "Không còn lỗi nào: nộp lại tệp này được, không cần xóa trang này."
    return (
        f"{errors} lỗi phải sửa, {len(problems) - errors} điều cần lưu ý. Sửa ở các ô được tô "
        "màu, Lưu, rồi tải chính tệp này lên lại; không cần xóa màu, ghi chú hay trang này."
    )


def _head(looks: _Styles) -> str:
    cells = (
        _text(f"{column_letters(column)}{_HEAD_ROW}", text, looks.head)
        for column, text in enumerate(_HEAD, start=1)
    )
    return f'<row r="{_HEAD_ROW}">{"".join(cells)}</row>'


def _line(problem: Problem, row: int, looks: _Styles, is_linked: bool) -> str:
    cells = (
        ("A", "LỖI" if problem.is_error else "Lưu ý", _level(problem, looks)),
        ("B", problem.sheet or "", looks.text),
        ("C", problem.cell or "", looks.link if is_linked and problem.cell else looks.text),
        ("D", problem.message, looks.long),
    )
    inner = "".join(_text(f"{letter}{row}", text, style) for letter, text, style in cells)
    return f'<row r="{row}">{inner}</row>'


def _level(problem: Problem, looks: _Styles) -> int:
    return looks.error if problem.is_error else looks.warning


def _text(address: str, text: str, style: int) -> str:
    if not text:
        return f'<c r="{address}" s="{style}"/>'
    inner = f'<is><t xml:space="preserve">{escaped(text)}</t></is>'
    return f'<c r="{address}" s="{style}" t="inlineStr">{inner}</c>'


def _links(problems: list[Problem], sheets: Collection[str]) -> str:
    links = "".join(_each_link(problems[:_MOST_LINKS], sheets))
    return f"<hyperlinks>{links}</hyperlinks>" if links else ""


def _each_link(problems: list[Problem], sheets: Collection[str]) -> Iterator[str]:
    for row, problem in enumerate(problems, start=_HEAD_ROW + 1):
        if problem.cell and problem.sheet and problem.sheet in sheets:
            quoted = problem.sheet.replace("'", "''")
            where = escaped(f"'{quoted}'!{problem.cell}")
            yield f'<hyperlink ref="C{row}" location="{where}" display="{escaped(problem.cell)}"/>'
