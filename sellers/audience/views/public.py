"""What readers open from a page or a mail. Nobody is signed in, no cookie is set; GET shows a button and POST acts.

No CSRF tokens: they would need a cookie, and there is no session whose rights a forged form could borrow. The token in the
link, or the mailbox that must confirm, is the authority.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from hub.common.exceptions import BadToken
from hub.common.languages import keeping_choice, speak
from hub.common.network import allow, client_ip, network_of
from sellers.profiles.models import Seller

from .. import queries, services, tokens
from ..choices import Source, WhyLeft
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
    language = speak(request, seller.shop.language)
    if request.method != "POST":
        return redirect(keeping_choice(request, seller.page.get_url(request) + "#subscribe"))
    ip = client_ip(request)
    form = SubscribeForm(request.POST, seller=seller)
    # What a machine typed into the trap does nothing, so it costs the people of its network nothing either.
    if not form.is_trap:
        if not _may_try(ip):
            return render(request, "audience/too_many.html", {"seller": seller}, status=429)
        if not form.is_valid():
            return render(
                request, "audience/subscribe.html", {"seller": seller, "form": form, "wording": consent_wording(seller)}, status=422
            )
        if not _may_sign_up():
            return render(request, "audience/too_many.html", {"seller": seller}, status=429)
        services.request_subscription(
            seller=seller,
            first_name=form.cleaned_data["first_name"],
            address=form.cleaned_data["address"],
            page=seller.page.get_url(request)[:300],
            ip=ip,
            locale=language,
        )
    response = redirect(keeping_choice(request, reverse("audience:subscribe_sent", args=(slug,))))
    response.status_code = 303
    return response


def _may_try(ip: str | None) -> bool:
    """An address and its network have limits of their own, for whatever they send."""
    if not ip:
        return True
    return allow("subscribe-ip", ip, limit=20, seconds=HOUR) and allow("subscribe-net", network_of(ip), limit=120, seconds=HOUR)


def _may_sign_up() -> bool:
    """The brake on all sign-ups together, against a flood from everywhere. Only what would be a sign-up counts: posts without a
    well-filled form close it for nobody."""
    if allow("subscribe-all", "", limit=settings.SIGN_UPS_AN_HOUR, seconds=HOUR):
        return True
    if allow("subscribe-all-told", "", limit=1, seconds=HOUR):
        services.note_flood(limit=settings.SIGN_UPS_AN_HOUR)
    return False


@unreferred
def subscribe_sent(request: HttpRequest, slug: str) -> HttpResponse:
    """The same for everybody who pressed the button."""
    seller = _open_seller(slug)
    speak(request, seller.shop.language)
    return render(request, "audience/subscribe_sent.html", {"seller": seller})


@private
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """GET shows the button, POST puts her on the list; again and again with the same answer."""
    request_id = tokens.read_confirm(token)
    asked = ConsentEvent.objects.select_related("seller__shop", "seller__page", "seller__photo").filter(pk=request_id).first()
    seller = asked and asked.seller
    speak(request, asked.locale if asked else "", seller.shop.language if seller else "")
    if request.method != "POST":
        # What she agreed to when she asked, in the very words; a reader whom her seller wrote down sees them here first.
        context = {"seller": seller, "wording": seller and (asked.wording or consent_wording(seller))}
        return render(request, "audience/confirm.html", context, status=200 if asked else 410)
    try:
        subscriber = services.confirm(request_id, page=request.path[:5], ip=client_ip(request))
    except Expired as error:
        return render(request, "audience/bad_link.html", {"reason": error.message, "seller": seller}, status=410)
    except HasLeft as error:
        return render(request, "audience/bad_link.html", {"reason": error.message, "seller": seller}, status=409)
    waiting = [
        (other.seller, reverse("audience:confirm", args=[tokens.confirm_token(other.pk)]))
        for other in queries.waiting_requests(subscriber=subscriber)
    ]
    context = {"subscriber": subscriber, "preferences": tokens.preferences_url(subscriber.pk), "waiting": waiting}
    return render(request, "audience/confirmed.html", context)


@private
def unsubscribe(request: HttpRequest, token: str) -> HttpResponse:
    """RFC 8058: POST leaves at once, whatever the body's form; 200, no redirect. GET shows the button."""
    subscriber = reader_of(request, tokens.read_unsubscribe(token))
    context: dict[str, Any] = {"subscriber": subscriber, "token": token}
    if request.method != "POST":
        return render(request, "audience/unsubscribe.html", context)
    everywhere = request.POST.get("from") == "everybody"
    if subscriber is not None:
        source = Source.ONE_CLICK if request.POST.get("List-Unsubscribe") == "One-Click" else Source.LINK
        services.unsubscribe(subscriber, source=source, everywhere=everywhere, ip=client_ip(request))
    return render(request, "audience/left.html", {**context, "everywhere": everywhere, "reasons": WhyLeft.choices})


@private
def why_left(request: HttpRequest, token: str) -> HttpResponse:
    """The one question after leaving. Nobody must answer, an answer is counted without her name, and one a day is enough."""
    subscriber = reader_of(request, tokens.read_unsubscribe(token))
    if request.method != "POST":
        return redirect(keeping_choice(request, reverse("audience:unsubscribe", args=(token,))))
    answer = request.POST.get("why", "")
    if subscriber is not None and answer in WhyLeft.values and allow("why-left", token, limit=1, seconds=24 * HOUR):
        services.note_why_left(subscriber, answer)
    return render(request, "audience/left.html", {"subscriber": subscriber, "token": token, "answered": True})


@private
def come_back(request: HttpRequest, token: str) -> HttpResponse:
    """“I left by mistake”: a new confirmation mail. Nothing is revived before its button is pressed."""
    subscriber = reader_of(request, tokens.read_unsubscribe(token))
    if request.method != "POST":
        return redirect(keeping_choice(request, reverse("audience:unsubscribe", args=(token,))))
    if subscriber is not None:
        services.ask_again(subscriber, source=Source.LINK, ip=client_ip(request))
    return render(request, "audience/come_back.html", {"subscriber": subscriber})


def reader_of(request: HttpRequest, pk: int) -> Subscriber | None:
    """The reader a token names, answered in her language; None once she is erased, which must look like success."""
    found = Subscriber.objects.select_related("seller__shop", "seller__page", "seller__photo", "person").filter(pk=pk).first()
    speak(request, *((found.language, found.seller.shop.language) if found else ()))
    return found


def _open_seller(slug: str) -> Seller:
    """A seller who takes new readers, else 404."""
    seller = Seller.objects.select_related("shop", "page", "photo").filter(slug=slug, state=Seller.State.ACTIVE, page__live=True).first()
    if seller is None:
        raise Http404
    return seller
