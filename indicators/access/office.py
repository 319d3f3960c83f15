"""What the functions of access ask of a workspace, without knowing it."""

from __future__ import annotations

from typing import Protocol

from indicators.access.principal import Principal, Right
from indicators.access.sessions import Sessions
from indicators.audit import Trail
from indicators.catalogue.model import Catalogue
from indicators.settings import Settings
from queries import Store


class Office(Protocol):
    """An open office: its settings, catalogue, store, trail, and who is in."""

    @property
    def settings(self) -> Settings:
        """What the office has set."""

    @property
    def catalogue(self) -> Catalogue:
        """Its plans and units."""

    @property
    def store(self) -> Store:
        """Its data."""

    @property
    def trail(self) -> Trail:
        """Where what is done is recorded."""

    @property
    def sessions(self) -> Sessions:
        """Who is signed in."""

    def refused(self, who: Principal, what: str) -> None:
        """Keep in the trail that `who` was refused `what`."""

    def sees(self, who: Principal, unit: str, right: Right = "read") -> bool:
        """Whether `unit` exists and is in a branch in which `who` has `right`."""
