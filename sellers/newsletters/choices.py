"""The room's vocabulary."""

from django.db import models


class LetterState(models.TextChoices):
    DRAFT = "draft", "Draft"
    IN_REVIEW = "in_review", "With head office"
    RETURNED = "returned", "Back with you"
    APPROVED = "approved", "Approved"
    SCHEDULED = "scheduled", "Goes out soon"
    SENDING = "sending", "Being sent"
    HELD = "held", "Held"
    SENT = "sent", "Sent"
