"""A rule tried on every stored letter: how far it has come, and what it found."""

from django.conf import settings
from django.db import models

from ..choices import TrialState


class Trial(models.Model):
    rule = models.ForeignKey("brandguard.Rule", on_delete=models.CASCADE, related_name="trials")
    # What is tried, as it stood then, and what is in force now, to compare with (None: nothing).
    spec = models.JSONField()
    present = models.JSONField(null=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    state = models.CharField(max_length=10, choices=TrialState.choices, default=TrialState.WAITING, db_index=True)
    asked_at = models.DateTimeField()
    # The last sign of life of whoever reads.
    beat_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    total = models.PositiveIntegerField(default=0)
    letters = models.PositiveIntegerField(default=0)
    struck = models.PositiveIntegerField(default=0)
    findings = models.PositiveIntegerField(default=0)
    # Letters that what is in force now leaves alone, and those that only it stops.
    newly = models.PositiveIntegerField(default=0)
    freed = models.PositiveIntegerField(default=0)
    # {"sent": [letters, struck], "draft": …}
    by_state = models.JSONField(default=dict)
    # The first of the letters: {"title", "author", "state", "findings": [{"match", "message", "scope"}]}.
    shown = models.JSONField(default=list)
    error = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"trial of {self.rule_id}"
