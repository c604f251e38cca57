"""Letters drawn out of several signs: "free mo|\\|ey", "/\\ct now"."""

import re

DRAWN = {
    "/\\/\\": "m", "|\\/|": "m", "\\/\\/": "w", "|\\|": "n", "|-|": "h", "|_|": "u", "/\\": "a", "\\/": "v", "|3": "b", "|)": "d",
    "|<": "k", "|_": "l", "()": "o", "[]": "o", "><": "x",
}  # fmt: skip
_DRAWN = re.compile("|".join(map(re.escape, DRAWN)))


def undrawn(text: str, starts: list[int]) -> tuple[str, list[int]]:
    """The text with letters for such signs, and where each character of it begins."""
    said, kept, at = "", [], 0
    for match in _DRAWN.finditer(text):
        said += text[at : match.start()] + DRAWN[match[0]]
        kept += starts[at : match.start() + 1]
        at = match.end()
    return said + text[at:], kept + starts[at:]


def letters_for(token: str) -> str:
    """A token with letters for such signs."""
    return _DRAWN.sub(lambda match: DRAWN[match[0]], token)
