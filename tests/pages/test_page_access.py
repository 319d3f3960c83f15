"""Every page tried by every role and by nobody, from the one list of pages there is.

A page is in the navigation exactly when its right is held; opening its address otherwise shows the
first page. A new page without a line here fails, so that somebody decides whose it is.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest
from streamlit.util import calc_hash

from indicators.access import ALLOWED, ROLES, Grant, Principal, Right, Role
from pages import _pages
from tests.pages import apart
from tests.pages.seeding import HOME

# Whose each page is, decided by people; the pages' own list must say the same.
DECIDED: dict[str, Right | None] = {
    "board": "read",
    "upload": "submit",
    "review": "review",
    "duties": "read",
    "exports": "read",
    "source": "read",
    "guide": None,
    "account": None,
    "people": "people",
    "audit": "audit",
    "care": "care",
}
NOBODY = "nobody"
FILES = {
    path.stem
    for path in (Path(_pages.__file__).parent).glob("*.py")
    if not path.name.startswith("_")
}


@pytest.fixture(scope="module")
def _office(tmp_path_factory: pytest.TempPathFactory, seeded_file: Path) -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        folder = tmp_path_factory.mktemp("access")
        with apart.product(folder, seeded_file, patch):
            yield


@cache
def _entered(role: str) -> tuple[str, Principal]:
    """Return the session of somebody who holds one role, or none."""
    grants = () if role == NOBODY else (Grant(_role(role), HOME),)
    _, who = apart.enter(f"nguoi-{role}", *grants)
    return str(who.session), who


def _role(text: str) -> Role:
    return next(role for role in ROLES if role == text)


def _may(role: str, right: Right | None) -> bool:
    return right is None or (role != NOBODY and right in ALLOWED[_role(role)])


def test_every_file_of_a_page_is_in_the_list_and_decided() -> None:
    assert {page.file for page in _pages.PAGES} == FILES
    assert {page.file: page.right for page in _pages.PAGES} == DECIDED


@pytest.mark.parametrize("role", [*ROLES, NOBODY])
@pytest.mark.usefixtures("_office")
def test_the_navigation_holds_just_what_a_role_may_open(role: str) -> None:
    _, who = _entered(role)
    shown = [page.file for page in _pages.of(who)]
    assert shown == [page.file for page in _pages.PAGES if _may(role, DECIDED[page.file])]


@pytest.mark.parametrize("role", [*ROLES, NOBODY])
@pytest.mark.parametrize("file", sorted(DECIDED))
@pytest.mark.usefixtures("_office")
def test_an_address_opens_its_page_or_the_first_one(file: str, role: str) -> None:
    _, who = _entered(role)
    mine = [page.file for page in _pages.of(who)]
    titles = _titles(role, file)
    if not _may(role, DECIDED[file]):
        assert titles == _titles(role, mine[0])
    elif file != mine[0]:
        assert titles
        assert titles != _titles(role, mine[0])


@cache
def _titles(role: str, file: str) -> list[str]:
    """Return the titles that somebody sees who types the address of a page."""
    app = AppTest.from_file(apart.ENTRY, default_timeout=60)
    app.user = {"session": _entered(role)[0]}
    app._page_hash = calc_hash(file)  # `switch_page` refuses what is not in the navigation
    app.run()
    assert not app.exception
    return [each.value for each in app.title]
