"""Our own base file (tệp nền): 16:9, two layouts, a calm page. Made here, part by part.

An office that wants its own look gives a .pptx of its own instead; see `base.py`.
Source: ECMA-376 part 1, 19.3 (PresentationML), 20.1.6 (themes).
"""

from __future__ import annotations

from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

from indicators.export.palette import ACCENT, FILLS, INK, LINE, SOFT
from indicators.export.slides.geometry import Box

FONT = "Arial"  # has every Vietnamese letter, on Windows, on macOS and (as Liberation) on Linux
WIDTH, HEIGHT = 960, 540  # points
_SIDE = 36.0
_TITLE = Box(_SIDE, 20, WIDTH - 2 * _SIDE, 56)
_FOOTER = Box(_SIDE, 508, 800, 22)
_NUMBER = Box(WIDTH - _SIDE - 70, 508, 70, 22)
_COVER_TITLE = Box(84, 130, 800, 120)
_COVER_TEXT = Box(84, 262, 800, 170)

_A = 'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
_NAMES = (
    f'{_A} xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main" '
    'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
)
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_KIND = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_TYPES = "application/vnd.openxmlformats-officedocument"
_MAP = (
    '<p:clrMap bg1="lt1" tx1="dk1" bg2="lt2" tx2="dk2" accent1="accent1" accent2="accent2" '
    'accent3="accent3" accent4="accent4" accent5="accent5" accent6="accent6" hlink="hlink" '
    'folHlink="folHlink"/>'
)
# PowerPoint takes a file without these for a broken one.
_SETTINGS = {
    "presProps": f"<p:presentationPr {_NAMES}/>",
    "viewProps": f"<p:viewPr {_NAMES}/>",
    "tableStyles": f'<a:tblStyleLst {_A} def="{{5C22544A-7EE6-4342-B048-85BDC9FD1C3A}}"/>',
}


def own_base() -> bytes:
    """Return an empty presentation with a title layout and a page layout."""
    kept = BytesIO()
    with ZipFile(kept, "w", ZIP_DEFLATED) as package:
        for name, xml in _parts().items():
            head = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
            package.writestr(name, head + xml)
    return kept.getvalue()


def _parts() -> dict[str, str]:
    return {
        "[Content_Types].xml": _content_types(),
        "_rels/.rels": _relations(("officeDocument", "ppt/presentation.xml")),
        "ppt/presentation.xml": _presentation(),
        "ppt/_rels/presentation.xml.rels": _relations(
            ("slideMaster", "slideMasters/slideMaster1.xml"),
            ("theme", "theme/theme1.xml"),
            *((name, f"{name}.xml") for name in _SETTINGS),
        ),
        **{f"ppt/{name}.xml": xml for name, xml in _SETTINGS.items()},
        "ppt/theme/theme1.xml": _theme(),
        "ppt/slideMasters/slideMaster1.xml": _master(),
        "ppt/slideMasters/_rels/slideMaster1.xml.rels": _relations(
            ("slideLayout", "../slideLayouts/slideLayout1.xml"),
            ("slideLayout", "../slideLayouts/slideLayout2.xml"),
            ("theme", "../theme/theme1.xml"),
        ),
        "ppt/slideLayouts/slideLayout1.xml": _cover(),
        "ppt/slideLayouts/slideLayout2.xml": _page(),
        **{
            f"ppt/slideLayouts/_rels/slideLayout{number}.xml.rels": _relations(
                ("slideMaster", "../slideMasters/slideMaster1.xml")
            )
            for number in (1, 2)
        },
    }


def _content_types() -> str:
    kinds = {
        "/ppt/presentation.xml": "presentationml.presentation.main",
        "/ppt/slideMasters/slideMaster1.xml": "presentationml.slideMaster",
        "/ppt/slideLayouts/slideLayout1.xml": "presentationml.slideLayout",
        "/ppt/slideLayouts/slideLayout2.xml": "presentationml.slideLayout",
        "/ppt/theme/theme1.xml": "theme",
        **{f"/ppt/{name}.xml": f"presentationml.{name}" for name in _SETTINGS},
    }
    named = "".join(
        f'<Override PartName="{name}" ContentType="{_TYPES}.{kind}+xml"/>'
        for name, kind in kinds.items()
    )
    relations = "application/vnd.openxmlformats-package.relationships+xml"
    return (
        '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
        f'<Default Extension="rels" ContentType="{relations}"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{named}</Types>'
    )


def _relations(*targets: tuple[str, str]) -> str:
    told = "".join(
        f'<Relationship Id="rId{number}" Type="{_KIND}/{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(targets, start=1)
    )
    return f'<Relationships xmlns="{_RELATIONS}">{told}</Relationships>'


def _presentation() -> str:
    size = Box(0, 0, WIDTH, HEIGHT).emu
    return (
        f'<p:presentation {_NAMES} saveSubsetFonts="1"><p:sldMasterIdLst>'
        f'<p:sldMasterId id="2147483648" r:id="rId1"/></p:sldMasterIdLst>'
        f'<p:sldSz cx="{size[2]}" cy="{size[3]}"/><p:notesSz cx="6858000" cy="9144000"/>'
        f"</p:presentation>"
    )


def _theme() -> str:
    colours = {
        "dk1": INK, "lt1": "#FFFFFF", "dk2": "#12304F", "lt2": "#F3F6FA", "accent1": ACCENT,
        "accent2": FILLS["green"], "accent3": FILLS["amber"], "accent4": FILLS["red"],
        "accent5": FILLS["missing"], "accent6": FILLS["pending"], "hlink": ACCENT,
        "folHlink": SOFT,
    }  # fmt: skip
    told = "".join(
        f'<a:{name}><a:srgbClr val="{colour[1:]}"/></a:{name}>' for name, colour in colours.items()
    )
    font = f'<a:latin typeface="{FONT}"/><a:ea typeface=""/><a:cs typeface=""/>'
    font += f'<a:font script="Viet" typeface="{FONT}"/>'
    plain = '<a:solidFill><a:schemeClr val="phClr"/></a:solidFill>'
    lines = "".join(f'<a:ln w="{width}">{plain}</a:ln>' for width in (6350, 12700, 19050))
    effect = "<a:effectStyle><a:effectLst/></a:effectStyle>"
    return (
        f'<a:theme {_A} name="Bảng Xanh"><a:themeElements>'
        f'<a:clrScheme name="Bảng Xanh">{told}</a:clrScheme><a:fontScheme name="Bảng Xanh">'
        f"<a:majorFont>{font}</a:majorFont><a:minorFont>{font}</a:minorFont></a:fontScheme>"
        f'<a:fmtScheme name="Bảng Xanh"><a:fillStyleLst>{plain * 3}</a:fillStyleLst>'
        f"<a:lnStyleLst>{lines}</a:lnStyleLst><a:effectStyleLst>{effect * 3}</a:effectStyleLst>"
        f"<a:bgFillStyleLst>{plain * 3}</a:bgFillStyleLst></a:fmtScheme>"
        f"</a:themeElements></a:theme>"
    )


def _master() -> str:
    title = _style(26, bold=True, colour="tx2", font="+mj-lt")
    levels = "".join(
        f'<a:lvl{level}pPr marL="0" indent="0">{_letters(16, "tx1", "+mn-lt")}</a:lvl{level}pPr>'
        for level in range(1, 6)
    )
    rule = _rectangle(20, Box(_SIDE, 502, WIDTH - 2 * _SIDE, 0.75), LINE)
    mark = _rectangle(21, Box(0, 24, 8, 48), ACCENT)
    shapes = (
        mark
        + rule
        + _place(2, "title", _TITLE, anchor="ctr")
        + _place(3, "body", Box(_SIDE, 90, WIDTH - 2 * _SIDE, 400), index=1)
        + _small(4, "ftr", _FOOTER, index=3)
        + _small(5, "sldNum", _NUMBER, index=4)
    )
    layouts = "".join(
        f'<p:sldLayoutId id="{2147483648 + number}" r:id="rId{number}"/>' for number in (1, 2)
    )
    return (
        f"<p:sldMaster {_NAMES}><p:cSld><p:bg><p:bgPr><a:solidFill>"
        f'<a:schemeClr val="bg1"/></a:solidFill><a:effectLst/></p:bgPr></p:bg>{_tree(shapes)}'
        f"</p:cSld>{_MAP}<p:sldLayoutIdLst>{layouts}</p:sldLayoutIdLst>"
        f"<p:txStyles><p:titleStyle>{title}</p:titleStyle><p:bodyStyle>{levels}</p:bodyStyle>"
        f"<p:otherStyle/></p:txStyles></p:sldMaster>"
    )


def _cover() -> str:
    shapes = (
        _rectangle(20, Box(0, 0, 36, HEIGHT), ACCENT)
        + _place(2, "ctrTitle", _COVER_TITLE, anchor="b", style=_style(38, bold=True))
        + _place(3, "subTitle", _COVER_TEXT, index=1, style=_style(18))
        + _small(4, "ftr", Box(84, 508, 700, 22), index=11)
        + _small(5, "sldNum", _NUMBER, index=12)
    )
    return _layout("Trang bìa", "title", shapes, shows_master=False)


def _page() -> str:
    shapes = (
        _place(2, "title", None, anchor="ctr")
        + _small(4, "ftr", _FOOTER, index=11)
        + _small(5, "sldNum", _NUMBER, index=12)
    )
    return _layout("Trang nội dung", "titleOnly", shapes, shows_master=True)


def _layout(name: str, kind: str, shapes: str, *, shows_master: bool) -> str:
    return (
        f'<p:sldLayout {_NAMES} type="{kind}" preserve="1" showMasterSp="{int(shows_master)}">'
        f'<p:cSld name="{name}">{_tree(shapes)}</p:cSld>'
        f"<p:clrMapOvr><a:masterClrMapping/></p:clrMapOvr></p:sldLayout>"
    )


def _tree(shapes: str) -> str:
    return (
        '<p:spTree><p:nvGrpSpPr><p:cNvPr id="1" name=""/><p:cNvGrpSpPr/><p:nvPr/></p:nvGrpSpPr>'
        f"<p:grpSpPr/>{shapes}</p:spTree>"
    )


def _place(
    number: int, kind: str, box: Box | None, *, index: int = 0, anchor: str = "t", style: str = ""
) -> str:
    """Return a placeholder; without a box it stands where the master has it."""
    which = f'type="{kind}"' + (f' idx="{index}"' if index else "")
    return (
        f'<p:sp><p:nvSpPr><p:cNvPr id="{number}" name="{kind}"/><p:cNvSpPr>'
        f'<a:spLocks noGrp="1"/></p:cNvSpPr><p:nvPr><p:ph {which}/></p:nvPr></p:nvSpPr>'
        f"<p:spPr>{_frame(box) if box else ''}</p:spPr><p:txBody>"
        f'<a:bodyPr lIns="0" tIns="0" rIns="0" bIns="0" anchor="{anchor}"><a:normAutofit/>'
        f"</a:bodyPr><a:lstStyle>{style}</a:lstStyle>"
        f'<a:p><a:endParaRPr lang="vi-VN"/></a:p></p:txBody></p:sp>'
    )


def _small(number: int, kind: str, box: Box, *, index: int) -> str:
    align = "r" if kind == "sldNum" else "l"
    style = f'<a:lvl1pPr algn="{align}">{_letters(10, "tx1", "+mn-lt")}</a:lvl1pPr>'
    text = (
        '<a:fld id="{5F0DA3D0-6D5A-4F3C-9C57-1B2E70B9A001}" type="slidenum">'
        '<a:rPr lang="vi-VN"/><a:t>‹#›</a:t></a:fld>'
        if kind == "sldNum"
        else ""
    )
    return (
        f'<p:sp><p:nvSpPr><p:cNvPr id="{number}" name="{kind}"/><p:cNvSpPr>'
        f'<a:spLocks noGrp="1"/></p:cNvSpPr><p:nvPr>'
        f'<p:ph type="{kind}" sz="quarter" idx="{index}"/></p:nvPr></p:nvSpPr>'
        f"<p:spPr>{_frame(box)}</p:spPr><p:txBody>"
        f'<a:bodyPr lIns="0" tIns="0" rIns="0" bIns="0" anchor="ctr"/>'
        f'<a:lstStyle>{style}</a:lstStyle><a:p>{text}<a:endParaRPr lang="vi-VN"/></a:p>'
        f"</p:txBody></p:sp>"
    )


def _rectangle(number: int, box: Box, colour: str) -> str:
    return (
        f'<p:sp><p:nvSpPr><p:cNvPr id="{number}" name="Nét trang trí {number}"/><p:cNvSpPr/>'
        f'<p:nvPr userDrawn="1"/></p:nvSpPr><p:spPr>{_frame(box)}'
        f'<a:prstGeom prst="rect"><a:avLst/></a:prstGeom><a:solidFill>'
        f'<a:srgbClr val="{colour[1:]}"/></a:solidFill><a:ln><a:noFill/></a:ln></p:spPr></p:sp>'
    )


def _frame(box: Box) -> str:
    x, y, w, h = box.emu
    return f'<a:xfrm><a:off x="{x}" y="{y}"/><a:ext cx="{w}" cy="{h}"/></a:xfrm>'


def _style(size: int, *, bold: bool = False, colour: str = "tx1", font: str = "+mn-lt") -> str:
    weight = ' b="1"' if bold else ""
    return (
        f'<a:lvl1pPr marL="0" indent="0" algn="l"><a:buNone/>'
        f"{_letters(size, colour, font, weight)}</a:lvl1pPr>"
    )


def _letters(size: int, colour: str, font: str, weight: str = "") -> str:
    return (
        f'<a:defRPr sz="{size * 100}"{weight}><a:solidFill><a:schemeClr val="{colour}"/>'
        f'</a:solidFill><a:latin typeface="{font}"/></a:defRPr>'
    )
