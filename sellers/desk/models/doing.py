"""What a seller means to do for a customer, and what she wrote to one alone."""

from django.conf import settings
from django.db import models


class Task(models.Model):
    """Something to do on a day: a call, a reminder, a word afterwards. Goes when the customer is erased."""

    class Kind(models.TextChoices):
        CALL = "call", "Call"
        REMIND = "remind", "Remind me"
        FOLLOW_UP = "follow_up", "Follow up"

    seller = models.ForeignKey("sellers_profiles.Seller", on_delete=models.PROTECT, related_name="tasks")
    subscriber = models.ForeignKey("sellers_audience.Subscriber", on_delete=models.CASCADE, related_name="tasks")
    kind = models.CharField(max_length=10, choices=Kind.choices, default=Kind.REMIND)
    text = models.CharField(max_length=200, blank=True)
    due_on = models.DateField(help_text="In the shop's zone.")
    # Where it stood before it was last put off, so that a slip of the thumb can be taken back.
    put_off_from = models.DateField(null=True, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)
    made_at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+", help_text="Empty: the product.")

    class Meta:
        ordering = ["due_on", "pk"]
        indexes = [
            models.Index(fields=["seller", "due_on"], condition=models.Q(done_at=None), name="desk_open_tasks"),
            models.Index(fields=["seller", "done_at"]),
        ]

    def __str__(self) -> str:
        return f"task {self.pk}"


class PersonalMail(models.Model):
    """A mail of a seller to one customer, as she wrote it. The copy in the outbox is forgotten after 30 days; this one is the card's."""

    seller = models.ForeignKey("sellers_profiles.Seller", on_delete=models.PROTECT, related_name="personal_mails")
    subscriber = models.ForeignKey("sellers_audience.Subscriber", on_delete=models.CASCADE, related_name="personal_mails")
    subject = models.CharField(max_length=150)
    text = models.TextField()
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    outgoing = models.ForeignKey("hub_common.OutgoingMail", null=True, on_delete=models.SET_NULL, related_name="+")

    class Meta:
        indexes = [models.Index(fields=["subscriber", "-at"]), models.Index(fields=["seller", "-at"])]

    def __str__(self) -> str:
        return f"personal mail {self.pk}"
