"""Markdown files: headings, lists, quotes, tables and paragraphs as runs, alt texts apart, code left out."""

import re
from collections.abc import Iterator
from html import unescape

from markdown_it import MarkdownIt
from markdown_it.token import Token

from ..choices import Scope
from . import html
from .runs import INLINES, Anchor, Run, path_of

# Where code stood: no letter, so that words on both sides of it do not run together.
CODE = "\ufffc"
_ENTITY = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|\w{1,31});")
_parser = MarkdownIt("commonmark").enable("table").enable("strikethrough")


def runs_of(source: str) -> tuple[list[Run], list[Anchor]]:
    """Runs and links of a Markdown file, front matter left out."""
    body = _without_front_matter(source)
    starts = [0, *(index + 1 for index, char in enumerate(body) if char == "\n"), len(body)]
    runs: list[Run] = []
    anchors: list[Anchor] = []
    nesting: list[Token] = []
    cursor = 0
    for token in _parser.parse(body):
        if token.nesting == 1:
            nesting.append(token)
        elif token.nesting == -1:
            nesting.pop()
        if token.map is None and token.type != "inline":
            continue
        if token.type == "inline" and token.children is not None:
            first = max(cursor, starts[token.map[0]] if token.map else cursor)
            reader = _Inline(body, first, starts[token.map[1]] if token.map else len(body))
            reader.read(token.children)
            runs += reader.runs(_scope(nesting), _path(nesting))
            anchors += reader.anchors
            cursor = reader.cursor
        elif token.type == "html_block" and token.map:
            at = starts[token.map[0]]
            more, links = html.runs_of(body[at : starts[token.map[1]]], at)
            runs, anchors = runs + more, anchors + links
    return runs, anchors


def _without_front_matter(source: str) -> str:
    """Front matter blanked, so that every offset stays."""
    match = re.match(r"---\n.*?\n---(?=\n|$)", source, re.DOTALL)
    return re.sub(r"[^\n]", " ", match[0]) + source[match.end() :] if match else source


def _scope(nesting: list[Token]) -> str:
    types = {token.type for token in nesting}
    if "heading_open" in types:
        return Scope.HEADING.value
    return Scope.LIST.value if "list_item_open" in types else Scope.BODY.value


def _path(nesting: list[Token]) -> str:
    """The outermost block that has a name of its own."""
    return next((path for token in nesting if token.nesting == 1 and (path := path_of(token.tag))), "")


class _Inline:
    """Follows the visible characters of one inline token through the source."""

    def __init__(self, source: str, start: int, end: int) -> None:
        self.source, self.cursor, self.end = source, start, end
        self.text: list[str] = []
        self.places: list[tuple[int, int]] = []
        self.alts: list[Run] = []
        self.anchors: list[Anchor] = []
        self.open: list[tuple[str, int]] = []
        self.begun: list[int] = []
        self.inlines: list[tuple[str, int, int]] = []

    def runs(self, scope: str, path: str) -> Iterator[Run]:
        if "".join(self.text).strip(CODE + " \n"):
            yield Run(scope, "".join(self.text), self.places, path, tuple(self.inlines))
        yield from self.alts

    def read(self, children: list[Token]) -> None:
        for child in children:
            if child.type == "text":
                self.put(self.follow(child.content))
            elif child.type in ("softbreak", "hardbreak"):
                self.put([("\n", *self.next_char("\n"))])
            elif child.type == "code_inline":
                self.skip_code(child)
            elif child.type == "image":
                self.image(child)
            elif child.type == "html_inline":
                self.cursor = self.after(child.content)
            elif child.type == "link_open":
                self.open.append((str(child.attrGet("href") or ""), len(self.text)))
            elif child.type == "link_close":
                self.close_link(child)
            elif child.type in ("strong_open", "em_open"):
                self.begun.append(len(self.text))
            elif child.type in ("strong_close", "em_close"):
                self.inlines.append((INLINES[child.tag], self.begun.pop(), len(self.text)))

    def put(self, chars: list[tuple[str, int, int]]) -> None:
        for char, start, end in chars:
            self.text.append(char)
            self.places.append((start, end))

    def follow(self, content: str) -> list[tuple[str, int, int]]:
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

    def after(self, written: str) -> int:
        at = self.source.find(written, self.cursor, self.end)
        return at + len(written) if at >= 0 else self.cursor

    def skip_code(self, child: Token) -> None:
        at = self.source.find(child.markup, self.cursor, self.end)
        begin = at if at >= 0 else self.cursor
        close = self.source.find(child.markup, begin + len(child.markup), self.end)
        self.cursor = close + len(child.markup) if close >= 0 else begin
        self.put([(CODE, begin, self.cursor)])

    def image(self, child: Token) -> None:
        inner = _Inline(self.source, self.cursor, self.end)
        inner.read(child.children or [])
        if inner.text:
            self.alts.append(Run(Scope.ALT.value, "".join(inner.text), inner.places, "attr.alt"))
        self.cursor = inner.after_target(str(child.attrGet("src") or ""))

    def close_link(self, child: Token) -> None:
        target, first = self.open.pop()
        if child.markup != "autolink":
            self.cursor = self.after_target(target)
        self.inlines.append(("link", first, len(self.text)))
        places = self.places[first:] or [(self.cursor, self.cursor)]
        self.anchors.append(("".join(self.text[first:]), target, places[0][0], places[-1][1]))

    def after_target(self, target: str) -> int:
        """Behind `](target "title")` or `][label]`."""
        close = self.source.find("]", self.cursor, self.end)
        if close < 0:
            return self.cursor
        rest = re.compile(r"\]\((?:<[^>\n]*>|(?:[^()\s]|\([^()\s]*\))*)\s*(?:\"[^\"]*\"|'[^']*')?\s*\)|\]\[[^\]]*\]|\]")
        match = rest.match(self.source, close, self.end)
        return match.end() if match else close + 1
