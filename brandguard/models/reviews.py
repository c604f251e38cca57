"""The queue of artefacts that wait for a person who is not their author."""

from django.conf import settings
from django.db import models

from ..choices import ReviewState


class Review(models.Model):
    artefact = models.OneToOneField("brandguard.Artefact", on_delete=models.PROTECT, related_name="review")
    state = models.CharField(max_length=10, choices=ReviewState.choices, default=ReviewState.WAITING, db_index=True)
    submitted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    submitted_at = models.DateTimeField()
    due_at = models.DateTimeField()
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True)
    note = models.TextField(blank=True)
    # Who is reading it now, whose it is to decide, and who asked for more eyes on it. None of these opens or shuts anything.
    claimed_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    claimed_at = models.DateTimeField(null=True)
    assigned_to = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    escalated_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    escalated_at = models.DateTimeField(null=True)
    escalation = models.CharField(max_length=300, blank=True)
    # How often somebody was reminded: 1 when the deadline came near, 2 when it had passed.
    reminders = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["due_at", "id"]

    def __str__(self) -> str:
        return f"review of {self.artefact_id}"


class ReviewComment(models.Model):
    """A word of the reviewer to a spot of the letter, or (location empty) to the whole."""

    review = models.ForeignKey(Review, on_delete=models.CASCADE, related_name="comments")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    location = models.CharField(max_length=200, blank=True)
    quote = models.TextField(blank=True)
    text = models.TextField(blank=True)
    # What the passage could say instead, whole; the writer accepts it with a click.
    suggestion = models.TextField(blank=True)
    accepted_at = models.DateTimeField(null=True)
    at = models.DateTimeField()

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"comment {self.pk}"
