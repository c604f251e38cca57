"""When a seller goes: her customers are asked once, and only their own answer moves them."""

from django.conf import settings
from django.db import models

from .people import Subscriber


class HandOver(models.Model):
    """A list whose seller left or is away for long. Frozen: nobody comes, nothing is sent, nothing moves in silence."""

    class Reason(models.TextChoices):
        LEFT = "left", "left the company"
        AWAY = "away", "away for long"

    class State(models.TextChoices):
        PREPARING = "preparing", "somebody has to say who may follow her"
        ASKING = "asking", "customers are being asked"
        CLOSED = "closed", "over"

    seller = models.ForeignKey("sellers_profiles.Seller", on_delete=models.PROTECT, related_name="hand_overs")
    reason = models.CharField(max_length=10, choices=Reason.choices)
    state = models.CharField(max_length=10, choices=State.choices, default=State.PREPARING)
    successor = models.ForeignKey("sellers_profiles.Seller", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    shop_voice = models.ForeignKey(
        "sellers_profiles.Seller", null=True, blank=True, on_delete=models.PROTECT, related_name="+", help_text="Who writes for the shop."
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    begun_at = models.DateTimeField()
    asking_since = models.DateTimeField(null=True, blank=True)
    closes_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["seller"], condition=~models.Q(state="closed"), name="one_open_hand_over_per_seller"),
        ]

    def __str__(self) -> str:
        return f"hand-over {self.pk}"


class HandOverAnswer(models.Model):
    """One customer of a hand-over: when she was asked, and what she answered. Empty is silence, and silence means no mail."""

    class Answer(models.TextChoices):
        PERSON = "person", "follows the new person"
        SHOP = "shop", "follows the shop"
        LEAVE = "leave", "leaves"

    hand_over = models.ForeignKey(HandOver, on_delete=models.CASCADE, related_name="answers")
    subscriber = models.ForeignKey(Subscriber, on_delete=models.CASCADE, related_name="+")
    asked_at = models.DateTimeField(null=True, blank=True)
    answer = models.CharField(max_length=10, choices=Answer.choices, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["hand_over", "subscriber"], name="asked_once_in_a_hand_over")]
        indexes = [models.Index(fields=["hand_over"], condition=models.Q(asked_at=None), name="hand_over_to_be_asked")]

    def __str__(self) -> str:
        return f"answer {self.pk}"
