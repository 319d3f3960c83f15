"""The error tree: every fault the domain raises, in one look.

`BangXanhError`
    `InputRejected`     what a person gave is wrong; carries every problem found
    `CatalogueError`    the plans or units on disk cannot be used
    `NotFound`          an id that does not exist, or that the asker may not see
    `Forbidden`         the asker's roles do not allow this at all
    `Conflict`          the world changed between looking and deciding
    `Busy`              too many ask at once; the same a moment later works
    `NotPrinted`        pages could not be set (`indicators.export.press`)

The store's own faults (`queries.errors.StoreError` and its children) pass through unchanged.
A fault in someone's file is data: `Problem` values are collected, never raised one by one.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Literal

Severity = Literal["error", "warning"]


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong or unusual in what a person gave.

    `code` is stable and lower-case with hyphens (a check's name) or `E_…` (the preflight's).
    `sheet` and `cell` say where ("Biểu 1", "C12"); None when the fault is the whole file's.
    `message` is Vietnamese: what is wrong and what to do.
    """

    severity: Severity
    code: str
    sheet: str | None
    cell: str | None
    message: str

    @classmethod
    def error(
        cls, code: str, message: str, *, sheet: str | None = None, cell: str | None = None
    ) -> Problem:
        """Return a problem that keeps the figures from being accepted."""
        return cls("error", code, sheet, cell, message)

    @classmethod
    def warning(
        cls, code: str, message: str, *, sheet: str | None = None, cell: str | None = None
    ) -> Problem:
        """Return a problem that is shown but does not keep the figures out."""
        return cls("warning", code, sheet, cell, message)

    @property
    def is_error(self) -> bool:
        """Whether this keeps the figures from being accepted."""
        return self.severity == "error"

    def as_dict(self) -> dict[str, str | None]:
        """Return the JSON form of DESIGN.md, "Command line"."""
        return asdict(self)


class BangXanhError(Exception):
    """Base of every error this domain raises on purpose."""


class InputRejected(BangXanhError):
    """What a person gave cannot be accepted; `problems` holds every reason."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("; ".join(problem.message for problem in self.problems))


class CatalogueError(BangXanhError):
    """The plans or units on disk cannot be used; the message names file and clause."""


class NotFound(BangXanhError):
    """An id that does not exist, or is outside what the asker may see: both answer alike."""


class Forbidden(BangXanhError):
    """No role of the asker allows this, whatever it is done to."""


class Conflict(BangXanhError):
    """The world changed between looking and deciding; the message says what and by whom."""


class Busy(BangXanhError):
    """Too many ask for the same costly thing at once; the message says to try again."""
