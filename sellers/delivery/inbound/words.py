"""Patterns kept as text, one a line, so that a mail administrator can read and extend them (words/*.txt).

`@name = pattern` gives a piece a name, `{name}` uses it. RE2 matches them: time grows with the length of the text and nothing else,
whatever a stranger writes. RE2's \\b and \\w know ASCII letters only, so patterns of other scripts go without.
"""

import re
from functools import cache
from pathlib import Path
from typing import Any

import re2

FOLDER = Path(__file__).parent / "words"
_NAMED = re.compile(r"^@(\w+) = (.+)$")
_USED = re.compile(r"\{([a-z]+)\}")


@cache
def words(name: str, *, before: str = "", after: str = "") -> Any:
    """One pattern that matches any line of words/<name>.txt, case ignored, framed by `before` and `after`."""
    options = re2.Options()
    options.never_nl, options.max_mem = False, 128 << 20
    return re2.compile(f"(?im){before}(?:{'|'.join(_lines(name))}){after}", options)


def _lines(name: str) -> list[str]:
    pieces: dict[str, str] = {}
    found = []
    for line in (FOLDER / f"{name}.txt").read_text(encoding="utf-8").splitlines():
        filled = _USED.sub(lambda used: pieces[used[1]], line)
        if named := _NAMED.match(filled):
            pieces[named[1]] = named[2]
        elif filled and not filled.startswith("# "):
            found.append(filled)
    return found
