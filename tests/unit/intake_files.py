"""Workbooks made by hand for the tests of intake: each part can be replaced by a hostile one."""

from __future__ import annotations

import io
import zipfile

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
FONTS = '<fonts><font><name val="Arial"/></font><font><name val=".VnTime"/></font></fonts>'
FORMATS = (0, 10, 14, 20, 164)  # the s of a cell: General, 0.00%, date, time, our own
CONTENT_TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="xml" ContentType="application/xml"/></Types>'
)


def relations(*targets: tuple[str, str]):
    inner = "".join(
        f'<Relationship Id="rId{number}" Type="{OFFICE}/{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(targets, 1)
    )
    return f'<Relationships xmlns="{PACKAGE}">{inner}</Relationships>'


def sheet_xml(rows="", after=""):
    return f'<worksheet xmlns="{MAIN}"><sheetData>{rows}</sheetData>{after}</worksheet>'


def row(number, *cells: str):
    return f'<row r="{number}">{"".join(cells)}</row>'


def cell(address, value, extra=""):
    return f'<c r="{address}"{extra}><v>{value}</v></c>'


def parts_of(sheets, *, strings=(), workbook="", states=None, custom=None):
    """Return the parts of a workbook; `sheets` maps names to their XML."""
    states = states or {}
    listed = "".join(
        f'<sheet name="{name}" sheetId="{n}" r:id="rId{n}"'
        + (f' state="{states[name]}"' if name in states else "")
        + "/>"
        for n, name in enumerate(sheets, 1)
    )
    targets = [("worksheet", f"worksheets/sheet{n}.xml") for n in range(1, len(sheets) + 1)]
    xfs = "".join(f'<xf numFmtId="{number}" fontId="0"/>' for number in FORMATS)
    texts = "".join(f"<si><t>{text}</t></si>" for text in strings)
    roots = [("officeDocument", "xl/workbook.xml")]
    parts = {
        "[Content_Types].xml": CONTENT_TYPES,
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}">{workbook}'
        f"<sheets>{listed}</sheets></workbook>",
        "xl/styles.xml": f'<styleSheet xmlns="{MAIN}"><numFmts><numFmt numFmtId="164" '
        f'formatCode="mm/yyyy"/></numFmts>{FONTS}<cellXfs>{xfs}<xf numFmtId="0" fontId="1"/>'
        "</cellXfs></styleSheet>",
        "xl/sharedStrings.xml": f'<sst xmlns="{MAIN}">{texts}</sst>',
        "xl/_rels/workbook.xml.rels": relations(
            *targets, ("styles", "styles.xml"), ("sharedStrings", "/xl/sharedStrings.xml")
        ),
    }
    if custom is not None:
        roots.append(("custom-properties", "docProps/custom.xml"))
        parts["docProps/custom.xml"] = custom
    parts["_rels/.rels"] = relations(*roots)
    for number, xml in enumerate(sheets.values(), 1):
        parts[f"xl/worksheets/sheet{number}.xml"] = xml
    return parts


def zipped(parts, method=zipfile.ZIP_DEFLATED):
    """Return a zip of (name, content) pairs or a mapping of them."""
    buffer = io.BytesIO()
    pairs = parts.items() if isinstance(parts, dict) else parts
    with zipfile.ZipFile(buffer, "w", method) as archive:
        for name, content in pairs:
            archive.writestr(zipfile.ZipInfo(name), content, method)
    return buffer.getvalue()


def workbook(rows="", *, after="", **more: object):
    """Return a workbook with one sheet "Biểu 1" of these rows."""
    return zipped(parts_of({"Biểu 1": sheet_xml(rows, after)}, **more))


def good():
    """Return a small workbook that nothing is wrong with."""
    return workbook(row(1, cell("A1", 1)))


def killer():
    """Return the 2 KB workbook whose two cells span seventeen billion."""
    return workbook(row(1, cell("A1", 1)) + row(1048576, cell("XFD1048576", 1)))


def slow(cells=300_000):
    """Return an honest looking workbook that takes seconds to read."""
    width = 200
    letters = [f"{a}{b}" for a in "ABCDEFGHI" for b in "ABCDEFGHIJKLMNOPQRSTUVWXYZ"][:width]
    rows = "".join(
        row(n, *(f'<c r="{c}{n}"><f>1+1</f><v>{n}.25</v></c>' for c in letters))
        for n in range(1, cells // width + 1)
    )
    return workbook(rows)
