"""An office's own base file for reports (tệp mẫu báo cáo), with its places filled.

The file is the office's, its language is Jinja's in a sandbox: a name that is not there is told,
with what there is. Source: EXPORTS.md, "Word".
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from io import BytesIO
from pathlib import Path
from typing import Any, cast
from zipfile import BadZipFile

import docx
from docx.document import Document as WordDocument
from docx.opc.exceptions import PackageNotFoundError
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docxtpl import DocxTemplate
from jinja2 import StrictUndefined, TemplateError, TemplateSyntaxError, UndefinedError
from jinja2.exceptions import SecurityError
from jinja2.sandbox import ImmutableSandboxedEnvironment

from indicators.errors import InputRejected, Problem
from indicators.export.document import Document
from indicators.export.model import Progress
from indicators.export.snapshot import Snapshot
from indicators.export.word.blocks import annex_xml, block_xml, section_xml
from indicators.export.word.letterhead import Letterhead, belongs_to
from indicators.export.word.measures import ROOM, in_millimetres
from indicators.export.word.pen import Pen
from indicators.export.word.placeholders import BLOCKS, END, LISTS, START, TEXTS, block_of, values
from indicators.export.word.styles import lay_in

_CODE = "report-template"
_MOST_BYTES = 20 * 1024 * 1024
_NEAR_SIGN = frozenset({"don_vi_thieu", "nhiem_vu", "ket_thuc"})  # what stands last, as a rule
_MARK = re.compile(f"{START}(.*?){END}")
_QUOTED = re.compile(r"'([^']+)'")
# What the libraries say of a file that is none; the last of broken XML.
_UNREADABLE = (OSError, BadZipFile, PackageNotFoundError, KeyError, ValueError, SyntaxError)
# What a template may do wrong when it is filled.
_UNFIT = (TemplateError, TypeError, ValueError, ArithmeticError, AttributeError)


def filled(
    base: Path, snapshot: Snapshot, told: Document, letter: Letterhead, progress: Progress
) -> Pen:
    """Draw everything into its place in the office's own file.

    Raises:
        InputRejected: it is no Word file, or names what there is not.
    """
    given = values(snapshot, told, letter)
    word = _rendered(base, given)
    lay_in(word)
    pen = Pen(word)
    places = list(_places(base, word))
    for number, (place, name) in enumerate(places, start=1):
        _put(pen, place, name, told, letter)
        progress(number, len(places))
    return pen


def check(base: Path) -> None:
    """Look at an office's own file without filling it.

    Raises:
        InputRejected: it is no Word file, or names what there is not.
    """
    _known(base, _language(), dict.fromkeys((*TEXTS, *LISTS, *BLOCKS), ""))


def _language() -> ImmutableSandboxedEnvironment:
    return ImmutableSandboxedEnvironment(autoescape=True, undefined=StrictUndefined)


def _known(
    base: Path, language: ImmutableSandboxedEnvironment, given: Mapping[str, Any]
) -> DocxTemplate:
    """Return the file as a template, every name of which is given."""
    template = DocxTemplate(BytesIO(_read(base)))
    try:
        unknown = template.get_undeclared_template_variables(language, dict(given))
    except _UNFIT as error:
        raise InputRejected([_fault(base, _why(error))]) from error
    if unknown:
        raise InputRejected([_unknown(base, name) for name in sorted(unknown)])
    return template


def _rendered(base: Path, given: Mapping[str, Any]) -> WordDocument:
    """Return the file with its texts and lists filled, and marks where its blocks go."""
    language = _language()
    template = _known(base, language, given)
    try:
        template.render(dict(given), language)
    except _UNFIT as error:
        raise InputRejected([_fault(base, _why(error))]) from error
    buffer = BytesIO()
    template.save(buffer)
    buffer.seek(0)
    return docx.Document(buffer)


def _why(error: Exception) -> str:
    """Return what a template did wrong, in words for those who wrote it."""
    match error:
        case UndefinedError():
            name = (_QUOTED.findall(str(error)) or [str(error)])[-1]
            return f"không có «{name}» ở chỗ đã ghi; xem lại danh sách chỗ điền"
        case SecurityError():
            return "có chỗ điền không được phép: chỉ dùng các tên trong danh sách chỗ điền"
        case TemplateSyntaxError():
            return f"chỗ điền viết sai ({error.message}): xem lại các dấu {{{{ }}}} và {{% %}}"
        case _:
            return f"không điền được: {error}"


def _read(base: Path) -> bytes:
    try:
        content = base.read_bytes()
        if len(content) > _MOST_BYTES:
            raise InputRejected([_fault(base, "lớn quá 20 MB")])
        docx.Document(BytesIO(content))
    except FileNotFoundError as error:
        told = f"không có ở {base.parent}; hãy đặt lại tệp vào đó rồi làm lại"
        raise InputRejected([_fault(base, told)]) from error
    except _UNREADABLE as error:
        told = "không đọc được như tệp Word .docx; hãy mở bằng Word và lưu lại dạng .docx"
        raise InputRejected([_fault(base, told)]) from error
    return content


def _places(base: Path, word: WordDocument) -> Iterator[tuple[BaseOxmlElement, str]]:
    """Yield each paragraph that a block takes the place of.

    Raises:
        InputRejected: a block stands beside something else, in a table, a header or a footer.
    """
    wrong = [name for part in _feet_and_heads(word) for name in _MARK.findall(part)]
    for each in list(word.element.body.iter(qn("w:p"))):
        text = "".join(found.text or "" for found in each.iter(qn("w:t")))
        names = _MARK.findall(text)
        if not names:
            continue
        if each.getparent() is word.element.body and text.strip() == f"{START}{names[0]}{END}":
            yield cast("BaseOxmlElement", each), names[0]
        else:
            wrong += names
    if wrong:
        told = "phải đứng một mình trong một đoạn, ngoài bảng và ngoài tiêu đề trang"
        raise InputRejected([_fault(base, f"{{{{ {name} }}}} {told}") for name in wrong])


def _feet_and_heads(word: WordDocument) -> Iterator[str]:
    for relation in word.part.rels.values():
        if relation.reltype.endswith(("/header", "/footer", "/footnotes")):
            yield relation.target_part.blob.decode()


def _put(pen: Pen, place: BaseOxmlElement, name: str, told: Document, letter: Letterhead) -> None:
    """Draw a block in the place of a paragraph; one that ends a section stays, empty."""
    xml = _block_xml(pen, name, told, letter, room_at(pen.document, place))
    place.addprevious(pen.mark(xml))
    if place.find(f"{qn('w:pPr')}/{qn('w:sectPr')}") is None:
        place.getparent().remove(place)
        return
    for run in place.findall(qn("w:r")):
        place.remove(run)


def _block_xml(pen: Pen, name: str, told: Document, letter: Letterhead, room: float) -> str:
    sections, blocks = block_of(told, name)
    if name == "phu_luc":
        of_what = belongs_to(letter)
        return "".join(annex_xml(each, room, of_what) for each in sections)
    titled = name == "toan_van"
    near = len(sections) - 2 if titled else 0 if name in _NEAR_SIGN else len(sections)
    parts = [
        section_xml(pen, each, room, with_title=titled or each.level > 1, with_sign=place >= near)
        for place, each in enumerate(sections)
    ]
    return "".join((*parts, *(block_xml(pen, each, room) for each in blocks)))


def room_at(word: WordDocument, place: BaseOxmlElement) -> float:
    """Return the width between the margins where a paragraph stands, in millimetres."""
    after = [place, *place.itersiblings()]
    for section in word.sections:
        properties = section._sectPr  # noqa: SLF001 - the library does not say where one ends
        holder = properties.getparent()
        ends = holder.getparent() if holder.tag == qn("w:pPr") else properties
        if any(each is ends for each in after):
            wide, left, right = section.page_width, section.left_margin, section.right_margin
            if wide is not None and left is not None and right is not None:
                return in_millimetres(wide - left - right)
            break
    return ROOM


def _unknown(base: Path, name: str) -> Problem:
    there = ", ".join((*TEXTS, *LISTS, *BLOCKS))
    return _fault(base, f"không có chỗ điền «{name}»; dùng được: {there}")


def _fault(base: Path, told: str) -> Problem:
    return Problem.error(_CODE, f"Tệp mẫu {base.name}: {told}")
