"""How hard a letter is to read: sentences that are too long, each in its place, and a figure for the whole."""

import re
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from ..choices import Scope
from ..documents import Finding, Part
from ..engine.sentences import sentences
from ..engine.spec import Spec
from ..vale.points.figures import FORMULAS, figures
from .base import RuleKind, message_of, missing, whole_number

if TYPE_CHECKING:
    from ..engine.matching import Hit
    from ..engine.reading import Reading

PROSE = (Scope.BODY.value, Scope.LIST.value)
LIX, GRADE = "lix", "grade"
# LIX counts long words, and these languages part words otherwise.
_WITHOUT_LIX = frozenset({"ko", "ja", "zh", "th"})
_WORD = re.compile(r"[^\W_]+(?:['’-][^\W_]+)*")
LONG = 6


class Readability(RuleKind):
    """params: longest (words a sentence may have), measure ("lix" or "grade"), most (what it may come to), from_words (shorter letters are
    not measured).

    LIX is the words of a sentence and the per cent of words of more than six letters; it holds for every language that parts words by
    blanks. The grade is Flesch's and Kincaid's, years of an American school, and counts English syllables.
    """

    def problems(self, spec: Spec) -> list[str]:
        numbers = {name: whole_number(spec, name) for name in ("longest", "most", "from_words")}
        measure = spec.params.get("measure") or ""
        if measure not in ("", LIX, GRADE):
            return [f"There is no measure “{measure}”. Choose {LIX} or {GRADE}."]
        if measure and not numbers["most"]:
            return ["Say how high the figure may be, for example 45."]
        if measure == GRADE and set(spec.languages) != {"en"}:
            return ["The school grade counts English syllables. Tick English alone, or choose LIX."]
        return [] if measure or numbers["longest"] else ["Say how many words a sentence may have, or choose a measure."]

    def wakes(self, spec: Spec) -> None:
        return None

    def findings(self, spec: Spec, hits: Sequence["Hit"], reading: "Reading") -> Iterable[Finding]:
        parts = [part for part in reading.document.parts if self.reads(spec, part, language_of(part, reading))]
        if longest := whole_number(spec, "longest"):
            yield from self.long_sentences(spec, parts, longest)
        if spec.params.get("measure") == LIX:
            parts = [part for part in parts if language_of(part, reading) not in _WITHOUT_LIX]
        text = "\n\n".join(part.text for part in parts)
        most, score = whole_number(spec, "most"), self.score(spec, text)
        if most and score is not None and score > most:
            said = f"It reads hard: {score:.0f}, at most {most} is wanted."
            yield missing(spec, location=parts[0].location, scope=parts[0].scope, message=f"{said} {message_of(spec)}")

    def reads(self, spec: Spec, part: Part, language: str) -> bool:
        wanted = [scope for scope in spec.scopes if scope != Scope.EVERYTHING.value] or PROSE
        return part.scope in wanted and spec.speaks(language) and bool(part.text.strip())

    def long_sentences(self, spec: Spec, parts: Iterable[Part], longest: int) -> Iterable[Finding]:
        for part in parts:
            for start, end in _sentences(part.text):
                count = len(_WORD.findall(part.text, start, end))
                if count > longest:
                    message = f"This sentence has {count} words, at most {longest} are wanted. {message_of(spec)}"
                    match = part.text[start:end]
                    yield Finding(spec.key, spec.severity, message, part.location, part.scope, start, end, match, fix=spec.fix)

    def score(self, spec: Spec, text: str) -> float | None:
        """The figure of a text; None for one that is too short, or in a language of which it says nothing."""
        measure = spec.params.get("measure")
        said = _WORD.findall(text)
        if not measure or not said or len(said) < (whole_number(spec, "from_words") or 0):
            return None
        if measure == GRADE:
            return FORMULAS["Flesch-Kincaid"](figures(text))
        number = sum(1 for paragraph in text.split("\n\n") for _ in _sentences(paragraph))
        return len(said) / max(1, number) + 100 * sum(len(word) > LONG for word in said) / len(said)


def language_of(part: Part, reading: "Reading") -> str:
    return (part.language or reading.document.language).split("-")[0].lower()


def _sentences(text: str) -> Iterable[tuple[int, int]]:
    """Sentences; the end of a line ends one, as the reader sees it."""
    at = 0
    for line in text.split("\n"):
        yield from sentences(text, at, at + len(line))
        at += len(line) + 1
