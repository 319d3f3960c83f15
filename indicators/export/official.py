"""What an office's documents always say (thể thức văn bản): its file `van-ban.toml`.

The one beside this module is whole. Without one, what the office's name says is taken from there
and the rest is left blank for a pen. A unit below the office reports through it, on its paper;
any other unit is an agency of its own.
Source: Nghị định 30/2020/NĐ-CP, annex I; REFERENCE.md, "Layout of official documents".
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from indicators.catalogue.model import Catalogue
from indicators.errors import InputRejected, Problem
from indicators.export.model import Official
from indicators.settings import Settings
from indicators.text import clean

FILE = "van-ban.toml"
TEMPLATE = "bao-cao.docx"
_CODE = "official-settings"
_LONGEST, _LONGEST_SYMBOL = 200, 40
_UNITS = "don-vi"  # the table of what single units have of their own
PER_UNIT = (
    "báo cáo về phòng, trung tâm của cơ quan dùng phần chung; báo cáo về cơ quan khác lấy tên cơ"
    " quan ấy và cấp trên của nó từ danh mục đơn vị, để trống ký hiệu và người ký. Ghi khác cho một"
    f" đơn vị dưới dòng [{_UNITS}.MÃ], MÃ là mã đơn vị, với các mục như phần chung."
)
_TEXTS = (
    "parent_agency",
    "agency",
    "symbol",
    "place",
    "signer_authority",
    "signer_title",
    "signer_name",
)
_CAPITALS = ("parent_agency", "agency", "signer_authority", "signer_title")
_KEYS = (*_TEXTS, "recipients")
_SYMBOL = re.compile(r"BC(-[A-ZĂÂĐÊÔƠƯ0-9&]+)+")
_OF_A_PROVINCE = re.compile(r"((?:Sở|Ban|Thanh tra)\b.*?) ((?:tỉnh|thành phố) (.+))", re.IGNORECASE)
_OF_A_PLACE = re.compile(r".*? (?:tỉnh|thành phố|xã|phường|đặc khu) (.+)", re.IGNORECASE)


def official(
    settings: Settings, catalogue: Catalogue | None = None, unit: str | None = None
) -> Official:
    """Return what documents about a unit say, without number and date.

    Args:
        settings: the office's name, its unit, and where its file is.
        catalogue: whose units the file may name.
        unit: whom a document is about; the office itself where None.

    Raises:
        InputRejected: with every problem of `van-ban.toml` at once.
    """
    path = settings.templates_path / FILE
    table = _table(path, catalogue) if path.exists() else {}
    if catalogue is None or unit is None:
        return _said(by_name(settings.office), table)
    if speaks_for(settings, catalogue, unit):
        found = _said(by_name(settings.office), table)
    else:
        found = by_unit(catalogue, unit)
    return _said(found, table.get(_UNITS, {}).get(unit, {}))


def speaks_for(settings: Settings, catalogue: Catalogue, unit: str) -> bool:
    """Whether reports about a unit are the office's own: about itself, or a room below it."""
    home = settings.home_unit
    return home not in catalogue.units or home in (unit, *catalogue.ancestors(unit))


def symbol_fault(symbol: str) -> str:
    """Return why `symbol` cannot stand behind a number, "" where it can: "BC-SXD".

    Source: Nghị định 30/2020/NĐ-CP, annex I: the kind of document, a hyphen, the agency, capitals.
    """
    if len(symbol) <= _LONGEST_SYMBOL and _SYMBOL.fullmatch(symbol):
        return ""
    return (
        f'«{symbol}» phải viết như "BC-SXD": BC, gạch nối, chữ viết tắt tên cơ quan; chỉ dùng chữ'
        f" in hoa, chữ số, dấu & và gạch nối, không quá {_LONGEST_SYMBOL} ký tự"
    )


def by_unit(catalogue: Catalogue, code: str) -> Official:
    """Return what the tree of units says of one: its own name below that of its parent.

    What it does not say, its symbol among it, stays blank.
    """
    unit = catalogue.units[code]
    above = [catalogue.units[each] for each in catalogue.ancestors(code)]
    places = (_OF_A_PLACE.fullmatch(clean(each.name)) for each in (unit, *above))
    return Official(
        parent_agency=clean(above[0].name).upper() if above else "",
        agency=clean(unit.name).upper(),
        place=next((found[1] for found in places if found), ""),
        issuer=clean(unit.name),
    )


def by_name(office: str) -> Official:
    """Return what an office's name says of it: "Sở Xây dựng tỉnh Đắk Lắk" stands below a province.

    What it does not say stays blank.
    """
    name = clean(office)
    if found := _OF_A_PROVINCE.fullmatch(name):
        agency, province, place = found.groups()
        return Official(
            parent_agency=f"UBND {province}".upper(), agency=agency.upper(), place=place
        )
    placed = _OF_A_PLACE.fullmatch(name)
    return Official(agency=name.upper(), place=placed[1] if placed else "")


def _table(path: Path, catalogue: Catalogue | None) -> dict[str, Any]:
    """Return what the file at `path` holds.

    Raises:
        InputRejected: with every problem of the file at once.
    """
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise InputRejected([_fault(path, f"không đọc được: {error}")]) from error
    if told := [_fault(path, each) for each in _wrong(table, catalogue)]:
        raise InputRejected(told)
    return table


def _said(named: Official, table: Mapping[str, Any]) -> Official:
    """Return `named` with what a table says instead."""
    said: dict[str, Any] = {name: clean(table[name]) for name in _TEXTS if name in table}
    said |= {name: said[name].upper() for name in _CAPITALS if name in said}
    if "recipients" in table:
        said["recipients"] = tuple(clean(each) for each in table["recipients"])
    return replace(named, **said)


def _wrong(table: Mapping[str, Any], catalogue: Catalogue | None) -> Iterable[str]:
    """Yield what is wrong in a file: of the office, then of each unit with a part of its own."""
    yield from _wrong_texts({name: each for name, each in table.items() if name != _UNITS})
    yield from _wrong_recipients(table)
    units = table.get(_UNITS, {})
    if not isinstance(units, dict) or not all(isinstance(each, dict) for each in units.values()):
        yield f"viết phần riêng của một đơn vị dưới dòng [{_UNITS}.MÃ], MÃ là mã đơn vị"
        return
    for code, own in units.items():
        if catalogue is not None and code not in catalogue.units:
            yield f"[{_UNITS}.{code}]: không có đơn vị mã «{code}»"
        faults = (*_wrong_texts(own), *_wrong_recipients(own))
        yield from (f"[{_UNITS}.{code}]: {each}" for each in faults)


def _wrong_texts(table: Mapping[str, Any]) -> Iterable[str]:
    for name in table:
        if name not in _KEYS:
            yield f"không có mục «{name}»; dùng được: {', '.join(_KEYS)}"
    for name in _TEXTS:
        given = table.get(name, "")
        if not isinstance(given, str):
            yield f"mục «{name}» phải là chữ trong ngoặc kép"
        elif len(given) > _LONGEST:
            yield f"mục «{name}» dài quá {_LONGEST} chữ"
    symbol = table.get("symbol")
    if isinstance(symbol, str) and clean(symbol) and (fault := symbol_fault(clean(symbol))):
        yield f"symbol {fault}"


def _wrong_recipients(table: Mapping[str, Any]) -> Iterable[str]:
    given = table.get("recipients", [])
    if not isinstance(given, list) or not all(isinstance(each, str) for each in given):
        yield 'mục «recipients» phải là danh sách chữ, ví dụ ["UBND tỉnh (báo cáo)", "Lưu: VT, VP"]'
        return
    for number, each in enumerate(given, start=1):
        if not clean(each) or len(each) > _LONGEST:
            yield f"recipients: nơi nhận thứ {number} trống hoặc dài quá {_LONGEST} chữ"


def _fault(path: Path, told: str) -> Problem:
    return Problem.error(_CODE, f"{path}: {told}")
