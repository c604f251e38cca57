"""What the letter itself tells its writer: what is missing, what will not work, what reads better. Brand rules are the guard's."""

import re
from collections import defaultdict
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from brandguard.choices import Severity
from brandguard.documents import Finding

from . import content as c
from . import richtext
from .belongings import foreign
from .marks import FIELDS, WRITABLE, tokens

if TYPE_CHECKING:
    from .models import LetterPage

SUBJECT_LENGTH = 60
ALLOWED = ", ".join(f"{{{field.key}}}" for field in WRITABLE)
# A few words that tell in each language that a person is writing. Other languages get no advice.
FIRST_PERSON = {
    "en": r"\b(i|i'm|i’m|i've|i’ve|my|me|mine|we|our)\b",
    "de": r"\b(ich|mir|mich|mein\w*|wir|uns\w*)\b",
    "pl": r"\b(ja|mi|mnie|mną|mój|moj\w+|mam|\w+(łam|łem|am|ę))\b",
    "es": r"\b(yo|me|mi|mis|conmigo|nos|nuestr\w+)\b",
    "id": r"\b(saya|aku|kami|\w+ku)\b",
    "ko": r"(저는|제가|저의|제|저도|나는|내가|우리)",
    "ru": r"\b(я|мне|меня|мной|мо[йяеюи]\w*|мы|нам|наш\w*)\b",
}
_MAYBE_FIELD = re.compile(r"[{}]")


def own_findings(letter: "LetterPage", content: c.Content | None = None) -> list[Finding]:
    """Findings of the letter's own, the blocking ones first. Locations as in document.letter_document."""
    content = content or c.read(letter, pictures=False)
    found = [*_subject(content), *_fields(content), *_body(letter, content), *_links(letter), *foreign_findings(letter)]
    found += _voice(letter, content)
    return sorted(found, key=lambda finding: not finding.blocks)


def foreign_findings(letter: "LetterPage") -> list[Finding]:
    """What the letter shows of other people's, whoever put it there and however."""
    return [_finding("foreign", Severity.BLOCK, used.message, used.location) for used in foreign(letter.body, seller=letter.seller)]


def _finding(rule: str, severity: Severity, message: str, location: str, match: str = "", fix: str = "") -> Finding:
    scope = location if location in ("subject", "preheader") else "body"
    return Finding(f"letter.{rule}", severity.value, message, location, scope, -1, -1, match, fix=fix)


def _subject(content: c.Content) -> Iterator[Finding]:
    if not content.subject:
        yield _finding("no-subject", Severity.BLOCK, "The letter has no subject yet. Write what it is about in a few words.", "subject")
    elif len(content.subject) > SUBJECT_LENGTH:
        yield _finding(
            "long-subject", Severity.ADVICE, f"Phones show about {SUBJECT_LENGTH} characters of a subject; this has more.", "subject"
        )


def _texts(content: c.Content) -> Iterator[tuple[str, str]]:
    yield "subject", content.subject
    yield "preheader", content.preheader
    for piece in content.pieces:
        for name, value in vars(piece).items():
            if name == "html":
                yield piece.location, richtext.text_of(value)
            elif isinstance(value, str) and name not in ("location", "link", "alt", "key", "file"):
                yield piece.location, value


def _fields(content: c.Content) -> Iterator[Finding]:
    typed: dict[str, set[str]] = defaultdict(set)
    for location, text in _texts(content):
        rest = text
        for token in tokens(text):
            rest = rest.replace(token.raw, "")
            if not token.known:
                message = f"{token.raw} is not a field that can be filled in. You can use: {ALLOWED}."
                yield _finding("unknown-field", Severity.BLOCK, message, location, token.raw)
            elif token.fallback is not None:
                typed[token.key].add(token.fallback)
        if _MAYBE_FIELD.search(rest):
            message = "A curly bracket is left over here. Type a field in one go and in one style, like {firstname|friend}."
            yield _finding("loose-bracket", Severity.WARNING, message, location, rest[_MAYBE_FIELD.search(rest).start()])  # type: ignore[union-attr]
    for key, fallbacks in typed.items():
        if len(fallbacks) > 1:
            message = f"{FIELDS[key].label} has two different words for readers without one. The first is used everywhere."
            yield _finding("two-fallbacks", Severity.WARNING, message, "subject", key)


def _body(letter: "LetterPage", content: c.Content) -> Iterator[Finding]:
    if not any(not isinstance(piece, c.Divider | c.Signature) for piece in content.pieces):
        yield _finding("empty", Severity.BLOCK, "The letter is empty. Add a text.", "body")
    for number, child in enumerate(letter.body):
        where = f"body/{child.id or number}"
        if child.block_type in ("picture", "product"):
            yield from _picture(child, where)
        elif child.block_type == "approved" and child.value is None:
            yield _finding("no-approved-text", Severity.BLOCK, "Choose an approved text, or take this block out.", where)
        elif child.block_type == "button" and not c.line(child.value.get("label")):
            yield _finding("empty-button", Severity.BLOCK, "The button has no words on it.", where)


def _picture(child: Any, where: str) -> Iterator[Finding]:
    image = child.value.get("image")
    if image is None and child.block_type == "picture":
        yield _finding("no-picture", Severity.BLOCK, "Choose a picture, or take this block out.", where)
    if image is not None and not c.line(child.value.get("alt")):
        message = "Say in a few words what is in the picture: some readers do not see it."
        yield _finding("no-alt", Severity.BLOCK, message, where)


def _links(letter: "LetterPage") -> Iterator[Finding]:
    for number, child in enumerate(letter.body):
        if child.block_type not in ("picture", "product", "button"):
            continue
        typed = c.line(child.value.get("link"))
        if typed and not c.target(typed):
            message = "This link leads nowhere. It must start with https://, mailto: or tel:."
            yield _finding("bad-link", Severity.BLOCK, message, f"body/{child.id or number}", typed)
        elif not typed and child.block_type == "button":
            yield _finding("no-link", Severity.BLOCK, "The button leads nowhere. Give it a link.", f"body/{child.id or number}")


def _voice(letter: "LetterPage", content: c.Content) -> Iterator[Finding]:
    pattern = FIRST_PERSON.get(letter.seller.shop.language.split("-")[0])
    said = " ".join(text for location, text in _texts(content) if location.startswith("body"))
    if pattern and len(said.split()) >= 12 and not re.search(pattern, said, re.IGNORECASE):
        yield _finding("first-person", Severity.ADVICE, "It reads like an advertisement. Say “I” once: your readers know you.", "body")
