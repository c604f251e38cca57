"""What readers open from a page or a mail. Nobody is signed in, no cookie is set; GET shows a button and POST acts.

No CSRF tokens: they would need a cookie, and there is no session whose rights a forged form could borrow. The token in the
link, or the mailbox that must confirm, is the authority.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from hub.common.addresses import readable
from hub.common.exceptions import BadToken
from hub.common.network import allow, client_ip, network_of
from sellers.profiles.models import Seller

from .. import queries, services, tokens
from ..choices import Source
from ..exceptions import Expired, HasLeft
from ..forms import SubscribeForm
from ..models import ConsentEvent, Subscriber
from ..wording import consent_wording

HOUR = 3600


def private(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """A page behind a token: kept by no cache, found by no search engine, named in no Referer; a bad token is a plain 404."""

    @csrf_exempt
    @require_http_methods(["GET", "HEAD", "OPTIONS", "POST"])
    @wraps(view)
    def wrapped(request: HttpRequest, token: str) -> HttpResponse:
        if request.method == "OPTIONS":
            response = HttpResponse(headers={"Allow": "GET, HEAD, OPTIONS, POST"})
        else:
            try:
                response = view(request, token)
            except BadToken as error:
                response = render(request, "audience/bad_link.html", {"reason": error.message}, status=404)
        response["Cache-Control"] = "no-store, private"
        response["Referrer-Policy"] = "no-referrer"
        response["X-Robots-Tag"] = "noindex, nofollow"
        return response

    return wrapped


def unreferred(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """No other site learns from which of our pages a reader comes."""

    @wraps(view)
    def wrapped(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = view(request, *args, **kwargs)
        response["Referrer-Policy"] = "no-referrer"
        return response

    return wrapped


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
@unreferred
def subscribe(request: HttpRequest, slug: str) -> HttpResponse:
    """The form on a seller's page. Known, unknown and blocked addresses get the same answer."""
    seller = _open_seller(slug)
    if request.method != "POST":
        return redirect(seller.page.get_url(request) + "#subscribe")
    ip = client_ip(request)
    if ip and not (allow("subscribe-ip", ip, limit=20, seconds=HOUR) and allow("subscribe-net", network_of(ip), limit=120, seconds=HOUR)):
        return render(request, "audience/too_many.html", {"seller": seller}, status=429)
    form = SubscribeForm(request.POST, seller=seller)
    if not form.is_trap:
        if not form.is_valid():
            return render(
                request, "audience/subscribe.html", {"seller": seller, "form": form, "wording": consent_wording(seller)}, status=422
            )
        services.request_subscription(
            seller=seller,
            first_name=form.cleaned_data["first_name"],
            address=form.cleaned_data["address"],
            page=seller.page.get_url(request)[:300],
            ip=ip,
            locale=(get_language() or "")[:10],
        )
    response = redirect("audience:subscribe_sent", slug)
    response.status_code = 303
    return response


@unreferred
def subscribe_sent(request: HttpRequest, slug: str) -> HttpResponse:
    return render(request, "audience/subscribe_sent.html", {"seller": _open_seller(slug)})


@private
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """GET shows the button, POST puts her on the list; again and again with the same answer."""
    request_id = tokens.read_confirm(token)
    asked = ConsentEvent.objects.select_related("seller__shop", "seller__page").filter(pk=request_id).first()
    if request.method != "POST":
        seller = asked and asked.seller
        context = {"seller": seller, "wording": seller and consent_wording(seller)}
        return render(request, "audience/confirm.html", context, status=200 if asked else 410)
    try:
        subscriber = services.confirm(request_id, page=request.path[:5], ip=client_ip(request))
    except Expired as error:
        return render(request, "audience/bad_link.html", {"reason": error.message, "seller": asked and asked.seller}, status=410)
    except HasLeft as error:
        return render(request, "audience/bad_link.html", {"reason": error.message, "seller": asked and asked.seller}, status=409)
    waiting = [
        (other.seller, reverse("audience:confirm", args=[tokens.confirm_token(other.pk)]))
        for other in queries.waiting_requests(subscriber=subscriber)
    ]
    context = {"subscriber": subscriber, "preferences": tokens.preferences_url(subscriber.pk), "waiting": waiting}
    return render(request, "audience/confirmed.html", context)


@private
def unsubscribe(request: HttpRequest, token: str) -> HttpResponse:
    """RFC 8058: POST leaves at once, whatever the body's form; 200, no redirect. GET shows the button."""
    subscriber = _reader(tokens.read_unsubscribe(token))
    context: dict[str, Any] = {"subscriber": subscriber, "token": token}
    if request.method != "POST":
        return render(request, "audience/unsubscribe.html", context)
    everywhere = request.POST.get("from") == "everybody"
    if subscriber is not None:
        source = Source.ONE_CLICK if request.POST.get("List-Unsubscribe") == "One-Click" else Source.LINK
        services.unsubscribe(subscriber, source=source, everywhere=everywhere, ip=client_ip(request))
    return render(request, "audience/left.html", {**context, "everywhere": everywhere})


@private
def come_back(request: HttpRequest, token: str) -> HttpResponse:
    """“I left by mistake”: a new confirmation mail. Nothing is revived before its button is pressed."""
    subscriber = _reader(tokens.read_unsubscribe(token))
    if request.method != "POST":
        return redirect("audience:unsubscribe", token)
    if subscriber is not None:
        services.ask_again(subscriber, source=Source.LINK, ip=client_ip(request))
    return render(request, "audience/come_back.html", {"subscriber": subscriber})


@private
def preferences(request: HttpRequest, token: str) -> HttpResponse:
    """Whom I follow, what is held about me, and the buttons to leave."""
    subscriber = _reader(tokens.read_preferences(token))
    if subscriber is None:
        return render(request, "audience/erased.html")
    if request.method == "POST":
        _change_preferences(request, subscriber)
    mine = list(queries.subscriptions_of(subscriber=subscriber))
    context = {
        "subscriptions": mine,
        "token": token,
        "address": readable(subscriber.person.address),
        "events": queries.own_history(subscriber=subscriber),
        "done": request.POST.get("do"),
    }
    return render(request, "audience/preferences.html", context)


@private
def erase(request: HttpRequest, token: str) -> HttpResponse:
    """GET says what goes and asks; POST erases her everywhere."""
    subscriber = _reader(tokens.read_preferences(token))
    if subscriber is None:
        return render(request, "audience/erased.html")
    if request.method != "POST":
        return render(request, "audience/erase.html", {"token": token})
    services.erase_person(subscriber.person, source=Source.PREFERENCES)
    return render(request, "audience/erased.html")


def _change_preferences(request: HttpRequest, subscriber: Subscriber) -> None:
    ip, wanted = client_ip(request), request.POST.get("list", "")
    if request.POST.get("do") == "leave-all":
        services.unsubscribe(subscriber, source=Source.PREFERENCES, everywhere=True, ip=ip)
        return
    one = queries.subscriptions_of(subscriber=subscriber).filter(pk=int(wanted) if wanted.isdecimal() and len(wanted) < 18 else 0).first()
    if one is None:
        raise Http404
    if request.POST.get("do") == "leave":
        services.unsubscribe(one, source=Source.PREFERENCES, ip=ip)
    elif request.POST.get("do") == "ask":
        services.ask_again(one, source=Source.PREFERENCES, ip=ip)


def _reader(pk: int) -> Subscriber | None:
    """The reader a token names; None once she is erased, which must look like success."""
    return Subscriber.objects.select_related("seller__shop", "seller__page", "person").filter(pk=pk).first()


def _open_seller(slug: str) -> Seller:
    """A seller who takes new readers, else 404."""
    seller = Seller.objects.select_related("shop", "page", "photo").filter(slug=slug, state=Seller.State.ACTIVE, page__live=True).first()
    if seller is None:
        raise Http404
    return seller
