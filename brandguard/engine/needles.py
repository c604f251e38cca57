"""What a text must hold for an expression to match at all: one of a few plain strings. So thousands of rules cost one look at the text.

Conservative: an expression for which nothing is certain has no needles, and is always tried.
"""

import re
from functools import lru_cache

from .dialect import next_piece

SHORTEST = 2
_NOTHING = frozenset("bBAZzG")
# Blanks mean nothing then, so that nothing is certain.
_VERBOSE = re.compile(r"\(\?[a-z]*x")
_OPTIONAL = ("?", "*", "{0", "{,")
_LOOKS = ("(?=", "(?!", "(?<=", "(?<!")

Needles = frozenset[str] | None


@lru_cache(maxsize=40_000)
def needles(source: str) -> Needles:
    """Strings, case-folded, one of which stands in the case-folded text whenever the expression matches; None when unknown."""
    if _VERBOSE.search(source):
        return None
    try:
        found, at = _choices(source, 0)
    except RecursionError:
        return None
    if at < len(source) or found is None or min(map(len, found)) < SHORTEST:
        return None
    return found


def together(several: list[Needles]) -> Needles:
    """The needles of whichever of several expressions matches; None when one of them is unknown."""
    known = [found for found in several if found is not None]
    return frozenset().union(*known) if len(known) == len(several) and known else None


def _choices(source: str, at: int) -> tuple[Needles, int]:
    """The needles of alternatives, up to the bracket that ends them."""
    branches: list[Needles] = []
    found, at = _sequence(source, at)
    branches.append(found)
    while source[at : at + 1] == "|":
        found, at = _sequence(source, at + 1)
        branches.append(found)
    return together(branches), at


def _sequence(source: str, at: int) -> tuple[Needles, int]:
    """The best of what pieces in a row ask for: a run of letters, or what a group needs."""
    best: Needles = None
    run = ""
    while at < len(source) and source[at] not in "|)":
        piece = next_piece(source, at)
        at += len(piece)
        inner, letter, zero_width, at = _piece(source, piece, at)
        optional, repeated = source.startswith(_OPTIONAL, at), source[at : at + 1] in ("+", "{")
        if letter and not optional:
            run += letter
        if inner is not None and not optional:
            best = _better(best, inner)
        if not (letter or zero_width) or optional or repeated:
            best, run = _better(best, _of(run)), ""
        at = _past_count(source, at)
    return _better(best, _of(run)), at


def _piece(source: str, piece: str, at: int) -> tuple[Needles, str, bool, int]:
    """(what a group needs, the letter it is, whether it has no width, where it ends)."""
    if piece.startswith("(") and not piece.startswith("(?#") and not (piece.startswith("(?") and piece.endswith(")")):
        inner, end = _choices(source, at)
        looks = piece.startswith(_LOOKS)
        return (None if looks else inner), "", looks, min(len(source), end + 1)
    if piece.startswith("(?"):
        return None, "", True, at
    if piece.startswith("\\"):
        after = piece[1:2]
        if after in _NOTHING and len(piece) == 2:
            return None, "", True, at
        return None, "" if after.isalnum() or len(piece) != 2 else after.casefold(), False, at
    if piece in ("^", "$"):
        return None, "", True, at
    if piece == "." or piece.startswith("["):
        return None, "", False, at
    return None, piece.casefold(), False, at


def _past_count(source: str, at: int) -> int:
    """Behind "*", "+?" or "{2,3}"."""
    while at < len(source) and source[at] in "?*+{":
        at += len(next_piece(source, at))
    return at


def _of(run: str) -> Needles:
    return frozenset((run,)) if run else None


def _better(one: Needles, other: Needles) -> Needles:
    """The set whose shortest string is longer: it is found more rarely."""
    if one is None or other is None:
        return one if other is None else other
    return one if min(map(len, one)) >= min(map(len, other)) else other
