"""The customer book."""

from typing import Any

import segno
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from hub.common.exceptions import HubError
from sellers.audience import services
from sellers.audience.models import Subscriber
from sellers.audience.queries import state_counts
from sellers.profiles.models import Seller

from ..doors import for_the_seller
from ..forms import QuickAddForm
from ..queries.customers import customers, told

PER_PAGE = 50
TABS = [("", "All"), (Subscriber.State.ACTIVE, "On your list"), (Subscriber.State.PENDING, "Not yet"), (Subscriber.State.LEFT, "Left")]


@require_http_methods(["GET", "POST"])
@for_the_seller
def index(request: HttpRequest, seller: Seller) -> HttpResponse:
    """All of them, or those who match. Searching is a POST: names stay out of addresses. A script asks for the rows alone."""
    asked = request.POST if request.method == "POST" else request.GET
    search, state = request.POST.get("search", "").strip()[:100], asked.get("state", "")
    state = state if state in Subscriber.State.values else ""
    page = Paginator(customers(seller=seller, search=search, state=state), PER_PAGE).get_page(asked.get("p"))
    page.object_list = told(page.object_list)
    context: dict[str, Any] = {"page": page, "search": search, "state": state, "seller": seller}
    if request.headers.get("X-Rows"):
        return render(request, "desk/customer_rows.html", context)
    counts = state_counts(seller=seller)
    tabs = [(key, label, counts[key] if key else sum(counts.values())) for key, label in TABS]
    return render(request, "desk/customers.html", context | {"tabs": tabs, "nobody": not sum(counts.values())})


@require_http_methods(["GET", "POST"])
@for_the_seller
def add(request: HttpRequest, seller: Seller) -> HttpResponse:
    """Two fields at the counter, or her own phone with the code: either way her own mailbox says yes."""
    form = QuickAddForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            customer = services.add_subscriber(seller=seller, by=request.user, **form.cleaned_data)
        except HubError as error:
            form.add_error("address", error.message)
        else:
            return redirect("seller_desk:added", customer.pk)
    page = seller.page.address
    code = segno.make(f"{page}#subscribe", error="m").svg_inline(scale=6, border=2, dark="#111", light="#fff", svgclass="desk-code")
    return render(request, "desk/add.html", {"form": form, "seller": seller, "code": code, "page_url": page})


@require_GET
@for_the_seller
def added(request: HttpRequest, seller: Seller, customer: Subscriber) -> HttpResponse:
    """What happens now, and, as soon as she has pressed the button in her mailbox, that she has."""
    return render(request, "desk/added.html", {"customer": customer, "is_in": customer.state == Subscriber.State.ACTIVE})


@require_GET
@for_the_seller
def state(request: HttpRequest, seller: Seller, customer: Subscriber) -> HttpResponse:
    """Whether she has said yes, for the script that waits for it."""
    return JsonResponse({"in": customer.state == Subscriber.State.ACTIVE})
