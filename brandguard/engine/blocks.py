"""A document as a style guide sees it: blocks of markup with the scopes that a rule may select (https://vale.sh/docs/scopes).

A paragraph is offered three times, as text, paragraph and sentences; a link or an emphasis once more by itself. Code is masked.
"""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from ..choices import Scope
from ..documents import Document, Part
from .sentences import paragraphs, sentences

RAW = -1
PROSE = "text"
CODE = "\ufffc"
# Where the letters of this house have what Vale knows by its markup.
PATHS = {Scope.HEADING.value: "heading", Scope.LIST.value: "list", Scope.ALT.value: "attr.alt", Scope.BODY.value: ""}
_UNSHOWN = frozenset({Scope.LINK_TARGET.value, Scope.PLAIN.value, Scope.MERGE.value})


@dataclass(frozen=True)
class Block:
    """`segments`: (where it begins in `text`, index of the part, offset in that part); the part RAW is the file itself."""

    text: str
    scope: frozenset[str]
    segments: tuple[tuple[int, int, int], ...]

    def place(self, start: int, end: int) -> tuple[int, int, int]:
        """(part, start, end) of a span of this block. A span over several parts ends with its first one."""
        number = bisect_right(self.segments, (start, len(self.text) + 2, 0)) - 1
        begin, part, offset = self.segments[max(0, number)]
        stop = self.segments[number + 1][0] - 1 if number + 1 < len(self.segments) else len(self.text)
        return part, start - begin + offset, min(end, stop) - begin + offset


def blocks_of(document: Document) -> list[Block]:
    """Every block in reading order, then the summary of all prose, then the raw file where there is one."""
    found: list[Block] = []
    prose: list[tuple[int, str]] = []
    for index, part in enumerate(document.parts):
        if part.scope in _UNSHOWN or not part.text.strip():
            continue
        text = masked(part)
        path = part.path or PATHS.get(part.scope, part.scope)
        kind = frozenset(path.split(".")) - {""}
        if kind & {"heading", "list", "table", "blockquote", "attr"} or path not in ("", "md", "html", "txt", "markdown", "htm"):
            found.append(_block(text, 0, kind | {PROSE}, index))
        else:
            prose.append((index, text))
            found += _prose(text, kind, index)
        found += (_block(text[start:end], start, kind | {name}, index) for name, start, end in part.inlines if name != "code")
    if prose:
        found.append(_summary(prose))
    if document.raw:
        found.append(Block(document.raw, frozenset({"raw"}), ((0, RAW, 0),)))
    return found


def masked(part: Part) -> str:
    """The part's text with asterisks where code stands."""
    text = part.text.replace(CODE, "*")
    for name, start, end in part.inlines:
        if name == "code":
            text = text[:start] + "*" * (end - start) + text[end:]
    return text


def selects(selectors: Sequence[str], scope: Iterable[str]) -> bool:
    """Whether one of the selectors fits: "heading.h2", "~list", "text & ~table.cell". Sized scopes are never meant by a "~"."""
    held = set(scope)
    return any(all(_fits(part.strip(), held) for part in selector.split("&")) for selector in selectors)


def _fits(selector: str, held: set[str]) -> bool:
    names = set(selector.removeprefix("~").split("."))
    if selector.startswith("~"):
        return not names <= held and not held & {"raw", "summary"}
    return names <= held


def _block(text: str, offset: int, scope: frozenset[str], index: int) -> Block:
    return Block(text, scope, ((0, index, offset),))


def _prose(text: str, kind: frozenset[str], index: int) -> Iterator[Block]:
    for begin, end in paragraphs(text):
        for start, stop in sentences(text, begin, end):
            yield _block(text[start:stop], start, kind | {"sentence"}, index)
        yield _block(text[begin:end], begin, kind | {"paragraph"}, index)
    yield _block(text, 0, kind | {PROSE}, index)


def _summary(prose: list[tuple[int, str]]) -> Block:
    segments, pieces, at = [], [], 0
    for index, text in prose:
        segments.append((at, index, 0))
        pieces.append(text)
        at += len(text) + 1
    return Block(" ".join(pieces), frozenset({"summary"}), tuple(segments))
