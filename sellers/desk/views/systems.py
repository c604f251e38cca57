"""Which shop systems may report purchases, for administrators."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from hub.common.exceptions import NotAllowed
from hub.common.origin import absolute_reverse

from ..exceptions import BadPurchase
from ..queries.purchases import shop_systems
from ..services.purchases import admit_system, withdraw_system


@require_http_methods(["GET", "POST"])
def systems(request: HttpRequest) -> HttpResponse:
    """All of them; POST admits one and shows its token, this once."""
    made, key, error = None, "", ""
    try:
        if request.method == "POST":
            made, key = admit_system(request.POST.get("name", ""), by=request.user)
        found = list(shop_systems(viewer=request.user))
    except NotAllowed as refused:
        raise Http404 from refused
    except BadPurchase as refused:
        error, found = refused.details["fields"]["name"], list(shop_systems(viewer=request.user))
    context = {"systems": found, "made": made, "key": key, "error": error, "address": absolute_reverse("purchases")}
    response = render(request, "desk/systems.html", context)
    response["Cache-Control"] = "no-store, private"
    return response


@require_POST
def withdraw(request: HttpRequest, system_id: int) -> HttpResponse:
    try:
        system = get_object_or_404(shop_systems(viewer=request.user), pk=system_id)
        withdraw_system(system, by=request.user)
    except NotAllowed as refused:
        raise Http404 from refused
    messages.success(request, f"{system.name} reports nothing any more. What it has reported stays.")
    return redirect("seller_desk:systems")
