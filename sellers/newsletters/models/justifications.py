"""A writer's reasons for what a rule lets pass only with one."""

from django.conf import settings
from django.db import models

from .letters import LetterPage


class Justification(models.Model):
    """Her latest reason for one rule in one letter. What counted for a review is frozen with its artefact."""

    letter = models.ForeignKey(LetterPage, on_delete=models.CASCADE, related_name="justifications")
    rule = models.CharField(max_length=80)
    text = models.CharField(max_length=500)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["letter", "rule"], name="one_reason_per_rule")]

    def __str__(self) -> str:
        return f"{self.rule} {self.letter_id}"
