"""The sentences of a report (lời báo cáo), made of approved figures only, each traceable.

A cell whose figure waits for approval is told as what it counts as: nothing here says a figure
that nobody approved. One indicator of one unit is "một lượt chỉ tiêu".
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from indicators import clock
from indicators.board.explain import day_text
from indicators.catalogue.model import Plan
from indicators.export import counting, tracing
from indicators.export.document import Figure, Span
from indicators.export.outlines.period_words import (
    in_words,
    month_text,
    months_within,
    named_whole,
    until_text,
)
from indicators.export.snapshot import Row, Snapshot
from indicators.periods import Period

Spans = tuple[Span, ...]
_NAMED = 5  # units named in one sentence of the best ones
_LOWEST = 3


def joined(parts: Iterable[Spans], between: str = "; ") -> Spans:
    """Return several pieces as one, with `between` between them."""
    found: list[Span] = []
    for part in parts:
        found += [between, *part] if found else part
    return tuple(found)


def opening(snapshot: Snapshot) -> Spans:
    """Return what is carried out, who reports, and on what."""
    head = snapshot.head
    plans = "; ".join(_plan_named(each) for each in snapshot.plans)
    start = f"Thực hiện {plans}, " if plans else ""
    of_group = f" (phạm vi: {head.group_name})" if head.group_name else ""
    what = f"{head.unit_name} báo cáo kết quả thực hiện các chỉ tiêu {named_whole(head)}"
    return (f"{start}{what}{of_group} như sau:",)


def basis(snapshot: Snapshot) -> Spans:
    """Return of which moment the figures are and how the rate is counted."""
    head = snapshot.head
    local = clock.local(head.known_at)
    until = (
        f"Số liệu trong báo cáo là số liệu đã duyệt đến {local:%H} giờ {local:%M} phút ngày"
        f" {day_text(local.date())} (phiên bản dữ liệu {head.version})."
    )
    rule = (
        " Mỗi chỉ tiêu của một đơn vị tính là một lượt chỉ tiêu; tỷ lệ xanh hóa là số lượt đạt trên"
        " tổng số lượt phải đánh giá (đạt, cận đạt, chưa đạt và quá hạn chưa báo cáo)."
    )
    early = ""
    if Period.parse(head.period).end > local.date():
        early = " Kỳ báo cáo chưa kết thúc tại thời điểm này nên kết quả còn thay đổi."
    return (until + rule + early,)


def whole_period(snapshot: Snapshot) -> Spans:
    """Return what of a longer period is one month's, and what is of all its months."""
    head = snapshot.head
    which = "tháng gần nhất có số liệu" if head.is_unfinished else "tháng cuối kỳ"
    until = f" {until_text(head)}" if head.is_unfinished and not head.windows else ""
    text = (
        f"Tỷ lệ xanh hóa và mức đánh giá nêu trong báo cáo là của {which} ({in_words(head.month)})."
        f" Kết quả cả kỳ tính chung các tháng trong kỳ{until}: tử số và mẫu số được cộng lại; số"
        " lũy kế và số tại một thời điểm lấy của tháng gần nhất có số liệu; không lấy trung bình"
        " các tỷ lệ."
    )
    return (text,)


def overall(snapshot: Snapshot) -> Spans:
    """Return the greening rate, what it is made of, and how it changed."""
    head, month = snapshot.head, in_words(snapshot.head.month)
    if snapshot.tally.greening_rate is None:
        return (f"Chưa có lượt chỉ tiêu nào phải đánh giá trong {month}.",)
    return (
        f"Tỷ lệ xanh hóa của {head.unit_name} {month} là ",
        tracing.rate(snapshot),
        " (",
        tracing.tally(snapshot, "green"),
        "/",
        tracing.judged(snapshot),
        " lượt chỉ tiêu phải đánh giá)",
        *_change(snapshot),
        ".",
    )


def standing(snapshot: Snapshot) -> Spans:
    """Return how many are green, amber, red and missing, and at how many units."""
    tally = snapshot.tally
    if not tally.judged:
        return ()
    parts: list[Spans] = [(tracing.tally(snapshot, "green"), " lượt đạt")]
    if tally.amber:
        amber = tracing.tally(snapshot, "amber")
        parts.append((amber, " lượt cận đạt", *_at_units(snapshot, "amber")))
    if tally.red:
        parts.append(
            (tracing.tally(snapshot, "red"), " lượt chưa đạt", *_at_units(snapshot, "red"))
        )
    if tally.missing:
        parts.append(_missing(snapshot))
    return ("Cụ thể: ", *joined(parts), ".")


def not_judged(snapshot: Snapshot) -> Spans:
    """Return what was left out of the rate; () where nothing was."""
    parts: list[Spans] = []
    if snapshot.tally.not_applicable:
        parts.append((tracing.tally(snapshot, "not_applicable"), " lượt không phát sinh"))
    if snapshot.tally.pending:
        parts.append((tracing.tally(snapshot, "pending"), " lượt chưa đến hạn báo cáo"))
    return ("Không đưa vào đánh giá: ", *joined(parts), ".") if parts else ()


def best_and_worst(snapshot: Snapshot) -> Spans:
    """Return which units stand highest and lowest; () where there are not two to compare."""
    rates = {each.code: each.tally.greening_rate for each in snapshot.units if each.depth}
    judged = {code: rate for code, rate in rates.items() if rate is not None}
    if len(judged) < 2:
        return ()
    highest = max(judged.values())
    top = [code for code, rate in judged.items() if rate == highest]
    low = sorted((rate, place) for place, rate in enumerate(judged.values()) if rate < highest)
    codes = list(judged)
    if not low:
        return ("Các đơn vị có cùng tỷ lệ xanh hóa ", tracing.rate(snapshot, unit=top[0]), ".")
    names = _names(snapshot, top[:_NAMED])
    others = " và các đơn vị khác nêu ở bảng dưới đây" if len(top) > _NAMED else ""
    lowest = (_with_rate(snapshot, codes[place]) for _, place in low[:_LOWEST])
    return (
        "Tỷ lệ xanh hóa cao nhất (",
        tracing.rate(snapshot, unit=top[0]),
        f") thuộc về: {names}{others}. Thấp nhất là: ",
        *joined(lowest),
        ".",
    )


def summed(snapshot: Snapshot) -> Spans:
    """Return how the counts of units that sum up others are to be read; () where none does."""
    if not any(row.cell.is_rolled_up for row in counting.listed(snapshot)):
        return ()
    of_all = f"mọi đơn vị trực tiếp báo cáo thuộc {snapshot.head.unit_name}"
    own = "Số lượt của từng đơn vị đếm trên số liệu cộng dồn của đơn vị đó"
    return (f"{own}; dòng cuối đếm trên số liệu của {of_all}.",)


def months(snapshot: Snapshot) -> Spans:
    """Return the greening rate of each month within a longer period; () where none is known."""
    within = months_within(snapshot)
    if not within:
        return ()
    names = ((each, month_text(Period.parse(each).number)) for each in within)
    told = ((f"tháng {name}: ", tracing.rate(snapshot, month=each)) for each, name in names)
    return ("Tỷ lệ xanh hóa qua các tháng trong kỳ: ", *joined(told), ".")


def of_plan(snapshot: Snapshot, plan: Plan) -> Spans:
    """Return how a plan's indicators stand for the whole of the unit the report is about."""
    scope = f"plan:{plan.code}"
    total = counting.top(snapshot, counting.ALL, scope=scope)
    if not total.value:
        judged = counting.cells(snapshot, "judged", scope=scope)
        green = counting.cells(snapshot, "green", scope=scope)
        return ("Có ", green, "/", judged, " lượt chỉ tiêu phải đánh giá của kế hoạch này đạt.")
    words = {
        "green": "đạt", "amber": "cận đạt", "red": "chưa đạt",
        "missing": "chưa có số liệu được duyệt", "pending": "chưa đến hạn",
        "not_applicable": "không phát sinh",
    }  # fmt: skip
    found = ((counting.top(snapshot, kind, scope=scope), name) for kind, name in words.items())
    parts = ((figure, f" {name}") for figure, name in found if figure.value)
    start = (f"Tính chung {snapshot.head.unit_name}, trong ", total, " chỉ tiêu theo dõi có: ")
    return (*start, *joined(parts, ", "), ".")


def of_indicator(snapshot: Snapshot, row: Row) -> Spans:
    """Return one indicator with its figure, what was due, and of how many units it is known."""
    indicator = snapshot.indicator[row.cell.indicator]
    parts: list[Spans] = [(tracing.value(snapshot, row),)]
    if (goal := tracing.goal(snapshot, row)).text:
        parts.append(("phải đạt ", goal))
    if (whole := tracing.whole(snapshot, row)).text:
        parts.append(("cả kỳ ", whole))
    if row.cell.is_rolled_up and not row.cell.is_complete:
        known, all_ = (counting.of_row(row, f"count_{each}") for each in ("reported", "expected"))
        parts.append(("mới có số liệu của ", known, "/", all_, " đơn vị"))
    if row.cell.is_estimated:
        parts.append(("ước tính vì có đơn vị chỉ báo cáo tỷ lệ",))
    return (f"{indicator.name} (mục {indicator.clause}): ", *joined(parts, ", "), ".")


def explained(snapshot: Snapshot) -> Spans:
    """Return how many red and amber cells have a word on why, and how many have none."""
    asked = counting.cells(snapshot, "asked")
    if not asked.value:
        return ("Không có lượt chỉ tiêu nào chưa đạt hoặc cận đạt.",)
    words = {
        "explained": "đã được đơn vị giải trình",
        "unexplained": "chưa có giải trình",
        "summed": "cộng dồn từ cấp dưới",
    }
    found = ((counting.cells(snapshot, kind), told) for kind, told in words.items())
    parts = ((figure, f" lượt {told}") for figure, told in found if figure.value)
    return ("Có ", asked, " lượt chỉ tiêu chưa đạt, cận đạt, trong đó ", *joined(parts, ", "), ".")


def by_unit(snapshot: Snapshot, kind: str, *, with_due: bool = False) -> Spans:
    """Return the units with cells of a kind and how many: "Phòng A (3 chỉ tiêu)"; () for none."""
    found: dict[str, list[Row]] = {}
    for row in counting.chosen(snapshot, counting.listed(snapshot), kind=kind):
        found.setdefault(row.cell.unit, []).append(row)
    return joined(_unit_with(snapshot, kind, rows, with_due=with_due) for rows in found.values())


def closing(snapshot: Snapshot) -> Spans:
    """Return the last sentence of a report."""
    head = snapshot.head
    what = f"kết quả thực hiện các chỉ tiêu {in_words(head.period)} của {head.unit_name}"
    return (f"Trên đây là báo cáo {what}./.",)


def _plan_named(plan: Plan) -> str:
    told = ", ".join(part for part in (f"số {plan.number}", plan.date_text) if part)
    return f"{plan.short or plan.title} ({told})"


def _change(snapshot: Snapshot) -> Spans:
    size, before = tracing.change(snapshot), Period.parse(snapshot.head.month).previous
    if size is None or size.value is None:
        return ()
    than = f" so với {in_words(str(before))}"
    known = {each.period for each in snapshot.trend}
    was: Spans = (" (", tracing.rate(snapshot, month=str(before)), ")")
    then: Spans = was if str(before) in known else ()
    if size.text == "0,0":
        return (f", không đổi{than}", *then)
    word = "tăng" if size.value > 0 else "giảm"
    return (f", {word} ", size, f" điểm phần trăm{than}", *then)


def _at_units(snapshot: Snapshot, kind: str) -> Spans:
    """Return "tại 3 đơn vị", where all cells of the kind stand in the units of this board."""
    units = counting.units(snapshot, kind)
    counted = counting.cells(snapshot, kind).value == getattr(snapshot.tally, kind)
    return (" tại ", units, " đơn vị") if counted and len(snapshot.units) > 1 else ()


def _missing(snapshot: Snapshot) -> Spans:
    missing: Spans = (
        tracing.tally(snapshot, "missing"),
        " lượt quá hạn chưa có số liệu được duyệt",
        *_at_units(snapshot, "missing"),
    )
    waiting = counting.cells(snapshot, "waiting")
    if not waiting.value:
        return missing
    return (*missing, " (trong đó ", waiting, " lượt đã nộp, đang chờ duyệt)")


def _names(snapshot: Snapshot, codes: Sequence[str]) -> str:
    return "; ".join(snapshot.unit[code].name for code in codes)


def _with_rate(snapshot: Snapshot, code: str) -> Spans:
    unit = snapshot.unit[code]
    none = unit.tally.missing == unit.tally.judged
    why = ", chưa có số liệu được duyệt" if none else ""
    return (f"{unit.name} (", tracing.rate(snapshot, unit=code), f"{why})")


def _unit_with(snapshot: Snapshot, kind: str, rows: list[Row], *, with_due: bool) -> Spans:
    code = rows[0].cell.unit
    figure: Figure = counting.cells(snapshot, kind, unit=code)
    days = sorted({row.cell.due_on for row in rows if row.cell.due_on})
    due = f", hạn {', '.join(day_text(day) for day in days)}" if with_due and days else ""
    return (f"{snapshot.unit[code].name} (", figure, f" chỉ tiêu{due})")
