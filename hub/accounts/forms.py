"""People who sign in, as an administrator fills them in, and what they type at the door themselves."""

from typing import Any

from allauth.account.forms import ResetPasswordForm as AllauthResetPasswordForm
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


class FirstPasswordForm(forms.Form):
    """Behind the link of an invitation."""

    password1 = forms.CharField(
        label="Choose a password",
        strip=False,
        max_length=256,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text="Ten signs or more, and nothing that others would guess. A few words in a row are good.",
    )
    password2 = forms.CharField(
        label="The same once more", strip=False, max_length=256, widget=forms.PasswordInput(attrs={"autocomplete": "new-password"})
    )

    def clean_password2(self) -> str:
        again = self.cleaned_data["password2"]
        if again != self.cleaned_data.get("password1"):
            raise forms.ValidationError("This is not the same as above.")
        return again


class ResetPasswordForm(AllauthResetPasswordForm):
    """A forgotten password is set anew; a first one is not set here. Else an invitation that was taken back would still open the door."""

    def clean_email(self) -> str:
        address = super().clean_email()
        self.users = [user for user in self.users if user.has_usable_password()]
        return address
