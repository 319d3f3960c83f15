"""A real server on a free port and a real browser, for tests and benches alike."""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from playwright.sync_api import Browser, Locator, Page, Playwright, StorageState, expect
from playwright.sync_api import TimeoutError as PlaywrightTimeout

from indicators.access import Grant
from indicators.workspace import open_workspace
from tests import people, prepared
from tests.pages.seeding import HOME, settings_for

ROOT = Path(__file__).parents[2]
ACCOUNT, PASSWORD = "van-phong", "mây trắng bay qua núi"
_BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "msedge")
_WINDOWS = (r"Microsoft\Edge\Application\msedge.exe", r"Google\Chrome\Application\chrome.exe")
_MAC = "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"
_FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-background-networking",
    "--disable-component-update",
    "--no-first-run",
)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


@contextmanager
def serving(
    script: str, store: Path, tmp: Path, *options: str, samples: bool = False
) -> Iterator[str]:
    """Run a Streamlit script on a free port until it answers; its address is given."""
    port = free_port()
    environment = {
        **os.environ,
        "BANGXANH_STORE": str(store),
        "BANGXANH_SAMPLES": "1" if samples else "0",
        "PYTHONPATH": str(ROOT),
    }
    log = (tmp / f"server-{port}.log").open("w", encoding="utf-8")
    command = [sys.executable, "-m", "streamlit", "run", script, "--server.port", str(port)]
    server = subprocess.Popen(
        [*command, *options], cwd=ROOT, env=environment, stdout=log, stderr=subprocess.STDOUT
    )
    address = f"http://localhost:{port}"
    try:
        _wait(server, address, Path(log.name))
        yield address
    finally:
        server.terminate()
        server.wait(timeout=20)
        log.close()


def _wait(server: subprocess.Popen[bytes], address: str, log: Path) -> None:
    for _ in range(300):
        if server.poll() is not None:
            break
        try:
            with urllib.request.urlopen(address, timeout=2):  # noqa: S310  # our own server
                return
        except urllib.error.HTTPError:  # it answers: nobody passes without a session
            return
        except (urllib.error.URLError, ConnectionError, TimeoutError):
            time.sleep(0.2)
    raise RuntimeError(f"the server did not start:\n{log.read_text(encoding='utf-8')}")


def browser_path(playwright: Playwright) -> str:
    """Return where a Chromium, Chrome or Edge is installed, or Playwright's own.

    Raises:
        RuntimeError: none is; what needs one must fail, not be left out.
    """
    folders = [os.environ.get(name, "") for name in ("PROGRAMFILES", "PROGRAMFILES(X86)")]
    windows = (str(Path(folder) / end) for folder in folders if folder for end in _WINDOWS)
    for found in (
        *map(shutil.which, _BROWSERS),
        *windows,
        _MAC,
        playwright.chromium.executable_path,
    ):
        if found and Path(found).exists():
            return found
    raise RuntimeError(f"no browser: install Chromium, Chrome or Edge (looked for {_BROWSERS})")


def launch(playwright: Playwright) -> Browser:
    """Start the browser without what it would ask of the network for itself."""
    return playwright.chromium.launch(executable_path=browser_path(playwright), args=list(_FLAGS))


def admit(store: Path, *accounts: str) -> None:
    """Add whom the browser signs in as, who does everything but administration.

    Where there is no store yet, it is one without figures.
    """
    if not store.exists():
        prepared.copy_store(prepared.empty_store(), store)
    workspace = open_workspace(settings_for(store))
    try:
        for account in accounts or (ACCOUNT,):
            people.add(workspace, account, Grant("office", HOME), password=PASSWORD)
    finally:
        workspace.close()


def signed_in(
    browser: Browser, address: str, account: str = ACCOUNT, password: str = PASSWORD
) -> StorageState:
    """Sign in through the form and return what the browser then keeps."""
    context = browser.new_context()
    page = context.new_page()
    page.goto(f"{address}/dang-nhap?next=/guide")
    page.fill("#account", account)
    page.fill("#password", password)
    page.click("button.main")
    page.wait_for_url("**/guide", wait_until="commit")
    kept = context.storage_state()
    context.close()
    return kept


def settle(page: Page) -> None:
    """Wait until the server has nothing more to draw, and the browser has drawn it."""
    page.wait_for_timeout(100)  # what was just done has reached the server
    app = page.get_by_test_id("stApp")
    if app.count():
        expect(app).to_have_attribute("data-test-script-state", "notRunning", timeout=30_000)
    page.wait_for_timeout(150)


def choose(page: Page, box: Locator, name: str | re.Pattern[str], *, is_many: bool = False) -> None:
    """Choose one option of a list. A list that opens while the page is drawn anew closes again."""
    option = page.get_by_role("option", name=name).first
    for _ in range(6):
        settle(page)
        box.click()
        if isinstance(name, str):
            box.fill(name)
        with suppress(PlaywrightTimeout):
            option.click(timeout=4_000)
            break
        page.keyboard.press("Escape")
    else:
        raise AssertionError(f"no option {name} stayed to be chosen")
    if is_many:  # its list stays open, and nothing else can be reached
        page.keyboard.press("Escape")


class Watched:
    """A browser page that notes what must not happen: violations, faults, requests elsewhere."""

    def __init__(self, page: Page, address: str) -> None:
        self.page = page
        self.address = address
        self.outside: list[str] = []
        self.faults: list[str] = []
        page.on("request", lambda request: self._note(request.url))
        page.on("pageerror", lambda error: self.faults.append(str(error)))
        page.on("console", lambda line: self._console(line.type, line.text))
        page.add_init_script(
            "window.violations = [];"
            "document.addEventListener('securitypolicyviolation',"
            " (event) => window.violations.push(`${event.violatedDirective} ${event.blockedURI}`));"
        )

    def _note(self, url: str) -> None:
        if not url.startswith((self.address, "data:", "blob:", self._socket)):
            self.outside.append(url)

    def _console(self, kind: str, text: str) -> None:
        # On a deep link Streamlit first looks for its server below the page's own address.
        if kind == "error" and "404" not in text:
            self.faults.append(text)

    @property
    def _socket(self) -> str:
        return self.address.replace("http", "ws", 1)

    def violations(self) -> list[str]:
        return list(self.page.evaluate("window.violations"))

    def open(self, path: str, until: str) -> Page:
        self.page.goto(self.address + path)
        self.page.wait_for_selector(until, timeout=30_000)
        return self.page
