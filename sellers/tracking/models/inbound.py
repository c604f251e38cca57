"""Mails that came in: each acts once. No raw mail and no stranger's address is kept, only what was understood and what followed."""

from django.conf import settings
from django.db import models

from ..choices import BrakeKind, Outcome, Source


class Inbound(models.Model):
    """One mail, or one event of a mail service, that was received and acted on."""

    digest = models.CharField(max_length=40, unique=True, help_text="Of the mail without what its way adds: the same mail is known again.")
    source = models.CharField(max_length=10, choices=Source.choices)
    kind = models.CharField(max_length=12, help_text="dsn, complaint, auto-reply or other, as inbound.classify says.")
    bounce_class = models.CharField(max_length=10, blank=True)
    status = models.CharField(max_length=12, blank=True)
    feedback_type = models.CharField(max_length=40, blank=True)
    outcome = models.CharField(max_length=12, choices=Outcome.choices, default=Outcome.NOTHING)
    # Only what a valid token of ours names; the rest is counted and changes nothing.
    delivery = models.ForeignKey("sellers_delivery.Delivery", null=True, on_delete=models.CASCADE, related_name="inbound")
    seller = models.ForeignKey("sellers_profiles.Seller", null=True, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField()
    # The ledger's row is to be counted as come back as soon as no worker has it in hand.
    row_waits = models.BooleanField(default=False)

    class Meta:
        indexes = [
            models.Index(fields=["seller", "outcome", "at"]),
            models.Index(fields=["outcome", "at"]),
            models.Index(fields=["id"], condition=models.Q(row_waits=True), name="rows_that_wait"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}: {self.outcome}"


class Strike(models.Model):
    """A letter that came back from a full or shut mailbox. Known by the hash alone, so that erasing leaves nothing to find."""

    address_hash = models.CharField(max_length=32)
    delivery = models.OneToOneField("sellers_delivery.Delivery", on_delete=models.CASCADE, related_name="strike")
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["address_hash", "at"])]

    def __str__(self) -> str:
        return f"strike {self.pk}"


class Brake(models.Model):
    """A stop that the numbers pulled: for one seller, or (seller empty) for the whole brand. A person lets it go."""

    seller = models.ForeignKey("sellers_profiles.Seller", null=True, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=12, choices=BrakeKind.choices)
    count = models.PositiveIntegerField()
    sent = models.PositiveIntegerField()
    pulled_at = models.DateTimeField()
    released_at = models.DateTimeField(null=True)
    released_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    note = models.CharField(max_length=300, blank=True, help_text="What was done about it.")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["seller", "kind"], condition=models.Q(released_at=None), name="one_brake_per_seller"),
            models.UniqueConstraint(fields=["kind"], condition=models.Q(released_at=None, seller=None), name="one_brake_per_brand"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} brake {self.pk}"


class Reply(models.Model):
    """What a reader, or a machine for her, answered to a letter."""

    seller = models.ForeignKey("sellers_profiles.Seller", on_delete=models.CASCADE, related_name="replies")
    # Empty when somebody answers whom the seller does not know; then her address stands in `sender`.
    subscriber = models.ForeignKey("sellers_audience.Subscriber", null=True, on_delete=models.CASCADE, related_name="replies")
    issue = models.ForeignKey("sellers_delivery.Issue", null=True, on_delete=models.CASCADE, related_name="replies")
    inbound = models.OneToOneField(Inbound, on_delete=models.CASCADE, related_name="reply")
    sender = models.CharField(max_length=254, blank=True)
    subject = models.CharField(max_length=300, blank=True)
    text = models.TextField(blank=True, help_text="Her own words, without the letter she quotes.")
    automatic = models.BooleanField(default=False)
    at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name_plural = "replies"
        indexes = [models.Index(fields=["seller", "subscriber", "at"]), models.Index(fields=["issue", "automatic"])]

    def __str__(self) -> str:
        return f"reply {self.pk}"
