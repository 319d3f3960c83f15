"""Importing the domain or the store loads no screen and no exporter's library."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
HEAVY = {"altair", "plotly", "pptx", "docx", "streamlit", "xlsxwriter"}
LIST_LOADED = """
import importlib, pkgutil, sys
package = importlib.import_module(sys.argv[1])
if sys.argv[2] == "all":
    for found in pkgutil.walk_packages(package.__path__, package.__name__ + "."):
        if not found.name.startswith("indicators.export.") and not found.name.endswith("__main__"):
            importlib.import_module(found.name)
print(" ".join(sys.modules))
"""


def loaded_by(package: str, extent: str) -> set[str]:
    done = subprocess.run(
        [sys.executable, "-c", LIST_LOADED, package, extent],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    return {name.partition(".")[0] for name in done.stdout.split()}


@pytest.mark.parametrize("extent", ["itself", "all"])
@pytest.mark.parametrize("package", ["indicators", "queries"])
def test_the_core_loads_no_screen(package, extent):
    assert loaded_by(package, extent) & HEAVY == set()


def test_the_list_of_loaded_modules_is_real():
    assert {"queries", "duckdb"} <= loaded_by("queries", "all")
