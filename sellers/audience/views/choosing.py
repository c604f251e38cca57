"""What a customer opens from the one mail that says her seller has gone. GET asks and POST acts, as on all pages behind a token."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from hub.common.languages import speak
from hub.common.network import client_ip

from .. import queries, services, tokens
from ..exceptions import Expired, HasLeft
from .public import private


@private
def hand_over(request: HttpRequest, token: str) -> HttpResponse:
    """GET asks whom she wants to follow now that her seller is gone; POST does what her button says."""
    answer_id = tokens.read_hand_over(token)
    answer = queries.answer_for(pk=answer_id)
    if answer is None:
        return render(
            request, "audience/bad_link.html", {"reason": _("This question is over. Nothing has changed without your word.")}, status=410
        )
    seller = answer.hand_over.seller
    speak(request, answer.subscriber.language, seller.shop.language)
    context: dict[str, Any] = {"answer": answer, "hand_over": answer.hand_over, "seller": seller}
    if request.method != "POST":
        return render(request, "audience/hand_over.html", context)
    try:
        context["answer"] = services.answer_hand_over(
            answer_id, request.POST.get("choice", ""), page=request.path[:3], ip=client_ip(request)
        )
    except (Expired, HasLeft) as error:
        return render(request, "audience/bad_link.html", {"reason": error.message}, status=409)
    return render(request, "audience/hand_over_done.html", context)
