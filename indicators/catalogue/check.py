"""What does not hold together in the plans: `python -m indicators catalogue check`.

A rule is a generator from the files as written to problems, and one line in `RULES`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

from indicators.catalogue import (
    check_references,
    check_relations,
    check_targets,
    check_wording,
)
from indicators.catalogue.written import Written, read_folder
from indicators.errors import Problem

RULES: tuple[Callable[[Written], Iterator[Problem]], ...] = (
    check_references.unusable,
    check_targets.contradictions,
    check_relations.never_compared,
    check_wording.reversed_validity,
    check_wording.impossible_days,
    check_wording.unclear_deadlines,
    check_wording.tasks_without_lead,
    check_wording.due_days,
    check_wording.indicators_without_target,
    check_wording.weights,
    check_wording.long_names,
)


def check(folder: Path) -> list[Problem]:
    """Return everything that does not hold together in `folder`/plans and `folder`/units.

    `sheet` is the file ("plans/sxd-11-2025.toml"), `cell` the clause, or the unit's code.
    Errors come first, then warnings, each in the order of the files.
    """
    written = read_folder(folder)
    found = [*written.problems, *(problem for rule in RULES for problem in rule(written))]
    return sorted(found, key=lambda problem: (not problem.is_error, problem.sheet or ""))
