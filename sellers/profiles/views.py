"""A seller's own page, seen from her side; and all sellers, as administrators look after them."""

from copy import copy

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from hub.accounts.doors import administrators_only
from hub.accounts.models import Role
from hub.accounts.queries import people
from hub.accounts.services import create_user
from hub.common.exceptions import HubError

from .forms import NewSellerForm, ProfileForm
from .queries import seller_of, sellers_seen_by, writers_for
from .services import change_profile, create_seller, grant_writing, revoke_writing

PAGE = 50


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


@require_GET
@administrators_only
def sellers(request: HttpRequest) -> HttpResponse:
    """All sellers, searched by name and shop."""
    search = request.GET.get("q", "").strip()
    found = sellers_seen_by(viewer=request.user).select_related("shop", "user")
    if search:
        found = found.filter(Q(name__icontains=search) | Q(shop__name__icontains=search))
    page = Paginator(found.order_by("name", "pk"), PAGE).get_page(request.GET.get("p"))
    return render(request, "profiles/sellers.html", {"page": page, "search": search})


@require_http_methods(["GET", "POST"])
@administrators_only
def add_seller(request: HttpRequest) -> HttpResponse:
    """Somebody new who writes: her sign-in with an invitation, her page and her shop in one go."""
    form = NewSellerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        values = form.cleaned_data
        try:
            with transaction.atomic():
                user = create_user(email=values["email"], name=values["name"], role=Role.SELLER, by=request.user)
                seller = create_seller(user=user, shop=values["shop"], by=request.user)
        except HubError as error:
            form.add_error(None, error.message)
        else:
            messages.success(request, "Added. An invitation with a link to choose a password is on its way.")
            return redirect("sellers:one", seller.pk)
    return render(request, "profiles/add_seller.html", {"form": form})


@require_GET
@administrators_only
def seller(request: HttpRequest, seller_id: int) -> HttpResponse:
    """One seller, and the assistants who write for her."""
    found = get_object_or_404(sellers_seen_by(viewer=request.user).select_related("shop", "user", "page"), pk=seller_id)
    named = writers_for(seller=found)
    others = people(viewer=request.user).filter(role=Role.ASSISTANT, is_active=True).exclude(pk__in=named.values("pk"))
    return render(request, "profiles/seller.html", {"seller": found, "named": named, "others": others})


@require_POST
@administrators_only
def name_writer(request: HttpRequest, seller_id: int) -> HttpResponse:
    """Name an assistant to write for the seller, or (with `end`) end that."""
    found = get_object_or_404(sellers_seen_by(viewer=request.user), pk=seller_id)
    wanted = request.POST.get("user", "")
    writer = get_object_or_404(people(viewer=request.user), pk=int(wanted) if wanted.isdigit() else 0)
    try:
        (revoke_writing if "end" in request.POST else grant_writing)(found, to=writer, by=request.user)
    except HubError as error:
        messages.error(request, error.message)
    return redirect("sellers:one", found.pk)
