"""What each rule has done, one row a letter, so that a rule that is mostly noise shows itself."""

from django.conf import settings
from django.db import models


class RuleHit(models.Model):
    """A rule spoke in a letter that was handed in, or (artefact empty) kept it from being handed in."""

    rule = models.CharField(max_length=80)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    artefact = models.ForeignKey("brandguard.Artefact", null=True, on_delete=models.PROTECT, related_name="hits")
    findings = models.PositiveIntegerField(default=1)
    # The writer gave a reason.
    justified = models.BooleanField(default=False)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["rule", "artefact"]), models.Index(fields=["author", "at"])]
        constraints = [models.UniqueConstraint(fields=["artefact", "rule"], name="rule_hit_once_a_letter")]

    def __str__(self) -> str:
        return f"{self.rule} {self.artefact_id}"


class Objection(models.Model):
    """A reviewer says that a rule is wrong in this letter."""

    rule = models.CharField(max_length=80, db_index=True)
    artefact = models.ForeignKey("brandguard.Artefact", on_delete=models.PROTECT, related_name="objections")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    match = models.CharField(max_length=200, blank=True)
    note = models.CharField(max_length=300, blank=True)
    at = models.DateTimeField()

    class Meta:
        ordering = ["-id"]
        constraints = [models.UniqueConstraint(fields=["rule", "artefact", "by"], name="objection_once")]

    def __str__(self) -> str:
        return f"{self.rule} {self.artefact_id}"
