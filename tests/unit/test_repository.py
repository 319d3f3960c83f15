"""What must hold of the repository itself: its root, its commands, what its code never does."""

from __future__ import annotations

import ast
import re
import sys
from collections.abc import Iterator
from importlib.metadata import packages_distributions
from pathlib import Path

import click
import pytest

from indicators.commands import cli
from indicators.commands._server import TOKEN_VARIABLE
from indicators.settings import Settings

ROOT = Path(__file__).parents[2]
VISIBLE = {
    "README.md",
    "Makefile",
    "dashboard.py",
    "data",
    "indicators",
    "pages",
    "queries",
    "requirements.txt",
    "tests",
}
PRODUCT = ("dashboard.py", "pages", "indicators", "queries")
# Markup is ours alone in these calls: a constant string passes, anything computed does not.
MARKUP_CALLS = {"html"}
SQL_CALLS = {"execute", "executemany", "sql", "query", "from_query", "run_sql"}


def sources(*places: str) -> Iterator[Path]:
    for place in places:
        path = ROOT / place
        yield from [path] if path.is_file() else sorted(path.rglob("*.py"))


def trees() -> Iterator[tuple[str, ast.Module]]:
    for path in sources(*PRODUCT):
        yield str(path.relative_to(ROOT)), ast.parse(path.read_text(encoding="utf-8"))


def recipes() -> dict[str, str]:
    makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
    return dict(re.findall(r"^([a-z-]+):\n\t(.+)$", makefile, re.MULTILINE))


def test_the_visible_root_holds_exactly_what_the_design_names():
    found = {path.name for path in ROOT.iterdir() if not path.name.startswith((".", "__pycache__"))}
    assert found == VISIBLE


@pytest.mark.parametrize("name", ["run", "run-empty", "test"])
def test_readme_gives_the_commands_that_make_runs(name):
    readme = (ROOT / "README.md").read_text(encoding="utf-8").splitlines()
    assert recipes()[name] in readme


def test_readme_begins_with_the_two_commands():
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    headings = [readme.index(f"\n## {title}") for title in re.findall(r"\n## (.+)", readme)]
    assert readme.index(recipes()["run"]) < headings[1]
    assert readme.index(recipes()["test"]) < headings[1]


def test_ci_runs_the_test_command_of_the_readme():
    assert recipes()["test"] in (ROOT / ".ci" / "run").read_text(encoding="utf-8").splitlines()


@pytest.mark.parametrize("name", ["requirements.txt", "tests/requirements.txt"])
def test_every_requirement_is_exact(name):
    for line in (ROOT / name).read_text(encoding="utf-8").splitlines():
        wanted = line.partition("#")[0].strip()
        assert not wanted or re.fullmatch(r"[\w.-]+==[\w.]+(; \w+ [!=]= \"\w+\")?", wanted), line


def imported_names() -> set[str]:
    found: set[str] = set()
    for _, tree in trees():
        for node in ast.walk(tree):
            if isinstance(node, ast.Import):
                found |= {alias.name.partition(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
                found.add(node.module.partition(".")[0])
    return found - set(sys.stdlib_module_names) - {"dashboard", "indicators", "pages", "queries"}


def test_what_the_product_imports_is_a_direct_requirement():
    direct = (ROOT / "requirements.txt").read_text(encoding="utf-8").partition("\n\n")[0]
    pinned = {name.lower() for name in re.findall(r"^([\w.-]+)==", direct, re.MULTILINE)}
    providers = packages_distributions()
    missing = {
        name
        for name in imported_names()
        if not {each.lower() for each in providers.get(name, [])} & pinned
    }
    assert missing == set()


def called(node: ast.Call) -> str:
    return getattr(node.func, "attr", getattr(node.func, "id", ""))


def is_computed_text(node: ast.expr) -> bool:
    """Whether text is put together in place: an f-string, +, %, or .format()."""
    if isinstance(node, ast.Call):
        return called(node) in {"format", "format_map", "join"}
    return isinstance(node, ast.JoinedStr | ast.BinOp)


def faults_of(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom | ast.Import):
            module = getattr(node, "module", None) or ""
            for alias in node.names:
                if "components.v1" in f"{module}.{alias.name}":
                    yield f"{node.lineno}: components.v1"
        elif isinstance(node, ast.Attribute) and ast.unparse(node).endswith("components.v1"):
            yield f"{node.lineno}: components.v1"
        elif isinstance(node, ast.Call):
            yield from call_faults(node)


def call_faults(node: ast.Call) -> Iterator[str]:
    if any(keyword.arg == "unsafe_allow_html" for keyword in node.keywords):
        yield f"{node.lineno}: unsafe_allow_html"
    if not node.args:
        return
    text = node.args[0]
    if called(node) in MARKUP_CALLS and not isinstance(text, ast.Constant):
        yield f"{node.lineno}: markup from data"
    if called(node) in SQL_CALLS and is_computed_text(text):
        yield f"{node.lineno}: SQL put together from text"


@pytest.mark.parametrize(
    "code",
    [
        "st.markdown(name, unsafe_allow_html=True)",
        "import streamlit.components.v1 as components",
        "from streamlit.components import v1; from streamlit.components.v1 import html",
        "st.components.v1.iframe(url)",
        "st.html(name)",
        "st.html(f'<b>{name}</b>')",
        "cursor.execute(f'select * from {table}')",
        "cursor.execute('select * from ' + table)",
        "cursor.execute('select * from %s' % table)",
        "con.sql('select * from {}'.format(table))",
    ],
)
def test_the_forbidden_is_recognised(code):
    assert list(faults_of(ast.parse(code)))


@pytest.mark.parametrize(
    "code",
    ["st.html('<b>Bảng Xanh</b>')", "cursor.execute(query.sql, params)", "st.text(f'{name}')"],
)
def test_the_allowed_passes(code):
    assert not list(faults_of(ast.parse(code)))


def test_no_markup_from_data_and_no_sql_from_text():
    assert [f"{name}:{fault}" for name, tree in trees() for fault in faults_of(tree)] == []


def test_nothing_imports_the_entry():
    for path in sources("pages", "indicators", "queries"):
        text = path.read_text(encoding="utf-8")
        assert not re.search(r"^\s*(import|from) dashboard\b", text, re.MULTILINE), path


def commands(group: click.Group, name: str = "") -> Iterator[tuple[str, click.Command]]:
    for each, command in group.commands.items():
        if isinstance(command, click.Group):
            yield from commands(command, f"{name}{each} ")
        else:
            yield f"{name}{each}", command


def test_readme_names_every_command_and_option_and_no_other():
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    rows = dict(re.findall(r"^\| `([a-z]+(?: [a-z]+)?)(?= |`)(.*)\|$", readme, re.MULTILINE))
    known = dict(commands(cli))
    assert rows.keys() == known.keys()
    for name, command in known.items():
        options = {
            text
            for option in command.params
            if isinstance(option, click.Option)
            for text in option.opts
        }
        assert set(re.findall(r"(?<![\w-])--?[a-z][a-z-]*", rows[name])) == options, name


def test_readme_names_every_setting_and_no_other():
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    settings = {f"BANGXANH_{name.upper()}" for name in Settings.model_fields}
    settings.add(TOKEN_VARIABLE)  # a secret of one person, and so no setting of the office
    assert set(re.findall(r"BANGXANH_[A-Z_]+", readme)) == settings


def test_what_the_readme_points_at_is_there():
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    kept = re.findall(
        r"[`(]((?:data/(?:plans|samples|units)|indicators|tests)/[\w./]*)[`)]", readme
    )
    assert kept
    assert [path for path in kept if not (ROOT / path).exists()] == []
