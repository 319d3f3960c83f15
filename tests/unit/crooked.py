"""The crooked reports of the corpus as pages, for tests that bend them further."""

from __future__ import annotations

from dataclasses import dataclass

from tests.crooked.reports import WORKBOOKS
from tests.unit.workbooks import Page


@dataclass(frozen=True)
class Crooked:
    """One report's sheets."""

    pages: list[Page]


CROOKED = {name: Crooked(pages) for name, pages in WORKBOOKS.items() if isinstance(pages, list)}
