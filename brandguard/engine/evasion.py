"""How many attacks a rule survives: what the screen of a rule shows as its evasion score."""

from collections import Counter
from dataclasses import dataclass, replace

from ..choices import Kind
from ..documents import Document, Finding
from .attacks import Attack, attacks_on
from .check import check
from .compiled import Compiled
from .prove import example_document
from .spec import Spec

# Kinds that find words; the others count, or miss something, and have nothing to disguise.
_FINDS_WORDS = {Kind.PHRASE, Kind.REGEX, Kind.SUBSTITUTION, Kind.CONDITIONAL, Kind.STYLE}
# Examples that are attacked; each of them about forty times.
MOST_EXAMPLES = 3


@dataclass(frozen=True)
class EvasionScore:
    """`found` of `tried` attacks; `missed` are the others, each with its kind and how the phrase was spelled.

    `kinds`: (kind, found, tried) of each kind of attack, in the order in which they are tried.
    """

    tried: int
    found: int
    missed: tuple[tuple[str, str], ...] = ()
    kinds: tuple[tuple[str, int, int], ...] = ()
    # False for a rule that looks for no words: there is nothing to disguise.
    applies: bool = True

    @property
    def share(self) -> float:
        """Between 0 and 1; 1 for a rule that there is no way to attack."""
        return self.found / self.tried if self.tried else 1.0

    @property
    def percent(self) -> int | None:
        """Whole per cent, rounded down so that 100 means all; None where nothing was tried."""
        return 100 * self.found // self.tried if self.tried else None


def evasion_score(spec: Spec) -> EvasionScore:
    """Attack what the rule finds in its examples, in every way that there is, and count what it still finds.

    A rule that counts, or is about what must be there or about links, finds no words: nothing of it is tried.
    """
    if spec.kind not in _FINDS_WORDS:
        return EvasionScore(0, 0, applies=False)
    compiled = Compiled([replace(spec, valid_from="", valid_to="", regions=(), roles=(), scopes=(), groups=(), spared=())])
    language = spec.languages[0] if spec.languages else "en"
    tried: Counter[str] = Counter()
    missed = []
    for phrase in _phrases(spec, compiled):
        for attack in attacks_on(phrase, language=language):
            tried[attack.kind] += 1
            if not seen(compiled, attack):
                missed.append((attack.kind, attack.said))
    blind = Counter(kind for kind, _ in missed)
    kinds = tuple((kind, count - blind[kind], count) for kind, count in tried.items())
    return EvasionScore(tried.total(), tried.total() - len(missed), tuple(missed), kinds)


def seen(compiled: Compiled, attack: Attack) -> bool:
    """Whether one of the rules finds the phrase that was attacked. That two alphabets are mixed is no finding of a rule."""
    keys = {spec.key for spec in compiled.specs}
    return any(finding.rule in keys for finding in check(attack.document, compiled))


def _phrases(spec: Spec, compiled: Compiled) -> list[str]:
    """What the rule finds in its examples, each once."""
    examples = spec.examples.get("hit") or []
    texts = examples.splitlines() if isinstance(examples, str) else examples
    found = [finding for text in texts for finding in _found(spec, compiled, example_document(spec, str(text)))]
    return list(dict.fromkeys(" ".join(finding.match.split()) for finding in found))[:MOST_EXAMPLES]


def _found(spec: Spec, compiled: Compiled, document: Document) -> list[Finding]:
    return [f for f in check(document, compiled) if f.rule == spec.key and f.start >= 0 and any(c.isalpha() for c in f.match)]
