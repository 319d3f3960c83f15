"""One report as it left (báo cáo đã xuất), and the list of them that somebody may read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from indicators.access import Principal, needs
from indicators.errors import NotFound
from indicators.export import EXPORTS, Options, Snapshot, Wanted
from indicators.export.charts import LABELS
from indicators.periods import Period
from indicators.reports.chosen import read_options
from indicators.workspace import Workspace

PAGE = 20
_BITS = 64  # of a number in the store: none there is longer


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """Who took an official report back, when and why; its number stays used."""

    by: str
    at: datetime
    reason: str


@dataclass(frozen=True, slots=True)
class Report:
    """One file that left: `number` is ours, `official` the office's own ("05/BC-SXD"), "" without.

    `version` and `known_at` say which figures are in it; `sha256` is of the file's bytes.
    """

    number: int
    format: str
    wanted: Wanted
    options: Options
    base_sha256: str | None
    title: str
    version: int
    known_at: datetime
    snapshot_sha256: str
    file: str
    sha256: str
    count_bytes: int
    made_by: str
    made_at: datetime
    official: str = ""
    year: int | None = None
    withdrawal: Withdrawal | None = None

    @property
    def label(self) -> str:
        """What its kind of file is called: "Bảng Excel"."""
        if self.options.chart and self.format in LABELS:
            return LABELS[self.format]
        return EXPORTS[self.format].label if self.format in EXPORTS else self.format

    @property
    def period_label(self) -> str:
        """The period it is about: "Quý III/2026"."""
        return Period.parse(self.wanted.period).label


@dataclass(frozen=True, slots=True)
class Shelf:
    """One page of kept reports, newest first, and how many there are in all."""

    reports: tuple[Report, ...]
    count_all: int


@needs("read")
def kept(
    workspace: Workspace,
    who: Principal,
    *,
    unit: str | None = None,
    period: str | None = None,
    kind: str | None = None,
    made_by: str | None = None,
    has_number: bool = False,
    page: int = 1,
) -> Shelf:
    """Return the reports that `who` may read now, newest first.

    One that holds figures of a unit that is outside their scope today is not among them.

    Args:
        workspace: the open office.
        who: who reads.
        unit: only those drawn for this unit.
        period: only those about this period.
        kind: only this format, a name in `EXPORTS`.
        made_by: only those of this account.
        has_number: only those with an official number.
        page: from 1, of `PAGE` reports each.
    """
    rows = _kept(
        workspace,
        who,
        unit_id=unit,
        period=period,
        format=kind,
        made_by=made_by,
        has_number=has_number,
        count_rows=PAGE,
        count_skipped=PAGE * (max(page, 1) - 1),
    )
    return Shelf(tuple(_report(row) for row in rows), rows[0]["count_all"] if rows else 0)


@needs("read")
def opened(workspace: Workspace, who: Principal, number: int) -> tuple[Report, Snapshot]:
    """Return one report and everything it says, as it was kept.

    Raises:
        NotFound: there is none that `who` may read.
        ValueError: what was kept is damaged.
    """
    rows = []
    if number > 0 and number.bit_length() < _BITS:
        rows = _kept(workspace, who, report_id=number)
    if not rows:
        raise NotFound(f"Không có bản xuất số {number}")
    report = _report(rows[0])
    same = Snapshot.read(rows[0]["kept"])
    head = replace(same.head, known_at=report.known_at, version=report.version)
    return report, replace(same, head=head)


def _kept(workspace: Workspace, who: Principal, **asked: object) -> list[dict[str, Any]]:
    """Return the rows of what is asked for; of all that may be read the newest, if nothing is."""
    everything: dict[str, object] = {
        "report_id": None, "unit_id": None, "period": None, "format": None, "made_by": None,
        "has_number": False, "count_rows": 1, "count_skipped": 0,
    }  # fmt: skip
    return workspace.store.rows("reports/kept", scope=who.roots("read"), **everything | asked)


def _report(row: Mapping[str, Any]) -> Report:
    wanted = Wanted(
        unit=row["unit_id"],
        period=row["period"],
        plan=row["plan_id"],
        group=row["group_id"],
        as_of=row["as_of"],
        provisional=row["is_provisional"],
        order=row["ordering"],
    )
    withdrawal = None
    if row["withdrawn_at"] is not None:
        withdrawal = Withdrawal(row["withdrawn_by"], row["withdrawn_at"], row["reason"])
    return Report(
        number=row["report_id"],
        format=row["format"],
        wanted=wanted,
        options=read_options(row["options"]),
        base_sha256=row["base_sha256"],
        title=row["title"],
        version=row["data_version"],
        known_at=row["known_at"],
        snapshot_sha256=row["snapshot_sha256"],
        file=row["file_name"],
        sha256=row["file_sha256"],
        count_bytes=row["count_bytes"],
        made_by=row["made_by"],
        made_at=row["made_at"],
        official=official(row["number"], row["symbol"]),
        year=row["year"],
        withdrawal=withdrawal,
    )


def official(number: int | None, symbol: str | None) -> str:
    """Return an official number as it is written, "" without one: "05/BC-SXD".

    Source: Nghị định 30/2020/NĐ-CP, annex I: a number below 10 has a leading zero.
    """
    return "" if number is None else f"{number:02d}/{symbol}"
