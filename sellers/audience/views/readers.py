"""A seller's readers in the Wagtail admin. Whoever is not the seller of a reader meets a 404, as if there were none."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST
from wagtail.admin import messages

from hub.common.addresses import readable
from hub.common.exceptions import HubError
from sellers.profiles.models import Seller

from .. import queries, services
from ..choices import Source
from ..exceptions import NoSuchReader
from ..forms import NewReaderForm, ReaderForm
from ..models import Subscriber

PER_PAGE = 50
SAID = {
    "pending": "Not confirmed yet",
    "active": "On your list",
    "left": "Has left",
}


def for_the_owner(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Gives the view the seller that the user is, and for a `reader_id` her reader; 404 for everybody else."""

    @wraps(view)
    def wrapped(request: HttpRequest, reader_id: int | None = None) -> HttpResponse:
        try:
            seller = queries.list_owner(viewer=request.user)
            if reader_id is None:
                return view(request, seller)
            return view(request, queries.subscriber_for(seller=seller, pk=reader_id))
        except NoSuchReader as error:
            raise Http404 from error

    return wrapped


@require_http_methods(["GET", "POST"])
def index(request: HttpRequest) -> HttpResponse:
    """Sellers: their list. Leads and administrators: how many readers each seller has. Searching is a POST: names stay out of URLs."""
    try:
        seller = queries.list_owner(viewer=request.user)
    except NoSuchReader:
        return _counts(request)
    asked = request.POST if request.method == "POST" else request.GET
    search, state = request.POST.get("search", "").strip()[:100], asked.get("state", "")
    state = state if state in Subscriber.State.values else ""
    page = Paginator(queries.readers(seller=seller, search=search, state=state), PER_PAGE).get_page(asked.get("p"))
    for reader in page:
        reader.said, reader.address = SAID[reader.state], readable(reader.person.address)
    counts = queries.state_counts(seller=seller)
    tabs = [("", "All", sum(counts.values()))] + [(key, label, counts[key]) for key, label in SAID.items()]
    context = {"page": page, "search": search, "state": state, "tabs": tabs, "seller": seller}
    return render_page(request, "index", "My readers", context, [])


@require_http_methods(["GET", "POST"])
@for_the_owner
def add(request: HttpRequest, seller: Seller) -> HttpResponse:
    form = NewReaderForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            reader = services.add_subscriber(seller=seller, by=request.user, **form.cleaned_data)
        except HubError as error:
            form.add_error("address", error.message)
        else:
            messages.success(request, f"{reader.name or 'Your customer'} gets a mail. Once its button is pressed, your list has one more.")
            return redirect("readers:index")
    return render_page(request, "form", "Write a customer down", {"form": form, "submit": "Add and ask by mail"}, [])


@require_http_methods(["GET", "POST"])
@for_the_owner
def card(request: HttpRequest, reader: Subscriber) -> HttpResponse:
    """What the seller knows about a reader, and what the reader said to her."""
    known = {name: getattr(reader, name) for name in ReaderForm.base_fields}
    form = ReaderForm(request.POST or None, initial=known)
    if request.method == "POST" and form.is_valid():
        services.update_subscriber(reader, by=request.user, **form.cleaned_data)
        messages.success(request, "The card is saved.")
        return redirect("readers:card", reader.pk)
    context = {
        "form": form,
        "reader": reader,
        "address": readable(reader.person.address),
        "said": SAID[reader.state],
        "history": queries.consent_history(subscriber=reader),
        "may_ask": reader.state == Subscriber.State.PENDING and not reader.left_at,
    }
    return render_page(request, "card", reader.name or "A reader", context, [("readers:index", "My readers")])


@require_http_methods(["GET", "POST"])
@for_the_owner
def remove(request: HttpRequest, reader: Subscriber) -> HttpResponse:
    if request.method == "POST":
        services.unsubscribe(reader, source=Source.SELLER, by=request.user)
        messages.success(request, f"{reader.name or 'The reader'} is off your list and gets no more letters from you.")
        return redirect("readers:index")
    return render_page(request, "remove", "Take off the list", {"reader": reader}, [("readers:index", "My readers")])


@require_POST
@for_the_owner
def ask_again(request: HttpRequest, reader: Subscriber) -> HttpResponse:
    try:
        services.ask_again(reader, source=Source.SELLER, by=request.user)
    except HubError as error:
        messages.error(request, error.message)
    else:
        # The same words whether a mail left or not: the limits count over all sellers, who do not learn of each other.
        messages.success(request, "We ask again by mail, at most once a day and three times in thirty days.")
    return redirect("readers:card", reader.pk)


def _counts(request: HttpRequest) -> HttpResponse:
    try:
        sellers = queries.counts_by_seller(viewer=request.user)
    except NoSuchReader as error:
        raise Http404 from error
    page = Paginator(sellers, PER_PAGE).get_page(request.GET.get("p"))
    return render_page(request, "counts", "Readers", {"page": page, "keeps_topics": queries.may_keep_topics(request.user)}, [])


def render_page(request: HttpRequest, template: str, title: str, context: dict[str, Any], above: list[tuple[str, str]]) -> HttpResponse:
    way = [("wagtailadmin_home", "Home"), *above]
    crumbs = [{"url": reverse(name), "label": label} for name, label in way] + [{"url": "", "label": title}]
    furniture = {"header_title": title, "page_title": title, "header_icon": "group", "breadcrumbs_items": crumbs}
    response = render(request, f"audience/readers/{template}.html", {**furniture, **context})
    response["Cache-Control"] = "no-store, private"
    return response
