"""Who may do what, generated from the registries: a new function or query without a decision fails.

Every guarded function is tried by nobody, by each role, and by somebody whose branch is another;
what is outside a scope must answer just like what does not exist.
"""

from __future__ import annotations

import importlib
import inspect
import pkgutil
import re
from collections.abc import Callable, Iterator
from typing import Any

import pytest

import indicators
from indicators.access import ALLOWED, GUARDED, ROLES, Grant, Principal, Role
from indicators.errors import BangXanhError, Forbidden
from indicators.workspace import Workspace
from queries import load, names
from tests import offices
from tests.tries import OPEN_FUNCTIONS, OPEN_QUERIES, TRIES, Seen, seen_office

# What holds figures, people or files; a query that reads one of them must ask in_scope.
KEPT = {
    "actual", "cell", "trend", "submission", "review", "evidence", "explanation", "period_lock",
    "person", "role_grant", "session", "api_token", "submission_warning", "review_remark",
    "evidence_file", "evidence_pin", "evidence_standing", "evidence_withdrawal",
    "explanation_request", "draft", "match_choice", "report", "report_snapshot", "report_unit",
    "report_number", "report_withdrawal", "report_base", "base_file",
}  # fmt: skip


def everything() -> Iterator[tuple[str, Callable[..., Any]]]:
    """Yield every public function of the domain that takes a workspace first."""
    for module in pkgutil.walk_packages(indicators.__path__, "indicators."):
        if module.name.endswith("__main__") or ".locale" in module.name:
            continue
        found = importlib.import_module(module.name)
        for name, value in vars(found).items():
            if name.startswith("_") or not inspect.isfunction(value):
                continue
            if value.__module__ != module.name:
                continue
            first = next(iter(inspect.signature(value).parameters.values()), None)
            if first is not None and str(first.annotation) in {"Workspace", "Office"}:
                yield f"{module.name.removeprefix('indicators.')}.{name}", value


FUNCTIONS = dict(everything())


def test_every_function_over_a_workspace_is_guarded_or_named_open() -> None:
    undecided = FUNCTIONS.keys() - GUARDED.keys() - OPEN_FUNCTIONS.keys()
    assert undecided == set()
    assert OPEN_FUNCTIONS.keys() <= FUNCTIONS.keys() - GUARDED.keys()


def test_every_guarded_function_is_tried() -> None:
    assert TRIES.keys() == GUARDED.keys()


def test_every_query_over_what_is_kept_asks_the_scope_or_is_named_open() -> None:
    reads = {name for name in names() if load(name).returns and _tables(load(name).sql) & KEPT}
    scoped = {name for name in reads if "in_scope($scope" in load(name).sql}
    assert reads - scoped - OPEN_QUERIES.keys() == set()
    assert OPEN_QUERIES.keys() <= reads - scoped


def _tables(sql: str) -> set[str]:
    code = re.sub(r"--.*", "", sql)
    found = set(re.findall(r"\b(?:from|join)\s+(\w+)", code))
    return found | ({"cell"} if "cells(" in code else set())


@pytest.fixture(scope="module")
def seen() -> Iterator[Seen]:
    """An office with a figure in every room, a waiting one, and two branches."""
    with offices.stopped_clock(), seen_office() as made:
        yield made


def nobody() -> Principal:
    return Principal("khong-ai", "Không ai", frozenset(), session="phien")


def holding(role: Role, unit: str) -> Principal:
    return Principal(f"{role}-{unit}", role, frozenset({Grant(role, unit)}), session="phien")


@pytest.mark.parametrize("name", sorted(GUARDED))
def test_nobody_may(name: str, seen: Seen) -> None:
    with pytest.raises(Forbidden):
        TRIES[name].inside(seen, nobody())


@pytest.mark.parametrize("name", sorted(GUARDED))
def test_only_a_principal_may_ask(name: str, seen: Seen) -> None:
    function = _function(name)
    with pytest.raises(TypeError, match="Principal"):
        function(seen.office, "so")


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("name", sorted(GUARDED))
def test_each_role_may_what_its_rights_say(name: str, role: Role, seen: Seen) -> None:
    who = holding(role, seen.unit)
    if GUARDED[name] in ALLOWED[role]:
        assert "không có quyền" not in _answer(lambda: TRIES[name].inside(seen, who))[1]
    else:
        with pytest.raises(Forbidden, match="không có quyền"):
            TRIES[name].inside(seen, who)


@pytest.mark.parametrize("name", sorted(name for name, each in TRIES.items() if each.outside))
def test_outside_the_scope_answers_like_what_does_not_exist(name: str, seen: Seen) -> None:
    tried = TRIES[name]
    assert tried.outside is not None
    role = next(role for role in ROLES if GUARDED[name] in ALLOWED[role])
    stranger = holding(role, seen.elsewhere)
    mine = holding(role, seen.unit)
    real = _answer(lambda: tried.outside(seen, stranger, seen.ids))
    none = _answer(lambda: tried.outside(seen, stranger, seen.nothing))
    assert real == none
    assert _answer(lambda: tried.outside(seen, mine, seen.ids)) != none


def _answer(ask: Callable[[], Any]) -> tuple[str, str]:
    """Return what came back as text, ids and numbers of the question left out."""
    try:
        found = ask()
    except BangXanhError as fault:
        found = fault
    if isinstance(found, Iterator):
        found = list(found)
    text = re.sub(r"«[^»]*»|\b\d+\b|[\w-]*\.xlsx", "…", str(found))
    return type(found).__name__, text


def _function(name: str) -> Callable[..., Any]:
    module, _, function = name.rpartition(".")
    return getattr(importlib.import_module(f"indicators.{module}"), function)


def test_a_refusal_is_in_the_trail_once_an_hour(seen: Seen, the_clock: offices.Hands) -> None:
    office: Workspace = seen.office

    def refusals() -> int:
        asked: dict[str, Any] = {"from_at": None, "before_at": None, "actor": "khong-ai"}
        rows = office.store.rows("audit/rows", object_id=None, **asked)
        return sum(row["action"] == "access.refused" for row in rows)

    before = refusals()
    for _ in range(3):
        office.refused(nobody(), "board/x")
    assert refusals() == before + 1
    the_clock.set("2026-11-22 11:00")
    office.refused(nobody(), "board/x")
    assert refusals() == before + 2
