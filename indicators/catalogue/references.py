"""Who is meant by "@group": groups into units, in the order of the organisation tree.

Everything here also works on files that do not hold together (a cycle, an unknown code), since
the consistency check needs it there.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from indicators.catalogue.model import Unit, UnitGroup
from indicators.catalogue.written import Written

GROUP_SIGN = "@"


def tree_order(units: Iterable[Unit]) -> list[str]:
    """Return the codes of `units`, each parent just before its subtree, siblings as given.

    A unit whose parent is unknown, or part of a cycle, counts as a root.
    """
    listed = {unit.code: unit for unit in units}
    below: dict[str | None, list[str]] = {}
    for unit in listed.values():
        below.setdefault(unit.parent if unit.parent in listed else None, []).append(unit.code)
    order: dict[str, None] = {}

    def visit(code: str) -> None:
        if code not in order:
            order[code] = None
            for child in below.get(code, ()):
                visit(child)

    for code in [*below.get(None, ()), *listed]:
        visit(code)
    return list(order)


class Directory:
    """Units and groups by code: expands references and knows who is below whom."""

    def __init__(self, written: Written) -> None:
        units = [each.value for each in written.units]
        self.parents: Mapping[str, str | None] = {unit.code: unit.parent for unit in units}
        self.groups: Mapping[str, UnitGroup] = {
            each.value.code: each.value for each in written.groups
        }
        self.rank = {code: number for number, code in enumerate(tree_order(units))}

    def knows(self, reference: str) -> bool:
        """Whether a unit code or "@group" exists."""
        if reference.startswith(GROUP_SIGN):
            return reference[len(GROUP_SIGN) :] in self.groups
        return reference in self.parents

    def expand(self, references: Iterable[str]) -> tuple[str, ...]:
        """Return the units that `references` name, in their order, each once.

        A group stands for its members in tree order: the first named keeps the lead.
        """
        found: dict[str, None] = {}
        for reference in references:
            if reference.startswith(GROUP_SIGN):
                members = self._members(reference[len(GROUP_SIGN) :], set())
                found.update(dict.fromkeys(self.in_tree_order(members)))
            else:
                found[reference] = None
        return tuple(found)

    def in_tree_order(self, codes: Iterable[str]) -> tuple[str, ...]:
        """Return `codes`, each once, as the tree lists them."""
        last = len(self.rank)
        return tuple(sorted(dict.fromkeys(codes), key=lambda code: self.rank.get(code, last)))

    def line(self, code: str) -> tuple[str, ...]:
        """Return `code` and the units above it, nearest first; stops where a cycle closes."""
        found: dict[str, None] = {}
        here: str | None = code
        while here is not None and here not in found:
            found[here] = None
            here = self.parents.get(here)
        return tuple(found)

    def _members(self, group: str, seen: set[str]) -> list[str]:
        if group in seen or group not in self.groups:
            return []
        seen.add(group)
        found: list[str] = []
        for member in self.groups[group].members:
            if member.startswith(GROUP_SIGN):
                found.extend(self._members(member[len(GROUP_SIGN) :], seen))
            else:
                found.append(member)
        return found
