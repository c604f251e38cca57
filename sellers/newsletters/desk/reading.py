"""A frozen letter in reading order, each finding marked in the words it speaks of."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from lxml import etree, html

from brandguard.choices import Scope, Severity
from brandguard.documents import Document, Finding, Part

GRAVITY = {severity: rank for rank, severity in enumerate(reversed(Severity.values))}
# What a reviewer reads once in the rendered letter, or not at all: shown in the list of words only when something was found in it.
_UNSHOWN = {Scope.PLAIN, Scope.FILE_NAME}


@dataclass(frozen=True)
class Piece:
    """Some words, and the finding that speaks of them, if any."""

    text: str
    finding: Finding | None = None


@dataclass(frozen=True)
class Passage:
    """One part of the letter: where it stands, its words in pieces, and what misses in it."""

    number: int
    label: str
    location: str
    pieces: tuple[Piece, ...]
    missing: tuple[Finding, ...] = ()

    @property
    def text(self) -> str:
        return "".join(piece.text for piece in self.pieces)


def passages(document: Document, findings: Iterable[Finding]) -> list[Passage]:
    """Every part in order. Of overlapping findings the gravest marks the words."""
    found = sorted(findings, key=lambda f: (f.location, f.scope))
    by_place = {place: list(group) for place, group in groupby(found, key=lambda f: (f.location, f.scope))}
    shown: list[Passage] = []
    for part in document.parts:
        here = by_place.get((part.location, part.scope), [])
        if part.scope not in _UNSHOWN or here:
            missing = tuple(f for f in here if f.start < 0)
            shown.append(Passage(len(shown), _label(part), part.location, tuple(_pieces(part.text, here)), missing))
    return shown


def elsewhere(document: Document, findings: Iterable[Finding]) -> list[Finding]:
    """Findings that belong to no single part: something misses, or a link leads astray."""
    places = {(part.location, part.scope) for part in document.parts}
    return [f for f in findings if (f.location, f.scope) not in places]


def gravest_first(findings: Iterable[Finding]) -> list[Finding]:
    return sorted(findings, key=lambda f: GRAVITY.get(f.severity, len(GRAVITY)))


def without_echoes(document: Document, findings: Iterable[Finding]) -> list[Finding]:
    """The plain-text part says everything again: what was found in the letter itself is not shown a second time for it."""
    found = list(findings)
    plain = {part.location for part in document.parts if part.scope == Scope.PLAIN}
    said = {(f.rule, f.match.casefold()) for f in found if f.location not in plain}
    return [f for f in found if f.location not in plain or (f.rule, f.match.casefold()) not in said]


def _label(part: Part) -> str:
    return str(dict(Scope.choices).get(part.scope, part.scope)).capitalize()


def _pieces(text: str, findings: Iterable[Finding]) -> Iterator[Piece]:
    taken: list[Finding] = []
    for finding in gravest_first(f for f in findings if 0 <= f.start < f.end <= len(text)):
        if all(finding.end <= other.start or finding.start >= other.end for other in taken):
            taken.append(finding)
    at = 0
    for finding in sorted(taken, key=lambda f: f.start):
        if finding.start > at:
            yield Piece(text[at : finding.start])
        yield Piece(text[finding.start : finding.end], finding)
        at = finding.end
    if at < len(text):
        yield Piece(text[at:])


def marked(page: str, findings: Iterable[Finding]) -> str:
    """The rendered letter with the words of each finding marked, where they stand in one run of text. For the eye only."""
    words = {f.match: f.message for f in findings if f.match.strip()}
    if not words:
        return page
    tree = html.document_fromstring(page)
    for node in list(tree.iter(etree.Element)):
        if node.tag not in ("script", "style", "title", "head"):
            _mark_within(node, words)
    return "<!DOCTYPE html>\n" + html.tostring(tree, encoding="unicode")


def _mark_within(node: etree._Element, words: dict[str, str]) -> None:
    for match, message in words.items():
        if node.text and match in node.text:
            before, after = node.text.split(match, 1)
            node.text = before
            node.insert(0, _mark(match, message, after))
        if node.tail and match in node.tail and node.getparent() is not None:
            before, after = node.tail.split(match, 1)
            node.tail = before
            parent = node.getparent()
            parent.insert(parent.index(node) + 1, _mark(match, message, after))


def _mark(text: str, message: str, after: str) -> etree._Element:
    element = etree.Element("mark", title=message, style="background:#ffd54d;color:#1d1d1b;outline:2px solid #b8562e")
    element.text, element.tail = text, after
    return element
