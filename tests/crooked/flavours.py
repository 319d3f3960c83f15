"""One and the same form as different programs write it: every one of them must be read alike."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from typing import Any

from tests.crooked.making import (
    DUNG_HAN,
    HEAD,
    Made,
    form_parts,
    head_rows,
    line,
    number,
    raw_form,
    simple_line,
    text,
)
from tests.unit.intake_files import MAIN, OFFICE, parts_of, relations, row, sheet_xml, zipped

STRICT = {
    MAIN: "http://purl.oclc.org/ooxml/spreadsheetml/main",
    OFFICE: "http://purl.oclc.org/ooxml/officeDocument/relationships",
}
EXTENSION = (
    '<extLst><ext uri="{x}" xmlns:x15="urn:x15"><x15:workbookPr chartTrackingRefBase="1"/></ext>'
    "</extLst>"
)
SHEET = "xl/worksheets/sheet1.xml"
Parts = dict[str, Any]


def changed(change: Callable[[str], str], *names: str) -> bytes:
    """Return the form with parts rewritten, all of them when none is named."""
    parts = form_parts(simple_line())
    return zipped(
        {name: change(part) if not names or name in names else part for name, part in parts.items()}
    )


def strict() -> bytes:
    def rewrite(part: str) -> str:
        for ours, theirs in STRICT.items():
            part = part.replace(ours, theirs)
        return part

    return changed(rewrite)


def prefixed() -> bytes:
    """Elements of the main namespace under a prefix, as some .NET programs write them."""

    def rewrite(xml: str) -> str:
        for tag in ("worksheet", "sheetData", "row", "c", "v", "is", "t"):
            for end in (" ", ">"):
                xml = xml.replace(f"<{tag}{end}", f"<x:{tag}{end}")
            xml = xml.replace(f"</{tag}>", f"</x:{tag}>")
        return xml.replace("xmlns=", "xmlns:x=")

    return changed(rewrite, SHEET)


def shared_texts() -> bytes:
    """Texts in the shared list: plain, of several runs, with a reading aid, and escaped."""
    texts = [
        "Đơn vị: Phòng Quản lý xây dựng",
        "Kỳ báo cáo: Tháng 10/2026",
        *HEAD,
        DUNG_HAN,
    ]
    listed = "".join(f"<si><t>{each}</t></si>" for each in texts[:-1])
    first, rest = texts[-1][:9], texts[-1][9:]
    listed += (
        f'<si><r><rPr><b/></rPr><t xml:space="preserve">{first}</t></r><r><t>{rest}</t></r>'
        '<rPh sb="0" eb="3"><t>không phải tên</t></rPh><phoneticPr fontId="1"/></si>'
    )
    rows = row(1, '<c r="A1" t="s"><v>0</v></c>') + row(2, '<c r="A2" t="s"><v>1</v></c>')
    heads = (f'<c r="{letter}4" t="s"><v>{n}</v></c>' for n, letter in enumerate("ABCDEF", 2))
    rows += row(4, *heads)
    rows += row(5, '<c r="B5" t="s"><v>8</v></c>', number("C5", 118), number("D5", 120))
    parts = parts_of({"Biểu 1": sheet_xml(rows)})
    return zipped(parts | {"xl/sharedStrings.xml": f'<sst xmlns="{MAIN}">{listed}</sst>'})


def google() -> bytes:
    """As Google Sheets writes: extra namespaces, a default row height, custom heights, no spans."""
    start = (
        f'<worksheet xmlns="{MAIN}" xmlns:r="{OFFICE}" xmlns:mx="urn:mac" xmlns:x14ac="urn:x14ac">'
        '<sheetPr><outlinePr summaryBelow="0"/></sheetPr><sheetViews><sheetView '
        'workbookViewId="0"/></sheetViews><sheetFormatPr customHeight="1" defaultRowHeight="15"/>'
        "<sheetData>"
    )
    xml = sheet_xml(head_rows() + simple_line(), '<drawing r:id="rId1"/>')
    return changed(lambda _: xml.replace(f'<worksheet xmlns="{MAIN}"><sheetData>', start), SHEET)


def libreoffice() -> bytes:
    """As LibreOffice writes: a dimension, columns to the last one, formulas marked aca, heights."""
    formula = '<c r="E5" s="0"><f aca="false">C5/D5*100</f><v>98.3333333333333</v></c>'
    before = (
        '<sheetPr filterMode="false"/><dimension ref="A1:F5"/><cols><col collapsed="false" '
        'customWidth="true" hidden="false" max="16384" min="1" width="11.6"/></cols><sheetData>'
    )
    rows = head_rows() + line(5, DUNG_HAN, number("C5", 118), number("D5", 120), formula)
    rows = rows.replace("<row ", '<row customFormat="false" ht="12.8" hidden="false" ')
    parts = form_parts()
    return zipped(parts | {SHEET: sheet_xml(rows).replace("<sheetData>", before)})


def wps() -> bytes:
    """As WPS writes: its own extension parts, spans, and the sheet's cells in one line."""
    extension = '<extLst><ext uri="{x}" xmlns:wps="urn:wps"><wps:a/></ext></extLst>'
    rows = (head_rows() + simple_line()).replace("<row ", '<row spans="1:6" ')
    parts = form_parts() | {
        SHEET: sheet_xml(rows, extension),
        "docProps/custom.xml": '<Properties xmlns="urn:p"><property name="KSOProductBuildVer">'
        "<lpwstr>1066-12.1</lpwstr></property></Properties>",
    }
    parts["_rels/.rels"] = relations(
        ("officeDocument", "xl/workbook.xml"), ("custom-properties", "docProps/custom.xml")
    )
    return zipped(parts)


def without_addresses() -> bytes:
    """As small programs write: rows and cells count on, no r anywhere; blank cells hold places."""
    blank = "<c/>"
    rows = (
        f"<row>{text('', 'Đơn vị: Phòng Quản lý xây dựng')}</row>"
        f"<row>{text('', 'Kỳ báo cáo: Tháng 10/2026')}</row><row/>"
        f"<row>{''.join(text('', head) for head in HEAD)}</row>"
        f"<row>{blank}{text('', DUNG_HAN)}{number('', 118)}{number('', 120)}</row>"
    ).replace(' r=""', "")
    return zipped(form_parts() | {SHEET: sheet_xml(rows)})


def out_of_order() -> bytes:
    rows = simple_line() + head_rows()
    return zipped(form_parts() | {SHEET: sheet_xml(rows)})


def without_shared_parts() -> bytes:
    parts = form_parts(simple_line())
    del parts["xl/styles.xml"], parts["xl/sharedStrings.xml"]
    parts["xl/_rels/workbook.xml.rels"] = relations(("worksheet", "worksheets/sheet1.xml"))
    return zipped(parts)


def absolute_targets() -> bytes:
    return changed(
        lambda part: part.replace('Target="worksheets/', 'Target="/xl/worksheets/').replace(
            'Target="xl/workbook', 'Target="/xl/workbook'
        )
    )


def backslash_targets() -> bytes:
    return changed(
        lambda part: part.replace('Target="worksheets/', 'Target="worksheets\\').replace(
            'Target="xl/workbook', 'Target="xl\\workbook'
        )
    )


def upper_case_parts() -> bytes:
    parts = form_parts(simple_line())
    return zipped({name.upper() if "sheet1" in name else name: x for name, x in parts.items()})


def date_1904(serial: str = "44834") -> bytes:
    """A workbook of an old Mac: the period as a serial of 1904 shown as mm/yyyy.

    Excel 2013 and later repeat workbookPr in an extension, without the date system.
    """
    rows = (
        row(1, text("A1", "Phòng Quản lý xây dựng"))
        + row(2, text("A2", "Kỳ báo cáo:"), number("B2", serial, ' s="4"'))
        + row(4, *map(text, ("A4", "B4", "C4", "D4"), HEAD))
        + simple_line()
    )
    return zipped(
        parts_of({"Biểu 1": sheet_xml(rows)}, workbook=f'<workbookPr date1904="1"/>{EXTENSION}')
    )


def indented() -> bytes:
    """Every element on a line of its own, as XML tools and some libraries write."""

    def spread(xml: str) -> str:
        return xml.replace("><", ">\n  <").replace("<t>\n  ", "<t>")

    parts = zipfile.ZipFile(io.BytesIO(shared_texts()))
    return zipped({name: spread(parts.read(name).decode()) for name in parts.namelist()})


def sloppy_attributes() -> bytes:
    """Empty style numbers and addresses in lower case."""
    return raw_form(simple_line().replace('r="C5"', 'r="c5" s=""'))


def utf_16() -> bytes:
    parts = form_parts(simple_line())
    xml = '<?xml version="1.0" encoding="utf-16"?>' + str(parts[SHEET])
    return zipped(parts | {SHEET: xml.encode("utf-16")})


def marked_and_commented() -> bytes:
    """A byte order mark, comments, CDATA and processing instructions inside the sheet."""
    xml = str(form_parts(simple_line())[SHEET])
    xml = xml.replace("<sheetData>", "<!-- x --><sheetData><?mso x?>")
    xml = xml.replace("<v>118</v>", "<v><!-- 97 -->11<![CDATA[8]]></v>")
    return changed(lambda _: "\ufeff<?xml version='1.0' encoding='utf-8'?>" + xml, SHEET)


def alternate_content() -> bytes:
    """Cells offered twice for readers of two kinds, as markup compatibility allows."""
    mc = "http://schemas.openxmlformats.org/markup-compatibility/2006"
    after = (
        f'<mc:AlternateContent xmlns:mc="{mc}"><mc:Choice Requires="x14"><controls/></mc:Choice>'
        "<mc:Fallback/></mc:AlternateContent>"
    )
    return raw_form(simple_line(), after=after)


def formulas_shared_and_arrays() -> bytes:
    return raw_form(
        line(
            5,
            DUNG_HAN,
            '<c r="C5"><f t="shared" ref="C5:C9" si="0">H5*1</f><v>118</v></c>',
            '<c r="D5" cm="1"><f t="array" ref="D5">SUM(H5:I5)</f><v>120</v></c>',
        )
    )


def numbers_in_odd_writing() -> bytes:
    return raw_form(line(5, DUNG_HAN, number("C5", " 1.18E2 "), number("D5", "+120.0", ' t="n"')))


WORKBOOKS: dict[str, Made] = {
    "inline texts": lambda: raw_form(simple_line()),
    "shared texts of several runs": shared_texts,
    "Google Sheets": google,
    "LibreOffice": libreoffice,
    "WPS": wps,
    "Strict Open XML": strict,
    "prefixed elements": prefixed,
    "no addresses": without_addresses,
    "rows out of order": out_of_order,
    "no styles and no shared texts": without_shared_parts,
    "absolute targets": absolute_targets,
    "backslashes in targets": backslash_targets,
    "upper-case part names": upper_case_parts,
    "dates from 1904": date_1904,
    "midnight a little short": lambda: date_1904("44833.9999999"),
    "every element on a line of its own": indented,
    "empty style numbers and addresses in lower case": sloppy_attributes,
    "UTF-16": utf_16,
    "mark, comments and CDATA": marked_and_commented,
    "alternate content": alternate_content,
    "shared and array formulas": formulas_shared_and_arrays,
    "numbers in odd writing": numbers_in_odd_writing,
    "stored, not packed": lambda: zipped(form_parts(simple_line()), zipfile.ZIP_STORED),
}
