"""A seller's own page, seen from her side."""

from copy import copy

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods

from hub.common.exceptions import HubError

from ..forms import ProfileForm
from ..queries import seller_of
from ..services import change_profile


@require_http_methods(["GET", "POST"])
def my_page(request: HttpRequest) -> HttpResponse:
    """What customers read about her, to be changed by herself alone."""
    seller = seller_of(viewer=request.user)
    if seller is None:
        raise Http404
    form = ProfileForm(request.POST or None, request.FILES or None, instance=copy(seller))
    if request.method == "POST" and form.is_valid():
        try:
            change_profile(seller, by=request.user, **form.cleaned_data)
        except HubError as error:
            form.add_error(None, error.message)
        else:
            messages.success(request, "Saved. This is how customers see you from now on.")
            return redirect("profile:mine")
    return render(request, "profiles/my_page.html", {"form": form, "seller": seller, "page": seller.page})
