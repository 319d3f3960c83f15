"""Reading the catalogue: `data/plans` and `data/units` into one value."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from indicators.catalogue.check_references import unusable
from indicators.catalogue.model import Catalogue, Unit
from indicators.catalogue.references import Directory
from indicators.catalogue.written import Written, read_folder
from indicators.errors import CatalogueError, Problem


def load(folder: Path) -> Catalogue:
    """Return the catalogue of `folder`/plans and `folder`/units.

    Units come parents first, each with its subtree behind it; groups are expanded to units;
    `sha256` is that of all files.

    Raises:
        CatalogueError: a file or table cannot be read, or a code is unknown, twice or circular.
            The message names file and clause of every such fault, a line each. What is merely
            inconsistent (overlapping targets …) is `check`'s to say.
    """
    written = read_folder(folder)
    faults = [*written.problems, *unusable(written)]
    if faults:
        raise CatalogueError("\n".join(_line(fault) for fault in faults))
    return _resolved(written)


def _line(problem: Problem) -> str:
    where = ", ".join(part for part in (problem.sheet, problem.cell) if part)
    return f"{where}: {problem.message}" if where else problem.message


def _resolved(written: Written) -> Catalogue:
    directory = Directory(written)
    by_code = {each.value.code: each.value for each in written.units}
    return Catalogue(
        plans={each.value.code: each.value for each in written.plans},
        units=_ordered(by_code, directory),
        groups={
            each.value.code: replace(each.value, members=directory.expand([f"@{each.value.code}"]))
            for each in written.groups
        },
        indicators={
            each.value.code: replace(
                each.value,
                applies_to=directory.in_tree_order(directory.expand(each.value.applies_to)),
                lead=directory.expand(each.value.lead),
                supporting=_supporting(directory, each.value.lead, each.value.supporting),
            )
            for each in written.indicators
        },
        targets=tuple(
            replace(each.value, units=directory.in_tree_order(directory.expand(each.value.units)))
            for each in written.targets
        ),
        tasks=tuple(
            replace(
                each.value,
                lead=directory.expand(each.value.lead),
                supporting=_supporting(directory, each.value.lead, each.value.supporting),
            )
            for each in written.tasks
        ),
        duties=tuple(
            replace(each.value, reporters=directory.expand(each.value.reporters))
            for each in written.duties
        ),
        sha256=written.sha256,
        relations=tuple(each.value for each in written.relations),
    )


def _ordered(by_code: dict[str, Unit], directory: Directory) -> dict[str, Unit]:
    return {code: replace(by_code[code], order=number) for code, number in directory.rank.items()}


def _supporting(
    directory: Directory, lead: Iterable[str], supporting: Iterable[str]
) -> tuple[str, ...]:
    """Return the supporting units without the leading ones, which a group may hold as well."""
    leading = set(directory.expand(lead))
    return tuple(code for code in directory.expand(supporting) if code not in leading)
