"""What people said, and who may not be written to."""

from typing import Any, ClassVar, NoReturn

from django.db import models

from .people import Person


class AppendOnly(models.QuerySet["ConsentEvent"]):
    def update(self, **kwargs: Any) -> NoReturn:
        raise TypeError("Proof of consent is never changed.")


class ConsentEvent(models.Model):
    """Append-only proof of what a person said, to whom, when and where. Never changed, never deleted but by erasure."""

    class Kind(models.TextChoices):
        REQUESTED = "requested", "asked to subscribe"
        ADDED = "added", "added by the seller"
        CONFIRMED = "confirmed", "confirmed"
        WITHDRAWN = "withdrawn", "left"
        WITHDRAWN_ALL = "withdrawn_all", "left everybody"
        EXPIRED = "expired", "never confirmed"
        IMPORTED = "imported", "came with a file that says where and when she said yes"
        LISTED = "listed", "came with a file that does not say when she said yes"
        TAKEN_BACK = "taken_back", "the file she came with was taken back"
        MERGED = "merged", "her card was joined with another one"
        SPLIT = "split", "her card was separated again"

    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="consents")
    seller = models.ForeignKey("sellers_profiles.Seller", null=True, on_delete=models.PROTECT, related_name="+")
    kind = models.CharField(max_length=20, choices=Kind.choices)
    at = models.DateTimeField()
    wording = models.TextField(blank=True)
    wording_version = models.CharField(max_length=40, blank=True)
    locale = models.CharField(max_length=10, blank=True)
    page = models.CharField(max_length=300, blank=True)
    ip = models.GenericIPAddressField(null=True, blank=True)
    source = models.CharField(max_length=20, blank=True, help_text="Through which door: form, seller, one-click …")
    confirms = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    stated = models.CharField(max_length=300, blank=True, help_text="In the words of whoever brought the file: where this person said yes.")
    imported_by = models.ForeignKey("sellers_audience.Import", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    line = models.PositiveIntegerField(null=True, blank=True, help_text="Of the file, counted from 1.")

    objects: ClassVar[models.Manager["ConsentEvent"]] = AppendOnly.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["person", "seller", "at"]),
            # How many left, seller by seller, is read from this alone. `kind` stands in it for SQLite, which would look it up in the row.
            models.Index(fields=["seller", "at", "source", "kind"], condition=models.Q(kind="withdrawn"), name="withdrawn_by_seller"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.person_id}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise TypeError("Proof of consent is never changed.")
        super().save(*args, **kwargs)


class Suppression(models.Model):
    """An address that gets no letters, from one seller or (seller empty) from anybody. Outlives the person."""

    class Reason(models.TextChoices):
        UNSUBSCRIBED = "unsubscribed", "left"
        BOUNCED = "bounced", "the address does not exist"
        COMPLAINED = "complained", "reported as spam"
        ERASED = "erased", "asked to be erased"
        MANUAL = "manual", "blocked by the company"

    address_hash = models.CharField(max_length=32)
    seller = models.ForeignKey("sellers_profiles.Seller", null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    reason = models.CharField(max_length=20, choices=Reason.choices)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["address_hash", "seller"], name="suppressed_once_per_seller"),
            models.UniqueConstraint(fields=["address_hash"], condition=models.Q(seller=None), name="suppressed_once_everywhere"),
        ]

    def __str__(self) -> str:
        return f"{self.reason} suppression {self.pk}"


class EarlierNo(models.Model):
    """That an address once said no to everybody: left, complained, was erased or blocked. Stays when her own newer yes to one seller lifts
    the suppression, so that no list that another seller brings counts again."""

    address_hash = models.CharField(max_length=32, unique=True)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return f"earlier no {self.pk}"


class ConfirmationSent(models.Model):
    """That a confirmation mail went to an address: holds the limits over all sellers, also after the address was forgotten."""

    address_hash = models.CharField(max_length=32)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["address_hash", "at"])]

    def __str__(self) -> str:
        return f"confirmation {self.pk}"
