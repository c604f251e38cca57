"""The company: its regions, shops and brand kit. Everything above may ask it, it knows nobody."""

from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from wagtail.contrib.settings.models import BaseGenericSetting, register_setting

from .choices import Manner, Typeface
from .colours import objections

colour_field = RegexValidator(r"\A#[0-9a-fA-F]{6}\Z", "A colour is written as # and six signs, such as #1f4d3a.")


class Region(models.Model):
    """A part of the company. What is empty here is said as the company says it."""

    code = models.SlugField(unique=True)
    name = models.CharField(max_length=100)
    postal_address = models.CharField(max_length=250, blank=True, help_text="Who sends, by law. Empty: the company's address.")
    legal_footer = models.TextField(blank=True, max_length=2000, help_text="Below pages and letters. Empty: the company's.")

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Shop(models.Model):
    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="shops")
    name = models.CharField(max_length=120)
    street = models.CharField(max_length=160)
    town = models.CharField(max_length=120)
    phone = models.CharField(max_length=40, blank=True)
    opening_hours = models.CharField(max_length=200, blank=True)
    time_zone = models.CharField(max_length=60, default="Europe/Warsaw")
    language = models.CharField(max_length=10, default="en")
    manner = models.CharField(max_length=10, blank=True, choices=Manner.choices, help_text="Empty: as is usual in its language.")
    legal_footer = models.TextField(blank=True, max_length=2000, help_text="Below the shop's pages and letters. Empty: the region's.")

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Tracking(models.TextChoices):
    """What is counted of what readers do with a letter, from the least to the most."""

    OFF = "off", "nothing"
    ANONYMOUS = "anonymous", "clicks, without knowing whose"
    PERSONAL = "personal", "opens and clicks of each reader"


@register_setting(icon="site")
class BrandKit(BaseGenericSetting):
    """The brand once, used everywhere: theme, pages, mails and guard."""

    name = models.CharField(max_length=80, default="The Brand")
    logo = models.ForeignKey("wagtailimages.Image", null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    primary_colour = models.CharField(max_length=7, default="#1f4d3a", validators=[colour_field])
    accent_colour = models.CharField(max_length=7, default="#b8562e", validators=[colour_field])
    paper_colour = models.CharField(max_length=7, default="#faf7f2", validators=[colour_field])
    typeface = models.CharField(max_length=12, choices=Typeface.choices, default=Typeface.BOOK)
    tone_words = models.TextField(blank=True, max_length=600, help_text="How letters sound, a word a line.")
    postal_address = models.CharField(max_length=250, default="1 High Street, 00-001 Town")
    legal_footer = models.TextField(blank=True, max_length=2000)
    privacy_url = models.CharField(max_length=200, blank=True)

    tracking = models.CharField(
        "What is counted",
        max_length=10,
        choices=Tracking.choices,
        default=Tracking.ANONYMOUS,
        help_text="Of letters approved from now on. Knowing who opened or clicked needs the readers' consent in most countries.",
    )

    class Meta:
        verbose_name = "brand kit"

    def clean(self) -> None:
        """Colours with which no page could be read are refused, whichever door they come through."""
        if problems := objections(self.primary_colour, self.accent_colour, self.paper_colour):
            raise ValidationError(problems)
