"""A document as a style guide sees it: blocks of markup with the scopes that a rule may select (https://vale.sh/docs/scopes).

A paragraph is offered three times, as text, paragraph and sentences; a link or an emphasis once more by itself. Code is masked.
"""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from ..choices import Scope
from ..documents import Block as Cut
from ..documents import Document, Part
from .sentences import paragraphs, sentences

RAW = -1
# Where the letters of this house have what Vale knows by its markup.
PATHS = {Scope.HEADING.value: "heading", Scope.LIST.value: "list", Scope.ALT.value: "attr.alt", Scope.BODY.value: ""}
_UNSHOWN = frozenset({Scope.LINK_TARGET.value, Scope.FILE_NAME.value, Scope.MESSAGE.value, Scope.PLAIN.value, Scope.MERGE.value})
_SIZED = frozenset({"raw", "summary"})
FINE = frozenset({"sentence", "paragraph", "link", "strong", "emphasis", "code"})
_ASKED_FOR = frozenset({"sentence", "link", "strong", "emphasis", "code"})
# Inline text is set apart by a blank, but not before these, nor behind those.
_STARTERS = frozenset(".?!,:;)]}—–")
_TIGHT = frozenset("([{—–")


@dataclass(frozen=True)
class Block:
    """`segments`: (where it begins in `text`, index of the part, place of each character there); the part RAW is the file itself."""

    text: str
    scope: frozenset[str]
    segments: tuple[tuple[int, int, Sequence[int]], ...]
    quiet: tuple[str, ...] = ()
    # Of the summary: how many blocks of each kind the document has, and how often each rule has spoken so far.
    counts: Mapping[str, int] = field(default_factory=dict)
    told: Mapping[str, float] = field(default_factory=dict)

    def place(self, start: int, end: int) -> tuple[int, int, int]:
        """(part, start, end) of a span of this block. A span over several parts ends with its first one."""
        number = max(0, bisect_right(self.segments, start, key=lambda segment: segment[0]) - 1)
        begin, part, at = self.segments[number]
        first, last = min(start - begin, len(at) - 1), min(end - begin, len(at)) - 1
        return part, at[first], at[max(first, last)] + 1

    def cut(self, start: int, end: int, scope: frozenset[str]) -> "Block":
        """A stretch of this block as a block of its own."""
        _, part, at = self.segments[0]
        return Block(self.text[start:end], scope, ((0, part, at[start:end]),), self.quiet)


def blocks_of(document: Document, *, fine: bool = True) -> list[Block]:
    """Every block in reading order, then the summary of all prose, then the raw file where there is one.

    `fine`: sentences, paragraphs and inline text as well, for the rules that name them.
    """
    found: list[Block] = []
    prose: list[Block] = []
    for index, part in enumerate(document.parts):
        if part.scope in _UNSHOWN or not part.text.strip():
            continue
        kind = frozenset(name for name in part.path.split(".") if name and name != "hidden")
        for cut in part.cuts or (Cut(0, len(part.text), PATHS.get(part.scope, part.scope)),):
            block = _read(part, index, cut, kind)
            if block.text.strip():
                found += _offered(block, cut, plain=kind == {"txt"}) if fine else (block,)
                found += _inlines(part, index, cut, kind) if fine else ()
                if cut.path in ("", "list", "blockquote") and kind != {"txt"}:
                    prose.append(block)
    if prose:
        found.append(_summary(prose, document))
    if document.raw:
        ending = next((part.path.rpartition(".")[2] for part in document.parts), "")
        scope = frozenset({"raw", ending}) - {""}
        found.append(Block(document.raw, scope, ((0, RAW, range(len(document.raw))),), document.quiet))
    return found


def selects(selectors: Sequence[str], scope: frozenset[str]) -> bool:
    """Whether one of the selectors fits: "heading.h2", "~list", "text & ~table.cell".

    Sized scopes are never meant by a "~", and sentences, links and the like only by those who name them.
    """
    apart = scope & _ASKED_FOR
    for selector in selectors:
        parts = [part.strip() for part in selector.split("&")]
        if apart and not any(apart & set(part.split(".")) for part in parts):
            continue
        if all(_fits(part, scope) for part in parts):
            return True
    return False


def _fits(selector: str, held: frozenset[str]) -> bool:
    names = set(selector.removeprefix("~").split("."))
    if selector.startswith("~"):
        return not names <= held and not held & _SIZED
    return names <= held


def _offered(block: Block, cut: Cut, *, plain: bool) -> Iterator[Block]:
    """The block, its sentences, and its paragraphs when it is no heading and the like."""
    own = block.scope - {"text"}
    if cut.path.startswith(("attr", "frontmatter")):
        yield block
        return
    stretches = [(0, len(block.text))] if plain or cut.path else list(paragraphs(block.text))
    for begin, end in stretches:
        for start, stop in sentences(block.text, begin, end):
            yield block.cut(start, stop, block.scope | {"sentence"})
    if not cut.path:
        for begin, end in paragraphs(block.text):
            yield block.cut(begin, end, own | {"paragraph"})
    yield block


def _inlines(part: Part, index: int, cut: Cut, kind: frozenset[str]) -> Iterator[Block]:
    """Links, emphasis and code as blocks of their own; they are no text."""
    for name, begin, end, text in cut.inlines:
        if name in ("dropped", "masked") or not text.strip():
            continue
        places = range(begin, end)
        lead = len(text) - len(text.lstrip())
        if len(text) == len(places):
            yield Block(text.strip(), kind | {name}, ((0, index, places[lead : lead + len(text.strip())]),), cut.quiet)


def _read(part: Part, index: int, cut: Cut, kind: frozenset[str]) -> Block:
    """The text of a cut as Vale joins it: each run of text trimmed, inline text set apart by one blank, code as asterisks."""
    text = _masked(part, cut)
    out: list[str] = []
    places: list[int] = []
    inline = closed = False
    for kind_of_seam, begin, end in _stretches(cut):
        if kind_of_seam == "open":
            inline, closed = True, False
        elif kind_of_seam == "close" or (kind_of_seam == "comment" and not inline):
            closed = True
        piece = text[begin:end]
        said = piece.strip()
        if not said:
            continue
        begin += len(piece) - len(piece.lstrip())
        before = piece[: len(piece) - len(piece.lstrip())]
        if closed and before:
            gap = "\n" if before[0] == "\n" else " "
        else:
            gap = " " if not closed and inline and said[0] not in _STARTERS else ""
        if gap == " " and out and out[-1] in _TIGHT:
            gap = ""
        out += gap + said
        places += [max(0, begin - 1)] * len(gap)
        places += range(begin, begin + len(said))
        closed = False
    whole = "".join(out)
    lead = len(whole) - len(whole.lstrip(" ")) if cut.path else 0
    scope = frozenset(cut.path.split(".")) - {""} | {"text"}
    # An alt text is no text of Markdown or HTML.
    scope |= kind if "attr" not in scope else set()
    return Block(whole[lead:], scope, ((0, index, places[lead:]),), cut.quiet)


def _stretches(cut: Cut) -> Iterator[tuple[str, int, int]]:
    """(the seam before it, begin, end) of each run of text between seams."""
    dropped = [(begin, end) for name, begin, end, _ in cut.inlines if name == "dropped"]
    seams = sorted([("", cut.start), *cut.seams, *(("", end) for _, end in dropped)], key=lambda seam: seam[1])
    ends = [*(at for _, at in seams[1:]), cut.end]
    for (name, begin), end in zip(seams, ends, strict=True):
        stop = next((first for first, last in dropped if first <= begin < last), None)
        yield name, begin, (begin if stop is not None else min([end, *(first for first, _ in dropped if first >= begin)]))


def _masked(part: Part, cut: Cut) -> str:
    """The part's text with asterisks where code and bare addresses stand."""
    text = part.text
    for name, begin, end, _ in cut.inlines:
        if name in ("code", "masked"):
            hidden = "".join("\n" if char == "\n" else "*" for char in text[begin:end])
            text = text[:begin] + hidden + text[end:]
    return text


def _summary(prose: Iterable[Block], document: Document) -> Block:
    segments, pieces, at, kind = [], [], 0, frozenset[str]()
    for block in prose:
        _, part, places = block.segments[0]
        segments.append((at, part, places))
        pieces.append(block.text)
        at += len(block.text) + 2
        kind = block.scope & {"md", "markdown", "html", "htm"}
    return Block("\n\n".join(pieces), kind | {"summary"}, tuple(segments), document.quiet, document.counts)
