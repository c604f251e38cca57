"""Fields that several forms need."""

from typing import Any

from django import forms

from hub.accounts.models import Role
from hub.company.models import Region

LANGUAGES = [
    ("en", "English"), ("id", "Indonesian"), ("ko", "Korean"), ("pl", "Polish"), ("de", "German"), ("ru", "Russian"), ("es", "Spanish"),
]  # fmt: skip
WRITERS = [(Role.SELLER.value, "Sellers"), (Role.ASSISTANT.value, "Assistants"), (Role.LEAD.value, "Marketing leads")]


class Lines(forms.CharField):
    """A list, one item in each line."""

    def __init__(self, *, rows: int = 4, **kwargs: Any) -> None:
        super().__init__(widget=forms.Textarea(attrs={"rows": rows}), required=False, **kwargs)

    def to_python(self, value: Any) -> list[str]:  # type: ignore[override]
        return [line.strip() for line in (value or "").splitlines() if line.strip()]

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(value) if isinstance(value, list) else value


class Ticks(forms.MultipleChoiceField):
    """Several of a few, none meaning all."""

    def __init__(self, choices: Any, **kwargs: Any) -> None:
        super().__init__(choices=choices, widget=forms.CheckboxSelectMultiple, required=False, **kwargs)


def region_choices() -> list[tuple[str, str]]:
    return list(Region.objects.values_list("code", "name"))


def moment(label: str, help_text: str = "") -> forms.DateTimeField:
    # As a date input shows and sends it, in the site's time zone.
    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M")
    return forms.DateTimeField(label=label, required=False, widget=widget, help_text=help_text, input_formats=["%Y-%m-%dT%H:%M"])
