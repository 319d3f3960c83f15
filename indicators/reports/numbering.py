"""Official numbers (cấp số văn bản): "Số: 05/BC-SXD", of each symbol and year, without gaps.

Every number up to the last is accounted for: given to a report here, or given out elsewhere and
noted so. None is used twice; a report that is withdrawn keeps its own.

Source: Nghị định 30/2020/NĐ-CP: numbers begin with 01 on 1 January of each year.
"""

from __future__ import annotations

from dataclasses import replace

from indicators import audit, clock
from indicators.access import Principal, needs, require
from indicators.errors import Conflict, InputRejected, NotFound, Problem
from indicators.export import Options
from indicators.export.official import symbol_fault
from indicators.reports.report import official, opened
from indicators.text import clean
from indicators.workspace import Workspace
from queries import Store, Transaction

ISSUABLE = frozenset({"docx"})  # what a number may be given to
_LARGEST = 99_999


@needs("read")
def next_number(workspace: Workspace, who: Principal, symbol: str) -> int:  # noqa: ARG001 - guarded
    """Return the number that the next report of this year would get."""
    return _last(workspace.store, symbol, this_year()) + 1


@needs("review")
def note_used(workspace: Workspace, who: Principal, symbol: str, number: int) -> None:
    """Note that this year's numbers up to `number` were given out elsewhere, on paper.

    Raises:
        InputRejected: it is no number, or there is no symbol.
        Conflict: it was given out already.
    """
    refuse_symbol(symbol)
    if not 0 < number <= _LARGEST:
        fault = f"Số văn bản phải từ 1 đến {_LARGEST}."
        raise InputRejected([Problem.error("number", fault)])
    year = this_year()
    with workspace.store.write("report number", changes_board=False) as write:
        last = _last(write, symbol, year)
        if number <= last:
            raise Conflict(f"Năm {year} đã cấp đến số {official(last, symbol)}.")
        record_number(write, who, symbol=symbol, year=year, number=number, report=None)
        workspace.trail.record(
            write,
            audit.Entry(
                who.account,
                "report.numbers-used",
                f"report-number/{symbol}",
                session=who.session,
                details={"official": official(number, symbol), "year": year},
            ),
        )


@needs("review")
def withdraw(workspace: Workspace, who: Principal, number: int, reason: str) -> None:
    """Note that a report with an official number is withdrawn (thu hồi): nobody gets its number.

    Args:
        workspace: the open office.
        who: who reviews the unit that it was drawn for.
        number: of the report, ours.
        reason: why; kept with it.

    Raises:
        NotFound: there is none that `who` may withdraw.
        InputRejected: no reason is given.
        Conflict: it has no official number, or is withdrawn already.
    """
    report, _ = opened(workspace, who, number)
    if not workspace.sees(who, report.wanted.unit, "review"):
        raise NotFound(f"Không có bản xuất số {number}")
    why = clean(reason).strip()
    if not why:
        fault = "Thu hồi phải nêu lý do: báo cáo sai ở đâu, thay bằng báo cáo nào."
        raise InputRejected([Problem.error("reason-missing", fault)])
    if not report.official:
        raise Conflict(f"Bản xuất số {number} không có số văn bản nên không có gì để thu hồi.")
    with workspace.store.write("report withdrawn", changes_board=False) as write:
        if write.rows("reports/withdrawn", report_id=number):
            raise Conflict(f"Báo cáo số {report.official} đã được thu hồi trước đó.")
        write.run(
            "reports/record_withdrawal",
            report_id=number,
            reason=why,
            withdrawn_by=who.account,
            withdrawn_at=clock.now(),
        )
        workspace.trail.record(
            write,
            audit.Entry(
                who.account,
                "report.withdrawn",
                f"report/{number}",
                session=who.session,
                details={"official": report.official, "year": report.year, "reason": why},
            ),
        )


def numbered(workspace: Workspace, who: Principal, options: Options) -> Options:
    """Return options with the number that would be given out now, dated today unless dated.

    The number is not taken by this: whoever records the report first has it.
    """
    said = options.official
    number = next_number(workspace, who, said.symbol)
    day = said.date or clock.today().isoformat()
    return replace(options, official=replace(said, number=number, date=day))


def refuse_unfit(
    workspace: Workspace, who: Principal, kind: str, unit: str, options: Options
) -> None:
    """Raise unless `who` may give this kind of report about `unit` an official number.

    Raises:
        Forbidden: they review nothing.
        NotFound: they do not review this unit.
        InputRejected: this kind of file takes no number, or no symbol is given.
    """
    require(workspace, who, "review", what="reports.issue")
    if not workspace.sees(who, unit, "review"):
        raise NotFound(f"Không có đơn vị «{unit}»")
    if kind not in ISSUABLE:
        fault = "Chỉ báo cáo Word mới được cấp số văn bản."
        raise InputRejected([Problem.error("number", fault)])
    refuse_symbol(options.official.symbol)


def refuse_symbol(symbol: str) -> None:
    """Raise unless `symbol` can stand behind a number: "BC-SXD".

    Raises:
        InputRejected: it is empty, or not written as symbols are; see `symbol_fault`.
    """
    fault = symbol_fault(symbol)
    if fault:
        told = "Chưa có ký hiệu văn bản: ghi như BC-SXD." if not symbol else f"Ký hiệu {fault}."
        raise InputRejected([Problem.error("symbol", told)])


def taken(write: Transaction, symbol: str, year: int) -> int:
    """Return the next number; inside the write that gives it out, so that nobody else gets it."""
    return _last(write, symbol, year) + 1


def record_number(
    write: Transaction, who: Principal, *, symbol: str, year: int, number: int, report: int | None
) -> None:
    """Record a number inside a write: of a report, or as given out elsewhere."""
    write.run(
        "reports/record_number",
        symbol=symbol,
        year=year,
        number=number,
        report_id=report,
        issued_by=who.account,
        issued_at=clock.now(),
    )


def this_year() -> int:
    """Return the year whose numbers are given out now, by the office's clock."""
    return clock.today().year


def _last(reader: Store | Transaction, symbol: str, year: int) -> int:
    found: int = reader.rows("reports/last_number", symbol=symbol, year=year)[0]["number"]
    return found
