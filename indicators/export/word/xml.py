"""Paragraphs and runs as WordprocessingML (ECMA-376 part 1, 17): whatever they hold stays text."""

from __future__ import annotations

import re
from html import escape
from typing import Literal

from indicators.export.document import Span
from indicators.export.inert import plain
from indicators.export.word.measures import twips

_THIN = 3.0  # points
_BEFORE_UNIT = re.compile(r"(?<=\d) ")
Jc = Literal["left", "center", "right", "both"]
NAMESPACES = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def run(
    text: str,
    *,
    bold: bool = False,
    italic: bool = False,
    size: float | None = None,
    ink: str = "",
) -> str:
    """Return a run: control characters are dropped, a new line is a line break.

    `size` in points and `ink` ("#RRGGBB") only where they differ from the paragraph's style.
    """
    look = "".join(
        (
            "<w:b/><w:bCs/>" if bold else "",
            "<w:i/><w:iCs/>" if italic else "",
            f'<w:color w:val="{ink.removeprefix("#")}"/>' if ink else "",
            f'<w:sz w:val="{round(size * 2)}"/><w:szCs w:val="{round(size * 2)}"/>' if size else "",
        )
    )
    lines = escape(plain(text).replace("\t", " "), quote=False).split("\n")
    told = "<w:br/>".join(f'<w:t xml:space="preserve">{line}</w:t>' for line in lines)
    return f"<w:r>{f'<w:rPr>{look}</w:rPr>' if look else ''}{told}</w:r>"


def unbroken(spans: tuple[Span, ...]) -> str:
    """Return text and figures as one text, in which no line parts a number from its unit."""
    return "".join(
        each if isinstance(each, str) else _BEFORE_UNIT.sub("\u00a0", each.text) for each in spans
    )


def paragraph(
    runs: str,
    style: str,
    *,
    jc: Jc | None = None,
    spacing: tuple[float, float] | None = None,
    keep_next: bool = False,
    border: tuple[float, float] | None = None,
    sides: float = 0,
    shade: str = "",
) -> str:
    """Return a paragraph.

    Args:
        runs: its runs, as XML.
        style: the id of its style.
        jc: how it is aligned, where the style says otherwise.
        spacing: points above and below it, where the style says otherwise.
        keep_next: whether it stays on the page of the paragraph below it.
        border: the two indents in millimetres between which a rule is drawn, on a line of no
            height.
        sides: millimetres left free on both sides of its text.
        shade: what its text stands on ("RRGGBB").
    """
    indents = border or ((sides, sides) if sides else None)
    rule = '<w:pBdr><w:bottom w:val="single" w:sz="6" w:space="0" w:color="000000"/></w:pBdr>'
    parts = (
        f'<w:pStyle w:val="{style}"/>',
        "<w:keepNext/>" if keep_next else "",
        rule if border else "",
        f'<w:shd w:val="clear" w:color="auto" w:fill="{shade}"/>' if shade else "",
        _spacing(spacing, height=_THIN if border else 0),
        f'<w:ind w:left="{twips(indents[0])}" w:right="{twips(indents[1])}" w:firstLine="0"/>'
        if indents
        else "",
        f'<w:jc w:val="{jc}"/>' if jc else "",
    )
    return f"<w:p><w:pPr>{''.join(parts)}</w:pPr>{runs}</w:p>"


def _spacing(points: tuple[float, float] | None, *, height: float) -> str:
    if points is None:
        return ""
    before, after = (round(each * 20) for each in points)
    line = f' w:line="{round(height * 20)}" w:lineRule="exact"' if height else ""
    return f'<w:spacing w:before="{before}" w:after="{after}"{line}/>'
