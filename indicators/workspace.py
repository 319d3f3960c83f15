"""Everything a program needs at hand: settings, catalogue and store, opened together, once."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from indicators import audit, cells, clock
from indicators.access.principal import Principal, Right, operator
from indicators.access.sessions import Sessions
from indicators.catalogue.load import load
from indicators.catalogue.model import Catalogue
from indicators.catalogue.sync import (
    extend_calendar,
    is_adopted,
    record_calendar,
    record_edition,
)
from indicators.jobs import Jobs
from indicators.settings import Settings
from queries import Store, StoreError, open_store

_REFUSALS_EVERY, _REFUSALS_KEPT = timedelta(hours=1), 10_000


@dataclass
class Workspace:
    """An open office: hand it to every function that reads or writes figures."""

    settings: Settings
    catalogue: Catalogue
    store: Store
    trail: audit.Trail = field(init=False, repr=False)
    sessions: Sessions = field(init=False, repr=False)
    jobs: Jobs = field(init=False, repr=False)
    _begun: date = field(default=date.min, repr=False)
    _is_open: bool = field(default=True, repr=False)
    _lock: threading.Lock = field(default_factory=threading.Lock, repr=False)
    _refusals: dict[tuple[str, str | None, str], datetime] = field(default_factory=dict, repr=False)

    def __post_init__(self) -> None:
        """Find the key that this store's audit rows are marked with."""
        self.trail = audit.open_trail(self.settings.audit_key_path, self.store.path)
        self.sessions = Sessions(self.store, self.trail)
        path = self.store.path
        self.jobs = Jobs(path.parent / "outgoing" if path.name != ":memory:" else None)
        self.sessions.on_end(self.jobs.end_session)

    @property
    def is_sample(self) -> bool:
        """Whether any figure in the store is invented: then every screen and export says so."""
        return bool(self.store.rows("submission/sample_count")[0]["count_sample"])

    @property
    def is_empty(self) -> bool:
        """Whether nobody has submitted anything yet."""
        return not self.store.rows("submission/sample_count")[0]["count_all"]

    def operator(self, account: str = audit.SYSTEM) -> Principal:
        """Return who acts at the command line or for the system itself: everything is theirs."""
        return operator(account, self.catalogue.children.get(None, ()))

    def sees(self, who: Principal, unit: str, right: Right = "read") -> bool:
        """Whether `unit` exists and is in a branch in which `who` has `right`."""
        if unit not in self.catalogue.units:
            return False
        return not {*who.roots(right)}.isdisjoint({unit, *self.catalogue.ancestors(unit)})

    def refused(self, who: Principal, what: str) -> None:
        """Keep in the trail that `who` was refused `what`, once an hour for the same."""
        now, key = clock.now(), (who.account, who.session, what)
        with self._lock:
            known = self._refusals.get(key)
            if known is not None and now - known < _REFUSALS_EVERY:
                return
            if len(self._refusals) >= _REFUSALS_KEPT:
                self._refusals.clear()
            self._refusals[key] = now
        entry = audit.Entry(who.account, "access.refused", what, session=who.session)
        with self.store.write("access", changes_board=False) as write:
            self.trail.record(write, entry)

    def keep_current(self, *, today: date | None = None, at: datetime | None = None) -> None:
        """Lay the cells of periods that began since the last call; cheap when none did."""
        day = today or clock.today()
        with self._lock:
            if day <= self._begun:
                return
            extend_calendar(self.store, self.catalogue, through=day, due_day=self.settings.due_day)
            cells.begin_periods(self.store, today=day, known_at=at or clock.now())
            self._begun = day

    def adopt_catalogue(self, *, at: datetime | None = None, by: str = audit.SYSTEM) -> bool:
        """Record the catalogue as the edition in force and lay the cells by it, in one write.

        Returns:
            Whether it differed from the edition in the store.

        Raises:
            CatalogueError: two targets are in force at once for the same cells.
        """
        due_day, amber = self.settings.due_day, self.settings.amber_percent
        if is_adopted(self.store, self.catalogue, amber_percent=amber, due_day=due_day):
            self.keep_current()
            return False
        moment, today = at or clock.now(), clock.today()
        with self.store.write("catalogue") as write:
            before = write.rows("catalogue/newest")
            record_edition(
                write, self.catalogue, at=moment, by=by, amber_percent=amber, due_day=due_day
            )
            record_calendar(write, self.catalogue, through=today, due_day=due_day)
            cells.rebuild(write, today=today, known_at=max(moment, clock.now()))
            self.trail.record(write, _adopted(by, before, write.rows("catalogue/newest")))
        self.trail.keep_anchor(self.store)
        self._begun = today
        return True

    def close(self) -> None:
        """Anchor the audit trail and let the store go, so that another process may open it."""
        if self._is_open:
            self._is_open = False
            self.jobs.close()
            with suppress(StoreError):
                self.sessions.write_through()
            with suppress(StoreError):
                self.trail.anchor(self.store)
        self.store.close()


def open_workspace(settings: Settings | None = None) -> Workspace:
    """Open the office's data for the board, and fill a new store with the invented sample.

    A store that was once started empty (`BANGXANH_SAMPLES=0`) is never filled.

    Raises:
        CatalogueError: the plans or units cannot be read.
        StoreBusy, StoreBroken: from the store.
    """
    from indicators import samples  # noqa: PLC0415 - it submits, and so needs a workspace itself

    workspace = _open(settings or Settings())
    with _closing_on_error(workspace):
        if not workspace.settings.samples:
            samples.refuse(workspace)
        elif samples.are_wanted(workspace):
            samples.fill(workspace)
        workspace.adopt_catalogue()
    return workspace


@contextmanager
def opened(settings: Settings | None = None) -> Iterator[Workspace]:
    """Open the office's data for the length of a `with` block, as commands do.

    Never fills in the sample: figures loaded from a command line are an office's own.
    """
    workspace = _open(settings or Settings())
    with _closing_on_error(workspace):
        workspace.adopt_catalogue()
    try:
        yield workspace
    finally:
        workspace.close()


def _open(settings: Settings) -> Workspace:
    """Open catalogue and store; a store that lost audited rows is refused before any write."""
    catalogue, store = load(settings.data), open_store(settings.store_path)
    try:
        workspace = Workspace(settings, catalogue, store)
        workspace.trail.refuse_behind(store)
        workspace.trail.begin(store)
    except BaseException:
        store.close()
        raise
    return workspace


def _adopted(by: str, before: list[dict[str, Any]], after: list[dict[str, Any]]) -> audit.Entry:
    """Return the audit entry of a new edition of the catalogue."""
    number = after[0]["catalogue_version"]
    return audit.Entry(
        by,
        "catalogue.adopted",
        f"catalogue/{number}",
        before=before[0]["sha256"] if before else None,
        after=after[0]["sha256"],
    )


@contextmanager
def _closing_on_error(workspace: Workspace) -> Iterator[None]:
    try:
        yield
    except BaseException:
        workspace.close()
        raise
