"""Elements, text and comments in the order of a file become runs for the reader's eye and, within them, blocks for style guides.

A run ends where the reader sees a block end. Vale cuts finer and by rules of its own: at every element that is not inline; and
what a block is called depends on the elements opened since the block before it ended (https://vale.sh/docs/scopes).
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from ..choices import Scope
from ..documents import Block, Picture
from ..vale.comments import Comments
from ..visible import BLOCKS, HEADINGS, TURN, TURN_BACK, UNSEEN, VOID, ground_of, hides, turns
from .runs import Anchor, Chars, Growing, Run, file_of

INLINE = frozenset("b big i small abbr acronym cite dfn em kbd strong a br img span sub sup code tt del".split())
# What a style guide does not read at all, and what it reads as so many asterisks.
SKIPPED = frozenset("script style pre figure noscript iframe".split())
SKIPPED_CLASSES = frozenset(("problematic", "pre", "code"))
CODE_TAGS = frozenset(("code", "tt", "kbd"))
NAMED = {"a": "link", "strong": "strong", "b": "strong", "em": "emphasis", "i": "emphasis", "code": "code", "tt": "code"}
PATHS = {
    "th": "table.header", "td": "table.cell", "caption": "table.caption", "li": "list", "blockquote": "blockquote",
    "figcaption": "figure.caption",
}  # fmt: skip
SCOPES = {"li": Scope.LIST.value, "button": Scope.BUTTON.value, "footer": Scope.FOOTER.value}
READERS_BLOCKS = BLOCKS - {"br"}
# No text at all. A title is text in a file, though a mail shows none.
SILENT = UNSEEN - {"head", "title"}


@dataclass
class _Open:
    """An element that is still open: where its text begins, and what it does to it."""

    tag: str
    begin: int
    target: str = ""
    unseen: bool = False
    ground: str = "#ffffff"
    skipped: bool = False
    turned: bool = False


@dataclass
class Walker:
    """Call start, end, text and comment in the order of the file, then close."""

    source: str
    comments: Comments = field(default_factory=Comments)
    runs: list[Run] = field(default_factory=list)
    anchors: list[Anchor] = field(default_factory=list)
    # How often each kind of block was met, for metrics.
    counts: dict[str, int] = field(default_factory=dict)
    # Each picture, and where it begins and ends.
    pictures: list[tuple[Picture, int, int]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.stack: list[_Open] = []
        self.history: list[str] = []
        self.now, self.hidden = Growing(), Growing()
        self.seams: list[tuple[str, int]] = []
        self.inlines: list[tuple[str, int, int, str]] = []

    def start(self, tag: str, attributes: Mapping[str, str | None], begin: int, end: int) -> None:
        if tag == "img" and attributes:
            self._picture(attributes, begin, end)
        if tag not in INLINE and tag not in VOID:
            if "".join(self.now.chars[self.now.begin :]).strip():
                self._cut()
            if tag in READERS_BLOCKS:
                self._flush()
        if tag == "br":
            self.now.put([("\n", begin, end)])
        if tag in INLINE:
            self.seams.append(("open", len(self.now)))
        if tag not in VOID:
            self._open(tag, attributes)
            if self.stack[-1].turned:
                self.now.put([(TURN, end, end)])
        if tag in SKIPPED:
            self.counts[tag] = self.counts.get(tag, 0) + 1
        elif tag not in INLINE or tag in NAMED:
            self.history.append(tag)

    def end(self, tag: str) -> None:
        if tag in INLINE:
            self.seams.append(("close", len(self.now)))
            if opened := self._close(tag):
                self._inline(opened)
        elif tag not in VOID:
            self._cut()
            if tag in READERS_BLOCKS:
                self._flush()
            self._close(tag)

    def text(self, chars: Chars) -> None:
        """Text of the element that is open now, with the place of each character in the file."""
        if any(held.tag in SILENT for held in self.stack):
            return
        if any(held.unseen for held in self.stack):
            self.hidden.put(chars)
            return
        begin = len(self.now)
        self.now.put(chars)
        if self.comments.off or any(held.skipped for held in self.stack):
            self.inlines.append(("dropped", begin, len(self.now), ""))

    def comment(self, text: str) -> None:
        self.seams.append(("comment", len(self.now)))
        self.comments.hear(text.strip())

    def close(self) -> None:
        """The file is at its end."""
        for held in reversed(self.stack):
            if held.target:
                self._inline(held)
        self._cut()
        self._flush()
        if any(char.isalnum() for char in self.hidden.chars):
            text, places = "".join(self.hidden.chars), self.hidden.places
            self.runs.append(Run(Scope.BODY.value, text, places, (Block(0, len(text)),), "hidden"))

    def aside(self, scope: str, text: str, places: list[tuple[int, int]], path: str) -> None:
        """Text that stands apart from the flow: an alt text, a title in the front matter."""
        block = Block(0, len(text), path, quiet=self.comments.quiet())
        self.runs.append(Run(scope, text, places, (block,) if text.strip() else (), path))

    def picture(self, alt: str, places: list[tuple[int, int]], source: str, begin: int, end: int) -> None:
        """A picture that stands from `begin` to `end`, with the places of the letters of its alt text."""
        location = f"picture/{len(self.pictures)}"
        if alt:
            location = f"part/{len(self.runs)}"
            self.aside(Scope.ALT.value, alt, places, "attr.alt")
        file = file_of(source)
        if file:
            self.aside(Scope.FILE_NAME.value, file, self._places(file, begin, end), "")
        self.pictures.append((Picture(alt, file, location), begin, end))

    def _picture(self, attributes: Mapping[str, str | None], begin: int, end: int) -> None:
        if not any(held.unseen for held in self.stack):
            alt = attributes.get("alt") or ""
            self.picture(alt, self._places(alt, begin, end), attributes.get("src") or "", begin, end)

    def _places(self, text: str, begin: int, end: int) -> list[tuple[int, int]]:
        """Where a text that stands somewhere between `begin` and `end` has its letters."""
        at = self.source.find(text, begin, end)
        first = at if at >= 0 else begin
        return [(first + i, first + i + 1) for i in range(len(text))]

    def _open(self, tag: str, attributes: Mapping[str, str | None]) -> None:
        ground = self.stack[-1].ground if self.stack else "#ffffff"
        classes = set((attributes.get("class") or "").split())
        self.stack.append(
            _Open(
                tag,
                len(self.now),
                target=(attributes.get("href") or "").strip() if tag == "a" else "",
                unseen=hides(attributes, ground),
                ground=ground_of(attributes) or ground,
                turned=turns(tag, attributes),
                skipped=tag in SKIPPED or (tag not in INLINE and bool(classes & SKIPPED_CLASSES)),
            )
        )

    def _close(self, tag: str) -> _Open | None:
        """Take the innermost open element of this name off, and what was left open inside it."""
        for index in range(len(self.stack) - 1, -1, -1):
            if self.stack[index].tag == tag:
                opened = self.stack[index]
                del self.stack[index:]
                if opened.turned and len(self.now):
                    self.now.put([(TURN_BACK, self.now.places[-1][1], self.now.places[-1][1])])
                return opened
        return None

    def _inline(self, opened: _Open) -> None:
        """An inline element has ended: remember its stretch, and its link."""
        begin, end = min(opened.begin, len(self.now)), len(self.now)
        text = "".join(self.now.chars[begin:end])
        if opened.tag in CODE_TAGS:
            self.inlines.append(("code", begin, end, self._written(begin, end)))
        elif opened.tag in NAMED:
            self.inlines.append((NAMED[opened.tag], begin, end, text))
        if opened.tag == "a" and opened.target:
            if text.strip() == opened.target:
                self.inlines.append(("masked", begin, end, ""))
            places = self.now.places[begin:end]
            if places:
                self.anchors.append((text, opened.target, places[0][0], places[-1][1]))

    def _written(self, begin: int, end: int) -> str:
        """What stands in the file where code was."""
        return "".join(self.source[start:stop] for start, stop in self.now.places[begin:end])

    def _cut(self) -> None:
        """A block of a style guide ends here."""
        begin, end, path = self.now.begin, len(self.now), self._path()
        if "".join(self.now.chars[begin:end]).strip():
            quiet = self.comments.quiet()
            self.now.blocks.append(Block(begin, end, path, tuple(self.seams), tuple(self.inlines), quiet))
            for name in (path or "paragraphs", *((path.split(".")[0],) if path.startswith("table") else ())):
                self.counts[name] = self.counts.get(name, 0) + 1
        self.now.begin, self.seams, self.inlines, self.history = end, [], [], []

    def _path(self) -> str:
        for tag in self.history:
            if tag in PATHS:
                return PATHS[tag]
            if re.fullmatch("h[1-6]", tag):
                return f"heading.{tag}"
        return ""

    def _flush(self) -> None:
        """The reader's block ends here."""
        text = "".join(self.now.chars)
        if text.strip():
            self.runs.append(Run(self._scope(), text, self.now.places, tuple(self.now.blocks)))
        if self.now.chars:
            self.now = Growing()
            for held in self.stack:
                held.begin = 0

    def _scope(self) -> str:
        for held in reversed(self.stack):
            if held.tag in HEADINGS:
                return Scope.HEADING.value
            if held.tag in SCOPES:
                return SCOPES[held.tag]
        return Scope.BODY.value
