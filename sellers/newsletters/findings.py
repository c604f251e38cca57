"""All findings of a letter, its own and the guard's, as the editor shows them beside the text."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from brandguard.choices import Severity
from brandguard.documents import Document, Finding
from brandguard.lessons import lessons_for
from brandguard.services.rules import check_document

from .advice import own_findings
from .content import Content, read
from .document import letter_document

if TYPE_CHECKING:
    from .models import LetterPage

ORDER = [Severity.BLOCK, Severity.REVIEW, Severity.JUSTIFY, Severity.WARNING, Severity.ADVICE]
WORDS = {
    Severity.BLOCK: "Must be changed",
    Severity.REVIEW: "Head office will look at it",
    Severity.JUSTIFY: "Needs a reason",
    Severity.WARNING: "Better changed",
    Severity.ADVICE: "A hint",
}
_PLACES = {"subject": "Subject", "preheader": "Preview line", "footer": "Footer", "signature": "Signature", "plain": "Text part"}


@dataclass(frozen=True)
class Shown:
    """A finding with the words and the place under which the editor shows it. `path` is the field's or block's own id in the form.

    `nth`: how often the same words stand in this passage before these; `lesson`: where to read more, for who meets the rule often.
    """

    finding: Finding
    place: str
    path: str
    nth: int = 0
    lesson: str = ""

    def as_json(self) -> dict[str, Any]:
        severity = Severity(self.finding.severity)
        return {
            **self.finding.as_json(),
            "blocks": self.finding.blocks,
            "heading": WORDS[severity],
            "place": self.place,
            "path": self.path,
            "nth": self.nth,
            "lesson": self.lesson,
        }


def findings_of(letter: "LetterPage") -> list[Finding]:
    """Own findings and the guard's, worst first; what the text part merely repeats is left out."""
    content = read(letter, pictures=False)
    return _findings(letter, content, letter_document(letter, content))


def _findings(letter: "LetterPage", content: Content, document: Document) -> list[Finding]:
    found = [*own_findings(letter, content), *check_document(document).findings]
    elsewhere = {(f.rule, f.match.casefold()) for f in found if f.scope != "plain"}
    kept = [f for f in found if f.scope != "plain" or (f.rule, f.match.casefold()) not in elsewhere]
    return sorted(kept, key=lambda f: ORDER.index(Severity(f.severity)))


def shown_findings(letter: "LetterPage") -> list[Shown]:
    labels = {child.id or str(n): child.block.label or child.block_type for n, child in enumerate(letter.body)}
    content = read(letter, pictures=False)
    document = letter_document(letter, content)
    texts = {(part.location, part.scope): part.text for part in document.parts}
    found = _findings(letter, content, document)
    lessons = lessons_for(letter.seller.user_id, {finding.rule for finding in found})
    return [replace(_shown(finding, labels), nth=_nth(finding, texts), lesson=lessons.get(finding.rule, "")) for finding in found]


def _nth(finding: Finding, texts: Mapping[tuple[str, str], str]) -> int:
    before = texts.get((finding.location, finding.scope), "")[: max(finding.start, 0)]
    return before.count(finding.match) if finding.match else 0


def _shown(finding: Finding, labels: Mapping[str, str]) -> Shown:
    top, _, rest = finding.location.partition("/")
    block = rest.split("/")[0]
    if top == "body":
        return Shown(finding, str(labels.get(block, "Letter")), block or "body")
    return Shown(finding, _PLACES.get(top, "Letter"), top if top in ("subject", "preheader") else "")
