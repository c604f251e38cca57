"""How it went, for somebody who has a shop to look after."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from hub.common.exceptions import NotAllowed
from sellers.newsletters.exceptions import NoSuchLetter
from sellers.profiles.models import Seller

from ..doors import for_the_seller
from ..queries.leaving import why_readers_left, why_they_left
from ..queries.purchases import purchases_are_reported
from ..queries.results import glad_of, not_reached_by, result_for, results_of

PEOPLE_SHOWN = 60


@require_GET
@for_the_seller
def results(request: HttpRequest, seller: Seller) -> HttpResponse:
    """Her letters one below the other, each with its bar, and what those who left said."""
    found = results_of(seller=seller)
    widest = max((one.share for one in found), default=0)
    context = {"results": found, "widest": max(widest, 1), "seller": seller, "why": why_they_left(seller=seller)}
    return render(request, "desk/results.html", context)


@require_GET
@for_the_seller
def result(request: HttpRequest, seller: Seller, letter_id: int) -> HttpResponse:
    """One letter: who was glad of it, who could not be reached, and one thing to do next."""
    try:
        found = result_for(seller=seller, letter_id=letter_id)
    except NoSuchLetter as error:
        raise Http404 from error
    people = {"glad": glad_of(result=found)[:PEOPLE_SHOWN], "not_reached": not_reached_by(result=found)[:PEOPLE_SHOWN]}
    return render(request, "desk/result.html", {"result": found, "reports": purchases_are_reported(), **people})


@require_GET
def readers_left(request: HttpRequest) -> HttpResponse:
    """What readers said when they left, over all sellers a lead sees."""
    try:
        together, sellers = why_readers_left(viewer=request.user)
    except NotAllowed as error:
        raise Http404 from error
    return render(request, "desk/readers_left.html", {"together": together, "sellers": sellers})
