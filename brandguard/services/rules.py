"""Every change to a rule. A rule whose examples fail is never saved; a change to the live rules makes a new set."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone

from hub.accounts.models import Role, User
from hub.common import audit
from hub.common.exceptions import NotAllowed

from .. import engine, queries
from ..choices import RuleState
from ..documents import Document, Finding
from ..engine.spec import digest_of
from ..evasion import evasion_score
from ..exceptions import BadRule
from ..inforce import FIELDS, put_fields, spec_of, specs_in_force
from ..models import Rule, RuleSetVersion, RuleVersion
from ..signals import ruleset_changed

KEEPERS = {Role.LEAD, Role.ADMINISTRATOR}


@dataclass(frozen=True)
class Report:
    """What the live rules say about a document, and which set said so."""

    findings: list[Finding]
    ruleset: RuleSetVersion

    @property
    def blocked(self) -> bool:
        return any(finding.blocks for finding in self.findings)


def check_document(document: Document) -> Report:
    """Check a document by the rules in force now. Reads only."""
    ruleset = queries.current_ruleset()
    return Report(engine.check(document, ruleset), ruleset)


def prove_rule(rule: Rule) -> None:
    """Try a rule's examples without saving it. Raises BadRule as save_rule would."""
    engine.prove(spec_of(rule))


@transaction.atomic
def save_rule(rule: Rule | Mapping[str, Any], *, by: User | None) -> Rule:
    """Save a new or changed rule, given as a Rule or as its fields (known by `key`), as its next version.

    Raises BadRule when an example fails or the parameters are not understood: nothing is saved then.
    A live rule is in force at once; a draft waits for publish_rule. `by=None` is the system (imports, demo).
    """
    ensure_keeper(by)
    if not isinstance(rule, Rule):
        rule = _from_fields(rule)
    engine.prove(spec_of(rule))
    last = RuleVersion.objects.filter(rule_id=rule.pk).order_by("-number").first() if rule.pk else None
    rule.version = last.number + 1 if last else 1
    if rule.owner_id is None and by is not None:
        rule.owner = by
    rule.evasion = evasion_score(spec_of(rule)).percent
    rule.save()
    _write_version(rule, by)
    record_change("rule.saved", rule, by, version=rule.version)
    renew_ruleset(changed=rule.key)
    return rule


@transaction.atomic
def keep_draft(data: Mapping[str, Any], *, by: User | None) -> Rule:
    """Save a draft whose examples are still to be written, or its next version. It is understood, and publishing it proves it.

    Raises BadRule when its parameters are wrong, or when the rule is in force.
    """
    ensure_keeper(by)
    rule = _from_fields(data)
    if rule.pk and rule.state != RuleState.DRAFT:
        raise BadRule(f"“{rule.key}” is no draft. Take it out of force first.", field="key")
    engine.understood(spec_of(rule))
    last = RuleVersion.objects.filter(rule_id=rule.pk).order_by("-number").first() if rule.pk else None
    rule.version = last.number + 1 if last else 1
    rule.owner = rule.owner or by
    rule.save()
    _write_version(rule, by)
    record_change("rule.saved", rule, by, version=rule.version)
    return rule


@transaction.atomic
def publish_rule(rule: Rule, *, by: User | None) -> Rule:
    """Put a draft or retired rule, or one on trial, into force for everybody. Its examples run once more."""
    return _move(rule, RuleState.LIVE, "rule.published", by)


@transaction.atomic
def retire_rule(rule: Rule, *, by: User | None) -> Rule:
    """Take a rule out of force. It keeps its history and may be published again."""
    return _move(rule, RuleState.RETIRED, "rule.retired", by)


@transaction.atomic
def restore_rule(version: RuleVersion, *, by: User | None) -> Rule:
    """Bring back what a rule said in an earlier version, as a new version. Its state stays."""
    rule = version.rule
    put_fields(rule, version.data)
    return save_rule(rule, by=by)


def _move(rule: Rule, state: str, action: str, by: User | None) -> Rule:
    ensure_keeper(by)
    if state == RuleState.LIVE:
        engine.prove(spec_of(rule))
    rule.state, rule.groups = state, []
    rule.save(update_fields=["state", "groups", "changed_at"])
    record_change(action, rule, by, version=rule.version)
    renew_ruleset(changed=rule.key)
    return rule


def ensure_keeper(by: User | None) -> None:
    if by is not None and by.role not in KEEPERS:
        raise NotAllowed("Only a marketing lead or an administrator changes rules. Ask yours.")


def _from_fields(data: Mapping[str, Any]) -> Rule:
    if not data.get("key"):
        raise BadRule("Give the rule a key, for example “no-guarantees”.", field="key")
    rule = Rule.objects.filter(key=data["key"]).first() or Rule(key=data["key"], name=data.get("name") or data["key"])
    for name in (*FIELDS, "state", "owner", "lesson"):
        if name in data:
            setattr(rule, name, data[name])
    return rule


def _write_version(rule: Rule, by: User | None) -> None:
    RuleVersion.objects.create(rule=rule, number=rule.version, data=spec_of(rule).as_json(), by=by, at=timezone.now())


def record_change(action: str, rule: Rule, by: User | None, **data: Any) -> None:
    audit.record(
        action, actor=by, subject=f"rule:{rule.key}", data={"state": rule.state, "digest": digest_of([spec_of(rule).as_json()]), **data}
    )


def renew_ruleset(*, changed: str) -> None:
    """A new numbered set when the live rules differ from the set in force."""
    before = queries.current_ruleset()
    found = Rule.objects.filter(state__in=(RuleState.LIVE, RuleState.CANARY)).order_by("key")
    rules = [spec.as_json() for rule in found for spec in specs_in_force(rule)]
    digest = digest_of(rules)
    if digest == before.digest:
        return
    ruleset = RuleSetVersion.objects.create(digest=digest, rules=rules, at=timezone.now())
    audit.record("ruleset.changed", subject=f"ruleset:{ruleset.pk}", data={"digest": digest, "rules": len(rules)})
    ruleset_changed.send(sender=RuleSetVersion, ruleset=ruleset, changed=[changed])
