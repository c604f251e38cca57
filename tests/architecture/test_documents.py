"""Documents point only at what is there."""

import re
from pathlib import Path

import pytest

pytestmark = pytest.mark.one_engine
ROOT = Path(__file__).resolve().parents[2]
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md"))]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_link_leads_somewhere(page):
    targets = re.findall(r"\]\((?!https?://|#)([^)#]+)", page.read_text())
    assert [target for target in targets if not (page.parent / target).exists()] == []


def test_the_readme_names_the_commands_that_the_makefile_has():
    targets = set(re.findall(r"^(\w[\w-]*):", (ROOT / "Makefile").read_text(), re.M))
    named = set(re.findall(r"(?:^|`)make (\w+)", "\n".join(page.read_text() for page in PAGES), re.M))
    assert named - targets == set()


def test_what_the_security_page_names_is_there():
    named = set(re.findall(r"`((?:tests|hub|docs|requirements)/[\w/.-]+)`", (ROOT / "docs" / "security.md").read_text()))
    assert len(named) > 30
    assert sorted(name for name in named if not (ROOT / name).exists()) == []
