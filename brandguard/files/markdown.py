"""Markdown as elements, text and comments for the walker: what its HTML would be, with the way back to the source."""

import re
from html import unescape

from markdown_it import MarkdownIt
from markdown_it.token import Token

from .front_matter import blanked, read_front_matter
from .html import HtmlFeed
from .runs import CODE, Chars
from .walker import Walker

_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|\w{1,31});")
_URL = re.compile(r"(?<![^\s*_~(])https?://[^\s<]+")
_TARGET = re.compile(
    r"\]\((?:<[^>\n]*>|(?:\\.|[^()\s\\]|\((?:\\.|[^()\s\\])*\))*)\s*(?:\"(?:\\.|[^\"\\])*\"|'(?:\\.|[^'\\])*'|\((?:\\.|[^()\\])*\))?\s*\)"
    r"|\]\[[^\]]*\]|\]"
)
_parser = MarkdownIt("commonmark").enable("table").enable("strikethrough")


def read(walker: Walker) -> None:
    """A whole Markdown file; in its front matter the titles and the like."""
    read_front_matter(walker)
    body = blanked(walker.source)
    starts = [0, *(index + 1 for index, char in enumerate(body) if char == "\n"), len(body)]
    cursor = 0
    for token in _parser.parse(body):
        if token.hidden:
            continue
        lines = token.map or [0, len(starts) - 1]
        first, last = starts[lines[0]], starts[min(lines[1], len(starts) - 1)]
        if token.type == "inline":
            inline = _Inline(walker, body, max(cursor, first), last)
            inline.read(token.children or [])
            cursor = inline.cursor
        elif token.type == "html_block":
            HtmlFeed(walker, body[first:last], first)
            cursor = last
        elif token.type in ("fence", "code_block"):
            walker.start("pre", {}, first, last)
            walker.end("pre")
            cursor = last
        elif token.nesting == 1:
            walker.start(token.tag, {}, first, first)
        elif token.nesting == -1:
            walker.end(token.tag)
    walker.close()


class _Inline:
    """Follows the visible characters of one inline token through the source."""

    def __init__(self, walker: Walker, source: str, start: int, end: int) -> None:
        self.walker, self.source, self.cursor, self.end = walker, source, start, end
        self.linked = 0

    def read(self, children: list[Token]) -> None:
        for child in children:
            if child.type == "text":
                self.words(child.content)
            elif child.type in ("softbreak", "hardbreak"):
                self.line_end(hard=child.type == "hardbreak")
            elif child.type == "code_inline":
                self.code(child)
            elif child.type == "image":
                self.image(child)
            elif child.type == "html_inline":
                self.tag(child.content)
            elif child.type == "link_open":
                self.linked += 1
                self.walker.start("a", {"href": str(child.attrGet("href") or "")}, self.cursor, self.cursor)
            elif child.type == "link_close":
                self.linked -= 1
                self.walker.end("a")
                if child.markup != "autolink":
                    self.cursor = self.after_target()
            elif child.nesting == 1:
                self.walker.start(child.tag, {}, self.cursor, self.cursor)
            elif child.nesting == -1:
                self.walker.end(child.tag)

    def words(self, content: str) -> None:
        """Text; bare addresses in it are links whose text is their target."""
        chars, at = self.follow(content), 0
        for match in () if self.linked else _URL.finditer(content):
            address = match[0].rstrip("?!.,:*_~'\"")
            while address.endswith(")") and address.count(")") > address.count("("):
                address = address[:-1]
            begin, end = match.start(), match.start() + len(address)
            self.walker.text(chars[at:begin])
            self.walker.start("a", {"href": address}, chars[begin][1], chars[begin][1])
            self.walker.text(chars[begin:end])
            self.walker.end("a")
            at = end
        self.walker.text(chars[at:])

    def follow(self, content: str) -> Chars:
        """Each character of decoded text with its place in the source."""
        at = self.source.find(content, self.cursor, self.end)
        direct = at >= 0 and "&" not in self.source[self.cursor : at] and "\\" not in self.source[self.cursor : at]
        if direct:
            self.cursor = at + len(content)
            return [(char, at + index, at + index + 1) for index, char in enumerate(content)]
        return [(char, *self.next_char(char)) for char in content]

    def next_char(self, char: str) -> tuple[int, int]:
        """Where the next visible character stands, written as itself, escaped or as an entity."""
        for at in range(self.cursor, self.end):
            entity = _ENTITY.match(self.source, at)
            if entity and unescape(entity[0]).startswith(char):
                self.cursor = entity.end()
                return at, entity.end()
            if self.source[at] == char:
                self.cursor = at + 1
                return at, at + 1
        return self.cursor, self.cursor

    def line_end(self, *, hard: bool) -> None:
        begin, end = self.next_char("\n")
        if hard:
            self.walker.start("br", {}, begin, end)
        else:
            self.walker.text([("\n", begin, end)])

    def tag(self, written: str) -> None:
        at = self.source.find(written, self.cursor, self.end)
        begin = at if at >= 0 else self.cursor
        self.cursor = begin + len(written) if at >= 0 else self.cursor
        HtmlFeed(self.walker, written, begin)

    def code(self, child: Token) -> None:
        """Code is unreadable to the reader's eye here, as long as it is, so that it joins no words."""
        at = self.source.find(child.markup, self.cursor, self.end)
        begin = (at if at >= 0 else self.cursor) + len(child.markup)
        close = self.source.find(child.markup, begin, self.end)
        end = close if close >= 0 else begin
        inner = self.source[begin:end]
        first = begin + (inner.startswith(" ") and inner.endswith(" ") and bool(inner.strip()))
        self.cursor = min(self.end, end + len(child.markup))
        self.walker.start("code", {}, begin, begin)
        self.walker.text([(CODE, first + index, first + index + 1) for index in range(len(child.content))])
        self.walker.end("code")

    def image(self, child: Token) -> None:
        alt = _Alt(self.walker, self.source, self.cursor, self.end)
        alt.collect(child.children or [])
        begin = max(self.cursor, self.source.find("![", self.cursor, self.end))
        self.cursor = alt.after_target()
        said, places = "".join(char for char, _, _ in alt.chars), [(a, b) for _, a, b in alt.chars]
        self.walker.picture(said, places, str(child.attrGet("src") or ""), begin, self.cursor)
        self.walker.start("img", {}, begin, begin)

    def after_target(self) -> int:
        """Behind `](target "title")` or `][label]`."""
        close = self.source.find("]", self.cursor, self.end)
        if close < 0:
            return self.cursor
        match = _TARGET.match(self.source, close, self.end)
        return match.end() if match else close + 1


class _Alt(_Inline):
    """The alt text of a picture: its letters without any markup."""

    chars: Chars

    def collect(self, children: list[Token]) -> None:
        self.chars = []
        for child in children:
            if child.type == "text":
                self.chars += self.follow(child.content)
            elif child.type in ("softbreak", "hardbreak"):
                self.chars.append(("\n", *self.next_char("\n")))
