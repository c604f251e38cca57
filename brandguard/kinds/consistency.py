"""One spelling in one letter: e-mail or email, not both."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from os.path import commonprefix
from typing import TYPE_CHECKING

from ..documents import Finding
from ..engine.spec import Spec
from .base import RuleKind, Term, finding_at, message_of, terms_of, words

if TYPE_CHECKING:
    from ..engine.matching import Hit
    from ..engine.reading import Reading


class Consistency(RuleKind):
    """params: either (lists of spellings, each "one | another"), and the switches of a phrase.

    Once two spellings of a list stand in a letter, every one that is not the first to appear is a finding; the fix is that first one.
    The reason may hold %s twice: what was said first, and what is said here.
    """

    def problems(self, spec: Spec) -> list[str]:
        lists = self.lists(spec)
        if not lists:
            return ["Write at least two spellings in one line, with a bar between them: e-mail | email."]
        return [f"“{' | '.join(one)}” needs another spelling beside it." for one in lists if len(set(one)) < 2]

    def lists(self, spec: Spec) -> list[list[str]]:
        return [[" ".join(said.split()) for said in line.split("|") if said.strip()] for line in words(spec.params.get("either"))]

    def terms(self, spec: Spec) -> list[Term]:
        return [
            replace(term, role=f"{number} {term.text}", honest=True)
            for number, spellings in enumerate(self.lists(spec))
            for term in terms_of(Spec(key=spec.key, params={**spec.params, "terms": spellings}))
        ]

    def findings(self, spec: Spec, hits: Sequence["Hit"], reading: "Reading") -> Iterable[Finding]:
        for told in self.said(hits).values():
            first = min(told, key=lambda pair: (pair[0].part, pair[0].start))[1]
            for hit, spelling in told:
                if spelling != first:
                    message = message_of(spec, first, hit.match) if "%s" in spec.reason else ""
                    fix = first if hit.match.casefold() == spelling.casefold() else ""
                    yield finding_at(spec, hit, message=message, fix=_as(hit.match, fix))

    def said(self, hits: Sequence["Hit"]) -> dict[str, list[tuple["Hit", str]]]:
        """For each list what stands where. Where several spellings fit one place, the one that looks most like it counts."""
        places: dict[tuple[str, int, int], list[tuple[Hit, str]]] = defaultdict(list)
        for hit in sorted(hits, key=lambda held: (held.part, held.start, -held.end)):
            number, _, spelling = hit.role.partition(" ")
            taken = (key for key, held in places.items() if key[0] == number and _meet(held[0][0], hit))
            places[next(taken, (number, hit.part, hit.start))].append((hit, spelling))
        told: dict[str, list[tuple[Hit, str]]] = defaultdict(list)
        for (number, _, _), held in places.items():
            told[number].append(max(held, key=lambda pair: _likeness(pair[0].match, pair[1])))
        return told


def _meet(one: "Hit", other: "Hit") -> bool:
    return one.part == other.part and one.start < other.end and other.start < one.end


def _likeness(said: str, spelling: str) -> tuple[bool, bool, int]:
    return said == spelling, said.casefold() == spelling.casefold(), len(commonprefix([said.casefold(), spelling.casefold()]))


def _as(said: str, wanted: str) -> str:
    """The wanted spelling with a capital where a sentence began with one."""
    return wanted[:1].upper() + wanted[1:] if said[:1].isupper() and said[1:].islower() else wanted
