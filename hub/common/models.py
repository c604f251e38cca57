"""The audit trail and the outbox of single mails. Neither knows a word of the domain."""

from django.db import models

from .frozen import FrozenModel


class AuditEntry(FrozenModel):
    """One line of the append-only, hash-chained audit trail. Written by hub.common.audit.record alone.

    Frozen here and, against anything that goes round the ORM, by triggers in the database.
    """

    seq = models.BigIntegerField(primary_key=True)
    at = models.DateTimeField()
    # No foreign keys: the trail must outlive what it speaks of.
    actor_id = models.BigIntegerField(null=True)
    actor = models.CharField(max_length=150)
    action = models.CharField(max_length=80, db_index=True)
    subject = models.CharField(max_length=120, db_index=True)
    data = models.JSONField(default=dict)
    previous = models.CharField(max_length=64)
    digest = models.CharField(max_length=64, unique=True)

    class Meta:
        ordering = ["seq"]
        indexes = [models.Index(fields=["action", "subject"], name="what_happened_to_whom")]

    def __str__(self) -> str:
        return f"{self.seq} {self.action} {self.subject}"


class OutgoingMail(models.Model):
    """A single mail (confirmation, notification, sign-in) waiting in the outbox, so that no lost task loses it."""

    class State(models.TextChoices):
        WAITING = "waiting", "waiting"
        SENDING = "sending", "sending"
        SENT = "sent", "sent"
        FAILED = "failed", "failed"

    to = models.CharField(max_length=320)
    subject = models.CharField(max_length=300)
    text = models.TextField()
    html = models.TextField(blank=True)
    headers = models.JSONField(default=dict)
    from_header = models.CharField(max_length=400, blank=True)
    kind = models.CharField(max_length=60, help_text="What it is for, e.g. audience.confirm")
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    tries = models.PositiveSmallIntegerField(default=0)
    not_before = models.DateTimeField()
    created_at = models.DateTimeField(auto_now_add=True)
    sent_at = models.DateTimeField(null=True)
    error = models.CharField(max_length=300, blank=True)

    class Meta:
        indexes = [models.Index(fields=["state", "not_before"])]

    def __str__(self) -> str:
        return f"{self.kind} {self.state}"


class Heartbeat(models.Model):
    """When a background process was last heard of. Written by hub.common.heartbeat.beat alone."""

    name = models.CharField(max_length=40, primary_key=True)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name
