"""All sellers, as administrators look after them."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from hub.accounts.doors import administrators_only
from hub.accounts.models import Role
from hub.accounts.services import create_user
from hub.common.exceptions import HubError

from ..forms import GrantForm, LeavingForm, NewSellerForm
from ..models import Seller
from ..queries import grants_seen_by, sellers_seen_by
from ..services import create_seller, let_go, take_back

PAGE = 50


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
    return show_seller(request, _seller(request, seller_id))


def show_seller(request: HttpRequest, found: Seller, *, form: GrantForm | None = None) -> HttpResponse:
    grants = grants_seen_by(viewer=request.user).filter(content_object=found)
    context = {"seller": found, "grants": grants, "form": form or GrantForm(seller=found, giver=request.user)}
    return render(request, "profiles/seller.html", context)


@require_http_methods(["GET", "POST"])
@administrators_only
def leave(request: HttpRequest, seller_id: int) -> HttpResponse:
    """Asks once more and says what happens; POST does it."""
    found = _seller(request, seller_id)
    form = LeavingForm(request.POST or None, seller=found)
    if request.method == "POST" and form.is_valid():
        try:
            let_go(found, by=request.user, successor=form.cleaned_data["successor"])
        except HubError as error:
            form.add_error(None, error.message)
        else:
            messages.success(request, f"{found.name} has left: signed out, letters pulled back, list frozen.")
            return redirect("sellers:one", found.pk)
    return render(request, "profiles/leave.html", {"seller": found, "form": form})


@require_POST
@administrators_only
def come_back(request: HttpRequest, seller_id: int) -> HttpResponse:
    """She is here again."""
    found = _seller(request, seller_id)
    try:
        take_back(found, by=request.user)
    except HubError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, f"{found.name} is here again. Letters that were pulled back stay so.")
    return redirect("sellers:one", found.pk)


def _seller(request: HttpRequest, seller_id: int) -> Seller:
    seen = sellers_seen_by(viewer=request.user).select_related("shop__region", "user", "page", "successor")
    return get_object_or_404(seen, pk=seller_id)
