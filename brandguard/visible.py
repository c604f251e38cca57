"""HTML as the reader sees it: text across inline tags, with a map from every visible character back into the markup."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from html import unescape
from html.parser import HTMLParser
from typing import NamedTuple

BLOCKS = frozenset(
    "address article aside blockquote br caption center dd details dialog div dl dt fieldset figcaption figure footer form h1 h2 h3 h4 h5"
    " h6 header hr html body legend li main nav ol p pre section summary table tbody td tfoot th thead tr ul".split()
)
UNSEEN = frozenset("script style template head title noscript object svg math iframe select textarea".split())
HEADINGS = frozenset("h1 h2 h3 h4 h5 h6".split())
_UNSEEN_STYLE = re.compile(
    r"(?:^|;)(?:display:none|visibility:hidden|font-size:[0-2]?(?:\.\d+)?(?:px|pt|%)|font-size:0(?:\.0*)?(?:r?em)?(?:;|!|$)|font-size:0?\.[01]\d*r?em"
    r"|opacity:0(?:\.0\d*)?(?:;|!|$)|mso-hide:all|(?:max-)?(?:height|width):0(?:px)?(?:;|!|$)|text-indent:-\d{3})"
)
_COLOUR = re.compile(r"(?:^|;)color:([^;!]+)")
_GROUND = re.compile(r"(?:^|;)background(?:-color)?:([^;!]+)")
_NAMED = {"white": "#ffffff", "black": "#000000", "rgb(255,255,255)": "#ffffff", "rgb(0,0,0)": "#000000"}
# What an unseen character says that turns the letters behind it round, and where that ends.
TURN, TURN_BACK = "\u202e", "\u202c"
# Longer texts are read anew each time, so that what is remembered stays small.
KEPT_UP_TO = 2000
VOID = frozenset("area base br col embed hr img input link meta param source track wbr".split())


class Char(NamedTuple):
    """One visible character: its text, the span of markup it came from, and the elements around it."""

    text: str
    start: int
    end: int
    tags: tuple[str, ...]


@dataclass
class Anchor:
    """A link: where its text stands among the visible characters, and its target as written."""

    start: int
    target: str
    end: int = -1


@dataclass
class Visible:
    """`text` is what the reader sees; `spans[i]` is where its i-th character stands in the markup."""

    chars: list[Char] = field(default_factory=list)
    anchors: list[Anchor] = field(default_factory=list)
    # (alt text, start and end in the markup)
    alts: list[tuple[str, int, int]] = field(default_factory=list)
    # What a style keeps from the reader's eye, character by character; scripts and the like are no text at all.
    hidden: list[Char] = field(default_factory=list)

    @property
    def text(self) -> str:
        return "".join(char.text for char in self.chars)

    def source_span(self, start: int, end: int) -> tuple[int, int]:
        """The span of markup that the visible characters start…end come from."""
        if not self.chars:
            return 0, 0
        if start >= end:
            at = self.chars[min(start, len(self.chars) - 1)].start
            return at, at
        return self.chars[start].start, self.chars[end - 1].end


def _style(attributes: Mapping[str, str | None]) -> str:
    return "".join((attributes.get("style") or "").lower().split())


def _colour(pattern: re.Pattern[str], style: str) -> str:
    """A colour as six digits where that is simple, or as it is written."""
    found = pattern.search(style)
    value = _NAMED.get(found[1], found[1]) if found else ""
    return "#" + "".join(digit * 2 for digit in value[1:]) if re.fullmatch("#[0-9a-f]{3}", value) else value


def hides(attributes: Mapping[str, str | None], ground: str) -> bool:
    """Whether an element shows nothing: hidden, tiny, or in the colour of its ground, as mail clients obey it."""
    style = _style(attributes)
    colour = _colour(_COLOUR, style)
    return "hidden" in attributes or bool(_UNSEEN_STYLE.search(style)) or bool(colour and colour == (_colour(_GROUND, style) or ground))


def ground_of(attributes: Mapping[str, str | None]) -> str:
    """The colour that an element lays under its text; "" when it names none."""
    return _colour(_GROUND, _style(attributes))


def turns(tag: str, attributes: Mapping[str, str | None]) -> bool:
    """Whether an element shows its letters from the last to the first."""
    style = _style(attributes)
    rightwards = (attributes.get("dir") or "").lower() == "rtl" or "direction:rtl" in style
    return rightwards and (tag == "bdo" or bool(re.search("unicode-bidi:(?:bidi|isolate)-override", style)))


class LenientParser(HTMLParser):
    """Reads what browsers take for a comment, such as <![x, as one instead of giving up."""

    def parse_marked_section(self, i: int, report: bool = True) -> int:
        return self.parse_bogus_comment(i, report)


class _Reader(LenientParser):
    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=False)
        self.html = html
        self.lines = [0]
        for index, char in enumerate(html):
            if char == "\n":
                self.lines.append(index + 1)
        self.seen = Visible()
        self.stack: list[str] = []
        self.unseen: list[bool] = []
        self.grounds: list[str] = ["#ffffff"]
        self.turned: list[bool] = []
        self.silent = 0
        self.tags: tuple[str, ...] = ()
        self.hidden = 0
        self.open_links: list[Anchor] = []
        self.feed(html)
        self.close()
        for link in self.open_links:
            link.end = len(self.seen.chars)

    def here(self) -> int:
        line, column = self.getpos()
        return self.lines[line - 1] + column

    def put(self, text: str, start: int, end: int) -> None:
        if not self.hidden:
            self.seen.chars.append(Char(text, start, end, self.tags))
        elif not self.silent:
            self.seen.hidden.append(Char(text, start, end, self.tags))

    def break_line(self) -> None:
        chars = self.seen.chars
        if chars and chars[-1].text == " ":
            chars.pop()
        if chars and chars[-1].text != "\n":
            self.put("\n", self.here(), self.here())

    def handle_data(self, data: str) -> None:
        at = self.here()
        for offset, char in enumerate(data):
            self.visible_char(char, at + offset, at + offset + 1)

    def visible_char(self, char: str, start: int, end: int) -> None:
        if char in " \t\n\r\f" and "pre" not in self.stack:
            held = self.seen.hidden if self.hidden else self.seen.chars
            if held and held[-1].text not in " \n":
                self.put(" ", start, end)
            return
        self.put(char, start, end)

    def reference(self, written: str) -> None:
        at = self.here()
        if self.html[at + len(written) : at + len(written) + 1] == ";":
            written += ";"
        for char in unescape(written):
            self.put(char, at, at + len(written))

    def handle_entityref(self, name: str) -> None:
        self.reference(f"&{name}")

    def handle_charref(self, name: str) -> None:
        self.reference(f"&#{name}")

    def handle_starttag(self, tag: str, attrs: Sequence[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        if tag in BLOCKS:
            self.break_line()
        if tag == "a" and values.get("href") and not self.hidden:
            self.open_links.append(Anchor(len(self.seen.chars), (values["href"] or "").strip()))
            self.seen.anchors.append(self.open_links[-1])
        if tag == "img" and values.get("alt") and not self.hidden:
            at = self.here()
            self.seen.alts.append((values["alt"] or "", at, at + len(self.get_starttag_text() or "")))
        if tag not in VOID:
            self.stack.append(tag)
            self.unseen.append(tag in UNSEEN or hides(values, self.grounds[-1]))
            self.grounds.append(ground_of(values) or self.grounds[-1])
            self.tags = tuple(self.stack)
            self.hidden += self.unseen[-1]
            self.silent += tag in UNSEEN
            self.turned.append(turns(tag, values))
            if self.turned[-1]:
                self.put(TURN, self.here(), self.here())

    def handle_startendtag(self, tag: str, attrs: Sequence[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag == "a" and self.open_links:
            self.open_links.pop().end = len(self.seen.chars)
        if tag in self.stack:
            while True:
                closed = self.stack.pop()
                self.hidden -= self.unseen.pop()
                self.grounds.pop()
                if self.turned.pop():
                    self.put(TURN_BACK, self.here(), self.here())
                self.silent -= closed in UNSEEN
                if closed == tag:
                    break
            self.tags = tuple(self.stack)
        if tag in BLOCKS:
            self.break_line()


def read(html: str) -> Visible:
    """What a reader sees of `html`, for reading only. Never raises: broken markup is read as a browser would, tag by tag."""
    # While a letter is written, all paragraphs but one are the same as a moment ago; and each is asked for its text, links and pictures.
    return _read_once(html) if len(html) <= KEPT_UP_TO else _read(html)


def _read(html: str) -> Visible:
    seen = _Reader(html).seen
    while seen.chars and seen.chars[-1].text in " \n":
        seen.chars.pop()
    for anchor in seen.anchors:
        anchor.end = min(anchor.end, len(seen.chars))
    return seen


_read_once = lru_cache(maxsize=256)(_read)
