"""Forms of the desk."""

from calendar import month_name
from typing import Any

from django import forms
from django.db.models import Q
from django.db.models.functions import Lower
from wagtail.images.fields import WagtailImageField

from brandguard.models import ApprovedBlock
from hub.company.models import Region
from sellers.audience.forms import AddressField, NameField
from sellers.audience.models import Subscriber
from sellers.profiles.models import Seller
from sellers.profiles.queries import sellers_seen_by

from .queries.ideas import regions_for


class QuickAddForm(forms.Form):
    """A customer written down at the counter: two fields, the rest later."""

    first_name = NameField(
        label="First name",
        max_length=80,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "words", "enterkeyhint": "next"}),
    )
    address = AddressField(
        label="E-mail address",
        max_length=320,
        widget=forms.EmailInput(attrs={"autocomplete": "off", "autocapitalize": "off", "inputmode": "email", "enterkeyhint": "done"}),
    )
    how_we_met = forms.CharField(label="How we met", max_length=300, required=False)


class CardForm(forms.Form):
    """All that a seller knows about a customer, in the order in which one learns it."""

    first_name = NameField(label="First name", max_length=80)
    last_name = NameField(label="Last name", max_length=80, required=False)
    salutation = NameField(
        label="How you greet them", max_length=80, required=False, help_text="Empty: as your letters greet everybody, by name."
    )
    phone = forms.CharField(
        label="Telephone", max_length=40, required=False, widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"})
    )
    how_we_met = forms.CharField(label="How we met", max_length=300, required=False)
    tastes = forms.CharField(label="What they like", max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 2}))
    looks_for = forms.CharField(label="Looks for", max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 2}))
    sizes = forms.CharField(label="Sizes", max_length=300, required=False)
    tags = forms.CharField(label="Tags", max_length=600, required=False, help_text="Words of your own, with commas between.")
    stage = forms.ChoiceField(label="Where you stand with each other", required=False)
    birthday_day = forms.TypedChoiceField(label="Birthday", required=False, coerce=int, empty_value=None)
    birthday_month = forms.TypedChoiceField(label="Month", required=False, coerce=int, empty_value=None)
    note = forms.CharField(label="Always good to know", max_length=4000, required=False, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["stage"].choices = [("", "Not said"), *Subscriber.Stage.choices]
        self.fields["birthday_day"].choices = [("", "Day"), *((day, day) for day in range(1, 32))]
        self.fields["birthday_month"].choices = [("", "Month"), *((number, month_name[number]) for number in range(1, 13))]

    def clean(self) -> dict[str, Any]:
        data = super().clean() or {}
        if bool(data.get("birthday_day")) != bool(data.get("birthday_month")):
            self.add_error("birthday_day", "Please choose day and month, or neither.")
        return data


class MailForm(forms.Form):
    """A mail to one customer."""

    subject = forms.CharField(label="Subject", max_length=150)
    text = forms.CharField(label="What you want to say", max_length=8000, widget=forms.Textarea(attrs={"rows": 7}))


class IdeaForm(forms.Form):
    """An idea of head office, for all sellers or some."""

    title = forms.CharField(label="Title", max_length=100)
    text = forms.CharField(
        label="What it is about, and why now",
        max_length=1500,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="Said to the seller. It does not go into her letter.",
    )
    subject = forms.CharField(label="A subject to begin with", max_length=150, required=False)
    opening = forms.CharField(
        label="First words of the letter",
        max_length=3000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="She makes them her own. The greeting stands before them by itself.",
    )
    blocks = forms.ModelMultipleChoiceField(
        ApprovedBlock.objects.none(),
        label="Approved texts in it",
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="They stand in her letter as they are. One that a seller may not use is left out for her.",
    )
    # A file and no chooser: a chooser would need an inline script.
    picture = WagtailImageField(label="A picture", required=False)
    without_picture = forms.BooleanField(label="No picture any more", required=False)
    picture_alt = forms.CharField(label="What is in the picture", max_length=200, required=False)
    regions = forms.ModelMultipleChoiceField(
        Region.objects.none(), label="For the sellers of", required=False, widget=forms.CheckboxSelectMultiple
    )
    sellers = forms.CharField(
        label="And for these sellers",
        max_length=6000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="A name or an address a line. With no region and nobody here it is for everybody whom you look after.",
    )
    from_day = forms.DateField(label="From", widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    until_day = forms.DateField(
        label="Until", required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"), help_text="The last day."
    )

    def __init__(self, *args: Any, viewer: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.viewer = viewer
        self.fields["blocks"].queryset = ApprovedBlock.objects.filter(archived=False).order_by("title")
        self.fields["regions"].queryset = regions_for(viewer=viewer).order_by("name")

    def clean_sellers(self) -> list[Seller]:
        """The sellers named; a line that names nobody whom this person sees, or several, is told."""
        lines = list(dict.fromkeys(line for row in self.cleaned_data["sellers"].splitlines() if (line := " ".join(row.split()).lower())))
        seen = sellers_seen_by(viewer=self.viewer).annotate(called=Lower("name"), mail=Lower("user__email"))
        found: dict[str, list[Seller]] = {}
        for seller in seen.filter(Q(called__in=lines) | Q(mail__in=lines)):
            for word in {seller.called, seller.mail} & set(lines):
                found.setdefault(word, []).append(seller)
        for line in lines:
            if len(found.get(line, [])) != 1:
                several = "more than one seller is called so: use the address" if found.get(line) else "nobody whom you look after"
                raise forms.ValidationError(f"“{line}”: {several}.")
        return list({named[0].pk: named[0] for named in found.values()}.values())
