"""What a person says when she sends a letter."""

from datetime import datetime

from django import forms


class SendForm(forms.Form):
    """Now, or at a time on the clock of her shop. `readers` is the number she was shown and confirms."""

    NOW, LATER = "now", "later"

    when = forms.ChoiceField(choices=[(NOW, "Now"), (LATER, "At a time I choose")], widget=forms.RadioSelect, initial=NOW)
    at = forms.DateTimeField(
        required=False,
        label="Day and time",
        input_formats=["%Y-%m-%dT%H:%M"],
        widget=forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
    )
    readers = forms.IntegerField(widget=forms.HiddenInput)

    def clean(self) -> dict[str, object]:
        data = super().clean() or {}
        if data.get("when") == self.LATER and not data.get("at") and "at" not in self.errors:
            self.add_error("at", "Choose a day and a time.")
        return data

    @property
    def wall_time(self) -> datetime | None:
        """The chosen time as it stands on her clock, without a zone; None for now."""
        if self.cleaned_data["when"] == self.NOW:
            return None
        at: datetime = self.cleaned_data["at"]
        return at.replace(tzinfo=None)
