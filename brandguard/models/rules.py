"""Rules, their history, and the numbered sets of live rules that approvals name."""

from django.conf import settings
from django.db import models

from ..choices import Kind, RuleState, Severity


class Rule(models.Model):
    """A rule as it stands now. Every save that counts goes through services.save_rule, which runs its examples first."""

    key = models.SlugField(max_length=80, unique=True, help_text="Stable; shown with each finding.")
    name = models.CharField(max_length=120)
    kind = models.CharField(max_length=20, choices=Kind.choices, default=Kind.PHRASE)
    severity = models.CharField(max_length=10, choices=Severity.choices, default=Severity.BLOCK)
    reason = models.TextField(help_text="Shown to the writer, in plain words: why not, and what instead.")
    legal_source = models.CharField(max_length=200, blank=True)
    fix = models.CharField(max_length=200, blank=True, help_text="What to write instead.")
    scopes = models.JSONField(default=list, blank=True, help_text="Empty: everything.")
    languages = models.JSONField(default=list, blank=True)
    regions = models.JSONField(default=list, blank=True)
    roles = models.JSONField(default=list, blank=True)
    # What the kind needs: terms, inflected, minimum/maximum, if/then/where, allow/deny … (brandguard/kinds/)
    params = models.JSONField(default=dict, blank=True)
    # [{"text": "...", "scope": ""}]: excuse a hit only when they contain it completely.
    exceptions = models.JSONField(default=list, blank=True)
    # {"hit": ["…", "…"], "miss": ["…", "…"], "excused": ["…"]}
    examples = models.JSONField(default=dict, blank=True)
    valid_from = models.DateTimeField(null=True, blank=True)
    valid_to = models.DateTimeField(null=True, blank=True)
    state = models.CharField(max_length=10, choices=RuleState.choices, default=RuleState.DRAFT)
    version = models.PositiveIntegerField(default=1)
    # While the state is "canary": the groups of writers for whom it is in force (brandguard/groups.py), as rooms above name them.
    groups = models.JSONField(default=list, blank=True)
    # What a live rule is to say next, tried before it is in force; None: nothing. Its groups have it already, the others not yet.
    candidate = models.JSONField(null=True, blank=True)
    candidate_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    candidate_groups = models.JSONField(default=list, blank=True)
    # Where a writer reads more, shown to those who meet this rule again and again.
    lesson = models.CharField(max_length=300, blank=True, help_text="Address of a lesson, for writers who meet this rule again and again.")
    # Per cent of the automatic disguises of its own examples that it still finds; None: not tried yet.
    evasion = models.PositiveSmallIntegerField(null=True, blank=True, editable=False)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        ordering = ["key"]

    def __str__(self) -> str:
        return self.name


class RuleVersion(models.Model):
    """A rule as it once stood, for history and rollback."""

    rule = models.ForeignKey(Rule, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    data = models.JSONField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["rule", "number"], name="rule_version_once")]


class RuleSetVersion(models.Model):
    """All live rules at one moment, frozen. The highest id is in force; approvals name the one they were given under."""

    digest = models.CharField(max_length=64)
    rules = models.JSONField()
    at = models.DateTimeField()

    class Meta:
        ordering = ["-id"]
