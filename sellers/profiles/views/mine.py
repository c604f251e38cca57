"""A seller's own page, seen from her side."""

from copy import copy
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from hub.common.exceptions import HubError

from ..exceptions import WordsRefused
from ..forms import ProfileForm
from ..models import ProfileChange, Seller
from ..queries import last_change_of, seller_of
from ..services import propose_profile, withdraw_profile


@require_http_methods(["GET", "POST"])
def my_page(request: HttpRequest) -> HttpResponse:
    """What customers read about her, and what she would like them to read: POST asks for it, or (with `withdraw`) takes it back."""
    seller = seller_of(viewer=request.user)
    if seller is None:
        raise Http404
    if request.method == "POST" and "withdraw" in request.POST:
        withdraw_profile(seller, by=request.user)
        messages.success(request, "Taken back. Customers go on reading what they read now.")
        return redirect("profile:mine")
    change = last_change_of(seller=seller)
    form = ProfileForm(request.POST or None, request.FILES or None, instance=_as_wanted(seller, change))
    if request.method == "POST" and form.is_valid() and _propose(request, seller, form):
        return redirect("profile:mine")
    context = {"form": form, "seller": seller, "page": seller.page, "change": change}
    return render(request, "profiles/my_page.html", context)


def _propose(request: HttpRequest, seller: Seller, form: ProfileForm) -> bool:
    try:
        asked = propose_profile(seller, by=request.user, **form.cleaned_data)
    except WordsRefused as error:
        for field, reasons in error.details["fields"].items():
            form.add_error(field, reasons)
    except HubError as error:
        form.add_error(None, error.message)
    else:
        messages.success(request, "Sent to marketing. Customers see it as soon as somebody there says yes." if asked else "Nothing is new.")
        return True
    return False


def _as_wanted(seller: Seller, change: ProfileChange | None) -> Any:
    """Her own words in the form: those that wait or came back, else those that are public."""
    wanted = copy(seller)
    for field, (_, value) in (change.words if change else {}).items():
        setattr(wanted, field, value)
    return wanted
