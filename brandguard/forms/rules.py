"""A rule as a marketing lead writes it. Which fields it has depends on the kind; its examples are tried before it is saved."""

from collections.abc import Mapping
from copy import copy
from typing import Any

from django import forms
from django.core.validators import RegexValidator
from django.utils.text import slugify

from hub.accounts.models import User

from ..choices import Kind, RuleState, Scope, Severity
from ..exceptions import BadRule
from ..inforce import put_fields
from ..kinds.base import words
from ..models import Rule
from ..services import rules
from .fields import LANGUAGES, WRITERS, Lines, Ticks, moment, region_choices
from .params import ALL_PARAMS, EXPLAINED, PARAMS, ParamFields

SEVERITIES = [
    (Severity.ADVICE.value, "Advice: shown while writing, nothing else"),
    (Severity.WARNING.value, "Warning: shown while writing and to the reviewer"),
    (Severity.JUSTIFY.value, "Must justify: the writer gives a reason, the reviewer reads it"),
    (Severity.REVIEW.value, "Goes to review: a person always looks"),
    (Severity.BLOCK.value, "Blocks: the letter comes back until it is changed"),
]
SCOPES = [(value, label.capitalize()) for value, label in Scope.choices if value != Scope.EVERYTHING]
FIELD_OF = {"params": "terms", "examples_excused": "excused", "examples_hit": "hit", "examples_miss": "miss"}


class RuleForm(ParamFields):
    """`rule`: the rule to change, or None with `kind` for a new one. `save(by=)` goes through the service."""

    name = forms.CharField(max_length=120, help_text="As you would call it in a conversation.")
    key = forms.SlugField(max_length=80, required=False, help_text="Short and fixed for ever. Empty: made from the name.")
    severity = forms.ChoiceField(choices=SEVERITIES, widget=forms.RadioSelect, initial=Severity.BLOCK.value, label="What happens")
    reason = forms.CharField(widget=forms.Textarea(attrs={"rows": 3}), help_text="The writer reads this. Say why not, and what instead.")
    fix = forms.CharField(max_length=200, required=False, label="What to write instead", help_text="Offered as one click.")
    legal_source = forms.CharField(max_length=200, required=False, help_text="Law, guideline or decision behind it.")
    scopes = Ticks(SCOPES, label="Where it looks", help_text="Nothing ticked: everywhere.")
    languages = Ticks(LANGUAGES, help_text="Nothing ticked: all.")
    regions = Ticks(region_choices, help_text="Nothing ticked: all.")
    roles = Ticks(WRITERS, label="Whose letters", help_text="Nothing ticked: everybody’s.")
    valid_from = moment("From")
    valid_to = moment("Until")
    exceptions = Lines(
        label="Exceptions", help_text="Words that excuse a hit they contain completely: “cap sleeve” excuses “cap”. One in each line."
    )
    hit = Lines(label="Must be found", help_text="At least two sentences that this rule must find, one in each line.")
    miss = Lines(label="Must be left alone", help_text="At least two sentences that look alike and are fine.")
    excused = Lines(label="Excused", help_text="For each exception a sentence that it excuses.")
    lesson = forms.CharField(
        max_length=300,
        required=False,
        validators=[RegexValidator(r"^(https://|/)", "Give an address: https://… or a path of this site, /…")],
        help_text="Address of a lesson, shown to writers who meet this rule again and again.",
    )
    in_force = forms.BooleanField(required=False, label="In force", help_text="Checked in every letter from the moment you save.")

    def __init__(
        self, *args: Any, rule: Rule | None = None, kind: str = Kind.PHRASE.value, next_version: bool = False, **kwargs: Any
    ) -> None:
        """`next_version`: what a live rule is to say next stands in the fields, when there is such a thing."""
        self.rule, self.kind = rule, rule.kind if rule else kind
        self.next_version = bool(next_version and rule and rule.candidate)
        super().__init__(*args, initial=_initial(rule, next_version=self.next_version) if rule else None, **kwargs)
        self.fields["if"] = Lines(label="When one of these appears")
        self.fields["then"] = Lines(label="one of these must appear as well")
        for name in ALL_PARAMS - PARAMS[self.kind]:
            del self.fields[name]
        for name, text in EXPLAINED.get(self.kind, {}).items():
            self.fields[name].help_text = text
        if rule:
            del self.fields["key"]
        first = ("name", "key", "if", "then", "where", *(n for n in self.fields if n in ALL_PARAMS))
        self.order_fields(dict.fromkeys(first))

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if not self.errors:
            self._prove(data)
        return data

    def _prove(self, data: Mapping[str, Any]) -> None:
        """The examples are tried here, so that what is wrong stands beside its field."""
        key = self.rule.key if self.rule else data.get("key") or slugify(data["name"])[:80]
        if not self.rule and Rule.objects.filter(key=key).exists():
            self.add_error("key", "There is a rule with this key already. Choose another one.")
            return
        self.candidate = self.rule or Rule(key=key)
        for name, value in self.said(data).items():
            setattr(self.candidate, name, value)
        try:
            rules.prove_rule(self.candidate)
        except BadRule as error:
            name = str(error.details.get("field", ""))
            name = FIELD_OF.get(name, name)
            self.add_error(name if name in self.fields else next((n for n in self.fields if n in ALL_PARAMS), None), error.message)

    def said(self, data: Mapping[str, Any] | None = None) -> dict[str, Any]:
        """The rule's fields as they stand in the form."""
        data = data or self.cleaned_data
        plain = ("name", "severity", "reason", "fix", "legal_source", "scopes", "languages", "regions", "roles", "valid_from", "valid_to")
        params = {name: data[name] for name in PARAMS[self.kind] if data.get(name) not in (None, "", [], False)}
        if "pairs" in params:
            params["pairs"] = [_pair(line) for line in params["pairs"]]
        return {
            **{name: data[name] for name in plain},
            "kind": self.kind,
            "params": params,
            "exceptions": [{"text": text} for text in data["exceptions"]],
            "examples": {name: data[name] for name in ("hit", "miss", "excused")},
        }

    def save(self, *, by: User) -> Rule:
        """The saved rule, in force or not as ticked."""
        self.candidate.lesson = self.cleaned_data["lesson"]
        rule = rules.save_rule(self.candidate, by=by)
        if self.cleaned_data["in_force"] and rule.state != RuleState.LIVE:
            return rules.publish_rule(rule, by=by)
        if not self.cleaned_data["in_force"] and rule.state == RuleState.LIVE:
            return rules.retire_rule(rule, by=by)
        return rule


def _pair(line: str) -> list[str]:
    said, _, instead = line.replace("->", "→").partition("→")
    return [said.strip(), instead.strip()]


def _initial(rule: Rule, *, next_version: bool) -> dict[str, Any]:
    if next_version and rule.candidate:
        rule = copy(rule)
        put_fields(rule, rule.candidate)
    plain = ("name", "severity", "reason", "fix", "legal_source", "scopes", "languages", "regions", "roles", "valid_from", "valid_to")
    params = dict(rule.params)
    if "pairs" in params:
        given = params["pairs"]
        params["pairs"] = [f"{said} → {instead}" for said, instead in (given.items() if isinstance(given, dict) else given)]
    return {
        **{name: getattr(rule, name) for name in plain},
        **{name: words(value) if isinstance(value, list) else value for name, value in params.items()},
        "inflected": bool(params.get("inflected")),
        "exceptions": [exception["text"] if isinstance(exception, dict) else exception for exception in rule.exceptions],
        **{name: words(rule.examples.get(name)) for name in ("hit", "miss", "excused")},
        "lesson": rule.lesson,
        "in_force": rule.state == RuleState.LIVE,
    }
