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


# ASVS 5.0.0: how many items of levels 1 and 2 each section has; they always stand before those of level 3.
LEVELS_1_AND_2 = """
1.1:2 1.2:9 1.3:11 1.4:3 1.5:2 2.1:3 2.2:3 2.3:4 2.4:1 3.2:2 3.3:4 3.4:6 3.5:5 3.7:2 4.1:3 4.2:1 4.3:2 4.4:4 5.1:1 5.2:3 5.3:2
5.4:3 6.1:3 6.2:12 6.3:4 6.4:4 6.5:5 6.6:3 6.8:4 7.1:3 7.2:4 7.3:2 7.4:5 7.5:2 7.6:2 8.1:2 8.2:3 8.3:1 8.4:1 9.1:3 9.2:4 10.1:2
10.2:2 10.3:4 10.4:11 10.5:5 10.6:2 10.7:3 11.1:2 11.2:3 11.3:3 11.4:4 11.5:1 11.6:1 12.1:3 12.2:2 12.3:4 13.1:1 13.2:5 13.3:2
13.4:5 14.1:2 14.2:4 14.3:3 15.1:3 15.2:3 15.3:7 16.1:1 16.2:5 16.3:4 16.4:3 16.5:3 17.1:1 17.2:4 17.3:2
"""


def number(item: str) -> tuple[int, ...]:
    return tuple(int(part) for part in item.split("."))


def test_the_security_page_answers_every_item_of_levels_1_and_2():
    counts = (pair.split(":") for pair in LEVELS_1_AND_2.split())
    items = [f"{section}.{n}" for section, count in counts for n in range(1, int(count) + 1)]
    assert len(items) == 253
    answered: list[str] = []
    rows = re.findall(r"^\| ([\d., –]+) \| (yes|partly|no|operator|–) \| (.+) \|$", (ROOT / "docs" / "security.md").read_text(), re.M)
    for said, _, _ in rows:
        for first, last in re.findall(r"([\d.]+)(?:–([\d.]+))?", said):
            end = number(last or first)
            answered += [item for item in items if number(first) <= number(item) and number(item)[: len(end)] <= end]
    assert sorted(set(items) - set(answered), key=number) == []
