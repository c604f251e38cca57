"""Addresses, and each of them on each seller's list."""

from django.db import models
from django.utils.translation import get_language

from hub.common.languages import known


class Person(models.Model):
    """An address, once, however many sellers it subscribes to. Sellers never see this row, only their Subscriber."""

    address = models.CharField(max_length=320, unique=True, help_text="Normalised by hub.common.addresses.")
    address_hash = models.CharField(max_length=32, unique=True)
    created_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"person {self.pk}"


class Topic(models.Model):
    """Something letters are about, the same for the whole company; readers may do without it. Never deleted: choices point at it."""

    key = models.SlugField(unique=True)
    name = models.CharField(max_length=60, help_text="As readers see it whose language has no name of its own.")
    names = models.JSONField(default=dict, help_text="In other languages: {“de”: “Neues im Laden”}.")
    position = models.PositiveSmallIntegerField(default=0)
    in_use = models.BooleanField(default=True)

    class Meta:
        ordering = ["position", "name"]

    def __str__(self) -> str:
        """In the language that is spoken now."""
        return self.names.get(known(get_language() or "")) or self.name


class Subscriber(models.Model):
    """A person on one seller's list, as this seller knows her: her card. What is listed by date hangs on it (models.cards)."""

    class State(models.TextChoices):
        PENDING = "pending", "asked, not confirmed yet"
        ACTIVE = "active", "subscribed"
        LEFT = "left", "left"
        MERGED = "merged", "joined with another card of the same person"

    class Stage(models.TextChoices):
        MET = "met", "just met"
        INTERESTED = "interested", "looks around"
        BUYER = "buyer", "bought once"
        REGULAR = "regular", "comes back"
        FAN = "fan", "recommends me"
        QUIET = "quiet", "gone quiet"

    class Rhythm(models.IntegerChoices):
        """How often at most, in days between two letters of this seller."""

        EVERY = 0, "every letter"
        WEEKLY = 7, "at most one a week"
        MONTHLY = 30, "at most one a month"

    seller = models.ForeignKey("sellers_profiles.Seller", on_delete=models.PROTECT, related_name="subscribers")
    person = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="subscriptions")
    state = models.CharField(max_length=10, choices=State.choices, default=State.PENDING)
    first_name = models.CharField(max_length=80, blank=True)
    last_name = models.CharField(max_length=80, blank=True)
    salutation = models.CharField(max_length=120, blank=True, help_text="e.g. “Dear Mrs Nowak”; empty: made from the first name.")
    language = models.CharField(max_length=10, blank=True)
    how_we_met = models.CharField(max_length=300, blank=True)
    note = models.TextField(blank=True, help_text="What the seller always wants to see; what belongs to a day is a Note.")
    phone = models.CharField(max_length=40, blank=True)
    tastes = models.TextField(blank=True, help_text="What she likes.")
    sizes = models.CharField(max_length=300, blank=True)
    looks_for = models.TextField(blank=True, help_text="What she is looking for now.")
    stage = models.CharField(max_length=12, choices=Stage.choices, blank=True)
    tags = models.ManyToManyField("sellers_audience.Tag", blank=True, related_name="readers")
    search = models.TextField(blank=True, help_text="Everything she is found by, folded (folding.plain); kept by services.finding.")
    # What she chose on her preference page.
    muted = models.ManyToManyField(Topic, blank=True, related_name="unwanted_by", help_text="What she does not want to read about.")
    rhythm_days = models.PositiveSmallIntegerField(choices=Rhythm.choices, default=Rhythm.EVERY)
    pause_until = models.DateField(null=True, blank=True, help_text="No letters before this day.")
    quiet_until = models.DateTimeField(
        null=True, blank=True, help_text="From pause, rhythm and the last letter together: the one moment that a claim compares with."
    )
    added_at = models.DateTimeField()
    confirmed_at = models.DateTimeField(null=True, blank=True)
    left_at = models.DateTimeField(null=True, blank=True)
    last_sent_at = models.DateTimeField(null=True, blank=True)
    merged_into = models.ForeignKey("self", null=True, blank=True, on_delete=models.SET_NULL, related_name="merged")
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
            models.Index(fields=["seller", "-added_at", "-id"], name="readers_newest_first"),
            models.Index(fields=["id"], condition=models.Q(to_be_asked=True), name="readers_to_be_asked"),
            models.Index(fields=["seller"], condition=models.Q(rhythm_days__gt=0), name="readers_with_a_rhythm"),
        ]

    def __str__(self) -> str:
        return f"subscriber {self.pk}"

    @property
    def name(self) -> str:
        return f"{self.first_name} {self.last_name}".strip()
