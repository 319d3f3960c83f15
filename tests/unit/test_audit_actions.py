"""Every action that the code records has its words, and every word an action that is recorded.

The names are read off the source: whatever reaches `Entry(…, action, …)`, through as many
functions as hand it on. What cannot be read so fails, rather than being left out.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from indicators.audit.actions import ACTIONS, action_of
from indicators.export import EXPORTS

ROOT = Path(__file__).parents[2]
# What stands in an f-string's place: the kinds of links, of decisions, of files. Anything else may
# be anything, so its whole family needs words.
_FILLED = {
    "purpose": ("setup", "invite", "reset"),
    "link.purpose": ("setup", "invite", "reset"),
    "decision": ("approved", "returned"),
    "kind": tuple(EXPORTS),
}


Place = tuple[int, str]  # which argument an action is, and its name
# By module and name; of functions that others may call, the module is "".
Carriers = dict[tuple[str, str], Place]


@cache
def trees() -> list[tuple[str, ast.Module]]:
    return [
        (str(path.relative_to(ROOT)), ast.parse(path.read_text(encoding="utf-8")))
        for folder in ("indicators", "pages")
        for path in sorted((ROOT / folder).rglob("*.py"))
    ]


@cache
def has_entry(module: str) -> bool:
    """Whether `Entry` in a module is the trail's, and not some other entry."""
    imports = (node for node in ast.walk(dict(trees())[module]) if isinstance(node, ast.ImportFrom))
    return any(
        (each.module or "").startswith("indicators.audit")
        and "Entry" in {n.name for n in each.names}
        for each in imports
    )


def place_in(node: ast.Call, module: str, known: Carriers) -> Place | None:
    """Return where a call takes an action, if it takes one."""
    if (
        isinstance(node.func, ast.Attribute)
        and ast.unparse(node.func)
        not in {
            "audit.Entry",
            "trails.Entry",
        }
        and node.func.attr == "Entry"
    ):
        return None
    if isinstance(node.func, ast.Name) and node.func.id == "Entry" and not has_entry(module):
        return None
    name = getattr(node.func, "attr", getattr(node.func, "id", ""))
    return known.get((module if name.startswith("_") else "", name))


def arguments(function: ast.FunctionDef) -> list[str]:
    return [each.arg for each in (*function.args.args, *function.args.kwonlyargs)]


def functions() -> Iterator[tuple[str, ast.Module, ast.FunctionDef]]:
    for module, tree in trees():
        for node in ast.walk(tree):
            if isinstance(node, ast.FunctionDef):
                yield module, tree, node


@cache
def carriers() -> Carriers:
    """Return the functions that hand an action on to `Entry`, through however many."""
    found: Carriers = {("", "Entry"): (1, "action")}
    while True:
        before = len(found)
        for module, _, function in functions():
            own = arguments(function)
            for node in ast.walk(function):
                if not isinstance(node, ast.Call) or not (place := place_in(node, module, found)):
                    continue
                given = argument(node, *place)
                if isinstance(given, ast.Name) and given.id in own:
                    whose = module if function.name.startswith("_") else ""
                    found[whose, function.name] = (own.index(given.id), given.id)
        if len(found) == before:
            return found


def argument(node: ast.Call, place: int, name: str) -> ast.expr | None:
    for keyword in node.keywords:
        if keyword.arg == name:
            return keyword.value
    return node.args[place] if len(node.args) > place else None


def texts(given: ast.expr, tree: ast.Module) -> Iterator[str]:
    """Yield every action that an expression may be."""
    if isinstance(given, ast.Constant):
        yield str(given.value)
    elif isinstance(given, ast.IfExp):
        yield from texts(given.body, tree)
        yield from texts(given.orelse, tree)
    elif isinstance(given, ast.JoinedStr):
        yield from filled(given)
    elif isinstance(given, ast.Name | ast.Attribute):
        yield from meant(given, tree)
    else:
        raise TypeError(f"cannot read {ast.unparse(given)}")


def filled(given: ast.JoinedStr) -> Iterator[str]:
    found = [""]
    for part in given.values:
        ends = (
            [str(part.value)]
            if isinstance(part, ast.Constant)
            else _FILLED.get(ast.unparse(part.value), ("*",))
        )
        found = [start + end for start in found for end in ends]
    yield from found


def meant(given: ast.expr, tree: ast.Module) -> Iterator[str]:
    """Yield what a name was given, in this module or in the one that it belongs to."""
    name = getattr(given, "attr", getattr(given, "id", ""))
    places = [tree, *(other for _, other in trees() if name.isupper() and other is not tree)]
    for place in places:
        values = [
            node.value
            for node in ast.walk(place)
            if isinstance(node, ast.Assign)
            and any(isinstance(to, ast.Name) and to.id == name for to in node.targets)
        ] + [
            value
            for node in ast.walk(place)
            if isinstance(node, ast.Assign)
            and isinstance(node.value, ast.Tuple)
            and isinstance(node.targets[0], ast.Tuple)
            for to, value in zip(node.targets[0].elts, node.value.elts, strict=True)
            if isinstance(to, ast.Name) and to.id == name
        ]
        if values:
            for value in values:
                yield from texts(value, place)
            return
    raise AssertionError(f"cannot read {ast.unparse(given)}")


def recorded() -> set[str]:
    found: set[str] = set()
    for module, tree, function in functions():
        for node in ast.walk(function):
            if not isinstance(node, ast.Call) or not (place := place_in(node, module, carriers())):
                continue
            given = argument(node, *place)
            if given is None or (isinstance(given, ast.Name) and given.id in arguments(function)):
                continue  # handed on: its caller is read instead
            read = set(texts(given, tree))
            assert all("." in each for each in read), (module, ast.unparse(node))
            found |= read
    return found


def test_every_action_that_is_recorded_has_its_words() -> None:
    found = recorded()
    assert len(found) > 40
    assert sorted(each for each in found if action_of(each) is None) == []


def test_every_word_is_of_an_action_that_is_recorded() -> None:
    found = recorded()
    families = {each.partition(".")[0] + ".*" for each in found}
    assert sorted(ACTIONS.keys() - found - families) == []


@pytest.mark.parametrize("name", sorted(ACTIONS))
def test_words_begin_with_a_capital_and_end_without_a_stop(name: str) -> None:
    said = ACTIONS[name].said
    assert said[0].isupper()
    assert not said.endswith(".")


def test_an_action_of_nobody_has_no_words() -> None:
    assert action_of("khong.co") is None
