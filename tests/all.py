"""Every check there is, in one command: `python tests/all.py`.

Format, lint, types, import layers and SQL first, then the tests, in a browser too. All of it runs
even when an early part fails; the summary stands just above pytest's closing line, and the exit
code is 0 only when everything held. `python tests/all.py lint` leaves the tests out; any other
words go to pytest (`python tests/all.py -k board`).
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
IMPORT_LINTER = "import sys; from importlinter.cli import lint_imports; sys.exit(lint_imports())"
CHECKS: dict[str, list[str]] = {
    "định dạng (ruff format)": ["-m", "ruff", "format", "--check", "."],
    "quy tắc viết mã (ruff check)": ["-m", "ruff", "check", "."],
    "kiểu dữ liệu (mypy)": ["-m", "mypy"],
    "chiều phụ thuộc (import-linter)": ["-c", IMPORT_LINTER],
    "câu lệnh SQL (sqlfluff)": ["-m", "sqlfluff", "lint", "--processes", "1", "queries"],
}
OFFICE = {
    "libreoffice-calc": "libsclo.so",
    "libreoffice-impress": "libsdlo.so",
    "libreoffice-writer": "libswlo.so",
}


@dataclass(frozen=True)
class Result:
    """How one check ended, how long it took, and what it said."""

    name: str
    passed: bool
    seconds: float
    said: str = field(default="", repr=False)

    def __str__(self) -> str:
        """Return one line of the summary."""
        return f"{'đạt ' if self.passed else 'HỎNG'}  {self.name} ({self.seconds:.0f} giây)"


class Summary:
    """A pytest plugin: shows how the other checks ended beside the tests' own summary."""

    def __init__(self, results: list[Result]) -> None:
        self.results = results

    def pytest_terminal_summary(self, terminalreporter: object) -> None:
        """Write one line a check, failed ones last, so that they are seen."""
        write = getattr(terminalreporter, "write_line")  # noqa: B009 - pytest's own type is private
        write("")
        for result in sorted(self.results, key=lambda each: not each.passed):
            write(str(result))


def run(name: str, arguments: list[str]) -> Result:
    """Run one check, and keep what it says."""
    started = time.monotonic()
    done = subprocess.run(
        [sys.executable, *arguments],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1"},
        capture_output=True,
        text=True,
        encoding="utf-8",
        errors="replace",
        check=False,
    )
    taken = time.monotonic() - started
    return Result(name, done.returncode == 0, taken, f"{done.stdout}\n{done.stderr}")


def run_checks() -> list[Result]:
    """Run every check, side by side; what one says is shown only when it fails."""
    results = []
    with ThreadPoolExecutor(max(2, os.cpu_count() or 2)) as pool:
        for result in pool.map(run, CHECKS, CHECKS.values()):
            print(result, flush=True)
            if not result.passed:
                print(result.said, flush=True)
            results.append(result)
    return results


def has_browser() -> bool:
    """Whether the browser tests would find one; where there is none, get one first.

    As root on Debian that is Debian's `chromium`; elsewhere the one Playwright offers.
    """
    from playwright.sync_api import sync_playwright  # noqa: PLC0415 - `lint` does without it

    from tests.e2e.browsing import browser_path  # noqa: PLC0415

    try:
        with sync_playwright() as playwright:
            return bool(browser_path(playwright))
    except RuntimeError:
        print("Máy chưa có trình duyệt để kiểm thử: đang cài đặt…", flush=True)
    return from_debian("chromium") or succeeds(
        [sys.executable, "-m", "playwright", "install", "chromium"]
    )


def has_office() -> bool:
    """Whether LibreOffice, which opens what is exported, is there whole or can be got."""
    missing = missing_office()
    return not missing or from_debian(*missing)


def missing_office() -> list[str]:
    """Return Debian's packages of LibreOffice that are not here: its programs come apart."""
    found = shutil.which("soffice")
    if found is None:
        return list(OFFICE)
    folder = Path(found).resolve().parent
    if not folder.is_relative_to("/usr/lib/libreoffice"):  # not Debian's: it comes whole
        return []
    return [package for package, part in OFFICE.items() if not (folder / part).exists()]


def from_debian(*packages: str) -> bool:
    """Install `packages` where there is Debian's apt-get and the right to use it."""
    apt = shutil.which("apt-get")
    if apt is None or not hasattr(os, "geteuid"):
        return False
    sudo = [] if os.geteuid() == 0 else [shutil.which("sudo") or "sudo", "-n"]
    if sudo and not shutil.which("sudo"):
        return False
    succeeds([*sudo, apt, "update", "-q"])
    return succeeds([*sudo, apt, "install", "-y", "-q", "--no-install-recommends", *packages])


def succeeds(command: list[str]) -> bool:
    """Run `command` and return whether it ended well."""
    return subprocess.run(command, check=False).returncode == 0


def run_tests(results: list[Result], arguments: list[str]) -> bool:
    """Run pytest in this process, so that its closing line is the last that is printed."""
    import pytest  # noqa: PLC0415 - `lint` does without it

    if not has_browser():
        print("Không cài được trình duyệt: các bài thử trên trình duyệt sẽ hỏng", flush=True)
    if not has_office():
        print("Không có LibreOffice: các bài thử mở tệp xuất ra sẽ hỏng", flush=True)
    workers = ["-n", str(max(2, min(os.cpu_count() or 2, 4))), "--dist", "loadgroup"]
    options = ["--rootdir", str(ROOT), "-c", str(ROOT / ".pytest.ini"), "-q"]
    return pytest.main([*options, *workers, *arguments], plugins=[Summary(results)]) == 0


def main(arguments: list[str]) -> int:
    """Run everything; return 0 when all of it held, else 1."""
    os.chdir(ROOT)
    sys.path.insert(0, str(ROOT))
    reconfigure = getattr(sys.stdout, "reconfigure", None)
    if reconfigure is not None:  # Windows consoles are not UTF-8 by themselves
        reconfigure(encoding="utf-8")
    results = run_checks()
    passed = all(result.passed for result in results)
    if arguments != ["lint"]:
        passed = run_tests(results, arguments) and passed
    return 0 if passed else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
