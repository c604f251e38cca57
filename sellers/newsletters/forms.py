"""Wagtail's form for a picture, which knows that letters hold its address."""

from typing import Any

from django.core.exceptions import ValidationError
from wagtail.images.forms import BaseImageForm

from .queries import keepers_of, names_of


class PictureForm(BaseImageForm):
    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        if "file" in self.changed_data and self.instance.pk and (keepers := keepers_of(self.instance)).exists():
            message = f"This picture stands in {names_of(keepers)}, which readers may have. Upload the new one as a picture of its own."
            self.add_error("file", ValidationError(message, code="in_use"))
        return cleaned
