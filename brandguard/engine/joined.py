"""Phrases whose words are cut ("guar antee", "gua. rantee", "gu ar an te e"), and words of a phrase in quotes ("“free” money").

The text is searched once more without blanks and marks. Only long phrases count, and only where their letters begin and end at edges
of words, so that no honest sentence says them by chance. Between two whole words a mark is a mark: "It is free. Money back."
"""

from bisect import bisect_right
from collections.abc import Iterator
from itertools import accumulate
from typing import TYPE_CHECKING

from .disguise import JOINED_FROM
from .fold import simple

if TYPE_CHECKING:
    from .compiled import Compiled
    from .matching import Found

GAPS = " .,;:!?'\"()-*~_"
SHORTEST_QUOTED, MOST_GAP = 4, 4
_GAPS = frozenset(GAPS)
# Every gap a blank; what is not ASCII has become a question mark by then, and stays.
_EVENED = bytes(32 if chr(point) in GAPS.replace("?", "") else point for point in range(256))
_QUOTES = frozenset(" \"'")


def cut(compiled: "Compiled", text: str) -> Iterator[tuple["Found", str, int, int]]:
    """(the term in the tight text, that text, where it begins and ends in `text`) of each phrase that is cut."""
    from .matching import Found, stands_alone

    if not compiled.entries:
        return
    tight = _tight(text)
    shortest = SHORTEST_QUOTED if '"' in text or "'" in text else JOINED_FROM
    ends: list[int] = []
    for last, (length, entries) in compiled.automaton.iter(tight):
        if length < shortest:
            continue
        ends = ends or _ends(text)
        first = last - length + 1
        start, end = first + bisect_right(ends, first), last + bisect_right(ends, last) + 1
        if end - start == length or not stands_alone(text, start, end):
            continue
        starts = [at for at in range(start, end) if text[at] not in _GAPS]
        gaps = {at: text[starts[at - 1] + 1 : starts[at]] for at in range(1, length) if starts[at] > starts[at - 1] + 1}
        for entry in entries:
            if _is_cut(compiled.terms[entry.term].term.text, length, gaps):
                yield Found(first, last + 1, entry.term), tight, start, end


def _tight(text: str) -> str:
    """The text without gaps. Bytes are several times as fast."""
    if text.isascii():
        return text.encode().translate(None, GAPS.encode()).decode()
    for mark in GAPS:
        text = text.replace(mark, "")
    return text


def _ends(text: str) -> list[int]:
    """Where in the tight text each run without gaps ends; a gap of two marks has an empty run in it."""
    plain = text.replace("?", " ").encode("ascii", "replace").translate(_EVENED)
    return list(accumulate(map(len, plain.split(b" "))))


def _is_cut(said: str, length: int, gaps: dict[int, str]) -> bool:
    """Whether one of its words is cut by these gaps, or two are drawn together, or quotes stand round one."""
    edges, at = set(), 0
    for word in "".join(char if char.isalnum() else " " for char in simple(said)).split():
        at += len(word)
        edges.add(at)
    if at != length or max(map(len, gaps.values())) > MOST_GAP:
        return False
    edges.discard(length)
    if gaps.keys() - edges:
        return length >= JOINED_FROM
    quoted = any('"' in gap or "'" in gap for gap in gaps.values())
    return all(_QUOTES.issuperset(gap) for gap in gaps.values()) and (quoted if edges == gaps.keys() else length >= JOINED_FROM)
