"""What changed between two texts, word by word."""

import re
from difflib import SequenceMatcher

Piece = tuple[str, str]


def difference(before: str, after: str) -> list[Piece]:
    """("same" | "gone" | "new", text), in reading order."""
    old, new = (re.findall(r"\s+|[^\s]+", text) for text in (before, after))
    pieces: list[Piece] = []
    for kind, a, b, c, d in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if kind == "equal":
            pieces.append(("same", "".join(old[a:b])))
            continue
        pieces += [("gone", "".join(old[a:b]))] * (b > a) + [("new", "".join(new[c:d]))] * (d > c)
    return pieces
