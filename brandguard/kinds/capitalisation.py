"""Capital letters: titles, sentences, all small, all large, or no word that shouts."""

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from ..choices import Scope
from ..documents import Finding, Part
from ..engine.spec import Spec
from ..vale.points.capitals import judged
from ..vale.style import Style
from .base import RuleKind, message_of, words

if TYPE_CHECKING:
    from ..engine.matching import Hit
    from ..engine.reading import Reading

# Where capitals are looked at when a rule does not say.
LINES = (Scope.SUBJECT.value, Scope.HEADING.value, Scope.BUTTON.value)
QUIET = "quiet"
# What each way is called in Vale's words.
WAYS = {
    "sentence": {"match": "$sentence"},
    "title": {"match": "$title", "style": "AP"},
    "title_chicago": {"match": "$title", "style": "Chicago"},
    "lower": {"match": "$lower"},
    "upper": {"match": "$upper"},
    QUIET: {},
}
# German writes every noun large, so that no rule about large and small first letters can be right there.
_NOUNS = {"sentence", "title", "title_chicago", "lower"}
# Shorter ones are as a rule abbreviations.
SHOUTS_FROM = 4
_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")


class Capitalisation(RuleKind):
    """params: how (one of WAYS), names (words that stay as they are). Without scopes it looks at subject, headings and buttons.

    The fix is the same words with other capitals. What a reader's merge field puts in is judged as its fall-back.
    """

    def problems(self, spec: Spec) -> list[str]:
        how = spec.params.get("how") or ""
        if how not in WAYS:
            return [f"Say how the capitals should be: {', '.join(WAYS)}."]
        if how in _NOUNS and set(spec.languages) == {"de"}:
            return ["German writes every noun large. Choose “no word in capitals alone” for German."]
        return []

    def wakes(self, spec: Spec) -> None:
        return None

    def findings(self, spec: Spec, hits: Sequence["Hit"], reading: "Reading") -> Iterable[Finding]:
        how = str(spec.params["how"])
        wanted = [scope for scope in spec.scopes if scope != Scope.EVERYTHING.value] or (() if spec.scopes else LINES)
        for part in reading.document.parts:
            language = (part.language or reading.document.language).split("-")[0].lower()
            if (wanted and part.scope not in wanted) or not spec.speaks(language) or (how in _NOUNS and language == "de"):
                continue
            for start, end, fix in self.faults(how, part, tuple(words(spec.params.get("names")))):
                match = part.text[start:end]
                if not _excused(spec, part, start, end):
                    message = message_of(spec, match)
                    yield Finding(spec.key, spec.severity, message, part.location, part.scope, start, end, match, fix=fix or spec.fix)

    def faults(self, how: str, part: Part, names: tuple[str, ...]) -> Iterator[tuple[int, int, str]]:
        """(start, end, how it should be) of what has the wrong capitals; the last is "" when it is not sure."""
        if how == QUIET:
            yield from _shouting(part.text, names)
        elif any(char.isalpha() and char.lower() != char.upper() for char in part.text):
            wanted, right = judged(_style(how, names), part.text)
            if not right:
                yield 0, len(part.text), wanted if wanted.casefold() == part.text.casefold() else ""


def _shouting(text: str, names: tuple[str, ...]) -> Iterator[tuple[int, int, str]]:
    """Words of capitals alone, each run of them as one."""
    run: list[re.Match[str]] = []
    for match in [*_WORD.finditer(text), None]:
        loud = match is not None and match[0] == match[0].upper() != match[0].lower() and match[0] not in names
        if match is not None and loud and (not run or not text[run[-1].end() : match.start()].strip()):
            run.append(match)
            continue
        if any(len(word[0]) >= SHOUTS_FROM for word in run):
            start, end = run[0].start(), run[-1].end()
            quiet = text[start:end].lower()
            yield start, end, quiet[:1].upper() + quiet[1:] if _begins(text, start) else quiet
        run = [match] if match is not None and loud else []


def _begins(text: str, at: int) -> bool:
    """Whether a sentence begins here."""
    before = text[:at].rstrip(" \"'“„«(¡¿")
    return not before or before[-1] in ".!?…:\n"


def _excused(spec: Spec, part: Part, start: int, end: int) -> bool:
    """An exception excuses what it contains completely."""
    for exception in spec.exceptions:
        said = str(exception.get("text") or "")
        at = part.text.find(said) if said and str(exception.get("scope") or part.scope) == part.scope else -1
        while at >= 0:
            if at <= start and end <= at + len(said):
                return True
            at = part.text.find(said, at + 1)
    return False


@lru_cache(maxsize=500)
def _style(how: str, names: tuple[str, ...]) -> Style:
    return Style({**WAYS[how], "exceptions": [re.escape(name) for name in names]})
