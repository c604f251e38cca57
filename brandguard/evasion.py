"""How well a rule sees through disguises: its own examples, disguised automatically, and how many of those it still finds."""

import json
from collections.abc import Callable
from functools import lru_cache
from typing import NamedTuple

from .choices import Kind, Scope
from .documents import Document, Part, part_from_html
from .engine import Compiled, Spec, check
from .engine.prove import example_document

_CYRILLIC = str.maketrans("aceopxyACEHKMOPTX", "асеорхуАСЕНКМОРТХ")
_LEET = str.maketrans("aeiost", "431057")
_WIDE = {code: code + 0xFEE0 for code in range(0x21, 0x7F)}
_MOST_EXAMPLES = 4
# Kinds that find words; the others count, or miss something, and have nothing to disguise.
_FINDS_WORDS = {Kind.PHRASE, Kind.REGEX, Kind.SUBSTITUTION, Kind.CONDITIONAL, Kind.STYLE}


class Attack(NamedTuple):
    name: str
    # The found words → what a sly writer would type instead; `html`: as markup.
    disguise: Callable[[str], str]
    html: bool = False


def _middle(words: str, between: str) -> str:
    half = max(1, len(words) // 2)
    return words[:half] + between + words[half:]


ATTACKS = [
    Attack("capitals", str.upper),
    Attack("zero-width space", lambda words: _middle(words, "\u200b")),
    Attack("soft hyphen", lambda words: _middle(words, "\u00ad")),
    Attack("Cyrillic look-alikes", lambda words: words.translate(_CYRILLIC)),
    Attack("full-width letters", lambda words: words.translate(_WIDE)),
    Attack("figures for letters", lambda words: words.translate(_LEET)),
    Attack("spaces between letters", lambda words: "  ".join(" ".join(word) for word in words.split())),
    Attack("dots between letters", lambda words: " ".join(".".join(word) for word in words.split())),
    Attack(
        "repeated letters", lambda words: "".join(char * 3 if index == 1 and char.isalpha() else char for index, char in enumerate(words))
    ),
    Attack("line break between words", lambda words: words.replace(" ", "\n")),
    Attack("split by tags", lambda words: f"<p>{_middle(words, '<b></b>')}</p>", html=True),
    Attack("as entities", lambda words: "<p>" + "".join(f"&#{ord(char)};" for char in words) + "</p>", html=True),
]


class Score(NamedTuple):
    """`attacks`: (name, survived, tried)."""

    survived: int
    tried: int
    attacks: tuple[tuple[str, int, int], ...]

    @property
    def percent(self) -> int | None:
        return round(100 * self.survived / self.tried) if self.tried else None


def evasion_score(spec: Spec) -> Score:
    """Each disguise on what the rule finds in its own examples. Nothing is tried for rules that look for no words."""
    return _score(json.dumps(spec.as_json(), sort_keys=True, default=str))


@lru_cache(maxsize=512)
def _score(data: str) -> Score:
    spec = Spec.from_json({**json.loads(data), "valid_from": "", "valid_to": "", "groups": (), "spared": ()})
    if spec.kind not in _FINDS_WORDS:
        return Score(0, 0, ())
    compiled = Compiled([spec])
    targets = [words for text in list(spec.examples.get("hit") or [])[:_MOST_EXAMPLES] if (words := _found(spec, compiled, text))]
    counted = []
    for attack in ATTACKS:
        # What a disguise leaves as it is (no letter of it has a twin) is no attack.
        changed = [disguised for words in targets if (disguised := attack.disguise(words)) != words]
        counted.append((attack.name, sum(_survives(spec, compiled, text, html=attack.html) for text in changed), len(changed)))
    return Score(sum(done for _, done, _ in counted), sum(tried for *_, tried in counted), tuple(counted))


def _found(spec: Spec, compiled: Compiled, text: str) -> str:
    findings = check(example_document(spec, text), compiled)
    return next((f.match for f in findings if f.rule == spec.key and f.start >= 0), "")


def _survives(spec: Spec, compiled: Compiled, text: str, *, html: bool) -> bool:
    language = spec.languages[0] if spec.languages else "en"
    scope = next((s for s in spec.scopes if s != Scope.EVERYTHING.value), Scope.BODY.value)
    part = part_from_html(scope, text, location="example", language=language) if html else Part(scope, text, "example", language)
    return any(f.rule == spec.key for f in check(Document(parts=(part,), language=language), compiled))
