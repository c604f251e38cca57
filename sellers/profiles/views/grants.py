"""Who writes in whose name, and until when: for administrators."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from hub.accounts.doors import administrators_only
from hub.common.exceptions import HubError

from ..forms import ChangedGrantForm, GrantForm
from ..queries import grants_in_force, grants_seen_by, sellers_seen_by
from ..services import change_grant, grant_writing, revoke_writing
from .sellers import show_seller

PAGE = 50


@require_GET
@administrators_only
def grants(request: HttpRequest) -> HttpResponse:
    """Every grant, the one that ends next first; searched by both names; with `over=1` those that do not count any more."""
    search, over = request.GET.get("q", "").strip(), "over" in request.GET
    found = grants_seen_by(viewer=request.user)
    in_force = grants_in_force().values("pk")
    found = found.exclude(pk__in=in_force) if over else found.filter(pk__in=in_force)
    if search:
        found = found.filter(Q(user__name__icontains=search) | Q(content_object__name__icontains=search) | Q(purpose__icontains=search))
    page = Paginator(found.order_by("until", "pk"), PAGE).get_page(request.GET.get("p"))
    return render(request, "profiles/grants.html", {"page": page, "search": search, "over": over})


@require_http_methods(["GET", "POST"])
@administrators_only
def grant(request: HttpRequest, grant_id: int) -> HttpResponse:
    """One grant: another last day, another owner, or (with `end`) its end."""
    found = get_object_or_404(grants_seen_by(viewer=request.user), pk=grant_id)
    seller = found.content_object
    if request.method == "POST" and "end" in request.POST:
        revoke_writing(seller, to=found.user, by=request.user)
        messages.success(request, f"{found.user} does not write for {seller.name} any more.")
        return redirect("grants:list")
    form = ChangedGrantForm(request.POST or None, seller=seller, initial={"until": found.until, "owner": found.owner_id})
    if request.method == "POST" and form.is_valid():
        try:
            change_grant(found, by=request.user, **form.cleaned_data)
        except HubError as error:
            form.add_error(None, error.message)
        else:
            messages.success(request, f"{found.user} writes for {seller.name} until {found.until:%-d %B %Y}.")
            return redirect("grants:list")
    return render(request, "profiles/grant.html", {"grant": found, "seller": seller, "form": form})


@require_POST
@administrators_only
def give(request: HttpRequest, seller_id: int) -> HttpResponse:
    """Name an assistant to write for the seller."""
    seller = get_object_or_404(sellers_seen_by(viewer=request.user).select_related("shop__region", "user", "page"), pk=seller_id)
    form = GrantForm(request.POST, seller=seller, giver=request.user)
    if form.is_valid():
        values = form.cleaned_data
        try:
            grant_writing(seller, to=values.pop("assistant"), by=request.user, **values)
        except HubError as error:
            form.add_error(None, error.message)
        else:
            messages.success(request, f"From now on this assistant writes for {seller.first_name}. The readers stay hidden.")
            return redirect("sellers:one", seller.pk)
    return show_seller(request, seller, form=form)
