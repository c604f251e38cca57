"""The ledger: what is to be sent, to whom, and what became of it. The database is the truth, no queue is."""

from django.conf import settings
from django.db import models

from sellers.audience.models import Subscriber

from .choices import ChunkStatus, IssueState, ProblemKind, Resolution


class Issue(models.Model):
    """One approved letter on its way to one seller's list. Its id is the letter's page id."""

    letter = models.OneToOneField("sellers_newsletters.LetterPage", primary_key=True, on_delete=models.CASCADE, related_name="issue")
    seller = models.ForeignKey("sellers_profiles.Seller", on_delete=models.PROTECT, related_name="issues")
    artefact = models.ForeignKey("brandguard.Artefact", on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=IssueState.choices, default=IssueState.READY, db_index=True)
    armed_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    armed_at = models.DateTimeField(null=True)
    # The time in UTC, and as the seller said it: her wall clock and its zone.
    due_at = models.DateTimeField(null=True)
    wall_time = models.CharField(max_length=16, blank=True)
    zone = models.CharField(max_length=60, blank=True)
    confirmed_readers = models.PositiveIntegerField(null=True)
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    # How many readers were fixed at the start. Never changes afterwards.
    snapshot = models.PositiveIntegerField(default=0)
    # [[code, sentence], …] while the state is "held".
    hold_reasons = models.JSONField(default=list)

    class Meta:
        indexes = [models.Index(fields=["state", "due_at"])]

    def __str__(self) -> str:
        return f"issue {self.pk} ({self.state})"

    @property
    def may_be_armed(self) -> bool:
        """Approved and not on its way; what was pulled back before anybody got it may be sent after all."""
        if self.state == IssueState.CANCELLED:
            return self.started_at is None
        return self.state in (IssueState.READY, IssueState.LATE)


class Delivery(models.Model):
    """One reader of one issue. Written at the start, never changed; its outcome is a byte in its chunk.

    The database checks neither of its keys: that would cost as much again as writing it (decision 21).
    """

    issue = models.ForeignKey(Issue, on_delete=models.PROTECT, related_name="deliveries", db_index=False, db_constraint=False)
    n = models.PositiveIntegerField()
    subscriber = models.ForeignKey(Subscriber, null=True, on_delete=models.SET_NULL, related_name="deliveries", db_constraint=False)
    # No address here: it is read when the letter is handed over, so that erasing a person leaves nothing behind.
    address_hash = models.CharField(max_length=32)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["issue", "n"], name="delivery_place_once"),
            models.UniqueConstraint(fields=["issue", "address_hash"], name="delivery_address_once"),
        ]

    def __str__(self) -> str:
        return f"delivery {self.pk}"

    def reader(self) -> Subscriber | None:
        """Whose letter it is; None when she has been erased, even in the moment in which the send began."""
        if self.subscriber_id is None or Delivery.subscriber.is_cached(self):
            return self.subscriber
        return Subscriber.objects.select_related("person").filter(pk=self.subscriber_id).first()


class Chunk(models.Model):
    """Up to 100 readers of one receiving-domain lane: the unit that is claimed, journalled and marked."""

    issue = models.ForeignKey(Issue, on_delete=models.PROTECT, related_name="chunks", db_index=False)
    # Readers n with lo <= n < hi; a retry chunk names its readers in `members` instead (little-endian 32-bit numbers).
    lo = models.PositiveIntegerField(default=0)
    hi = models.PositiveIntegerField(default=0)
    members = models.BinaryField(default=bytes)
    lane = models.CharField(max_length=255, blank=True)
    status = models.PositiveSmallIntegerField(choices=ChunkStatus.choices, default=ChunkStatus.QUEUED)
    worker = models.CharField(max_length=80, blank=True)
    claimed_at = models.DateTimeField(null=True)
    lease_until = models.DateTimeField(null=True)
    not_before = models.DateTimeField()
    # Temporary refusals of these readers so far; and how often the mail server itself was away.
    tries = models.PositiveSmallIntegerField(default=0)
    misses = models.PositiveSmallIntegerField(default=0)
    # One byte a reader (choices.Row), and how many there are of each.
    states = models.BinaryField()
    queued = models.PositiveSmallIntegerField(default=0)
    sent = models.PositiveSmallIntegerField(default=0)
    failed = models.PositiveSmallIntegerField(default=0)
    bounced = models.PositiveSmallIntegerField(default=0)
    suppressed = models.PositiveSmallIntegerField(default=0)
    held = models.PositiveSmallIntegerField(default=0)
    in_doubt = models.PositiveSmallIntegerField(default=0)

    class Meta:
        indexes = [
            models.Index(fields=["status", "issue", "id"]),
            models.Index(fields=["issue", "status"]),
        ]

    def __str__(self) -> str:
        return f"chunk {self.pk} of issue {self.issue_id}"


class Lane(models.Model):
    """A receiving domain that asked us to slow down: its chunks leave this far apart. No row: as fast as they come."""

    domain = models.CharField(max_length=255, primary_key=True)
    gap_seconds = models.PositiveIntegerField()
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"a chunk every {self.gap_seconds} s"


class WarmUpDay(models.Model):
    """How many letters have left on one day of a warm-up plan."""

    domain = models.CharField(max_length=253)
    day = models.DateField()
    sent = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["domain", "day"], name="warm_up_day_once")]

    def __str__(self) -> str:
        return f"{self.day}: {self.sent}"


class Problem(models.Model):
    """A row that needs a person, or needed one: why, and what was decided."""

    chunk = models.ForeignKey(Chunk, on_delete=models.CASCADE, related_name="problems")
    delivery = models.ForeignKey(Delivery, on_delete=models.CASCADE, related_name="problems")
    kind = models.CharField(max_length=10, choices=ProblemKind.choices)
    # The server's answer, without addresses: "550 5.1.1 user unknown".
    code = models.CharField(max_length=20, blank=True)
    reason = models.CharField(max_length=300, blank=True)
    at = models.DateTimeField()
    resolution = models.CharField(max_length=10, choices=Resolution.choices, blank=True)
    resolved_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    resolved_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["kind", "resolution"])]

    def __str__(self) -> str:
        return f"{self.kind} {self.delivery_id}"


class Installation(models.Model):
    """Which installation may send from this database: one row, compared in every claim with an id that lies outside the database."""

    key = models.CharField(max_length=64, blank=True)
    armed_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return "armed" if self.key else "disarmed"
