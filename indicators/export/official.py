"""What an office's documents always say (thể thức văn bản): its file `van-ban.toml`.

The one beside this module is whole. Without one, what the office's name says is taken from there
and the rest is left blank for a pen.
Source: Nghị định 30/2020/NĐ-CP, annex I; REFERENCE.md, "Layout of official documents".
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from indicators.errors import InputRejected, Problem
from indicators.export.model import Official
from indicators.settings import Settings
from indicators.text import clean

FILE = "van-ban.toml"
TEMPLATE = "bao-cao.docx"
_CODE = "official-settings"
_LONGEST = 200
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
_SYMBOL = re.compile(r"BC(-[A-ZĐ0-9&]+)+")
_OF_A_PROVINCE = re.compile(r"((?:Sở|Ban|Thanh tra)\b.*?) ((?:tỉnh|thành phố) (.+))", re.IGNORECASE)
_OF_A_PLACE = re.compile(r".*? (?:tỉnh|thành phố|xã|phường|đặc khu) (.+)", re.IGNORECASE)


def official(settings: Settings) -> Official:
    """Return what the office's documents say, without number and date.

    Raises:
        InputRejected: with every problem of `van-ban.toml` at once.
    """
    path = settings.templates_path / FILE
    named = by_name(settings.office)
    return read(path, named) if path.exists() else named


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


def read(path: Path, named: Official) -> Official:
    """Return what the file at `path` says; `named` stands where it says nothing.

    Raises:
        InputRejected: with every problem of the file at once.
    """
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise InputRejected([_fault(path, f"không đọc được: {error}")]) from error
    if told := [_fault(path, each) for each in (*_wrong_texts(table), *_wrong_recipients(table))]:
        raise InputRejected(told)
    said: dict[str, Any] = {name: clean(table[name]) for name in _TEXTS if name in table}
    said |= {name: said[name].upper() for name in _CAPITALS if name in said}
    return replace(named, **said, recipients=tuple(clean(x) for x in table.get("recipients", ())))


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
    if isinstance(symbol, str) and clean(symbol) and not _SYMBOL.fullmatch(clean(symbol)):
        yield f'symbol «{symbol}» phải viết như "BC-SXD": BC, gạch nối, chữ viết tắt tên cơ quan'


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
