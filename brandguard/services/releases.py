"""A rule is released like software: draft → tried on every letter → with some writers → for everybody → back in one click."""

from collections.abc import Collection, Mapping
from typing import Any

from django.db import transaction

from hub.accounts.models import User

from .. import engine, groups
from ..choices import RuleState
from ..exceptions import BadRule
from ..inforce import FIELDS, candidate_spec, put_fields, spec_of
from ..models import Rule, RuleVersion
from .rules import ensure_keeper, publish_rule, record_change, renew_ruleset, restore_rule, retire_rule, save_rule


@transaction.atomic
def propose(rule: Rule, fields: Mapping[str, Any], *, by: User) -> Rule:
    """Keep what a live rule is to say next. It changes nothing in force; a trial with some writers ends, since it was of other words.

    Raises BadRule when its examples fail, or when the rule is not in force (a draft is simply changed).
    """
    ensure_keeper(by)
    rule = _locked(rule)
    if rule.state != RuleState.LIVE:
        raise BadRule("Only a rule that is in force has a next version. Change the draft itself.")
    said = {**spec_of(rule).as_json(), **{name: value for name, value in fields.items() if name in FIELDS}, "key": rule.key}
    spec = engine.Spec.from_json(said)
    engine.prove(spec)
    rule.candidate, rule.candidate_by, rule.candidate_groups = {name: spec.as_json()[name] for name in FIELDS}, by, []
    return _keep(rule, "rule.proposed", by)


@transaction.atomic
def drop_candidate(rule: Rule, *, by: User) -> Rule:
    """Forget what a live rule was to say next."""
    ensure_keeper(by)
    rule = _locked(rule)
    rule.candidate, rule.candidate_by, rule.candidate_groups = None, None, []
    return _keep(rule, "rule.candidate_dropped", by)


@transaction.atomic
def start_canary(rule: Rule, *, keys: Collection[str], by: User) -> Rule:
    """Put a draft, or the next version of a live rule, into force for these groups of writers alone. Their letters are re-checked at once.

    Raises BadRule without a group, for one that `by` may not choose, or when there is nothing to try.
    """
    ensure_keeper(by)
    rule = _locked(rule)
    known = {group.key for group in groups.groups_named(keys, viewer=by)}
    if not keys or set(keys) - known:
        raise BadRule("Choose at least one writer for the trial.", field="groups")
    spec = candidate_spec(rule) if rule.state == RuleState.LIVE else spec_of(rule)
    if spec is None:
        raise BadRule("This rule is in force for everybody. Write its next version first.")
    engine.prove(spec)
    if rule.state == RuleState.LIVE:
        rule.candidate_groups = sorted(known)
    else:
        rule.state, rule.groups = RuleState.CANARY, sorted(known)
    return _keep(rule, "rule.canary", by, groups=sorted(known))


@transaction.atomic
def stop_canary(rule: Rule, *, by: User) -> Rule:
    """End the trial with some writers: a new rule is a draft again, the next version of a live one waits again."""
    ensure_keeper(by)
    rule = _locked(rule)
    if rule.state == RuleState.CANARY:
        rule.state, rule.groups = RuleState.DRAFT, []
    rule.candidate_groups = []
    return _keep(rule, "rule.canary_ended", by)


@transaction.atomic
def promote(rule: Rule, *, by: User) -> Rule:
    """Put what was tried into force for everybody. Raises BadRule when there is nothing to put into force."""
    ensure_keeper(by)
    rule = _locked(rule)
    if rule.state != RuleState.LIVE:
        return publish_rule(rule, by=by)
    if not rule.candidate:
        raise BadRule("This is in force already.")
    put_fields(rule, rule.candidate)
    rule.candidate, rule.candidate_by, rule.candidate_groups = None, None, []
    return save_rule(rule, by=by)


@transaction.atomic
def roll_back(rule: Rule, *, by: User) -> str:
    """One step back, whatever the last step was; says in a sentence what holds now.

    A trial with some writers ends; what a live rule said before its last change is in force again; a first version goes out of force.
    """
    ensure_keeper(by)
    rule = _locked(rule)
    if rule.state == RuleState.CANARY or rule.candidate_groups:
        stop_canary(rule, by=by)
        return f"The trial of “{rule.name}” is over. Nothing of it is in force."
    if rule.state != RuleState.LIVE:
        raise BadRule("This rule is not in force, so there is nothing to roll back.")
    before = _before(rule)
    if before is None:
        retire_rule(rule, by=by)
        return f"“{rule.name}” had no earlier version, so it is out of force."
    restore_rule(before, by=by)
    return f"“{rule.name}” says again what it said in version {before.number}."


def _before(rule: Rule) -> RuleVersion | None:
    """The newest version that said something else."""
    now = spec_of(rule).as_json()
    for version in rule.versions.exclude(number=rule.version).order_by("-number"):
        if any(version.data.get(name) != now[name] for name in FIELDS):
            return version
    return None


def _locked(rule: Rule) -> Rule:
    return Rule.objects.select_for_update(of=("self",)).get(pk=rule.pk)


def _keep(rule: Rule, action: str, by: User, **data: Any) -> Rule:
    rule.save()
    record_change(action, rule, by, **data)
    renew_ruleset(changed=rule.key)
    return rule
