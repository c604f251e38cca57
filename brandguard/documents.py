"""What the guard reads: parts with a scope, a language and text, and links. It knows no letter and no seller."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields
from typing import Any
from urllib.parse import parse_qsl

from . import visible
from .choices import Scope


@dataclass(frozen=True)
class Block:
    """One block of a file as Vale cuts it: a stretch of its part's text, and what rules may select it by.

    `path` is "heading.h2", "table.cell" or "" for a paragraph; `seams` are the ends of inline markup within it, as ("open", 4);
    `inlines` are links, emphasis and code, each with its text as written: ("code", 4, 9, "x = 1"); `quiet` names what a comment
    has switched off.
    """

    start: int
    end: int
    path: str = ""
    seams: tuple[tuple[str, int], ...] = ()
    inlines: tuple[tuple[str, int, int, str], ...] = ()
    quiet: tuple[str, ...] = ()


@dataclass(frozen=True)
class Part:
    """One run of text as the reader sees it.

    `location` says where it stands in the caller's source ("body/3f2a…/text"); `markup` is the HTML it came from, when it
    came from HTML, so that a finding can be shown in place.
    """

    scope: str
    text: str
    location: str
    language: str = "en"
    markup: str = ""
    # The key of the approved block this text belongs to, or "".
    block: str = ""
    # In a file what kind of file it is ("md"), or "hidden" for text that its reader does not see.
    path: str = ""
    # In a file where its markup cuts the text, for rules that select by that.
    cuts: tuple[Block, ...] = ()


# What of a part is kept with a letter.
_KEPT = frozenset(f.name for f in fields(Part)) - {"cuts"}


@dataclass(frozen=True)
class Link:
    text: str
    target: str
    location: str


@dataclass(frozen=True)
class Picture:
    """What is said of a picture to those who do not see it, and the name of its file; `location` is that of its alt text."""

    alt: str
    file: str
    location: str


@dataclass(frozen=True)
class Document:
    """A whole letter as the guard sees it. `facts` may narrow rules: {"region": "north", "role": "seller"}."""

    parts: tuple[Part, ...]
    links: tuple[Link, ...] = ()
    language: str = "en"
    # Versions of approved blocks in it: (block key, version number).
    blocks: tuple[tuple[str, int], ...] = ()
    facts: Mapping[str, str] = field(default_factory=dict)
    # Every picture, one without words too. The names of their files are parts as well.
    pictures: tuple[Picture, ...] = ()
    # Of a file, and never kept: all of it with its markup, what a comment has switched off in it, how many blocks of each kind.
    raw: str = ""
    quiet: tuple[str, ...] = ()
    counts: Mapping[str, int] = field(default_factory=dict)

    def as_json(self) -> dict[str, Any]:
        return {
            "parts": [{name: value for name, value in vars(part).items() if name != "cuts"} for part in self.parts],
            "links": [vars(link) for link in self.links],
            "language": self.language,
            "blocks": [list(block) for block in self.blocks],
            "facts": dict(self.facts),
            "pictures": [vars(picture) for picture in self.pictures],
        }

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> "Document":
        parts = tuple(Part(**{name: value for name, value in part.items() if name in _KEPT}) for part in data["parts"])
        # Letters kept before pictures were have of each only what was said of it.
        seen = tuple(Picture(part.text, "", part.location) for part in parts if part.scope == "alt")
        links = tuple(Link(**link) for link in data["links"])
        return cls(
            parts=(*parts, *_unread(parts, links, data)),
            links=links,
            language=data["language"],
            blocks=tuple((key, number) for key, number in data["blocks"]),
            facts=data["facts"],
            pictures=tuple(Picture(**picture) for picture in data["pictures"]) if "pictures" in data else seen,
        )


@dataclass(frozen=True)
class Finding:
    """One hit of one rule. `start`/`end` count characters in the text of the part at `location`; -1 when something is missing."""

    rule: str
    severity: str
    message: str
    location: str
    scope: str
    start: int
    end: int
    match: str
    # Which folded view hit: "plain", "folded", "confusable", "leet", "spaced", "stem" …
    view: str = "plain"
    fix: str = ""

    @property
    def blocks(self) -> bool:
        return self.severity == "block"

    def as_json(self) -> dict[str, Any]:
        return dict(vars(self))


def messages_of(target: str) -> list[str]:
    """What a link lays into a mail of the customer's own: its subject and its text."""
    if not target.lower().startswith("mailto:"):
        return []
    return [said for name, said in parse_qsl(target.partition("?")[2]) if name.lower() in ("subject", "body") and said.strip()]


def _unread(parts: Sequence[Part], links: Sequence[Link], data: Mapping[str, Any]) -> Iterator[Part]:
    """What letters frozen before it was read hold all the same: mails that links begin, and names of files."""
    scopes = {part.scope for part in parts}
    if Scope.MESSAGE not in scopes:
        said = ((link.location, text) for link in links for text in messages_of(link.target))
        yield from (Part(Scope.MESSAGE.value, text, f"{where}/message/{n}", data["language"]) for n, (where, text) in enumerate(said))
    if Scope.FILE_NAME not in scopes:
        named = [picture for picture in data.get("pictures", ()) if picture["file"]]
        yield from (Part(Scope.FILE_NAME.value, one["file"], f"{one['location']}/file", data["language"]) for one in named)


def part_from_html(scope: str, html: str, *, location: str, language: str = "en", block: str = "") -> Part:
    """A Part with the text of `html` as the reader sees it across inline tags: `ba<b>nn</b>ed` is "banned".

    Ends of blocks are newlines, entities are decoded, white space is one space. `Part.markup` keeps the HTML;
    `source_span` leads from a finding's start and end back into it.
    """
    return Part(scope=scope, text=visible.read(html).text, location=location, language=language, markup=html, block=block)


def links_from_html(html: str, *, location: str) -> tuple[Link, ...]:
    """Every link of `html` with its visible text and its target as written."""
    seen = visible.read(html)
    text = seen.text
    return tuple(Link(text=text[a.start : a.end].strip(), target=a.target, location=location) for a in seen.anchors)


def hidden_from_html(html: str) -> str:
    """What a style in `html` hides from the reader; "" for nothing but blanks and fillers."""
    if "<" not in html:
        return ""
    text = "".join(char.text for char in visible.read(html).hidden)
    return " ".join(text.split()) if any(char.isalnum() for char in text) else ""


def alts_from_html(html: str) -> tuple[str, ...]:
    """The alt texts of the pictures in `html`."""
    return tuple(text for text, _, _ in visible.read(html).alts)


def source_span(part: Part, start: int, end: int) -> tuple[int, int]:
    """Where the visible characters start…end of a part stand in its markup; for plain text, the same numbers."""
    return visible.read(part.markup).source_span(start, end) if part.markup else (start, end)
