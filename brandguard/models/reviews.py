"""The queue of artefacts that wait for a person who is not their author."""

from typing import ClassVar

from django.conf import settings
from django.db import models

from hub.common.frozen import FrozenModel

from ..choices import ReviewState, Verdict


class Review(models.Model):
    artefact = models.OneToOneField("brandguard.Artefact", on_delete=models.PROTECT, related_name="review")
    state = models.CharField(max_length=10, choices=ReviewState.choices, default=ReviewState.WAITING, db_index=True)
    submitted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    submitted_at = models.DateTimeField()
    due_at = models.DateTimeField()
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(null=True)
    note = models.TextField(blank=True)
    # Why a person has to look at it, by the policy of that moment: [["standing", "…"], …]. Empty: it passed by itself.
    why = models.JSONField(default=list)
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


class AfterCheck(FrozenModel):
    """A letter that passed by itself and was drawn to be read afterwards."""

    changeable: ClassVar[tuple[str, ...]] = ("verdict", "by", "at", "note")

    review = models.OneToOneField(Review, on_delete=models.PROTECT, related_name="after_check")
    drawn_at = models.DateTimeField()
    due_at = models.DateTimeField()
    verdict = models.CharField(max_length=10, choices=Verdict.choices, default=Verdict.WAITING, db_index=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(null=True)
    note = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["due_at", "id"]

    def __str__(self) -> str:
        return f"after-check of {self.review_id}"
