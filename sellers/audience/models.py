"""People, the lists they stand on, and the proof that they want to."""

from typing import Any, ClassVar, NoReturn

from django.conf import settings
from django.db import models


class Person(models.Model):
    """An address, once, however many sellers it subscribes to. Sellers never see this row, only their Subscriber."""

    address = models.CharField(max_length=320, unique=True, help_text="Normalised by hub.common.addresses.")
    address_hash = models.CharField(max_length=32, unique=True)
    created_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"person {self.pk}"


class Subscriber(models.Model):
    """A person on one seller's list, as this seller knows her."""

    class State(models.TextChoices):
        PENDING = "pending", "asked, not confirmed yet"
        ACTIVE = "active", "subscribed"
        LEFT = "left", "left"

    seller = models.ForeignKey("sellers_profiles.Seller", on_delete=models.PROTECT, related_name="subscribers")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="subscriptions")
    state = models.CharField(max_length=10, choices=State.choices, default=State.PENDING)
    first_name = models.CharField(max_length=80, blank=True)
    last_name = models.CharField(max_length=80, blank=True)
    salutation = models.CharField(max_length=120, blank=True, help_text="e.g. “Dear Mrs Nowak”; empty: made from the first name.")
    language = models.CharField(max_length=10, blank=True)
    how_we_met = models.CharField(max_length=300, blank=True)
    note = models.TextField(blank=True)
    added_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True, blank=True)
    left_at = models.DateTimeField(null=True, blank=True)
    last_sent_at = models.DateTimeField(null=True, blank=True)
    imported_by = models.ForeignKey(
        "sellers_audience.Import",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="readers",
        help_text="The file she came with.",
    )
    to_be_asked = models.BooleanField(default=False, help_text="Came with a file and has not got her confirmation mail yet.")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["seller", "person"], name="one_subscription_per_seller")]
        indexes = [
            models.Index(fields=["seller", "state", "id"]),
            models.Index(fields=["id"], condition=models.Q(to_be_asked=True), name="readers_to_be_asked"),
        ]

    def __str__(self) -> str:
        return f"subscriber {self.pk}"

    @property
    def name(self) -> str:
        return f"{self.first_name} {self.last_name}".strip()


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
        indexes = [models.Index(fields=["person", "seller", "at"])]

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


class ConfirmationSent(models.Model):
    """That a confirmation mail went to an address: holds the limits over all sellers, also after the address was forgotten."""

    address_hash = models.CharField(max_length=32)
    at = models.DateTimeField()

    class Meta:
        indexes = [models.Index(fields=["address_hash", "at"])]

    def __str__(self) -> str:
        return f"confirmation {self.pk}"


class Import(models.Model):
    """A file of readers that a seller brought: what it was (never what is in it), how it is read, and what came of it."""

    class State(models.TextChoices):
        UPLOADED = "uploaded", "columns to be looked at"
        CHECKING = "checking", "being checked"
        CHECKED = "checked", "checked, nobody is on the list yet"
        RUNNING = "running", "being imported"
        DONE = "done", "imported"
        FAILED = "failed", "could not be read"
        UNDOING = "undoing", "being taken back"
        UNDONE = "undone", "taken back"

    seller = models.ForeignKey("sellers_profiles.Seller", on_delete=models.PROTECT, related_name="imports")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    state = models.CharField(max_length=10, choices=State.choices, default=State.UPLOADED)
    file_name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    headers = models.JSONField(default=list, help_text="The first line, by which the columns of the next such file are known.")
    columns = models.JSONField(default=dict, help_text="{field: column from 0}")
    encoding = models.CharField(max_length=40, blank=True)
    source = models.CharField(max_length=300, blank=True, help_text="Where these people said yes, unless a column says so.")
    consent_date = models.DateField(null=True, blank=True, help_text="When, unless a column says so. Without it each of them is asked.")
    good_rows = models.BooleanField(default=False, help_text="Import the good rows though others are refused.")
    progress = models.PositiveIntegerField(default=0, help_text="Rows read so far.")
    report = models.JSONField(default=dict)
    problem = models.CharField(max_length=400, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    begun_at = models.DateTimeField(null=True, blank=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["seller", "-created_at"])]

    def __str__(self) -> str:
        return f"import {self.pk}"


class ImportFile(models.Model):
    """The bytes of a file between upload and import: in the database, where every worker finds them. Deleted as soon as not needed."""

    run = models.OneToOneField(Import, on_delete=models.CASCADE, related_name="file")
    content = models.BinaryField()

    def __str__(self) -> str:
        return f"file of import {self.run_id}"
