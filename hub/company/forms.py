"""The brand's and its places' forms."""

from typing import Any

from django import forms
from django.conf import settings
from wagtail.images.fields import WagtailImageField

from .choices import Manner, Typeface
from .models import BrandKit, Region, Shop

LANGUAGES = [(code, name) for code, name in settings.LANGUAGES]


class ColourField(forms.CharField):
    widget = forms.TextInput(attrs={"type": "color", "class": "brand-colour"})


class BrandForm(forms.ModelForm):
    primary_colour = ColourField(label="Main colour", help_text="Buttons, links, the band on top.")
    accent_colour = ColourField(label="Accent", help_text="Edges, prices, where the keyboard is.")
    paper_colour = ColourField(label="Paper", help_text="Behind everything; light, since text stands on it.")
    typeface = forms.ChoiceField(label="Headings", choices=Typeface.choices, widget=forms.RadioSelect)
    # A file and no chooser: a chooser would need an inline script.
    picture = WagtailImageField(label="A new logo", required=False, help_text="Wide rather than tall, on a transparent ground.")
    without_logo = forms.BooleanField(label="No logo: the name stands there instead", required=False)
    tone_words = forms.CharField(
        label="How we sound",
        required=False,
        max_length=600,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="A word or two a line, such as “warm”, “never loud”: for whoever writes, reviews or makes rules.",
    )

    class Meta:
        model = BrandKit
        fields = (
            "name",
            "primary_colour",
            "accent_colour",
            "paper_colour",
            "typeface",
            "tone_words",
            "postal_address",
            "legal_footer",
            "privacy_url",
        )
        labels = {"postal_address": "Postal address", "legal_footer": "Legal footer", "privacy_url": "Address of your privacy page"}
        help_texts = {
            "postal_address": "It stands in every letter; the law asks for it.",
            "legal_footer": "Regions and shops may have their own.",
        }
        widgets = {"legal_footer": forms.Textarea(attrs={"rows": 3}), "tracking": forms.RadioSelect}

    def _post_clean(self) -> None:
        """The service checks and saves; a form that wrote into the kit would show unsaved colours as the brand's."""

    @property
    def changes(self) -> dict[str, Any]:
        data = dict(self.cleaned_data)
        data.pop("picture")
        if data.pop("without_logo"):
            data["logo"] = None
        return data


class RegionForm(forms.ModelForm):
    class Meta:
        model = Region
        fields = ("postal_address", "legal_footer")
        widgets = {"legal_footer": forms.Textarea(attrs={"rows": 3})}


class ShopForm(forms.ModelForm):
    language = forms.ChoiceField(
        label="Language",
        choices=LANGUAGES,
        help_text="Of its sellers' pages, of their letters' frame, and of mails to readers.",
    )

    manner = forms.ChoiceField(
        label="How letters greet",
        required=False,
        choices=[("", "As is usual in the language"), *Manner.choices],
        help_text="German “Hallo Maria” or “Guten Tag Maria Kowalska”. English and Korean know no such choice.",
    )

    class Meta:
        model = Shop
        fields = ("street", "town", "phone", "opening_hours", "language", "manner", "legal_footer")
        widgets = {"legal_footer": forms.Textarea(attrs={"rows": 3})}
