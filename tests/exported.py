"""What tests of exports share: a workbook opened, and worked out anew by another program."""

from __future__ import annotations

import shutil
import subprocess
import warnings
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from indicators.settings import Settings
from indicators.workspace import Workspace, open_workspace

SPREADSHEET = "xlsx:Calc MS Excel 2007 XML"


@contextmanager
def copied_office(store: Path, folder: Path) -> Iterator[Workspace]:
    """Open a copy of a store that was prepared once, for as long as it is looked at."""
    shutil.copy(store, folder / "b.duckdb")
    workspace = open_workspace(Settings(store=folder / "b.duckdb", samples=False))
    try:
        yield workspace
    finally:
        workspace.close()


def opened(content: bytes | Path, *, results: bool = True) -> Workbook:
    """Return a workbook, its results or its formulas; openpyxl reads no sparklines and says so."""
    source = content if isinstance(content, Path) else BytesIO(content)
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", message="Sparkline Group extension")
        return load_workbook(source, data_only=results)


def recalculated(books: Mapping[str, Workbook], folder: Path) -> dict[str, Workbook]:
    """Let LibreOffice work every formula out anew, all files at once.

    Saved by openpyxl, a file holds no results: what stands in it afterwards is LibreOffice's.
    """
    office = shutil.which("soffice")
    if office is None:
        pytest.fail("LibreOffice is not installed: `apt-get install libreoffice-calc`")
    for name, book in books.items():
        book.save(folder / f"{name}.xlsx")
    out = folder / "out"
    subprocess.run(
        [office, f"-env:UserInstallation=file://{folder}/profile", "--headless",
         "--convert-to", SPREADSHEET, "--outdir", str(out),
         *(str(folder / f"{name}.xlsx") for name in books)],
        check=True, capture_output=True, timeout=180,
    )  # fmt: skip
    return {name: opened(out / f"{name}.xlsx") for name in books}
