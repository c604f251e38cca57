"""Opens and clicks: the raw evidence, a verdict that can be made again, and sums whose reading costs the same however many there are."""

from django.db import models


class Event(models.Model):
    """One request of a link or picture in a letter, with what it looked like."""

    class Kind(models.TextChoices):
        OPEN = "open", "opened"
        CLICK = "click", "clicked"

    class Verdict(models.TextChoices):
        HUMAN = "human", "a person"
        MACHINE = "machine", "a machine"
        UNKNOWN = "unknown", "nobody can tell"

    issue = models.ForeignKey("sellers_delivery.Issue", on_delete=models.CASCADE, related_name="events")
    # Empty where copies are not told apart, and once a reader was erased.
    delivery = models.ForeignKey("sellers_delivery.Delivery", null=True, on_delete=models.SET_NULL, related_name="events")
    kind = models.CharField(max_length=5, choices=Kind.choices)
    link = models.PositiveSmallIntegerField(default=0)
    at = models.DateTimeField()
    method = models.CharField(max_length=8)
    network = models.CharField(max_length=50, blank=True, help_text="/24 or /56 of where it came from; empty with anonymous counting.")
    agent = models.CharField(max_length=200, blank=True)
    verdict = models.CharField(max_length=7, choices=Verdict.choices, default=Verdict.UNKNOWN)
    reason = models.CharField(max_length=20, blank=True)

    class Meta:
        indexes = [models.Index(fields=["issue", "delivery", "at"])]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}: {self.verdict}"


class Tally(models.Model):
    """How often, by letter, kind, link and verdict. `readers`: how many different readers, where copies are told apart."""

    issue = models.ForeignKey("sellers_delivery.Issue", on_delete=models.CASCADE, related_name="tallies")
    kind = models.CharField(max_length=5, choices=Event.Kind.choices)
    # -1: all links together.
    link = models.SmallIntegerField(default=-1)
    verdict = models.CharField(max_length=7, choices=Event.Verdict.choices)
    events = models.PositiveIntegerField(default=0)
    readers = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["issue", "kind", "link", "verdict"], name="one_tally_each")]

    def __str__(self) -> str:
        return f"{self.issue_id} {self.kind} {self.link} {self.verdict}: {self.events}"


class RecordFile(models.Model):
    """How far a record file has been loaded: moved on in the transaction that stores what was read."""

    name = models.CharField(max_length=80, primary_key=True)
    offset = models.PositiveBigIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.name} up to {self.offset}"
