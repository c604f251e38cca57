"""The reference pages cannot drift: each item of the code has a line, and each line an item of the code."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

pytestmark = pytest.mark.one_engine
ROOT = Path(__file__).resolve().parents[2]
CODE = ("hub", "sellers", "brandguard")


def sources() -> Iterator[Path]:
    for top in CODE:
        yield from (path for path in (ROOT / top).rglob("*.py") if "migrations" not in path.parts)


def module_of(path: Path) -> str:
    return ".".join(path.relative_to(ROOT).with_suffix("").parts)


def settings_read() -> set[str]:
    reads = re.compile(r"""\benv(?:iron)?(?:\.\w+)?[(\[]\s*["']([A-Z][A-Z_]+)["']""")
    folders = [*(ROOT / "hub" / "config").glob("*.py"), *(ROOT / "hub" / "demo").glob("*.py")]
    return {name for path in folders for name in reads.findall(path.read_text())}


def commands() -> set[str]:
    return {path.stem for path in sources() if path.parent.name == "commands" and path.stem != "__init__"}


def signals() -> set[str]:
    found = set()
    for path in sources():
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Assign) and isinstance(node.value, ast.Call) and getattr(node.value.func, "id", "") == "Signal":
                found |= {f"{module_of(path)}.{target.id}" for target in node.targets if isinstance(target, ast.Name)}
    return found


def hooks() -> set[str]:
    """Public functions called register…: how a room above hangs something into a room below. And Wagtail hooks of our own."""
    found = set()
    for path in sources():
        text = path.read_text()
        if path.stem not in ("wagtail_hooks", "apps"):
            functions = [node for node in ast.parse(text).body if isinstance(node, ast.FunctionDef)]
            found |= {f"{module_of(path)}.{node.name}" for node in functions if node.name.startswith("register")}
        found |= set(re.findall(r"""hooks\.get_hooks\(\s*["'](\w+)["']""", text))
    return found


def checks() -> set[str]:
    return {number for path in sources() for number in re.findall(r"""["']((?:hub|sellers|brandguard)\.[EW]\d+)["']""", path.read_text())}


ITEMS = {"settings": settings_read, "commands": commands, "signals": signals, "hooks": hooks, "checks": checks}


def documented(page: str) -> set[str]:
    """The first word in backticks of each table row."""
    return set(re.findall(r"^\| `([\w.]+)", (ROOT / "docs" / "reference" / f"{page}.md").read_text(), re.M))


@pytest.mark.parametrize("page", ITEMS)
def test_each_item_of_the_code_has_its_line(page):
    assert sorted(ITEMS[page]() - documented(page)) == [], f"add a line to docs/reference/{page}.md"


@pytest.mark.parametrize("page", ITEMS)
def test_each_line_speaks_of_something_that_exists(page):
    assert sorted(documented(page) - ITEMS[page]()) == [], f"remove the line from docs/reference/{page}.md"


def test_the_reader_of_the_code_finds_what_is_there():
    assert {"DATABASE_URL", "ORIGIN", "DEMO_PORT"} <= settings_read()
    assert "audit_verify" in commands()
    assert "brandguard.signals.approved" in signals()
    assert "hub.common.health.register" in hooks()
