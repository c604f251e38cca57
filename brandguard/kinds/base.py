"""What a rule kind is to the engine: the terms and patterns it looks for, and what it makes of the hits."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from ..documents import Finding
from ..engine.spec import Spec
from ..exceptions import BadRule

if TYPE_CHECKING:
    from ..engine.matching import Hit
    from ..engine.needles import Needles
    from ..engine.reading import Reading


@dataclass(frozen=True)
class Term:
    """A phrase to look for. `role` tells the kind's terms apart ("hit", "if", "then"); `payload` is carried to the finding."""

    text: str
    inflected: bool = False
    role: str = "hit"
    whole: bool = True
    cased: bool = False
    # Honest terms count only where the reader plainly sees them: what must appear cannot hide.
    honest: bool = False
    # Disguised terms leave the plain spelling to a pattern, and count in every other view.
    disguised: bool = False
    payload: str = ""


@dataclass(frozen=True)
class Pattern:
    """A regular expression over the original text of each part. `terms` says whether folded text is searched too."""

    source: str
    ignorecase: bool = True
    role: str = "hit"
    # What each of the expression's own groups carries to the finding.
    payloads: tuple[str, ...] = ()
    folded: bool = True
    # An expression that excuses a match in which it is found.
    excuse: str = ""


class RuleKind:
    """One kind of rule. Stateless: everything stands in the Spec's params."""

    def problems(self, spec: Spec) -> list[str]:
        """Sentences on what is wrong with the parameters; empty when they are understood."""
        return []

    def terms(self, spec: Spec) -> list[Term]:
        return []

    def patterns(self, spec: Spec) -> list[Pattern]:
        return []

    def wakes(self, spec: Spec) -> "Needles":
        """When the kind is asked though none of its terms or patterns was hit: one of these stands in the text; None: always."""
        return frozenset()

    def comes_last(self, spec: Spec) -> bool:
        """Whether the kind is asked after all others, because it counts what they say."""
        return False

    def findings(self, spec: Spec, hits: Sequence["Hit"], reading: "Reading") -> Iterable[Finding]:
        """By default every hit is a finding."""
        return [finding_at(spec, hit) for hit in hits]


def finding_at(spec: Spec, hit: "Hit", *, message: str = "", fix: str = "") -> Finding:
    """A finding at the place of a hit."""
    return Finding(
        rule=spec.key,
        severity=spec.severity,
        message=message or message_of(spec, hit.match),
        location=hit.location,
        scope=hit.scope,
        start=hit.start,
        end=hit.end,
        match=hit.match,
        view=hit.view,
        fix=fix or spec.fix,
    )


def missing(spec: Spec, *, location: str = "", scope: str = "", message: str = "") -> Finding:
    """A finding about something that is not there."""
    return Finding(
        rule=spec.key, severity=spec.severity, message=message or message_of(spec, ""), location=location, scope=scope,
        start=-1, end=-1, match="", fix=spec.fix,
    )  # fmt: skip


def message_of(spec: Spec, *values: str) -> str:
    """The rule's reason; each %s in it takes the next value."""
    text = spec.reason or f"{spec.name or spec.key}: “%s” is not for our letters."
    for value in values:
        text = text.replace("%s", value, 1)
    return text.replace("%s", "")


def words(value: Any) -> list[str]:
    """A parameter that may be a list or one string with a term in each line."""
    lines = value.splitlines() if isinstance(value, str) else list(value or ())
    return [" ".join(str(line).split()) for line in lines if str(line).strip()]


def terms_of(spec: Spec, name: str = "terms", **more: Any) -> list[Term]:
    """The terms under `name`, with the rule's usual switches: inflected, whole_words, match_case."""
    base = Term(
        "",
        inflected=bool(spec.params.get("inflected")),
        whole=bool(spec.params.get("whole_words", True)),
        cased=bool(spec.params.get("match_case")),
        disguised=bool(spec.params.get("disguised_only")),
    )
    return [replace(base, text=text, **more) for text in words(spec.params.get(name))]


def need_terms(spec: Spec, *names: str) -> list[str]:
    """One problem for each list of terms that is empty or has a term without a letter or digit."""
    found = []
    for name in names:
        texts = words(spec.params.get(name))
        if not texts:
            found.append("Write at least one word or phrase, one in each line.")
        found += [f"“{t}” has no letter or digit to look for." for t in texts if not any(c.isalnum() for c in t)]
    return found


def whole_number(spec: Spec, name: str) -> int | None:
    """A parameter that is a number ≥ 0 or absent. Raises BadRule."""
    value = spec.params.get(name)
    if value is None or value == "":
        return None
    try:
        number = int(value)
    except (TypeError, ValueError):
        number = -1
    if number < 0:
        raise BadRule(f"“{value}” is not a number. Write how many times, for example 2.", field=name)
    return number
