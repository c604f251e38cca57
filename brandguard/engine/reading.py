"""A document laid out for matching: all parts folded and joined in reading order, and the way back to each part."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from ..choices import Scope
from ..documents import Document, Part
from .blocks import FINE, Block, blocks_of, selects
from .fold import Folded, fold
from .languages import others
from .names import fold_name

# Parts that are read one after the other, so that a phrase may run on from one to the next; the others stand alone.
_ALONE = (Scope.ALT, Scope.FILE_NAME, Scope.LINK_TEXT, Scope.LINK_TARGET, Scope.MESSAGE, Scope.MERGE, Scope.PLAIN)
APART = frozenset(scope.value for scope in _ALONE)
WALL = "\ufffc"


@dataclass(frozen=True)
class Place:
    """A span of the original text. `crosses` when it runs on into the next part; then it ends where its first part ends."""

    part: int
    start: int
    end: int
    match: str
    last_part: int

    @property
    def crosses(self) -> bool:
        return self.last_part != self.part


class Reading:
    """`text` is every part folded, in reading order. Link texts and targets are parts of their own, for rules about them alone."""

    def __init__(self, document: Document, *, with_links: bool = False) -> None:
        self.document = document
        # How often each rule has spoken, for rules that count that.
        self.told: Mapping[str, int] = {}
        self._selected: dict[tuple[str, ...], list[Block]] = {}
        self.parts: list[Part] = list(document.parts)
        if with_links:
            self.parts += list(_link_parts(document))
        self.folded: list[Folded] = [
            (fold_name if part.scope == Scope.FILE_NAME else fold)(part.text, part.language or document.language) for part in self.parts
        ]
        apart = [part.scope in APART or part.path.startswith(("frontmatter", "hidden")) for part in self.parts]
        order = sorted(range(len(self.parts)), key=apart.__getitem__)
        self._order: list[int] = []
        self._starts: list[int] = []
        pieces: list[str] = []
        at = 0
        for index in order:
            piece = self.folded[index].text
            if pieces:
                between = WALL if apart[index] else " "
                pieces.append(between)
                at += 1
            self._order.append(index)
            self._starts.append(at)
            pieces.append(piece)
            at += len(piece)
        self.text = "".join(pieces)

    @cached_property
    def blocks(self) -> list[Block]:
        """The document as style rules select from it."""
        return blocks_of(self.document, fine=False)

    @cached_property
    def fine(self) -> list[Block]:
        """The same with its sentences, paragraphs and inline text."""
        return blocks_of(self.document)

    def written(self) -> str:
        """Everything that style rules may read, case-folded."""
        code = [text for part in self.document.parts for cut in part.cuts for name, _, _, text in cut.inlines if name == "code"]
        return "\n".join((*(block.text for block in self.blocks if "summary" not in block.scope), *code)).casefold()

    def spelled(self) -> str:
        """Everything that patterns may read, as written and as folded, case-folded."""
        return "\n".join((*(part.text.casefold() for part in self.parts), self.text))

    def blocks_for(self, selectors: Sequence[str]) -> list[Block]:
        """The blocks that one of these selects."""
        wanted = tuple(selectors)
        if wanted not in self._selected:
            fine = any(name in selector for selector in wanted for name in FINE)
            self._selected[wanted] = [block for block in (self.fine if fine else self.blocks) if selects(wanted, block.scope)]
        return self._selected[wanted]

    def begins(self, index: int) -> int:
        """Where a part begins in the whole text."""
        return self._starts[self._order.index(index)]

    def part_at(self, at: int) -> int:
        return self._order[bisect_right(self._starts, at) - 1]

    def place(self, start: int, end: int) -> Place:
        """Where text[start:end] stands in the original parts."""
        first, last = bisect_right(self._starts, start) - 1, bisect_right(self._starts, end - 1) - 1
        index = self._order[first]
        if first == last:
            begin, finish = self.folded[index].span(start - self._starts[first], end - self._starts[first])
            return Place(index, begin, finish, self.parts[index].text[begin:finish], index)
        other = self._order[last]
        begin, _ = self.folded[index].span(start - self._starts[first], len(self.folded[index].text))
        _, finish = self.folded[other].span(0, end - self._starts[last])
        whole = self.parts[index].text
        return Place(index, begin, len(whole), f"{whole[begin:]} {self.parts[other].text[:finish]}", other)

    def stretches(self) -> Iterator[tuple[int, int, str, bool]]:
        """(start, end, language, bare) of runs of parts in one language, and of parts that hold sentences in another.

        `bare`: the part was folded by another language, so that accents of this one are off.
        """
        begin, language = 0, ""
        for position, index in enumerate(self._order):
            own = (self.parts[index].language or self.document.language).split("-")[0].lower()
            if position and own != language:
                yield begin, self._starts[position], language, False
                begin = self._starts[position]
            language = own
        if self._order:
            yield begin, len(self.text), language, False
        for start, index in zip(self._starts, self._order, strict=True):
            for other in self.languages(index)[1:]:
                yield start, start + len(self.folded[index].text), other, True

    def language_at(self, at: int) -> str:
        part = self.parts[self.part_at(at)]
        return (part.language or self.document.language).split("-")[0].lower()

    def languages(self, index: int) -> tuple[str, ...]:
        """The languages of a part: the one it is said to be in, and those that whole sentences of it are in."""
        part = self.parts[index]
        own = part.language or self.document.language
        return (own, *(language for language in others(part.text, own.split("-")[0].lower())))

    def has_block(self, keys: Iterable[str]) -> bool:
        """Whether an approved block with one of these keys is in the document."""
        held = {key for key, _ in self.document.blocks} | {part.block for part in self.document.parts if part.block}
        return not held.isdisjoint(keys)


def _link_parts(document: Document) -> Iterator[Part]:
    for link in document.links:
        yield Part(Scope.LINK_TEXT.value, link.text, link.location, document.language)
        yield Part(Scope.LINK_TARGET.value, link.target, link.location, document.language)
