"""When a letter needs a person, as an administrator sets it."""

from typing import ClassVar

from django import forms

from ..models import ReviewPolicy


class PolicyForm(forms.ModelForm):
    class Meta:
        model = ReviewPolicy
        fields: ClassVar[list[str]] = ["pass_standing", "tier_readers", "tier_days", "sample_percent"]
