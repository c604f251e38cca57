"""An approved text as a marketing lead writes it."""

from typing import Any

from django import forms
from wagtail.admin.rich_text import get_rich_text_editor_widget
from wagtail.rich_text import expand_db_html

from ..models import ApprovedBlock, BlockVersion
from .fields import LANGUAGES, WRITERS, Ticks, moment, region_choices


class TextForm(forms.Form):
    """A block and the draft of its next version."""

    title = forms.CharField(max_length=120)
    key = forms.SlugField(max_length=80, required=False, help_text="Short and fixed for ever. Empty: made from the title.")
    purpose = forms.CharField(max_length=250, required=False, label="When to use it", help_text="Sellers read this when they choose.")
    body = forms.CharField(label="Text")
    language = forms.ChoiceField(choices=LANGUAGES)
    regions = Ticks(region_choices, help_text="Nothing ticked: all.")
    roles = Ticks(WRITERS, label="Who may use it", help_text="Nothing ticked: everybody.")
    valid_from = moment("From")
    valid_to = moment("Until")

    def __init__(self, *args: Any, block: ApprovedBlock | None = None, version: BlockVersion | None = None, **kwargs: Any) -> None:
        initial = {"title": block.title, "purpose": block.purpose} if block else {}
        if version:
            initial |= {name: getattr(version, name) for name in ("body", "language", "regions", "roles", "valid_from", "valid_to")}
        super().__init__(*args, initial=initial, **kwargs)
        self.fields["body"].widget = get_rich_text_editor_widget(features=["bold", "italic", "ol", "ul", "link"])
        if block:
            del self.fields["key"]

    def clean_key(self) -> str:
        key = str(self.cleaned_data["key"])
        if key and ApprovedBlock.objects.filter(key=key).exists():
            raise forms.ValidationError("There is a text with this key already. Choose another one.")
        return key

    def clean_body(self) -> str:
        """Links to our own pages become plain links: an approved text holds what readers get."""
        return str(expand_db_html(self.cleaned_data["body"]))

    def version_fields(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in ("body", "language", "regions", "roles", "valid_from", "valid_to")}


class RecallForm(forms.Form):
    reason = forms.CharField(max_length=300)
