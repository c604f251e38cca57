"""Names of files as words: best-price_ever.jpg and BestPriceEver.jpg say "best price ever", whatever stands between the words."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from .fold import Folded, fold

_BETWEEN = re.compile(r"(?:%20|[\s_.+~-])+")


@dataclass(frozen=True)
class FoldedName(Folded):
    """A file's name folded word by word, with the way back to the name as it is."""

    name: str = ""
    places: tuple[tuple[int, int], ...] = ()

    def span(self, start: int, end: int) -> tuple[int, int]:
        first, last = super().span(start, end)
        return self.places[first][0], self.places[last - 1][1]


def fold_name(name: str, language: str) -> FoldedName:
    """Fold the name of a file. Its marks and the capitals within it part words."""
    pieces = list(_pieces(name))
    spread = "".join(said for said, _, _ in pieces)
    places = tuple((start, end) for said, start, end in pieces for _ in said)
    folded = fold(spread, language)
    return FoldedName(spread, folded.text, folded.language, name=name, places=places)


def _pieces(name: str) -> Iterator[tuple[str, int, int]]:
    at = 0
    while at < len(name):
        if gap := _BETWEEN.match(name, at):
            yield " ", at, gap.end()
            at = gap.end()
            continue
        if at and name[at].isupper() and name[at - 1].islower():
            yield " ", at, at
        yield name[at], at, at + 1
        at += 1
