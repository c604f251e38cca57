"""What a seller may change about herself, and what administrators fill in about sellers."""

from datetime import timedelta
from typing import Any

from django import forms
from django.db.models import Case, When
from django.utils import timezone
from wagtail.images.fields import WagtailImageField

from hub.accounts.models import Role, User
from hub.company.models import Shop

from .models import Seller
from .queries import owners_for
from .services.grants import LONGEST_DAYS, USUAL_DAYS


class ProfileForm(forms.ModelForm):
    # A file and no chooser: she stands there with a phone, and a chooser would need an inline script.
    picture = WagtailImageField(
        label="A new picture of you", required=False, help_text="Take one or choose one. Your face, friendly, in good light."
    )

    class Meta:
        model = Seller
        fields = ("name", "job", "bio", "sign_off", "phone")
        labels = {
            "name": "Your name, as customers know you",
            "job": "What you do in the shop",
            "bio": "About you",
            "sign_off": "How your letters end",
            "phone": "Phone, if customers may ring you",
        }
        help_texts = {
            "name": "",
            "job": "A few words, e.g. “Skin care, always at the back left”.",
            "bio": "Two or three sentences, as you would introduce yourself.",
            "sign_off": "e.g. “See you in the shop, Anna”.",
            "phone": "It stands on your page and in your letters.",
        }
        widgets = {"bio": forms.Textarea(attrs={"rows": 5})}


class NewSellerForm(forms.Form):
    name = forms.CharField(max_length=100, label="Name", help_text="As customers know this person.")
    email = forms.EmailField(max_length=254, label="E-mail address", help_text="For signing in. Answers of customers go there too.")
    shop = forms.ModelChoiceField(Shop.objects.all(), label="Shop")


class RosterForm(forms.Form):
    file = forms.FileField(label="CSV file", max_length=200)
    invite = forms.BooleanField(label="Invite everybody in it who has not been in yet", required=False)


class ChangedGrantForm(forms.Form):
    """The last day and who answers for it."""

    until = forms.DateField(
        label="Last day",
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text="After it the right ends by itself. A year at most.",
    )
    owner = forms.ModelChoiceField(
        User.objects.none(), label="Who answers for it", help_text="Somebody inside the company. Without such a person the right rests."
    )

    def __init__(self, *args: Any, seller: Seller, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        today = timezone.localdate()
        self.fields["owner"].queryset = owners_for(seller=seller)  # type: ignore[attr-defined]
        self.fields["until"].widget.attrs |= {"min": today.isoformat(), "max": (today + timedelta(days=LONGEST_DAYS)).isoformat()}


class GrantForm(ChangedGrantForm):
    assistant = forms.ModelChoiceField(User.objects.none(), label="Assistant or agency")
    purpose = forms.CharField(max_length=120, required=False, label="What for", help_text="e.g. “Autumn campaign, Studio North”.")
    field_order = ("assistant", "until", "owner", "purpose")

    def __init__(self, *args: Any, seller: Seller, giver: User, **kwargs: Any) -> None:
        initial = {"until": timezone.localdate() + timedelta(days=USUAL_DAYS), "owner": giver.pk}
        super().__init__(*args, seller=seller, initial=initial, **kwargs)
        named = seller.grants.values("user")
        assistants = User.objects.filter(role=Role.ASSISTANT, is_active=True).exclude(pk__in=named)
        self.fields["assistant"].queryset = assistants.order_by("name", "pk")  # type: ignore[attr-defined]


class LeavingForm(forms.Form):
    successor = forms.ModelChoiceField(
        Seller.objects.none(),
        required=False,
        label="Whom customers may follow instead",
        empty_label="Nobody in particular: offer the shop",
        help_text="They are asked, and whoever does not answer gets no more mail.",
    )

    def __init__(self, *args: Any, seller: Seller, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Colleagues of the same region, so that the list stays short in a large company; her own shop comes first.
        region = Seller.objects.filter(state=Seller.State.ACTIVE, shop__region=seller.shop.region_id).exclude(pk=seller.pk)
        near_first = region.order_by(Case(When(shop=seller.shop_id, then=0), default=1), "name", "pk")
        self.fields["successor"].queryset = near_first.select_related("shop")  # type: ignore[attr-defined]
        self.fields["successor"].label_from_instance = lambda one: f"{one.name}, {one.shop.name}"  # type: ignore[attr-defined]
