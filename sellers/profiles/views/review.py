"""Profiles that wait for a yes, for marketing leads and administrators."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from hub.common.exceptions import HubError, NotAllowed

from ..difference import difference
from ..exceptions import WordsRefused
from ..models import ProfileChange, Seller
from ..queries import profile_changes_for
from ..services import approve_profile, return_profile

PAGE = 50


@require_GET
def waiting(request: HttpRequest) -> HttpResponse:
    page = Paginator(_changes(request), PAGE).get_page(request.GET.get("p"))
    return render(request, "profiles/changes.html", {"page": page})


@require_http_methods(["GET", "POST"])
def change(request: HttpRequest, change_id: int) -> HttpResponse:
    """Old and new beside each other; POST decides: `approve`, or back with a note."""
    found = get_object_or_404(_changes(request), pk=change_id)
    if request.method == "POST":
        try:
            if "approve" in request.POST:
                approve_profile(found, by=request.user)
                messages.success(request, f"Customers read it from now on. {found.seller.first_name} sees it on her page.")
            else:
                return_profile(found, by=request.user, note=request.POST.get("note", ""))
                messages.success(request, f"Back with {found.seller.first_name}, with your note.")
        except WordsRefused as error:
            messages.error(
                request, " ".join([error.message, *(reason for reasons in error.details["fields"].values() for reason in reasons)])
            )
        except HubError as error:
            messages.error(request, error.message)
        else:
            return redirect("profile_review:list")
        return redirect("profile_review:one", found.pk)
    rows = [(Seller._meta.get_field(field).verbose_name, difference(old, new)) for field, (old, new) in found.words.items()]
    return render(request, "profiles/change.html", {"change": found, "seller": found.seller, "rows": rows})


def _changes(request: HttpRequest) -> QuerySet[ProfileChange]:
    try:
        return profile_changes_for(viewer=request.user)
    except NotAllowed as error:
        raise Http404 from error
