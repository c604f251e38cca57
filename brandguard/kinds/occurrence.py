"""At most, or at least, n times."""

import re
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from ..choices import Scope
from ..documents import Finding
from ..engine.spec import Spec
from .base import Pattern, RuleKind, Term, finding_at, missing, need_terms, terms_of, whole_number

if TYPE_CHECKING:
    from ..engine.matching import Hit
    from ..engine.needles import Needles
    from ..engine.reading import Reading


_SENTENCE_END = re.compile(r"[.!?…。！？][\"'”’)]*\s")


class Occurrence(RuleKind):
    """params: terms or pattern, maximum and/or minimum, per ("letter", "part" or "sentence"), at ("first": show the first)."""

    def problems(self, spec: Spec) -> list[str]:
        found = [] if spec.params.get("pattern") else need_terms(spec, "terms")
        limits = [whole_number(spec, "maximum"), whole_number(spec, "minimum")]
        return found if any(n is not None for n in limits) else [*found, "Say at most how many times, or at least."]

    def terms(self, spec: Spec) -> list[Term]:
        return terms_of(spec)

    def patterns(self, spec: Spec) -> list[Pattern]:
        source = spec.params.get("pattern")
        return [Pattern(str(source), not spec.params.get("match_case"), folded=False)] if source else []

    def wakes(self, spec: Spec) -> "Needles":
        return None if whole_number(spec, "minimum") else frozenset()

    def findings(self, spec: Spec, hits: Sequence["Hit"], reading: "Reading") -> Iterable[Finding]:
        most, least = whole_number(spec, "maximum"), whole_number(spec, "minimum")
        first = spec.params.get("at") == "first"
        # The name of a file, or a mail still to be written, is not said to the reader: there it is neither too often nor often enough.
        hits = [hit for hit in hits if hit.scope not in (Scope.FILE_NAME, Scope.MESSAGE) or hit.scope in spec.scopes]
        for group in self.groups(spec, hits, reading):
            if most is not None and len(group) > most:
                yield finding_at(spec, group[0 if first else most])
            elif first and least and 0 < len(group) < least:
                yield finding_at(spec, group[0])
        if least and spec.params.get("per", "letter") == "letter" and len(hits) < least:
            yield missing(spec)
        elif least and spec.params.get("per", "letter") != "letter":
            yield from self.poor_parts(spec, hits, reading, 1 if first else least)

    def groups(self, spec: Spec, hits: Sequence["Hit"], reading: "Reading") -> list[list["Hit"]]:
        per = spec.params.get("per", "letter")
        groups: dict[tuple[int, int], list[Hit]] = {}
        for hit in hits:
            part = -1 if per == "letter" else hit.part
            sentence = len(_SENTENCE_END.findall(reading.parts[hit.part].text[: hit.start])) if per == "sentence" else 0
            groups.setdefault((part, sentence), []).append(hit)
        return list(groups.values())

    def poor_parts(self, spec: Spec, hits: Sequence["Hit"], reading: "Reading", least: int) -> Iterable[Finding]:
        for index, part in enumerate(reading.document.parts):
            if spec.covers(part.scope) and sum(hit.part == index for hit in hits) < least:
                yield missing(spec, location=part.location, scope=part.scope)
