"""What a rule says as the engine reads it: as saved, and as it is in force now, a trial with some writers included."""

from dataclasses import fields, replace
from datetime import datetime
from typing import Any

from .choices import RuleState
from .engine.spec import Spec
from .models import Rule

# What of a rule is history: everything a person can change, and nothing that the machine counts.
FIELDS = (
    "key name kind severity reason legal_source fix scopes languages regions roles params exceptions examples valid_from valid_to".split()
)
_SAVED = {field.name for field in fields(Spec)} - {"groups", "spared"}


def spec_of(rule: Rule) -> Spec:
    return Spec.from_json({name: getattr(rule, name) for name in _SAVED})


def candidate_spec(rule: Rule) -> Spec | None:
    """What a live rule is to say next."""
    return Spec.from_json({**rule.candidate, "key": rule.key, "version": rule.version + 1}) if rule.candidate else None


def specs_in_force(rule: Rule) -> list[Spec]:
    """Nothing for drafts and retired rules; two for a live rule whose next version some writers have already."""
    if rule.state == RuleState.CANARY:
        return [replace(spec_of(rule), groups=tuple(sorted(rule.groups)))]
    if rule.state != RuleState.LIVE:
        return []
    candidate, groups = candidate_spec(rule), tuple(sorted(rule.candidate_groups))
    if candidate is None or not groups:
        return [spec_of(rule)]
    return [replace(spec_of(rule), spared=groups), replace(candidate, groups=groups)]


def put_fields(rule: Rule, data: dict[str, Any]) -> None:
    """Give a rule what a stored version says, all but its key."""
    for name, value in data.items():
        if name in FIELDS and name != "key":
            moment = name.startswith("valid_")
            setattr(rule, name, (datetime.fromisoformat(value) if value else None) if moment else value)
