"""What a seller may change about herself."""

from django import forms
from wagtail.images.fields import WagtailImageField

from hub.company.models import Shop

from .models import Seller


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
