"""What a reader sees and says of herself: whom she follows, how often, about what, in which language; what is held about her."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from hub.common.addresses import readable
from hub.common.languages import keeping_choice, known
from hub.common.models import AuditEntry
from hub.common.network import client_ip

from .. import queries, services, tokens
from ..choices import Source
from ..exceptions import BadCard
from ..forms import WishesForm
from ..models import Subscriber
from .public import private, reader_of


@private
def preferences(request: HttpRequest, token: str) -> HttpResponse:
    """Whom I follow, how often and about what, and the buttons to leave."""
    subscriber = reader_of(request, tokens.read_preferences(token))
    if subscriber is None:
        return render(request, "audience/erased.html")
    wrong: dict[int, WishesForm] = {}
    if request.method == "POST":
        wrong = _change(request, subscriber)
        if not wrong:
            return redirect(_told(request, token, request.POST.get("do", "")))
    mine = list(queries.subscriptions_of(subscriber=subscriber).prefetch_related("muted"))
    rows = [(one, wrong.get(one.pk) or WishesForm.of(one)) for one in mine if one.state != Subscriber.State.MERGED]
    context = {
        "rows": rows,
        "address": readable(subscriber.person.address),
        "done": "" if wrong else request.GET.get("done"),
        "language": known(subscriber.language),
        "token": token,
    }
    return render(request, "audience/preferences.html", context)


@private
def about_me(request: HttpRequest, token: str) -> HttpResponse:
    """What is held about her with every seller, and why she gets letters. Changes nothing."""
    subscriber = reader_of(request, tokens.read_preferences(token))
    if subscriber is None:
        return render(request, "audience/erased.html")
    mine = queries.subscriptions_of(subscriber=subscriber).prefetch_related("tags", "notes", "days")
    context = {
        "subscriptions": list(mine),
        "token": token,
        "address": readable(subscriber.person.address),
        "events": queries.own_history(subscriber=subscriber),
    }
    return render(request, "audience/about_me.html", context)


@private
def erase(request: HttpRequest, token: str) -> HttpResponse:
    """GET says what goes and asks; POST erases her everywhere."""
    subscriber = reader_of(request, tokens.read_preferences(token))
    if subscriber is None:
        return render(request, "audience/erased.html")
    if request.method != "POST":
        return render(request, "audience/erase.html", {"token": token})
    entry = services.erase_person(subscriber.person, source=Source.PREFERENCES)
    return render(request, "audience/erased.html", _receipt(entry))


@private
def data(request: HttpRequest, token: str) -> HttpResponse:
    """POST gives her everything that is held about her as a file; nothing else is done."""
    subscriber = reader_of(request, tokens.read_preferences(token))
    if subscriber is None:
        return render(request, "audience/erased.html")
    if request.method != "POST":
        return redirect(keeping_choice(request, reverse("audience:about_me", args=(token,))))
    response = JsonResponse(queries.everything_about(subscriber=subscriber), json_dumps_params={"ensure_ascii": False, "indent": 2})
    response["Content-Disposition"] = 'attachment; filename="everything-about-me.json"'
    return response


@private
def receipt(request: HttpRequest, token: str) -> HttpResponse:
    """What was erased, and when: for whoever holds the receipt, for ever. Names nobody, since nobody is known any more."""
    return render(request, "audience/erased.html", _receipt(tokens.read_receipt(token)))


def _receipt(entry_id: int) -> dict[str, Any]:
    entry = AuditEntry.objects.filter(pk=entry_id, action="audience.erased").first()
    return {"receipt": entry and tokens.receipt_token(entry.pk), "entry": entry}


def _told(request: HttpRequest, token: str, do: str) -> str:
    """The page that says it is done, by an address of its own: going back or reloading never asks whether to send the form again."""
    there = f"{reverse('audience:preferences', args=(token,))}?done={'asked' if do == 'ask' else 'yes'}"
    return there if do == "language" else keeping_choice(request, there)


def _change(request: HttpRequest, subscriber: Subscriber) -> dict[int, WishesForm]:
    """Do what her button says; what could not be taken comes back by subscription."""
    do, ip = request.POST.get("do"), client_ip(request)
    if do == "leave-all":
        services.unsubscribe(subscriber, source=Source.PREFERENCES, everywhere=True, ip=ip)
    elif do == "language":
        services.choose_language(subscriber, request.POST.get("language", ""), source=Source.PREFERENCES)
    else:
        one = _one_of(request, subscriber)
        if do == "leave":
            services.unsubscribe(one, source=Source.PREFERENCES, ip=ip)
        elif do == "ask":
            services.ask_again(one, source=Source.PREFERENCES, ip=ip)
        elif do == "wishes":
            return _wish(request, one)
    return {}


def _one_of(request: HttpRequest, subscriber: Subscriber) -> Subscriber:
    wanted = request.POST.get("list", "")
    one = queries.subscriptions_of(subscriber=subscriber).filter(pk=int(wanted) if wanted.isdecimal() and len(wanted) < 18 else 0).first()
    if one is None:
        raise Http404
    return one


def _wish(request: HttpRequest, one: Subscriber) -> dict[int, WishesForm]:
    form = WishesForm.of(one, data=request.POST)
    if not form.is_valid():
        return {one.pk: form}
    wishes: dict[str, Any] = {"rhythm_days": form.cleaned_data["rhythm"], "pause_until": form.cleaned_data["pause_until"]}
    if "topics" in form.fields:
        wishes["muted"] = form.muted
    try:
        services.set_preferences(one, **wishes, source=Source.PREFERENCES)
    except BadCard:
        form.add_error("pause_until", _("A pause lasts a year at most. If you want no more letters, please leave."))
        return {one.pk: form}
    return {}
