"""What can be recalled, and how to tell whether a letter holds it."""

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.utils.text import slugify

from .choices import RecallKind, RuleState, Severity
from .documents import Document
from .engine import Compiled, Spec, check
from .exceptions import GuardError
from .inforce import spec_of, specs_in_force
from .models import Artefact, BlockVersion, Rule

# What says nothing, for the examples of a rule made from one phrase.
_HARMLESS = ("Come and see us.", "We wish you a good week.", "12345", "…")


@dataclass(frozen=True)
class Target:
    """One thing to withdraw. `ref` finds it again: a version's id, a rule's key, the words themselves, "letter:12"."""

    kind: RecallKind
    ref: str
    subject: str
    title: str
    # Region codes narrow who may recall it; "": company-wide.
    region: str = ""
    pin: tuple[str, int] | None = None
    spec: Spec | None = None

    def holds(self, subject: str, document: Callable[[], Document]) -> bool:
        """Whether the letter of this subject and document holds it. `document` is called only when it has to be read."""
        if self.kind == RecallKind.LETTER:
            return subject == self.subject
        if self.pin is not None:
            return self.pin in {(key, number) for key, number in document().blocks}
        # The engine speaks of hidden and mixed words too, whatever the rules: those are not what is recalled.
        return any(finding.rule == self.spec.key for finding in check(document(), self._rules)) if self.spec else False

    def stops(self, subject: str, document: Callable[[], Document]) -> bool:
        """Whether a letter that waits may not go on with it: a rule that only warns is for the reviewer to weigh."""
        if self.spec is not None and self.spec.severity != Severity.BLOCK:
            return False
        return self.holds(subject, document)

    @cached_property
    def _rules(self) -> Compiled:
        return Compiled([self.spec] if self.spec else [])


def target(kind: str, ref: str) -> Target:
    """The thing to recall. GuardError when there is no such thing."""
    if kind not in _FIND or (found := _FIND[RecallKind(kind)](ref)) is None:
        raise GuardError("There is nothing like this to recall. Choose it again.", code="no_target")
    return found


def text_target(version: BlockVersion) -> Target:
    """One version of an approved text."""
    pin = (version.block.key, version.number)
    title = f"{version.block.title}, version {version.number}"
    return Target(RecallKind.TEXT, str(version.pk), f"block:{pin[0]}:{pin[1]}", title, pin=pin)


def targets_of_rules(keys: Iterable[str]) -> list[Target]:
    """What those among these rules that are in force speak of; for some writers only, while they are on trial."""
    found = Rule.objects.filter(key__in=list(keys), state__in=(RuleState.LIVE, RuleState.CANARY))
    return [_of_spec(rule, spec) for rule in found for spec in specs_in_force(rule)]


def phrase_fields(words: str, *, reason: str = "") -> dict[str, Any]:
    """The fields of the rule that withdraws these words."""
    key = f"recalled-{slugify(words)[:50] or hashlib.sha256(words.encode()).hexdigest()[:12]}"
    harmless = [text for text in _HARMLESS if words.casefold() not in text.casefold()][:2]
    return {
        "key": key,
        "name": f"Recalled: {words}"[:120],
        "kind": "phrase",
        "severity": "block",
        "reason": reason or "These words were recalled.",
        "params": {"terms": [words]},
        "examples": {"hit": [words, f"Look: {words}."], "miss": harmless},
    }


def _text(ref: str) -> Target | None:
    version = BlockVersion.objects.select_related("block").filter(pk=ref).first() if ref.isdecimal() else None
    return text_target(version) if version else None


def _rule(ref: str) -> Target | None:
    rule = Rule.objects.filter(key=ref).exclude(state=RuleState.RETIRED).first()
    return _of_rule(rule) if rule else None


def _of_rule(rule: Rule) -> Target:
    return _of_spec(rule, spec_of(rule))


def _of_spec(rule: Rule, spec: Spec) -> Target:
    return Target(RecallKind.RULE, rule.key, f"rule:{rule.key}", rule.name, spec=spec)


def _phrase(ref: str) -> Target | None:
    words = " ".join(ref.split())
    if not 2 <= len(words) <= 200:
        return None
    rule = phrase_fields(words)
    return Target(RecallKind.PHRASE, words, f"rule:{rule['key']}", f"“{words}”", spec=Spec.from_json(rule))


def _letter(ref: str) -> Target | None:
    newest = Artefact.objects.filter(subject=ref).defer("payload", "document").order_by("-pk").first()
    return Target(RecallKind.LETTER, ref, ref, newest.title, region=newest.region) if newest else None


_FIND: dict[RecallKind, Callable[[str], Target | None]] = {
    RecallKind.TEXT: _text,
    RecallKind.RULE: _rule,
    RecallKind.PHRASE: _phrase,
    RecallKind.LETTER: _letter,
}
