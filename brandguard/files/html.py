"""HTML as elements, text and comments for the walker."""

from collections.abc import Sequence
from html import unescape

from ..visible import VOID, LenientParser
from .walker import Walker


def decoded(written: str) -> str:
    """What a reference stands for. Vale reads this one as the apostrophe of a typewriter, so that “it&rsquo;s” is it's."""
    return "'" if written == "&rsquo;" else unescape(written)


class HtmlFeed(LenientParser):
    """Reads a piece of HTML that begins at `base` in the file into a walker. Broken markup is read tag by tag."""

    def __init__(self, walker: Walker, html: str, base: int = 0) -> None:
        super().__init__(convert_charrefs=False)
        self.walker, self.html, self.base = walker, html, base
        self.lines = [0, *(index + 1 for index, char in enumerate(html) if char == "\n")]
        self.feed(html)
        self.close()

    def here(self) -> int:
        line, column = self.getpos()
        return self.base + self.lines[line - 1] + column

    def handle_data(self, data: str) -> None:
        at = self.here()
        self.walker.text([(char, at + index, at + index + 1) for index, char in enumerate(data)])

    def reference(self, written: str) -> None:
        at = self.here()
        local = at - self.base + len(written)
        if self.html[local : local + 1] == ";":
            written += ";"
        self.walker.text([(char, at, at + len(written)) for char in decoded(written)])

    def handle_entityref(self, name: str) -> None:
        self.reference(f"&{name}")

    def handle_charref(self, name: str) -> None:
        self.reference(f"&#{name}")

    def handle_starttag(self, tag: str, attrs: Sequence[tuple[str, str | None]]) -> None:
        at = self.here()
        self.walker.start(tag, dict(attrs), at, at + len(self.get_starttag_text() or ""))

    def handle_startendtag(self, tag: str, attrs: Sequence[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        self.walker.end(tag)

    def handle_comment(self, data: str) -> None:
        self.walker.comment(data)


def read(walker: Walker) -> None:
    """A whole HTML file."""
    HtmlFeed(walker, walker.source)
    walker.close()
