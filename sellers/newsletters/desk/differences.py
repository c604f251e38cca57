"""What changed between two letters, word by word, in a form a person reads."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

from brandguard.choices import Scope
from brandguard.documents import Document

_TOKEN = re.compile(r"\s+|[^\s]+")
# A run of unchanged words longer than this is shortened to its ends.
_LONG = 40


@dataclass(frozen=True)
class Run:
    """`kind` is "same", "added", "removed" or "skipped"."""

    kind: str
    text: str


@dataclass(frozen=True)
class Difference:
    """The runs of one letter against an earlier one, and how much of it is new: 0 nothing, 100 everything."""

    runs: tuple[Run, ...]
    percent: int

    @property
    def is_empty(self) -> bool:
        return all(run.kind in ("same", "skipped") for run in self.runs)


def difference(before: Document, after: Document) -> Difference:
    old, new = _tokens(before), _tokens(after)
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    return Difference(tuple(_runs(matcher, old, new)), round(100 * (1 - matcher.ratio())))


def _tokens(document: Document) -> list[str]:
    texts = [part.text for part in document.parts if part.scope not in (Scope.PLAIN, Scope.FOOTER)]
    targets = [link.target for link in document.links]
    return _TOKEN.findall("\n".join([*texts, *targets]))


def _runs(matcher: SequenceMatcher, old: list[str], new: list[str]) -> Iterator[Run]:
    for operation, a, b, c, d in matcher.get_opcodes():
        if operation == "equal":
            yield from _shortened(new[c:d])
            continue
        if removed := "".join(old[a:b]).strip():
            yield Run("removed", removed)
        if added := "".join(new[c:d]).strip():
            yield Run("added", added)


def _shortened(words: list[str]) -> Iterator[Run]:
    if len(words) <= _LONG:
        yield Run("same", "".join(words))
        return
    half = _LONG // 2
    yield Run("same", "".join(words[:half]))
    yield Run("skipped", f"{len(words) // 2 - half} words the same")
    yield Run("same", "".join(words[-half:]))
