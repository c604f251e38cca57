"""When a letter needs a person, in numbered versions: the newest is in force."""

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models

from hub.common.frozen import FrozenModel

# No policy may be laxer than this: otherwise whoever may change it could wave letters through.
LEAST_STANDING, MOST_READERS, LEAST_SAMPLE = 50, 1_000, 5


class ReviewPolicy(FrozenModel):
    """One version. Never changed; a change is a new row."""

    pass_standing = models.PositiveSmallIntegerField(
        "standing from which a clean letter passes",
        default=70,
        validators=[MinValueValidator(LEAST_STANDING), MaxValueValidator(101)],
        help_text="101: every letter is read by a person.",
    )
    tier_readers = models.PositiveIntegerField(
        "most readers without a person",
        default=250,
        validators=[MaxValueValidator(MOST_READERS)],
        help_text="Readers of all her letters within the days below, added up.",
    )
    tier_days = models.PositiveSmallIntegerField("days", default=30, validators=[MinValueValidator(30), MaxValueValidator(90)])
    sample_percent = models.PositiveSmallIntegerField(
        "per cent of these that are read afterwards", default=10, validators=[MinValueValidator(LEAST_SAMPLE), MaxValueValidator(100)]
    )
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["-id"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(pass_standing__gte=LEAST_STANDING, tier_readers__lte=MOST_READERS, sample_percent__gte=LEAST_SAMPLE),
                name="review_policy_not_too_lax",
            )
        ]

    def __str__(self) -> str:
        return f"policy {self.pk}"
