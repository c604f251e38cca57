"""What head office would write about now, for sellers to begin from in words of their own."""

from django.conf import settings
from django.db import models


class Idea(models.Model):
    """A suggestion with what is needed to begin: an opening, approved texts, a picture. For everybody, or for regions and sellers named.

    It is kept when it is retired, because letters began from it.
    """

    title = models.CharField(max_length=100)
    text = models.TextField(max_length=1500, help_text="What it is about and why now, said to the seller.")
    subject = models.CharField(max_length=150, blank=True, help_text="A subject to begin with.")
    opening = models.TextField(max_length=3000, blank=True, help_text="First words of the letter, to be made her own.")
    blocks = models.ManyToManyField("brandguard.ApprovedBlock", blank=True, related_name="+")
    picture = models.ForeignKey("wagtailimages.Image", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    picture_alt = models.CharField(max_length=200, blank=True)
    regions = models.ManyToManyField("hub_company.Region", blank=True, related_name="+", help_text="None: all.")
    sellers = models.ManyToManyField("sellers_profiles.Seller", blank=True, related_name="+", help_text="None: all of these regions.")
    from_day = models.DateField()
    until_day = models.DateField(null=True, blank=True, help_text="The last day. Empty: until it is retired.")
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    retired_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    retired_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-from_day", "-pk"]
        indexes = [models.Index(fields=["from_day"], condition=models.Q(retired_at=None), name="desk_ideas_not_retired")]

    def __str__(self) -> str:
        return self.title


class IdeaUse(models.Model):
    """A letter that began from an idea. The letter may be gone since; that it began is not."""

    idea = models.ForeignKey(Idea, on_delete=models.CASCADE, related_name="uses")
    seller = models.ForeignKey("sellers_profiles.Seller", on_delete=models.CASCADE, related_name="+")
    letter = models.ForeignKey("sellers_newsletters.LetterPage", null=True, on_delete=models.SET_NULL, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["idea", "seller"])]

    def __str__(self) -> str:
        return f"use {self.pk} of idea {self.idea_id}"
