"""What a reminder says (lời nhắc báo cáo): which plan and clause, which period, by when, what.

The same words for the office to copy and for e-mail. Plain text: it goes into any letter.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from indicators import windows
from indicators.catalogue.model import Catalogue, Duty, Plan
from indicators.periods import Period
from indicators.reporting import UnitReport

_MOST_NAMED = 12  # indicators named one by one; the rest is counted
PAGE = "/upload"  # of the page on which reports are sent


@dataclass(frozen=True, slots=True)
class Sender:
    """Who reminds: the office's name, its address on the network if any, and what it keeps."""

    office: str
    url: str | None
    catalogue: Catalogue
    today: date

    def letter(self, reports: Sequence[UnitReport]) -> str:
        """Return the letter to one unit about everything in `reports` that it owes.

        Args:
            reports: of one unit, at least one.
        """
        name = _unit_name(self.catalogue, reports[0].unit)
        parts = [f"Kính gửi: {name}", ""]
        for each in reports:
            parts += [*self._asked(each), ""]
        parts += [self._where(reports), "", *self._signed()]
        return "\n".join(parts)

    def circular(self, reports: Sequence[UnitReport]) -> str:
        """Return one letter to every unit that owes something in `reports`."""
        units = dict.fromkeys(each.unit for each in reports)
        names = "; ".join(_unit_name(self.catalogue, unit) for unit in units)
        parts = [f"Kính gửi: {names}", ""]
        by_duty: dict[tuple[str, str], list[UnitReport]] = {}
        for each in reports:
            by_duty.setdefault((each.duty, each.period), []).append(each)
        for group in by_duty.values():
            parts += [*self._asked_of_all(group), ""]
        parts += [self._where(reports), "", *self._signed()]
        return "\n".join(parts)

    def _asked(self, report: UnitReport) -> list[str]:
        lines = [f"{self._basis(report)} {_standing(report, self.today)}"]
        lines += self._list("Số liệu chưa gửi:", report.unsent)
        lines += self._list("Số liệu bị trả lại, cần sửa và gửi lại:", report.returned)
        return lines

    def _asked_of_all(self, group: Sequence[UnitReport]) -> list[str]:
        lines = [f"{self._basis(group[0])} Các đơn vị sau chưa hoàn thành báo cáo:"]
        for each in group:
            owed = _owed(each)
            lines.append(f"- {_unit_name(self.catalogue, each.unit)}: {owed}.")
        return lines

    def _basis(self, report: UnitReport) -> str:
        """Return the sentence that names plan, clause, period and due day."""
        duty = next((each for each in self.catalogue.duties if each.code == report.duty), None)
        plans = ", ".join(_plan_words(self.catalogue, each, duty) for each in report.plans)
        period = Period.parse(report.period)
        days = windows.words(windows.of_duty(duty, period))
        what = f"báo cáo {_lowered(period.label)}{f' ({days})' if days else ''}"
        return f"Căn cứ {plans}, {what} phải gửi chậm nhất ngày {report.due_on:%d/%m/%Y}."

    def _list(self, title: str, codes: Sequence[str]) -> list[str]:
        if not codes:
            return []
        known = self.catalogue.indicators
        shown = [
            f"- {_indicator_words(known[c].name, known[c].clause)}" for c in codes if c in known
        ]
        more = len(shown) - _MOST_NAMED
        rest = [f"- và {more} chỉ tiêu khác."] if more > 0 else []
        return [title, *shown[:_MOST_NAMED], *rest]

    def _where(self, reports: Iterable[UnitReport]) -> str:
        address = f" ({self.url.rstrip('/')}{PAGE})" if self.url else ""
        is_late = any(each.state != "pending" for each in reports)
        by_when = "trong ngày hôm nay" if is_late else "đúng hạn"
        return (
            f"Đề nghị đơn vị gửi số liệu {by_when} tại trang «Nộp số liệu» của Bảng Xanh{address}."
            f" Có vướng mắc, xin báo {self.office} để cùng giải quyết."
        )

    def _signed(self) -> list[str]:
        return ["Trân trọng cảm ơn.", self.office]


def subject(catalogue: Catalogue, reports: Sequence[UnitReport]) -> str:
    """Return the subject line of a letter about `reports`, at least one."""
    first = reports[0]
    unit = _unit_name(catalogue, first.unit)
    label = _lowered(Period.parse(first.period).label)
    late = [each for each in reports if each.state == "missing"]
    what = "Quá hạn báo cáo" if late else "Nhắc báo cáo"
    more = f" và {len(reports) - 1} báo cáo khác" if len(reports) > 1 else ""
    return f"[Bảng Xanh] {what} {label}, {unit}{more}"


def plan_name(plan: Plan) -> str:
    """Return how a letter calls a plan: "Kế hoạch 092/KH-UBND"."""
    return plan.short or plan.number or plan.title


def _standing(report: UnitReport, today: date) -> str:
    """Return how the unit stands on `today`, as a sentence."""
    if report.state == "returned":
        return f"Đến ngày {today:%d/%m/%Y}, {len(report.returned)} số liệu bị trả lại, chờ gửi lại."
    count = f"{report.count_sent}/{report.count_expected} số liệu"
    if report.days > 0:
        return f"Đến ngày {today:%d/%m/%Y} đã quá hạn {report.days} ngày; mới nhận được {count}."
    left = f"còn {-report.days} ngày" if report.days else "hôm nay là hạn cuối"
    return f"Đến ngày {today:%d/%m/%Y} ({left}) đã nhận được {count}."


def _owed(report: UnitReport) -> str:
    if report.state == "returned":
        return f"{len(report.returned)} số liệu bị trả lại, chờ gửi lại"
    late = f", quá hạn {report.days} ngày" if report.days > 0 else ""
    return f"đã gửi {report.count_sent}/{report.count_expected} số liệu{late}"


def _plan_words(catalogue: Catalogue, code: str, duty: Duty | None) -> str:
    plan = catalogue.plans.get(code)
    name = plan_name(plan) if plan else code
    return f"Mục {duty.clause}, {name}" if duty and duty.clause else name


def _unit_name(catalogue: Catalogue, code: str) -> str:
    return catalogue.units[code].name if code in catalogue.units else code


def _indicator_words(name: str, clause: str) -> str:
    return f"{name} (mục {clause})" if clause else name


def _lowered(label: str) -> str:
    """Return a period's label as it stands within a sentence: "tháng 10/2026"."""
    return label[:1].lower() + label[1:]
