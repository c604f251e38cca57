"""Forms of the desk."""

from calendar import month_name
from typing import Any

from django import forms

from sellers.audience.forms import AddressField, NameField
from sellers.audience.models import Subscriber


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
