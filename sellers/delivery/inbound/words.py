"""Patterns kept as text, one a line, so that a mail administrator can read and extend them (words/*.txt)."""

import re
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parent / "words"


@cache
def words(name: str, *, before: str = "", after: str = "") -> re.Pattern[str]:
    """One pattern that matches any line of words/<name>.txt, case ignored, framed by `before` and `after`."""
    lines = (FOLDER / f"{name}.txt").read_text(encoding="utf-8").splitlines()
    return re.compile(before + "(?:" + "|".join(line for line in lines if line and not line.startswith("# ")) + ")" + after, re.I | re.M)
