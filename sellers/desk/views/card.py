"""A customer's card: what she likes, what is planned, and all that was between the two."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from hub.common.addresses import readable
from hub.common.exceptions import HubError
from sellers.audience import queries as audience
from sellers.audience import services
from sellers.audience.exceptions import NoSuchReader
from sellers.audience.models import Subscriber
from sellers.profiles.models import Seller
from sellers.tracking.queries import reply_for
from sellers.tracking.services.replying import mark_read

from ..doors import for_the_seller
from ..forms import CardForm, MailForm
from ..models import Task
from ..queries.customers import SAID, lookalikes
from ..queries.proof import proof_of
from ..queries.purchases import purchases_are_reported
from ..queries.tasks import tasks_of, today_of
from ..queries.timeline import timeline
from ..services.card import OWN, keep_card
from ..services.personal import advice_on, beginning_for, write_to
from ..tokens import customer_reference


@require_GET
@for_the_seller
def card(request: HttpRequest, seller: Seller, customer: Subscriber) -> HttpResponse:
    return _card(request, seller, customer)


@require_POST
@for_the_seller
def write(request: HttpRequest, seller: Seller, customer: Subscriber) -> HttpResponse:
    """A personal mail. If the guard has something to say she reads it first, and sends with the same button again."""
    form = MailForm(request.POST)
    if not form.is_valid():
        return _card(request, seller, customer, form, writing=True)
    subject, text = form.cleaned_data["subject"], form.cleaned_data["text"]
    advice = advice_on(seller=seller, subject=subject, text=text)
    if advice and "sure" not in request.POST:
        return _card(request, seller, customer, form, writing=True, advice=advice)
    try:
        write_to(customer, subject=subject, text=text, by=request.user)
    except HubError as error:
        form.add_error(None, error.message)
        return _card(request, seller, customer, form, writing=True)
    messages.success(request, f"Your mail to {customer.first_name or 'your customer'} is on its way.")
    return redirect("seller_desk:card", customer.pk)


@require_http_methods(["GET", "POST"])
@for_the_seller
def edit(request: HttpRequest, seller: Seller, customer: Subscriber) -> HttpResponse:
    """Everything that stands on the card, as one form."""
    birthday = audience.birthday_of(subscriber=customer)
    initial = {name: getattr(customer, name) for name in CardForm.base_fields if name not in OWN}
    initial["tags"] = ", ".join(tag.name for tag in audience.tags_of(subscriber=customer))
    if birthday is not None:
        initial |= {"birthday_day": birthday.day, "birthday_month": birthday.month}
    form = CardForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            keep_card(customer, by=request.user, **form.cleaned_data)
        except HubError as error:
            form.add_error(None, error.message)
        else:
            messages.success(request, "The card is saved.")
            return redirect("seller_desk:card", customer.pk)
    tags = audience.tags_in_use(seller=seller)[:40]
    return render(request, "desk/card_edit.html", {"form": form, "customer": customer, "tags": tags})


@require_GET
@for_the_seller
def proof(request: HttpRequest, seller: Seller, customer: Subscriber) -> HttpResponse:
    """What she agreed to, for whoever has to show it: a page that prints well."""
    context = {"seller": seller, "customer": customer, "address": readable(customer.person.address), "proof": proof_of(customer=customer)}
    return render(request, "desk/proof.html", context)


@require_POST
@for_the_seller
def note(request: HttpRequest, seller: Seller, customer: Subscriber) -> HttpResponse:
    """Something to remember, under today."""
    try:
        services.write_note(customer, request.POST.get("text", ""), on=today_of(seller), by=request.user)
    except HubError as error:
        messages.error(request, error.message)
    return redirect("seller_desk:card", customer.pk)


@require_POST
@for_the_seller
def seen(request: HttpRequest, seller: Seller, reply_id: int) -> HttpResponse:
    """She has read an answer."""
    reply = reply_for(seller=seller, pk=reply_id)
    if reply is None:
        raise Http404
    mark_read(reply, by=request.user)
    return redirect("wagtailadmin_home")


@require_POST
@for_the_seller
def join(request: HttpRequest, seller: Seller, customer: Subscriber, other_id: int) -> HttpResponse:
    """The other card becomes part of this one."""
    try:
        services.merge_cards(customer, audience.subscriber_for(seller=seller, pk=other_id), by=request.user)
    except NoSuchReader as error:
        raise Http404 from error
    except HubError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, "Two cards are one now. You can take that back on this page.")
    return redirect("seller_desk:card", customer.pk)


@require_POST
@for_the_seller
def separate(request: HttpRequest, seller: Seller, merge_id: int) -> HttpResponse:
    """Two joined cards are two again."""
    try:
        merge = audience.merge_for(seller=seller, pk=merge_id)
    except NoSuchReader as error:
        raise Http404 from error
    try:
        services.undo_merge(merge, by=request.user)
    except HubError as error:
        messages.error(request, error.message)
    else:
        messages.success(request, "They are two cards again.")
    return redirect("seller_desk:card", merge.kept_id)


def _card(request: HttpRequest, seller: Seller, customer: Subscriber, form: MailForm | None = None, **more: Any) -> HttpResponse:
    if customer.merged_into_id:
        return redirect("seller_desk:card", customer.merged_into_id)
    entries = timeline(customer=customer)
    unread = next((entry.reply for entry in entries if entry.reply is not None and entry.reply.read_at is None), None)
    subject = f"Re: {unread.subject.removeprefix('Re: ')}" if unread is not None else ""
    context = {
        "seller": seller,
        "customer": customer,
        "address": readable(customer.person.address),
        "said": SAID.get(Subscriber.State(customer.state), ""),
        "is_in": customer.state == Subscriber.State.ACTIVE,
        "may_ask": customer.state == Subscriber.State.PENDING and not customer.left_at,
        "tags": audience.tags_of(subscriber=customer),
        "days": audience.days_of(subscriber=customer),
        "tasks": [task for task in tasks_of(subscriber=customer) if task.done_at is None],
        "kinds": Task.Kind.choices,
        "timeline": entries,
        "reference": customer_reference(customer.pk) if purchases_are_reported() else "",
        "joined": audience.merges_of(subscriber=customer),
        "lookalikes": lookalikes(customer=customer),
        "form": form or MailForm(initial={"subject": subject, "text": f"{beginning_for(customer)}\n\n"}),
        "today": today_of(seller),
        "here": request.path.removesuffix("write/"),
    }
    return render(request, "desk/card.html", context | more)
