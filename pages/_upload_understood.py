"""What was understood: each file in a line, each figure with what it was matched to."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from indicators import choices, drafts
from indicators.access import Principal
from indicators.drafts import Kept
from indicators.i18n import t
from indicators.intake.choices import text_key
from indicators.intake.markup import can_be_marked
from indicators.intake.reading import Figure, Match, Reading, Surety
from indicators.numbers import format_measure
from indicators.workspace import Workspace
from pages import _downloads as downloads
from pages import _links as links
from pages import _upload_work as work
from pages import _widgets as widgets
from pages import _words as words
from pages._links import Link
from pages._long import first_of
from pages._named import by_name
from pages._table import Value, table

Files = Sequence[tuple[Kept, Reading]]
_MOST_LINKS = 6


def draw_files(office: Workspace, files: Files, sent: dict[str, str]) -> None:
    """Draw one line a file: what it is, how many figures and problems; then what to do with each.

    Args:
        office: the open office.
        files: each with its reading.
        sent: what is said of files that were sent before, by SHA-256.
    """
    if len(files) > 1:
        st.text(_counted(files, sent))
    worst = sorted(files, key=_worst)
    rows = [
        _file(office, kept, reading, sent.get(kept.sha256))
        for kept, reading in first_of(worst, key="understood")
    ]
    head = [t("Tệp"), t("Kết quả"), t("Đơn vị"), t("Kỳ"), t("Bố cục"), t("Số liệu"), t("Lỗi")]
    table([*head, t("Cảnh báo")], rows, key="understood", end=(5, 6, 7), tight=(1, 3, 4))
    _draw_marked(files)
    _draw_leaving(files)


def _worst(file: tuple[Kept, Reading]) -> tuple[bool, bool, str]:
    """Return what puts refused files first, then those with warnings, each kind by name."""
    return file[1].ok, not file[1].problems, file[0].name


def _counted(files: Files, sent: dict[str, str]) -> str:
    """Return how many files there are of each kind."""
    good = [kept for kept, reading in files if reading.ok]
    parts = [
        t("{n} tệp: {k} đọc được").format(n=len(files), k=len(good)),
        t("{n} không nhận").format(n=len(files) - len(good)),
    ]
    if again := sum(kept.sha256 in sent for kept in good):
        parts.append(t("{n} đã nộp trước đó").format(n=again))
    if odd := sum(bool(reading.problems) for _, reading in files if reading.ok):
        parts.append(t("{n} có cảnh báo").format(n=odd))
    return "; ".join(parts) + "."


def _file(office: Workspace, kept: Kept, reading: Reading, sent: str | None) -> list[Value]:
    layouts = {
        "template": t("biểu mẫu"),
        "form": t("biểu của đơn vị"),
        "long": t("bảng dài"),
        "cross": t("bảng chéo"),
    }
    units = sorted({row.unit for row in reading.rows} or {reading.unit or ""})
    periods = sorted({row.period for row in reading.rows} or {reading.period or ""})
    errors = sum(problem.is_error for problem in reading.problems)
    state = ("green", t("đọc được")) if reading.ok else ("error", t("không nhận"))
    if reading.ok and sent:
        state = ("pending", sent)
    return [
        kept.name,
        state,
        _listed([office.catalogue.units[code].name for code in units if code]),
        _listed([words.month(code) for code in periods if code]),
        layouts.get(reading.layout or "", "–"),
        str(len(reading.rows)),
        str(errors),
        str(len(reading.problems) - errors),
    ]


def _listed(names: list[str]) -> str:
    """Return up to two names, or the first and how many more there are."""
    if len(names) > 2:
        return t("{name} và {n} nữa").format(name=names[0], n=len(names) - 1)
    return ", ".join(names) or "–"


def _draw_marked(files: Files) -> None:
    """Draw a button a file that brings the same workbook back with its problems marked."""
    held = work.draft()
    faulty = [
        (kept, reading)
        for kept, reading in files
        if _has_marks(reading) and can_be_marked(reading) and reading.sha256
    ]
    if held is None or not faulty:
        return
    label = t("Tải tệp đã đánh dấu lỗi")
    if len(files) == 1:
        address = downloads.marked(held.number, faulty[0][0].sha256)
        links.draw([Link(label, address)], key="marked")
        return
    faulty.sort(key=lambda pair: pair[1].ok)
    refused = sum(not reading.ok for _, reading in faulty)
    shown = [
        Link(f"{label}: {kept.name}", downloads.marked(held.number, kept.sha256))
        for kept, _ in faulty
    ]
    first, rest = shown[: min(refused, _MOST_LINKS)], shown[min(refused, _MOST_LINKS) :]
    if first:
        links.draw(first, key="marked")
    if rest:
        with st.expander(t("Tệp đánh dấu của {n} tệp nữa").format(n=len(rest))):
            links.draw(rest, key="marked-more")


def _has_marks(reading: Reading) -> bool:
    """Whether anything is to be mended in the file: a closed period is not."""
    return any(problem.code != drafts.CLOSED for problem in reading.problems)


def _draw_leaving(files: Files) -> None:
    with st.container(horizontal=True, vertical_alignment="bottom"):
        if len(files) == 1:
            sha256 = files[0][0].sha256
            st.button(t("Bỏ tệp này"), key="leave", on_click=work.leave_out, args=(sha256,))
            return
        names = {kept.sha256: kept.name for kept, _ in files}
        chosen = st.selectbox(
            t("Bỏ một tệp khỏi lần nộp này"),
            list(names),
            index=None,
            format_func=lambda sha256: names.get(sha256, ""),
            placeholder=t("Chọn tệp"),
            key="leaving",
            width=360,
        )
        if chosen in names:
            st.button(t("Bỏ tệp"), key="leave", on_click=work.leave_out, args=(chosen,))
        st.button(t("Bỏ tất cả"), key="leave-all", on_click=work.leave_all)


def draw_figures(office: Workspace, who: Principal, files: Files) -> None:
    """Draw the figures read, folded away: what each was matched to, and by what."""
    count = sum(len(reading.rows) for _, reading in files)
    if not count:
        return
    label = t("Xem {n} số liệu đã đọc, và vì sao khớp").format(n=count)
    folded = st.expander(label, key="upload-figures", on_change="rerun")
    if not folded.open:
        return
    with folded:
        kept, reading = _one(files)
        rows = [_figure(office, row, reading) for row in reading.rows]
        head = [
            t("Đơn vị"),
            t("Trong tệp ghi"),
            t("Là chỉ tiêu"),
            t("Khớp"),
            t("Tử số"),
            t("Mẫu số"),
            t("Thực hiện"),
            t("Ở đâu"),
        ]
        table(head, rows, key=f"figures-{kept.sha256[:8]}", end=(4, 5, 6), tight=(3, 7))
        _draw_answered(office, who, reading)


def _one(files: Files) -> tuple[Kept, Reading]:
    """Return the file whose figures are looked at: the only one, or the one chosen."""
    with_rows = {kept.sha256: (kept, reading) for kept, reading in files if reading.rows}
    if len(with_rows) == 1:
        return next(iter(with_rows.values()))
    chosen = st.selectbox(
        t("Tệp"),
        list(with_rows),
        format_func=lambda sha256: with_rows[sha256][0].name if sha256 in with_rows else "",
        key="figures-of",
        width=420,
    )
    return with_rows[chosen]


def _figure(office: Workspace, row: Figure, reading: Reading) -> list[Value]:
    indicator = office.catalogue.indicators[row.indicator]
    value = t("không phát sinh") if row.denominator == 0 else "–"
    match = reading.matches.get((row.sheet, row.cell))
    return [
        office.catalogue.units[row.unit].name,
        match.text if match else "",
        indicator.name,
        _surety(match),
        "" if row.numerator is None else format_measure(row.numerator, "", 0),
        "" if row.denominator is None else format_measure(row.denominator, "", 0),
        value if row.value is None else words.reported(row.value, indicator),
        f"{row.sheet}!{row.cell}",
    ]


def _surety(match: Match | None) -> Value:
    """Return by what an indicator was told; what is not to the letter stands out."""
    if match is None:
        return ""
    said: dict[Surety, Value] = {
        "code": t("đúng mã"),
        "name": t("đúng tên"),
        "clause": ("warning", t("theo mục")),
        "slip": ("warning", t("tên gần đúng")),
        "chosen": ("pending", t("đã xác nhận")),
    }
    return said[match.surety]


def _draw_answered(office: Workspace, who: Principal, reading: Reading) -> None:
    """Draw the answers that this file rests on, each with a button to take it back."""
    used = {text_key(each.text) for each in reading.matches.values() if each.surety == "chosen"}
    if not used:
        return
    units = {row.unit for row in reading.rows} | set(who.roots("submit"))
    for each in choices.made(office, who):
        if each.text in used and each.unit in units:
            known = office.catalogue.indicators.get(each.indicator)
            with st.container(horizontal=True, vertical_alignment="center"):
                told = t("«{text}» là «{name}», {who} xác nhận {when}")
                st.text(
                    told.format(
                        text=each.text,
                        name=known.name if known else each.indicator,
                        who=by_name(each.chosen_by),
                        when=f"{each.chosen_at:%d/%m/%Y}",
                    )
                )
                st.button(
                    t("Hỏi lại"),
                    key=f"forget-{each.unit}-{each.text}",
                    on_click=_forget,
                    args=(each.unit, each.text),
                )


def _forget(unit: str, text: str) -> None:
    choices.forget(widgets.workspace(), widgets.who(), unit=unit, text=text)
    chosen = {
        sha256
        for sha256, each in work.readings().items()
        if any(match.surety == "chosen" for match in each.matches.values())
    }
    work.read_again(sorted(chosen))
