"""Files of readers that sellers brought."""

from django.conf import settings
from django.db import models


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


class ImportRow(models.Model):
    """A row that was read and may come, until the import moves all of them onto the list in one step. Nobody on a list yet."""

    run = models.ForeignKey(Import, on_delete=models.CASCADE, related_name="rows")
    line = models.PositiveIntegerField()
    address = models.CharField(max_length=320)
    address_hash = models.CharField(max_length=32)
    source = models.CharField(max_length=300)
    agreed_at = models.DateTimeField(null=True)
    first_name = models.CharField(max_length=80)
    last_name = models.CharField(max_length=80)
    salutation = models.CharField(max_length=120)
    language = models.CharField(max_length=10)
    how_we_met = models.CharField(max_length=300)
    note = models.TextField()
    phone = models.CharField(max_length=40)
    tastes = models.TextField()
    sizes = models.CharField(max_length=300)
    looks_for = models.TextField()
    search = models.TextField()
    tags = models.CharField(max_length=1000)
    birthday = models.CharField(max_length=10, help_text="1980-02-29 or 02-29")

    def __str__(self) -> str:
        return f"line {self.line} of import {self.run_id}"
