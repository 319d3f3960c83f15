"""The cell panel: what a figure is, why it has its colour, and where it came from."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import streamlit as st

from indicators import board as boards
from indicators.access import Principal
from indicators.board.explain import explain, formula_text, target_text
from indicators.board.view import Board, Cell
from indicators.catalogue.model import Catalogue, Indicator, Target
from indicators.explanations import Explanation
from indicators.export import palette
from indicators.i18n import language, t
from indicators.numbers import format_measure
from pages import _charts as charts
from pages import _explaining as explaining
from pages import _lineage as lineage
from pages import _widgets as widgets
from pages import _words as words
from pages._lineage import Lineage
from pages._table import Value, table

_HERE = Path(__file__).parent
_Facts = list[tuple[str, str]]

_component = st.components.v2.component(
    "bangxanh_cell",
    html="<div class='cell' data-bx></div>",
    css=(_HERE / "_panel.css").read_text(encoding="utf-8"),
    js=(_HERE / "_panel.js").read_text(encoding="utf-8"),
)


def chosen_cell(board: Board) -> tuple[str, str] | None:
    """Return the (unit, indicator) that the address opens, None when there is no such cell."""
    unit, _, indicator = st.query_params.get("cell", "").partition("~")
    is_drawn = (unit, indicator) in board.cells and any(
        indicator == each.code for each in board.indicators
    )
    return (unit, indicator) if is_drawn else None


def close() -> None:
    """Take the opened cell out of the address."""
    st.query_params.pop("cell", None)


def open_panel(
    who: Principal, board: Board, key: tuple[str, str], *, provisional: bool = False
) -> None:
    """Show one cell in a drawer at the right (the whole screen of a phone).

    `provisional`: whether the board counts figures that wait for approval.
    """
    title = widgets.escaped(widgets.workspace().catalogue.indicators[key[1]].name)
    st.dialog(title, width=520, position="right", on_dismiss=close)(_draw)(
        who, board, key, provisional=provisional
    )


def _draw(who: Principal, board: Board, key: tuple[str, str], *, provisional: bool) -> None:
    workspace = widgets.workspace()
    catalogue, cell = workspace.catalogue, board.cells[key]
    indicator = catalogue.indicators[cell.indicator]
    unit = next(each for each in board.units if each.code == cell.unit)
    behind = _behind(widgets.moment(), language(), who, cell, board.as_of, provisional=provisional)
    found, explained = behind.lineage, behind.explained
    _component(
        key="cell",
        data={
            "who": f"{unit.name} · {words.month(cell.period)}",
            "known": _known(board),
            "value": words.figure(cell, indicator) or "–",
            "status": cell.status,
            "symbol": palette.SYMBOLS[cell.status],
            "status_word": words.status_words()[cell.status],
            "marks": _marks(cell),
            "why": explain(workspace, cell),
            "sections": [
                ("", _figures(cell, indicator)),
                (t("Giải trình của đơn vị"), explaining.facts(explained)),
                (t("Chỉ tiêu được giao"), _target(cell, indicator, catalogue)),
                (t("Nguồn số liệu"), found["source"]),
            ],
            "lineage": [
                [t("Điều bất thường và lời giải thích"), "warnings", found["warnings"]],
                [t("Minh chứng"), "proof", found["proof"]],
                [t("Các lần báo cáo khác"), "versions", found["versions"]],
            ],
        },
    )
    explaining.forms(workspace, who, cell, explained)
    if cell.is_rolled_up:
        _parts(behind.parts, indicator)
    points = widgets.cached_series(
        widgets.moment(),
        who,
        indicator=cell.indicator,
        unit=cell.unit,
        period=cell.period,
        as_of=board.as_of,
    )
    if any(point.value is not None for point in points):
        charts.draw(
            charts.series(points, indicator.unit_of_measure, indicator.decimals),
            key=f"series-{cell.unit}-{cell.indicator}",
            title=f"{indicator.name}, {unit.name}",
            alt=charts.describe_series(points, indicator.unit_of_measure),
            file=f"{cell.indicator}-{cell.unit}-{cell.period}",
        )


@dataclass(frozen=True, slots=True)
class _Behind:
    """What stands behind one cell: where it came from, what was said of it, what it adds up."""

    lineage: Lineage
    explained: Explanation | None
    parts: list[boards.Part]


def _grants(who: Principal) -> object:
    return sorted(who.grants), sorted(who.limit or ())


def _same(cell: Cell) -> object:
    return cell.unit, cell.indicator, cell.period, cell.submission, cell.is_rolled_up


@st.cache_data(
    show_spinner=False, max_entries=2000, ttl=60, hash_funcs={Principal: _grants, Cell: _same}
)
def _behind(  # what makes one answer differ from another
    moment: widgets.Moment,  # noqa: ARG001  # part of the cache key, as is the language
    language: str,  # noqa: ARG001
    who: Principal,
    cell: Cell,
    as_of: datetime | None,
    *,
    provisional: bool,
) -> _Behind:
    """Return what stands behind a cell; asked of the store once a minute for all who look.

    Not for longer: a file of evidence that is lost or altered changes no data version.
    """
    office = widgets.workspace()
    indicator = office.catalogue.indicators[cell.indicator]
    return _Behind(
        lineage.told(who, cell, indicator, as_of),
        explaining.of(office, who, cell),
        boards.parts(office, who, cell, as_of=as_of, provisional=provisional),
    )


def _known(board: Board) -> str:
    if board.as_of is None:
        return ""
    return t("Như được biết lúc {when}").format(when=words.moment(board.as_of))


def _parts(parts: list[boards.Part], indicator: Indicator) -> None:
    """Draw what each unit below gave, the missing ones among them."""
    units, named = widgets.workspace().catalogue.units, words.status_words()
    rows: list[list[Value]] = []
    for part in parts:
        value = words.reported(part.value, indicator)
        told = (part.status, f"{palette.SYMBOLS[part.status]} {named[part.status]}")
        rows.append([units[part.unit].name, told, value])
    table([t("Đơn vị"), t("Trạng thái"), t("Thực hiện")], rows, key="parts", end=(2,), tight=(2,))


def _marks(cell: Cell) -> list[str]:
    reported = {"submitted": t("chờ duyệt"), "returned": t("đã trả lại"), "approved": t("đã duyệt")}
    return [
        mark
        for mark, holds in (
            (reported.get(cell.reported, ""), cell.reported in reported and not cell.is_rolled_up),
            (t("ước tính"), cell.is_estimated),
            (
                t("chưa đủ: {n} trong {all} đơn vị").format(
                    n=cell.count_reported, all=cell.count_expected
                ),
                cell.is_rolled_up and not cell.is_complete,
            ),
        )
        if holds
    ]


def _figures(cell: Cell, indicator: Indicator) -> _Facts:
    facts: _Facts = []
    if formula := formula_text(indicator, cell):
        facts.append((t("Cách tính"), formula))
    if cell.denominator is not None and cell.numerator is not None:
        facts += [
            (indicator.numerator or t("Tử số"), format_measure(cell.numerator, "", 0)),
            (indicator.denominator or t("Mẫu số"), format_measure(cell.denominator, "", 0)),
        ]
    if cell.previous is not None:
        facts.append((t("Kỳ trước"), words.reported(cell.previous, indicator)))
    if cell.is_rolled_up:
        facts.append(
            (
                t("Cộng dồn từ"),
                t("{n} trong {all} đơn vị đã báo cáo").format(
                    n=cell.count_reported, all=cell.count_expected
                ),
            )
        )
    elif cell.due_on:
        facts.append((t("Hạn báo cáo"), f"{cell.due_on:%d/%m/%Y}"))
    return facts


def _target(cell: Cell, indicator: Indicator, catalogue: Catalogue) -> _Facts:
    found = {each.code: each for each in catalogue.targets_of(indicator.code)}
    target = found.get(cell.target or "")
    if target is None and cell.operator is not None:  # of an edition of the plans before this one
        return [(t("Phải đạt trong kỳ"), _due(cell, indicator))]
    if target is None:
        return [(t("Chỉ tiêu"), t("chưa có chỉ tiêu áp dụng cho kỳ này"))]
    plan = catalogue.plans[target.plan]
    facts = [(t("Phải đạt trong kỳ"), _due(cell, indicator))]
    if cell.kind == "deadline" and cell.target_due:
        final = words.final_goal(target, indicator)
        facts.append((t("Đến {date}").format(date=f"{cell.target_due:%d/%m/%Y}"), final))
    return [*facts, *_legal(target, plan.number, plan.title)]


def _due(cell: Cell, indicator: Indicator) -> str:
    return target_text(indicator, cell) or t("chưa đến hạn")


def _legal(target: Target, number: str, title: str) -> _Facts:
    return [
        (t("Căn cứ"), t("Mục {clause}, {number}").format(clause=target.clause, number=number)),
        (t("Văn bản"), title),
        *([(t("Nguyên văn"), target.text)] if target.text else []),
    ]
