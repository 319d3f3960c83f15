"""Whose figures a sheet holds: the unit that labels, titles or the sheet's name agree on."""

from __future__ import annotations

import re
from collections.abc import Iterator

from indicators.catalogue.model import Catalogue, Unit
from indicators.intake.layout.claims import ASIDE, Claim, claims
from indicators.intake.layout.grid import Grid
from indicators.intake.match import Names, spelled_out
from indicators.intake.measures import is_measure
from indicators.intake.rows import SheetRows

# What may follow a unit's name in a title; any other word might belong to a longer name.
_FOLLOWERS = frozenset(
    "thang qui nam tuan ki thuoc tinh so bao cao trong den tu ngay ve theo nop lap sau chin 6 9 ubnd uy".split()  # noqa: E501, SIM905
)
_COPY = re.compile(r"\s*\(\d+\)$")  # "QLXD (2)": what Excel calls a copied sheet
_BETWEEN = frozenset("thuoc cua truc".split())  # noqa: SIM905


def unit_above(
    grid: Grid, before: int, names: Names, out: SheetRows, after: int = 0
) -> Unit | None:
    """Return the unit that the texts above row `before` name; notes in `out` why there is none.

    Args:
        grid: the sheet.
        before: the first header row.
        names: of the catalogue.
        out: told why there is no unit.
        after: the row from which on texts count; the sheet's name counts from 0 on only.
    """
    mentions: list[tuple[tuple[str, ...], Claim]] = []
    is_asked = False
    named = units_named(_COPY.sub("", grid.sheet.name), names) if after == 0 else ()
    for claim in claims(grid, before, "unit", after):
        if claim.label and is_measure(claim.text, names.measures):
            continue  # "Đơn vị: tỷ đồng"
        codes = unit_codes(claim.text, names) if claim.label else _mentioned(claim.text, names)
        if codes:
            mentions.append((codes, claim))
        elif claim.label:
            is_asked = True
            ask_unit(claim.text, claim.cell, names, out)
    if not mentions and not is_asked and after == 0:
        codes = unit_codes(grid.sheet.name, names)
        mentions = [(codes, Claim(grid.sheet.name, "", "sheet"))] if codes else []
    if is_asked:
        return None
    if not mentions:
        out.error(
            "unit-missing",
            None,
            f"Trang «{out.sheet}» không ghi đơn vị báo cáo: viết «Đơn vị: tên phòng» vào một ô "
            "phía trên bảng",
        )
        return None
    return _unless_named(_agreed_unit(mentions, names, out), named, mentions[0][1], names, out)


def _unless_named(
    unit: Unit | None, named: tuple[str, ...], claim: Claim, names: Names, out: SheetRows
) -> Unit | None:
    """Return `unit`, or None where the sheet's name is that of another unit, not of one above."""
    if unit is None or not named:
        return unit
    if set(named) & {unit.code, *names.catalogue.ancestors(unit.code)}:
        return unit
    out.error(
        "unit-conflict",
        claim.cell or None,
        f"Ô {claim.cell} ghi «{claim.text}» nhưng tên trang là «{out.sheet}», tức "
        f"{names.unit(named[0]).name}: sửa tên trang hoặc tên đơn vị cho khớp",
    )
    return None


def _agreed_unit(
    mentions: list[tuple[tuple[str, ...], Claim]], names: Names, out: SheetRows
) -> Unit | None:
    catalogue = names.catalogue
    lines = [(set(codes), claim) for codes, claim in mentions]
    agreed = [
        code
        for code in dict.fromkeys(code for codes, _ in mentions for code in codes)
        if all(codes & {code, *catalogue.ancestors(code)} for codes, _ in lines)
    ]
    if not agreed:
        said = "; ".join(f"ô {claim.cell} «{claim.text}»" for _, claim in mentions)
        out.error(
            "unit-conflict",
            mentions[-1][1].cell or None,
            f"Trang «{out.sheet}» ghi hai đơn vị khác nhau ({said}): chỉ giữ đơn vị báo cáo",
        )
        return None
    code = only_reporting(tuple(agreed), names)
    if code is None:
        claim = mentions[0][1]
        quoted = "; ".join(_with_parent(each, catalogue) for each in agreed)
        out.error(
            "unit-uncertain",
            claim.cell or None,
            f"«{claim.text}» có thể là {quoted}: ghi rõ tên cơ quan cấp trên hoặc mã đơn vị",
        )
        return None
    return names.unit(code)


def only_reporting(codes: tuple[str, ...], names: Names) -> str | None:
    """Return the one code of `codes`, or the one among them that reports anything at all."""
    if len(codes) == 1:
        return codes[0]
    reporting = [code for code in codes if code in names.reporting]
    return reporting[0] if len(reporting) == 1 else None


def unit_codes(text: str, names: Names) -> tuple[str, ...]:
    """Return the units that `text`, as a whole, may certainly mean; empty when it is not certain.

    "Phòng Pháp chế - Sở Xây dựng" names a unit and one above it: the unit is meant.
    """
    codes = units_named(text, names)
    if codes:
        return codes
    words = spelled_out(text).split()
    mentions = list(_runs(words, names))
    if mentions and not _left_over(words, mentions):
        agreed = [
            code
            for code in mentions[0][2]
            if all(
                set(codes) & {code, *names.catalogue.ancestors(code)}
                for _, _, codes in mentions[1:]
            )
        ]
        if agreed:
            return tuple(agreed)
    hit = names.units.find(text)
    return (hit.code,) if hit.code else ()


def units_named(text: str, names: Names) -> tuple[str, ...]:
    """Return the units named exactly so; "P.QLXD" and "Phòng QLXD" are the QLXD of the names."""
    codes = names.units.all_named(text)
    first, _, rest = spelled_out(text).partition(" ")
    if codes or first not in ("p", "phong") or not rest:
        return codes
    return names.units.folded.get(f"phong {rest}") or names.units.folded.get(rest, ())


def ask_unit(text: str, cell: str, names: Names, out: SheetRows) -> None:
    """Note that `text` at `cell` names no unit for certain, with the nearest names."""
    near = names.units.find(text).near or names.units.all_named(text)
    if near:
        quoted = " hay ".join(_with_parent(code, names.catalogue) for code in near[:3])
        out.error(
            "unit-uncertain",
            cell,
            f"Ô {cell}: «{text}» chưa rõ là đơn vị nào. Có phải {quoted}? Chép đúng tên vào ô",
        )
        return
    out.error(
        "unit-unknown",
        cell,
        f"Ô {cell}: không có đơn vị nào tên «{text}»: chép đúng tên hoặc mã đơn vị",
    )


def _mentioned(text: str, names: Names) -> tuple[str, ...]:
    """Return the unit that a title names for certain, the lowest where it names its parents."""
    if whole := names.units.all_named(text):
        return whole
    words = spelled_out(text).split()
    if ASIDE.search(" ".join(words)):
        return ()
    runs = list(_runs(words, names))
    starts = {start for start, _, _ in runs}
    sure = [
        codes
        for _, end, codes in runs
        if end == len(words) or words[end] in _FOLLOWERS or words[end].isdigit() or end in starts
    ]
    for codes in sure:
        agreed = [
            code
            for code in codes
            if all(set(other) & {code, *names.catalogue.ancestors(code)} for other in sure)
        ]
        if agreed:
            return tuple(agreed)
    return sure[0] if sure else ()


def _runs(words: list[str], names: Names) -> Iterator[tuple[int, int, tuple[str, ...]]]:
    """Yield start, end and units of each longest run of two words or more that is a unit's name."""
    start = 0
    while start < len(words):
        for end in range(min(len(words), start + 16), start + 1, -1):
            codes = names.units.folded.get(" ".join(words[start:end]))
            if codes:
                yield start, end, codes
                start = end - 1
                break
        start += 1


def _left_over(words: list[str], runs: list[tuple[int, int, tuple[str, ...]]]) -> list[str]:
    covered = {place for start, end, _ in runs for place in range(start, end)}
    return [
        word for place, word in enumerate(words) if place not in covered and word not in _BETWEEN
    ]


def _with_parent(code: str, catalogue: Catalogue) -> str:
    unit = catalogue.units[code]
    parent = catalogue.units.get(unit.parent or "")
    return f"«{unit.name}» ({parent.name}, mã {code})" if parent else f"«{unit.name}» (mã {code})"
