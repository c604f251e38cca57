"""Every word that a simple expression stands for: "guarantee[ds]?" is guarantee, guaranteed and guarantees."""

from functools import lru_cache

MOST = 64
_BEYOND = frozenset(".*+^${}")


class _Endless(ValueError):
    """The expression stands for more words than can be listed."""


@lru_cache(maxsize=20_000)
def spellings(source: str) -> tuple[str, ...]:
    """All spellings, none when the expression is not made of letters, sets, choices and optional pieces only."""
    try:
        found, at = _choices(source, 0)
    except (_Endless, RecursionError):
        return ()
    return tuple(dict.fromkeys(found)) if at == len(source) else ()


def _choices(source: str, at: int) -> tuple[list[str], int]:
    """The spellings of alternatives up to the bracket that ends them."""
    found: list[str] = []
    branch = [""]
    while at < len(source) and source[at] != ")":
        if source[at] == "|":
            found, branch, at = found + branch, [""], at + 1
            continue
        piece, at = _piece(source, at)
        if source[at : at + 1] == "?":
            piece, at = [*piece, ""], at + 1
        if source[at : at + 1] in _BEYOND - {"^", "$", "."} or source[at : at + 1] == "?":
            raise _Endless
        branch = [before + after for before in branch for after in piece]
        if len(branch) + len(found) > MOST:
            raise _Endless
    return found + branch, at


def _piece(source: str, at: int) -> tuple[list[str], int]:
    char = source[at]
    if char == "(":
        begin = at + 3 if source.startswith("(?:", at) else at + 1
        if source[begin : begin + 1] == "?":
            raise _Endless
        inner, end = _choices(source, begin)
        if source[end : end + 1] != ")":
            raise _Endless
        return inner, end + 1
    if char == "[":
        end = source.find("]", at + 2)
        letters = source[at + 1 : end]
        if end < 0 or not all(letter.isalnum() or letter in " '’" for letter in letters):
            raise _Endless
        return list(letters), end + 1
    if char == "\\":
        after = source[at + 1 : at + 2]
        if after == "s":
            return [" "], at + 2
        if not after or after.isalnum():
            raise _Endless
        return [after], at + 2
    if char in _BEYOND or char in "?)":
        raise _Endless
    return [char], at + 1
