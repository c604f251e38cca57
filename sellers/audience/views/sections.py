"""The form on a seller's public page."""

from typing import Any

from django.http import HttpRequest

from sellers.profiles.models import Seller
from sellers.profiles.sections import Section

from ..forms import SubscribeForm
from ..wording import consent_wording


def subscribe_section(request: HttpRequest, seller: Any) -> Section | None:
    """The form, while she takes new readers."""
    if seller.state != Seller.State.ACTIVE:
        return None
    context = {"form": SubscribeForm(seller=seller), "seller": seller, "wording": consent_wording(seller)}
    return Section(20, "audience/section_form.html", context)
