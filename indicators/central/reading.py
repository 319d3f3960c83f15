"""Reading the central form from TOML, strictly: every fault at once, with its line and a way out.

The office's own file (`nq57.toml` in `Settings.templates_path`) or the one of this package, which
shows every field once.
"""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path
from typing import Any, get_args

from indicators.board.view import STATUSES
from indicators.catalogue.fields import nearest
from indicators.catalogue.model import Catalogue
from indicators.central.contents import FIGURE_NAMES, PROOF_NAMES
from indicators.central.fields import Place, Table
from indicators.central.form import Blank, CentralForm, Column, CsvForm, Encoding, Rows, Unmapped
from indicators.errors import InputRejected, Problem
from indicators.settings import Settings
from indicators.text import clean, fold

FILE = "nq57.toml"
OURS = Path(__file__).with_name(FILE)
_AT = re.compile(r"line (\d+)")
_TABLE = re.compile(r"\s*(\[\[?)\s*([\w-]+)\s*\]\]?")
_KEY = re.compile(r"\s*[\"']?([\w-]+)[\"']?\s*=")
_SEPARATORS = {";": ";", ",": ",", "tab": "\t", "|": "|"}
_TABLES = ("form", "csv", "words", "column", "evidence", "indicators", "units")


def form_of(settings: Settings, catalogue: Catalogue) -> CentralForm:
    """Return the office's form, ours where it has none.

    Raises:
        InputRejected: the office's file is wrong, or names what is not in the catalogue; every
            reason names its line.
    """
    own = settings.templates_path / FILE
    return read_form(own, catalogue) if own.is_file() else read_form(OURS)


def read_form(path: Path, catalogue: Catalogue | None = None) -> CentralForm:
    """Return the form of a file.

    Args:
        path: the file.
        catalogue: whose indicators, units and plans it may name; None where it names none.

    Raises:
        InputRejected: with every fault, its line, and what may stand there.
    """
    try:
        text = path.read_bytes().decode("utf-8-sig")
        tables = tomllib.loads(text)
    except UnicodeDecodeError:
        raise _rejected(path, "lưu lại với bảng mã UTF-8") from None
    except tomllib.TOMLDecodeError as error:
        at = _AT.search(str(error))
        where = f"dòng {at[1]}" if at else "cuối tệp"
        raise _rejected(
            path, f"{where}: không đọc được, xem lại ngoặc kép, ngoặc vuông và dấu ="
        ) from None
    reader = _Reader(path.name, _lines(text))
    form = reader.form(tables)
    if catalogue is not None:
        reader.known(form, catalogue)
    if reader.problems:
        raise InputRejected(reader.problems)
    return form


def _rejected(path: Path, why: str) -> InputRejected:
    message = f"Tệp {path.name}: {why}"
    return InputRejected([Problem.error("central-form", message, sheet=path.name)])


def _lines(text: str) -> dict[Place, int]:
    """Return the line of each table ("" for its head) and key; tables of a list are numbered."""
    found: dict[Place, int] = {}
    count: Counter[str] = Counter()
    table = ""
    for number, line in enumerate(text.splitlines(), start=1):
        if head := _TABLE.match(line):
            table = head[2]
            count[table] += 1
            found[table, count[table], ""] = number
        elif key := _KEY.match(line):
            found.setdefault((table, count[table], key[1]), number)
    return found


@dataclass(slots=True)
class _Reader:
    """Reads tables into a form and notes everything wrong on the way."""

    file: str
    lines: Mapping[Place, int]
    problems: list[Problem] = field(default_factory=list)

    def form(self, tables: Mapping[str, Any]) -> CentralForm:
        """Return the form; worth nothing where there are problems."""
        for name in tables:
            if name not in _TABLES:
                self.wrong((name, 1, ""), f"không có phần [{name}]: {nearest(name, _TABLES)}")
        head = Table(self.wrong, ("form", 1), self.table(tables, "form"))
        csv = Table(self.wrong, ("csv", 1), self.table(tables, "csv"))
        form = CentralForm(
            file=self.file,
            title=head.text("title", ""),
            sheet=head.sheet("sheet", "Bao cao"),
            header_row=head.whole("header_row", 1, 100, 4),
            rows=head.one_of("rows", get_args(Rows), "units"),
            unmapped=head.one_of("unmapped", get_args(Unmapped), "keep"),
            blank=head.one_of("blank", get_args(Blank), "leave-out"),
            plans=head.texts("plans"),
            columns=tuple(self.columns(tables, "column", FIGURE_NAMES)),
            evidence_sheet=head.sheet("evidence_sheet", "Minh chung"),
            evidence_columns=tuple(self.columns(tables, "evidence", PROOF_NAMES)),
            indicator_codes=self.pairs(tables, "indicators"),
            unit_codes=self.pairs(tables, "units"),
            words=self.pairs(tables, "words", STATUSES),  # type: ignore[arg-type] # those alone
            csv=CsvForm(
                _SEPARATORS[csv.one_of("separator", tuple(_SEPARATORS), ";")],
                csv.one_of("decimal", (",", "."), ","),
                csv.one_of("encoding", get_args(Encoding), "utf-8-sig"),
            ),
        )
        head.finished()
        csv.finished()
        self._whole(form)
        return form

    def _whole(self, form: CentralForm) -> None:
        """Note what only the whole form shows."""
        if form.title and form.header_row == 1:
            self.wrong(("form", 1, "header_row"), "hàng 1 đã là dòng «title»: ghi từ 2 trở đi")
        if form.sheet.casefold() == form.evidence_sheet.casefold():
            self.wrong(("form", 1, "evidence_sheet"), "hai trang tính cùng tên: đổi một tên")
        if form.csv.separator == form.csv.decimal:
            self.wrong(("csv", 1, "decimal"), "dấu thập phân trùng dấu ngăn cột: đổi một trong hai")
        if not form.columns:
            self.wrong(("column", 1, ""), "chưa có cột nào: thêm ít nhất một [[column]]")

    def known(self, form: CentralForm, catalogue: Catalogue) -> None:
        """Note every code of ours that the catalogue does not have: it would be of nothing."""
        named: tuple[tuple[str, str, Collection[str], Collection[str]], ...] = (
            ("indicators", "chỉ tiêu", form.indicator_code, catalogue.indicators),
            ("units", "đơn vị", form.unit_code, catalogue.units),
        )
        for table, what, codes, there in named:
            for code in codes:
                if code not in there:
                    self.wrong((table, 1, code), f"không có {what} «{code}»: {_like(code, there)}")
        for code in form.plans:
            if code not in catalogue.plans:
                like = nearest(code, tuple(catalogue.plans))
                self.wrong(("form", 1, "plans"), f"không có kế hoạch «{code}»: {like}")

    def table(self, tables: Mapping[str, Any], name: str) -> Mapping[str, Any]:
        """Return a table written once, "[name]", empty where it is not written."""
        found = tables.get(name, {})
        if isinstance(found, dict):
            return found
        self.wrong((name, 1, ""), f"phải viết là [{name}], một lần")
        return {}

    def columns(
        self, tables: Mapping[str, Any], name: str, contents: tuple[str, ...]
    ) -> Iterator[Column]:
        """Yield the columns of one of the two lists."""
        listed = tables.get(name, [])
        if not isinstance(listed, list) or not all(isinstance(each, dict) for each in listed):
            self.wrong((name, 1, ""), f"phải viết là [[{name}]] cho từng cột")
            return
        heads: set[str] = set()
        for number, written in enumerate(listed, start=1):
            column = Table(self.wrong, (name, number), written).column(contents)
            if column.head and column.head in heads:
                self.wrong((name, number, "head"), f"hai cột cùng tiêu đề «{column.head}»: đổi một")
            heads.add(column.head)
            yield column

    def pairs(
        self, tables: Mapping[str, Any], name: str, known: tuple[str, ...] | None = None
    ) -> tuple[tuple[str, str], ...]:
        """Return the pairs of a table of codes or words; two of ours never share one of theirs."""
        found: dict[str, str] = {}
        for key, value in self.table(tables, name).items():
            place: Place = (name, 1, key)
            if known is not None and key not in known:
                self.wrong(place, f"không có trạng thái «{key}»: {nearest(key, known)}")
            elif not isinstance(value, str) or not clean(value):
                self.wrong(place, f'«{key}» phải là chữ trong ngoặc kép, như {key} = "57.2.1"')
            elif known is None and clean(value) in found.values():
                self.wrong(place, f"mã «{clean(value)}» đã ghi cho dòng khác: mỗi mã ghi một lần")
            else:
                found[key] = clean(value)
        return tuple(found.items())

    def wrong(self, place: Place, what: str) -> None:
        """Note a fault at a place, at its table where the key is not written."""
        name, number, _ = place
        line = self.lines.get(place) or self.lines.get((name, number, ""))
        where = f"dòng {line}" if line else f"phần [{name}]"
        message = f"Tệp {self.file}, {where}: {what}"
        self.problems.append(Problem.error("central-form", message, sheet=self.file, cell=where))


def _like(code: str, known: Collection[str]) -> str:
    """Return a hint at the known code that was meant, however it was typed; there are many."""
    folded = {fold(each): each for each in known}
    if close := get_close_matches(fold(code), list(folded), n=1, cutoff=0.6):
        return f"có phải là «{folded[close[0]]}»?"
    return "lấy mã ở các cột Mã đơn vị, Mã chỉ tiêu của tệp Số liệu CSV, hoặc bỏ dòng này"


def uncoded(settings: Settings, catalogue: Catalogue, unit: str) -> str:
    """Return what a reporter is told before the report is made: indicators without a central code.

    "" where every indicator of the branch of `unit` has one.

    Raises:
        InputRejected: the office's file is wrong.
    """
    form, branch = form_of(settings, catalogue), set(catalogue.subtree(unit))
    codes = [
        each.code
        for each in catalogue.indicators.values()
        if each.code not in form.indicator_code
        and not branch.isdisjoint(each.applies_to)
        and (not form.plans or each.plan in form.plans)
    ]
    return ", ".join(codes)
