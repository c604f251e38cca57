"""Say X instead of Y."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from ..documents import Finding
from ..engine.spec import Spec
from .base import Pattern, RuleKind, Term, finding_at, message_of, terms_of

if TYPE_CHECKING:
    from ..engine.matching import Hit
    from ..engine.reading import Reading


class Substitution(RuleKind):
    """params: pairs ({"say this not": "say this"} or a list of two-item lists), and the switches of a phrase.

    The reason may hold %s twice: what to say, then what was said. `regex: true` reads the left sides as patterns.
    """

    def problems(self, spec: Spec) -> list[str]:
        pairs = self.pairs(spec)
        if not pairs:
            return ["Write at least one pair: what not to say, and what to say instead."]
        return [f"“{said}” needs something to say instead." for said, instead in pairs if not (said and instead)]

    def pairs(self, spec: Spec) -> list[tuple[str, str]]:
        given = spec.params.get("pairs") or {}
        items = given.items() if isinstance(given, dict) else given
        return [(str(said).strip(), str(instead).strip()) for said, instead in items]

    def terms(self, spec: Spec) -> list[Term]:
        pairs = dict(self.pairs(spec))
        wanted = spec.params.get("terms") or [] if spec.params.get("regex") else list(pairs)
        switches = terms_of(Spec(key=spec.key, params={**spec.params, "terms": wanted}))
        return [replace(term, payload=pairs[said]) for term, said in zip(switches, wanted, strict=True)]

    def patterns(self, spec: Spec) -> list[Pattern]:
        pairs = self.pairs(spec)
        if not spec.params.get("regex"):
            return []
        joined = "|".join(f"({said})" for said, _ in pairs)
        source = f"(?:{joined})" if spec.params.get("nonword") else rf"\b(?:{joined})\b"
        instead, excuse = tuple(instead for _, instead in pairs), str(spec.params.get("excuse") or "")
        return [Pattern(source, not spec.params.get("match_case"), payloads=instead, folded=False, excuse=excuse)]

    def findings(self, spec: Spec, hits: Sequence["Hit"], reading: "Reading") -> Iterable[Finding]:
        for hit in hits:
            if already(hit.payload, hit.match):
                continue
            options = hit.payload.split("|")
            shown = hit.payload if not spec.params.get("choices") else choice_of(options)
            reason = spec.reason if not spec.params.get("choices") else unquoted(spec.reason)
            message = message_of(replace(spec, reason=reason), shown, hit.match) if "%s" in spec.reason else ""
            yield finding_at(spec, hit, message=message, fix=options[0])


def already(instead: str, said: str) -> bool:
    """Whether what was said is what should be said: a word of several choices may be written as an expression."""
    if " " in instead:
        return instead == said
    try:
        return re.fullmatch(instead, said) is not None
    except re.error:
        return instead == said


def choice_of(options: Sequence[str]) -> str:
    """'a' or 'b'; 'a', 'b', or 'c'."""
    quoted = [f"'{option}'" for option in options]
    if len(quoted) < 3:
        return " or ".join(quoted)
    return f"{', '.join(quoted[:-1])}, or {quoted[-1]}"


def unquoted(message: str) -> str:
    """The message without quotation marks round its first %s, when both are in them: the choices bring their own."""
    for quoted in ("'%s'", '"%s"'):
        if message.count(quoted) == 2:
            return message.replace(quoted, "%s", 1)
    return message
