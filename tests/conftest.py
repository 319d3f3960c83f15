"""Fixtures that every folder of tests may use. What they build is in `tests/offices.py`."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from unittest import mock

import pytest

from indicators import workspace as workspaces
from indicators.catalogue.load import load
from indicators.catalogue.model import Catalogue
from indicators.intake.reading import Reading
from indicators.settings import Settings
from indicators.workspace import Workspace, opened
from tests import offices, prepared
from tests.offices import DATA, Hands
from tests.pages.seeding import seed

ADOPTED = datetime(2025, 10, 1, 1, 0, tzinfo=UTC)  # before the first month of the plans


@pytest.fixture(scope="session", autouse=True)
def _plans_are_read_once() -> Iterator[None]:
    """Every office of a process shares what is read from the same files of plans and units."""
    with mock.patch.object(workspaces, "load", prepared.loaded):
        yield


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    """The real catalogue of data/plans and data/units."""
    return load(DATA)


@pytest.fixture
def the_clock() -> Iterator[Hands]:
    """The office's clock, stopped at 22/11/2026 09:00: `the_clock.set("2026-11-05 08:00")`."""
    with offices.stopped_clock() as hands:
        yield hands


@pytest.fixture(scope="session")
def run_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of this run, the same for every process that tests side by side."""
    base = tmp_path_factory.getbasetemp()
    return base.parent if "PYTEST_XDIST_WORKER" in os.environ else base


@pytest.fixture(scope="session")
def prepared_store(run_folder: Path) -> Path:
    """A store without figures in which the real catalogue is laid; copy it, never open it."""

    def lay(folder: Path) -> None:
        with offices.stopped_clock():
            path = folder / "bangxanh.duckdb"
            offices.open_office(load(DATA), path=path, adopted=ADOPTED).close()

    return prepared.once(run_folder / "prepared", lay) / "bangxanh.duckdb"


@pytest.fixture(scope="session")
def seeded_file(run_folder: Path) -> Path:
    """A store with three months of figures, made as of today; copy it, never open it."""
    return prepared.once(run_folder / "seeded", lambda to: seed(to / "b.duckdb")) / "b.duckdb"


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """Settings of an office of its own: the real catalogue, a store below `tmp_path`, no sample.

    The environment says the same, so that commands and processes started by a test agree.
    """
    path = tmp_path / "store" / "bangxanh.duckdb"
    monkeypatch.setenv("BANGXANH_STORE", str(path))
    monkeypatch.setenv("BANGXANH_SAMPLES", "0")
    return Settings(store=path, samples=False)


@pytest.fixture
def workspace(settings: Settings, prepared_store: Path, the_clock: Hands) -> Iterator[Workspace]:  # noqa: ARG001 - the clock must stand still while it is open
    """An open office: the real catalogue, a store of its own without figures, a stopped clock."""
    offices.copy_store(prepared_store, settings.store_path)
    with opened(settings) as found:
        yield found


@pytest.fixture
def small_catalogue() -> Callable[..., Catalogue]:
    """Build a catalogue of few units: `small_catalogue([indicator], [target], units=…)`."""
    return offices.catalogue


@pytest.fixture
def small_office(the_clock: Hands) -> Iterator[Callable[..., Workspace]]:  # noqa: ARG001 - as above
    """Open offices in memory: `small_office(catalogue)`; all are closed at the end.

    A test that opens two has two different ones, down to their keys.
    """
    found: list[Workspace] = []

    def open_one(of: Catalogue | None = None, **options: object) -> Workspace:
        found.append(offices.open_office(of, **{"own_key": bool(found), **options}))
        return found[-1]

    yield open_one
    for each in found:
        each.close()


@pytest.fixture
def figures() -> Callable[..., Reading]:
    """Build a reading from figures: `figures(("a", "RATE", "2026-10", 95.0), …)`."""

    def build(*rows: tuple[Any, ...], **options: object) -> Reading:
        return offices.reading([offices.figure(*row) for row in rows], **options)

    return build
