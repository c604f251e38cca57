"""People who sign in, as an administrator fills them in. No passwords: an invitation carries a link to set one."""

from typing import Any

from django import forms

from .models import Role, User


class PersonForm(forms.ModelForm):
    class Meta:
        model = User
        fields = ("name", "email", "role", "region")
        labels = {"name": "Name", "email": "E-mail address", "role": "Role", "region": "Region"}
        help_texts = {
            "email": "For signing in. A link to choose a password goes there.",
            "region": "A marketing lead with a region looks after that region alone. Empty: all of them.",
        }

    def clean_email(self) -> str:
        address = self.cleaned_data["email"].strip().lower()
        if User.objects.filter(email__iexact=address).exclude(pk=self.instance.pk).exists():
            raise forms.ValidationError("Somebody already signs in with this address. Look for it in the list of people.")
        return address

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].required = True
        # A seller also needs a shop and a page: she is added among the sellers.
        if self.instance.role != Role.SELLER or not self.instance.pk:
            choices = [choice for choice in Role.choices if choice[0] != Role.SELLER]
            self.fields["role"].choices = choices  # type: ignore[attr-defined]
            self.fields["role"].help_text = "Sellers are added under Sellers, with their shop."
