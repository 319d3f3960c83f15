"""Codes: do they exist, once, without going in circles, in the right letters?

Everything found here keeps the catalogue from being loaded.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Protocol

from indicators.catalogue.fields import nearest
from indicators.catalogue.references import GROUP_SIGN, Directory
from indicators.catalogue.written import Placed, Written
from indicators.errors import Problem

_INDICATOR_CODE = re.compile(r"[A-Z0-9]+(-[A-Z0-9]+)*")
_OTHER_CODE = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")


class Coded(Protocol):
    """Whatever has a code."""

    @property
    def code(self) -> str:
        """The code, unique among its kind."""


def unusable(written: Written) -> Iterator[Problem]:
    """Yield what keeps the tables, readable each by itself, from being put together."""
    yield from wrong_characters(written)
    yield from duplicates(written)
    yield from unknown_units(written)
    yield from unknown_plans(written)
    yield from targets_without_indicator(written)
    yield from relations_without_indicator(written)
    yield from cycles(written)


def wrong_characters(written: Written) -> Iterator[Problem]:
    """Yield codes with letters that files, addresses and sheets would not all take."""
    yield from _misspelt(written.indicators, _INDICATOR_CODE, "A-Z")
    yield from _misspelt(written.plans, _OTHER_CODE, "a-z")
    yield from _misspelt(written.units, _OTHER_CODE, "a-z")
    yield from _misspelt(written.groups, _OTHER_CODE, "a-z")


def _misspelt(
    listed: Iterable[Placed[Coded]], right: re.Pattern[str], letters: str
) -> Iterator[Problem]:
    for each in listed:
        if not right.fullmatch(each.value.code):
            message = f"Mã «{each.value.code}» chỉ được có {letters}, 0-9 và gạch nối ở giữa"
            yield each.error("code-characters", message)


def duplicates(written: Written) -> Iterator[Problem]:
    """Yield codes that are given twice, and clauses that are written twice."""
    yield from _twice(written.plans, "kế hoạch", "code-duplicate")
    yield from _twice(written.units, "đơn vị", "code-duplicate")
    yield from _twice(written.groups, "nhóm đơn vị", "code-duplicate")
    yield from _twice(written.indicators, "chỉ tiêu", "code-duplicate")
    # One clause may ask for monthly and yearly reports: a duty's code holds its frequency.
    yield from _twice(written.tasks, "nhiệm vụ", "clause-duplicate")
    yield from _twice(written.duties, "chế độ báo cáo", "clause-duplicate")


def _twice(listed: Iterable[Placed[Coded]], name: str, problem: str) -> Iterator[Problem]:
    seen: dict[str, Placed[Coded]] = {}
    for each in listed:
        code = each.value.code
        if code in seen:
            yield each.error(
                problem, f"Mã {name} «{code}» đã có ở {seen[code].place}: mỗi mã chỉ dùng một lần"
            )
        seen.setdefault(code, each)


def unknown_units(written: Written) -> Iterator[Problem]:
    """Yield units and groups that are named but written nowhere."""
    directory = Directory(written)
    for each, field, references in _named_units(written):
        for reference in dict.fromkeys(references):
            bare = reference.removeprefix(GROUP_SIGN)
            if directory.knows(reference) or bare in written.broken:
                continue
            is_group = reference.startswith(GROUP_SIGN)
            known = tuple(directory.groups if is_group else directory.parents)
            name = "nhóm đơn vị" if is_group else "đơn vị"
            yield each.error(
                "reference-unknown", f"«{field}» nêu {name} «{bare}» không có: {_hint(bare, known)}"
            )


def _named_units(
    written: Written,
) -> Iterator[tuple[Placed[object], str, tuple[str, ...]]]:
    """Yield every place that names units, the field, and what it names."""
    fields = {
        "plans": ("issuer",),
        "units": ("parent", "successors"),
        "groups": ("members",),
        "indicators": ("applies_to", "lead", "supporting"),
        "targets": ("units",),
        "tasks": ("lead", "supporting"),
        "duties": ("reporters",),
    }
    for room, names in fields.items():
        for each in getattr(written, room):
            for field in names:
                named = getattr(each.value, field)
                yield each, field, (named,) if isinstance(named, str) else tuple(named or ())


def unknown_plans(written: Written) -> Iterator[Problem]:
    """Yield plans whose parent is not in the folder."""
    known = tuple(each.value.code for each in written.plans)
    for each in written.plans:
        parent = each.value.parent
        if parent is not None and parent not in known and parent not in written.broken:
            yield each.error(
                "reference-unknown",
                f"«parent» nêu kế hoạch «{parent}» không có trong data/plans:"
                f" {_hint(parent, known)} (kế hoạch không có ở đây thì ghi vào based_on)",
            )


def targets_without_indicator(written: Written) -> Iterator[Problem]:
    """Yield targets for an indicator that no plan measures."""
    known = tuple(each.value.code for each in written.indicators)
    for each in written.targets:
        code = each.value.indicator
        if code not in known and code not in written.broken:
            yield each.error(
                "target-without-indicator",
                f"Chỉ tiêu «{code}» chưa được khai trong [[indicator]] nào: {_hint(code, known)}",
            )


def relations_without_indicator(written: Written) -> Iterator[Problem]:
    """Yield relations with an indicator that no plan measures."""
    known = tuple(each.value.code for each in written.indicators)
    for each in written.relations:
        for field in ("left", "right"):
            code = getattr(each.value, field).indicator
            if code not in known and code not in written.broken:
                yield each.error(
                    "reference-unknown",
                    f"«{field}» nêu chỉ tiêu «{code}» không có trong [[indicator]] nào:"
                    f" {_hint(code, known)}",
                )


def _hint(code: str, known: tuple[str, ...]) -> str:
    close = nearest(code, known)
    return close if close.startswith("có phải") else "khai thêm hoặc sửa lại mã"


def cycles(written: Written) -> Iterator[Problem]:
    """Yield units, plans and groups that are above or within themselves."""
    units = {each.value.code: (each.value.parent,) for each in written.units}
    plans = {each.value.code: (each.value.parent,) for each in written.plans}
    groups = {
        each.value.code: tuple(
            member.removeprefix(GROUP_SIGN)
            for member in each.value.members
            if member.startswith(GROUP_SIGN)
        )
        for each in written.groups
    }
    yield from _circles(written.units, units, "unit-cycle", "Đơn vị cấp trên đi vòng tròn")
    yield from _circles(written.plans, plans, "plan-cycle", "Kế hoạch cấp trên đi vòng tròn")
    yield from _circles(written.groups, groups, "group-cycle", "Nhóm đơn vị chứa chính nó")


def _circles(
    listed: Iterable[Placed[Coded]],
    above: Mapping[str, tuple[str | None, ...]],
    problem: str,
    words: str,
) -> Iterator[Problem]:
    """Yield one problem for each circle, at the first of its members."""
    told: set[str] = set()
    for each in listed:
        code = each.value.code
        circle = _way_back(code, above)
        if circle and code not in told:
            told.update(circle)
            yield each.error(problem, f"{words}: {' → '.join([*circle, code])}")


def _way_back(start: str, above: Mapping[str, tuple[str | None, ...]]) -> list[str]:
    """Return the codes from `start` up to the one below `start` again; empty if there is none."""
    ways = [[start]]
    seen = {start}
    for way in ways:
        for code in above.get(way[-1], ()):
            if code == start:
                return way
            if code is not None and code not in seen:
                seen.add(code)
                ways.append([*way, code])
    return []
