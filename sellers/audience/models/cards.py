"""What a seller writes down about her readers, and what became of it. All of it goes when the reader is erased."""

from typing import Any, NoReturn

from django.conf import settings
from django.db import models

from .people import Subscriber


class Tag(models.Model):
    """A seller's own word for some of her readers. Two spellings that fold to one key are one tag."""

    seller = models.ForeignKey("sellers_profiles.Seller", on_delete=models.CASCADE, related_name="tags")
    name = models.CharField(max_length=40)
    key = models.CharField(max_length=120)

    class Meta:
        ordering = ["key"]
        constraints = [models.UniqueConstraint(fields=["seller", "key"], name="one_tag_per_seller_and_key")]

    def __str__(self) -> str:
        return self.name


class Note(models.Model):
    """What was said or seen on a day."""

    subscriber = models.ForeignKey(Subscriber, on_delete=models.CASCADE, related_name="notes")
    on = models.DateField()
    text = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    written_at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["subscriber", "-on", "-id"])]

    def __str__(self) -> str:
        return f"note {self.pk}"


class SpecialDay(models.Model):
    """A day of the year that matters to a reader; the year only if it is known."""

    class Kind(models.TextChoices):
        BIRTHDAY = "birthday", "birthday"
        NAME_DAY = "name_day", "name day"
        ANNIVERSARY = "anniversary", "anniversary"
        OTHER = "other", "another day"

    subscriber = models.ForeignKey(Subscriber, on_delete=models.CASCADE, related_name="days")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    label = models.CharField(max_length=80, blank=True)
    day = models.PositiveSmallIntegerField()
    month = models.PositiveSmallIntegerField()
    year = models.PositiveSmallIntegerField(null=True, blank=True)

    class Meta:
        ordering = ["month", "day", "pk"]
        indexes = [models.Index(fields=["month", "day"])]
        constraints = [
            models.UniqueConstraint(fields=["subscriber"], condition=models.Q(kind="birthday"), name="one_birthday_per_reader"),
            models.CheckConstraint(condition=models.Q(day__gte=1, day__lte=31, month__gte=1, month__lte=12), name="a_day_of_the_year"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.month:02}-{self.day:02}"


class NeverChanged(models.QuerySet["CardEdit"]):
    def update(self, **kwargs: Any) -> NoReturn:
        raise TypeError("The history of a card is never changed.")


class CardEdit(models.Model):
    """One change of a card: who, when, and each field before and after. Append-only; goes with the card."""

    subscriber = models.ForeignKey(Subscriber, on_delete=models.CASCADE, related_name="edits")
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    what = models.CharField(max_length=20, help_text="card, tags, note, day, merged, split …")
    changes = models.JSONField(default=dict, help_text="{field: [before, after]}")

    objects = NeverChanged.as_manager()

    class Meta:
        indexes = [models.Index(fields=["subscriber", "-id"])]

    def __str__(self) -> str:
        return f"{self.what} of {self.subscriber_id}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise TypeError("The history of a card is never changed.")
        super().save(*args, **kwargs)


class CardMerge(models.Model):
    """Two cards of one seller that she says are one person, and what is needed to take that back."""

    kept = models.ForeignKey(Subscriber, on_delete=models.CASCADE, related_name="merges")
    joined = models.ForeignKey(Subscriber, on_delete=models.CASCADE, related_name="merged_away")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    before = models.JSONField(default=dict, help_text="Both cards as they were, and which notes, days and tags came over.")
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["joined"], condition=models.Q(undone_at=None), name="joined_once_at_a_time")]

    def __str__(self) -> str:
        return f"merge {self.pk}"
