"""The periodic report (báo cáo định kỳ): month, quarter, half-year, nine months, year.

Red and amber with cause and remedy, who has not reported, what comes next; the annex has every
figure. Only approved figures: a snapshot that counts waiting ones makes no report.
"""

from __future__ import annotations

from collections.abc import Iterator

from indicators.board.explain import day_text
from indicators.errors import InputRejected, Problem
from indicators.export import counting
from indicators.export.document import Block, Document, Section, Table, Text
from indicators.export.outlines import sentences
from indicators.export.outlines.overview import rates_chart, trend_chart
from indicators.export.outlines.period_words import in_words, is_long, named_whole
from indicators.export.outlines.report_tables import (
    full_table,
    plan_table,
    reasons_table,
    units_table,
)
from indicators.export.palette import SAMPLE
from indicators.export.snapshot import Row, Snapshot

MOST_REASONS = 40  # red and amber cells in the body; more of them have an annex of their own
_MOST_PROMISES = 12
_ROMAN = ("I", "II", "III", "IV", "V", "VI")
Parts = list[tuple[str, list[Section]]]


def report(snapshot: Snapshot) -> Document:
    """Return the report on a snapshot: the same snapshot, the same words.

    Raises:
        InputRejected: the snapshot counts figures that nobody has approved.
    """
    head = snapshot.head
    if head.counts_waiting:
        told = "Báo cáo chỉ lập từ số liệu đã duyệt: bỏ chọn tính cả số liệu đang chờ duyệt."
        raise InputRejected([Problem.error("report-waiting", told)])
    sample = (SAMPLE,) if head.is_sample else ()
    known = (head.as_known,) if head.as_known else ()
    return Document(
        title=f"Kết quả thực hiện các chỉ tiêu {_of_what(snapshot)}{in_words(head.period)}",
        subtitle=head.unit_name,
        head=head,
        sections=(*_body(snapshot), *_annexes(snapshot)),
        notices=(*sample, *known),
    )


def reasons_of(snapshot: Snapshot) -> list[Row]:
    """Return the cells that owe a reason: red, then amber, each in the order of the units."""
    rows = counting.listed(snapshot)
    red, amber = (counting.chosen(snapshot, rows, kind=kind) for kind in ("red", "amber"))
    return [*red, *amber]


def _of_what(snapshot: Snapshot) -> str:
    if len(snapshot.plans) == 1 and snapshot.plans[0].short:
        return f"theo {snapshot.plans[0].short} "
    return ""


def _body(snapshot: Snapshot) -> Iterator[Section]:
    yield Section("", (Text(sentences.opening(snapshot)),), "text", about="opening")
    parts = (
        ("Kết quả chung", _overview(snapshot)),
        ("Kết quả theo từng kế hoạch", _plans(snapshot)),
        ("Chỉ tiêu chưa đạt, cận đạt: nguyên nhân và giải pháp", _reasons(snapshot)),
        ("Đơn vị chưa có số liệu được duyệt", _missing(snapshot)),
        ("Nhiệm vụ thời gian tới", _next(snapshot)),
    )
    numbers = iter(_ROMAN)
    for title, sections in parts:
        found = list(sections)
        if not found:
            continue
        numbered = f"{next(numbers)}. {title.upper()}"
        first, *others = found
        if first.title:  # a chapter of several parts has a heading of its own
            yield Section(numbered, (), first.kind, about=first.about)
            yield from found
        else:
            yield Section(numbered, first.blocks, first.kind, about=first.about)
            yield from others
    yield Section("", (Text(sentences.closing(snapshot)),), "text", about="closing")


def _overview(snapshot: Snapshot) -> Iterator[Section]:
    told = (
        sentences.overall(snapshot),
        sentences.standing(snapshot),
        sentences.not_judged(snapshot),
        sentences.best_and_worst(snapshot),
        sentences.months(snapshot),
        sentences.whole_period(snapshot) if is_long(snapshot.head.period) else (),
        sentences.basis(snapshot),
    )
    blocks: list[Block] = [Text(spans) for spans in told if spans]
    if (units := units_table(snapshot)) is not None:
        blocks.append(units)
        blocks += [Text(spans, "note") for spans in (sentences.summed(snapshot),) if spans]
    charts = (rates_chart(snapshot), trend_chart(snapshot))
    blocks += [each for each in charts if each is not None]
    yield Section("", tuple(blocks), "overview", about="overview")


def _plans(snapshot: Snapshot) -> Iterator[Section]:
    for number, plan in enumerate(snapshot.plans, start=1):
        rows = counting.chosen(snapshot, counting.tops(snapshot), scope=f"plan:{plan.code}")
        blocks: list[Block] = [Text(sentences.of_plan(snapshot, plan))]
        for kind, start in (("red", "Chưa đạt:"), ("amber", "Cận đạt:")):
            if found := counting.chosen(snapshot, rows, kind=kind):
                blocks.append(Text((start,)))
                blocks += [Text(sentences.of_indicator(snapshot, row), "bullet") for row in found]
        if rows:
            blocks.append(plan_table(snapshot, plan))
        title = f"{number}. {plan.short or plan.title} (số {plan.number})"
        yield Section(title, tuple(blocks), "indicator", level=2, about="plans")


def _reasons(snapshot: Snapshot) -> Iterator[Section]:
    rows = reasons_of(snapshot)
    blocks: list[Block] = [Text(sentences.explained(snapshot))]
    if rows:
        blocks.append(_reasons_table(snapshot, rows[:MOST_REASONS]))
    if len(rows) > MOST_REASONS:
        others = f"Bảng trên nêu {MOST_REASONS} lượt chỉ tiêu đầu; toàn bộ có tại Phụ lục II."
        blocks.append(Text((others,)))
    yield Section("", tuple(blocks), "explanations", about="reasons")


def _reasons_table(snapshot: Snapshot, rows: list[Row]) -> Table:
    return reasons_table(snapshot, rows, "Chỉ tiêu chưa đạt, cận đạt của từng đơn vị")


def _missing(snapshot: Snapshot) -> Iterator[Section]:
    kinds = (
        ("Quá hạn chưa nộp: ", sentences.by_unit(snapshot, "absent", with_due=True)),
        ("Đã bị trả lại, chưa nộp lại: ", sentences.by_unit(snapshot, "returned")),
        ("Đã nộp, đang chờ duyệt: ", sentences.by_unit(snapshot, "waiting")),
    )
    blocks = [Text((start, *units, "."), "bullet") for start, units in kinds if units]
    if not blocks and snapshot.tally.judged and not snapshot.tally.missing:
        blocks = [Text(("Tất cả đơn vị đã có số liệu được duyệt.",))]
    if blocks:
        yield Section("", tuple(blocks), "text", about="missing")


def _next(snapshot: Snapshot) -> Iterator[Section]:
    """Yield what follows from the figures: figures to send, reasons to write, promises to keep."""
    absent = sentences.by_unit(snapshot, "absent")
    returned = sentences.by_unit(snapshot, "returned")
    none = sentences.by_unit(snapshot, "unexplained")
    blocks = [
        Text((start, *units, "."), "bullet")
        for start, units in (
            ("Nộp ngay số liệu còn thiếu: ", absent),
            ("Sửa và nộp lại số liệu bị trả lại: ", returned),
            ("Giải trình các chỉ tiêu chưa đạt, cận đạt: ", none),
        )
        if units
    ]
    if promised := _promises(snapshot):
        blocks.append(Text((f"Thực hiện giải pháp theo thời hạn đã nêu: {promised}.",), "bullet"))
    if blocks:
        yield Section("", tuple(blocks), "text", about="next")


def _promises(snapshot: Snapshot) -> str:
    """Return the days that units promised, the earliest first, with unit and indicator."""
    found = sorted(
        (row.explanation.newest.remedy_due, place, row)
        for place, row in enumerate(reasons_of(snapshot))
        if row.explanation and row.explanation.newest and row.explanation.newest.remedy_due
    )
    told = [
        f"{snapshot.unit[row.cell.unit].name}, {snapshot.indicator[row.cell.indicator].name}"
        f" (đến {day_text(due)})"
        for due, _, row in found[:_MOST_PROMISES]
    ]
    more = ["các giải pháp khác nêu ở mục trên"] if len(found) > _MOST_PROMISES else []
    return "; ".join([*told, *more])


def _annexes(snapshot: Snapshot) -> Iterator[Section]:
    rows = reasons_of(snapshot)
    several = len(rows) > MOST_REASONS
    table = full_table(snapshot)
    if not table.rows:
        return
    period = named_whole(snapshot.head)
    yield Section(
        "Phụ lục I" if several else "Phụ lục",
        (table,),
        "annex",
        about="annex",
        is_wide=True,
        subtitle=f"Chi tiết số liệu các chỉ tiêu {period}",
    )
    if several:
        yield Section(
            "Phụ lục II",
            (reasons_table(snapshot, rows, ""),),
            "annex",
            about="annex",
            is_wide=True,
            subtitle=f"Nguyên nhân và giải pháp của các chỉ tiêu chưa đạt, cận đạt {period}",
        )
