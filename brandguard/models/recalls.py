"""What was withdrawn, by whom and why, and where it was found."""

from typing import ClassVar

from django.conf import settings
from django.db import models

from hub.common.frozen import FrozenModel

from ..choices import RecallKind, Trace


class Recall(FrozenModel):
    changeable: ClassVar[tuple[str, ...]] = ("listed_at",)

    kind = models.CharField(max_length=10, choices=RecallKind.choices)
    # What was withdrawn, as the audit trail names it: "block:hours:3", "rule:no-cure", "letter:12".
    subject = models.CharField(max_length=120, db_index=True)
    # How a later look finds it again: a version's id, a rule's key, the words themselves, a letter's subject.
    ref = models.CharField(max_length=300)
    title = models.CharField(max_length=300)
    reason = models.CharField(max_length=300)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    # When the list of copies was complete; None: only what waited has been stopped so far.
    listed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return f"recall of {self.subject}"


class RecallEntry(FrozenModel):
    """One place where it was found. Only the number of readers follows, while a stopped send is being counted."""

    changeable: ClassVar[tuple[str, ...]] = ("readers",)

    recall = models.ForeignKey(Recall, on_delete=models.PROTECT, related_name="entries")
    trace = models.CharField(max_length=10, choices=Trace.choices)
    subject = models.CharField(max_length=80)
    title = models.CharField(max_length=255)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    region = models.CharField(max_length=50, blank=True)
    # Held: readers who did not get it. Sent: readers who have it. Otherwise nobody.
    readers = models.PositiveIntegerField(default=0)
    at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["trace", "id"]
        constraints = [models.UniqueConstraint(fields=["recall", "trace", "subject"], name="recall_entry_once")]

    def __str__(self) -> str:
        return f"{self.trace} {self.subject}"
