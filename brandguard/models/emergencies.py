"""The way past a rule when something has to go out now: two people, in writing, for a few hours."""

from typing import ClassVar

from django.conf import settings
from django.db import models

from hub.common.frozen import FrozenModel


class Emergency(FrozenModel):
    """One person says why; another confirms. Until then, and when its time is over, it opens nothing."""

    changeable: ClassVar[tuple[str, ...]] = ("confirmed_by", "confirmed_at", "ended_at", "ended_by")

    artefact = models.OneToOneField("brandguard.Artefact", on_delete=models.PROTECT, related_name="emergency")
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    opened_at = models.DateTimeField()
    reason = models.TextField()
    # Until when a second person may confirm it.
    closes_at = models.DateTimeField()
    # What the rules said and is let pass: rule keys and the words, as at the opening.
    overrides = models.JSONField(default=list)
    confirmed_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    confirmed_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(confirmed_by__isnull=True) | ~models.Q(confirmed_by=models.F("opened_by")),
                name="emergency_needs_two_people",
            )
        ]

    def __str__(self) -> str:
        return f"emergency of {self.artefact_id}"
