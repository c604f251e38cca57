"""How far a hand-over is, for the sellers whom it concerns."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from sellers.audience.exceptions import NoSuchHandOver
from sellers.profiles.models import Seller

from ..doors import for_the_seller
from ..queries.handing import came_by, hand_over_seen

PEOPLE_SHOWN = 100


@require_GET
@for_the_seller
def hand_over(request: HttpRequest, seller: Seller, hand_over_id: int) -> HttpResponse:
    """Asked, said yes, went, silent; and who came, for whom they came to."""
    try:
        seen = hand_over_seen(seller=seller, pk=hand_over_id)
    except NoSuchHandOver as error:
        raise Http404 from error
    return render(request, "desk/hand_over.html", {"seen": seen, "came": came_by(seen=seen)[:PEOPLE_SHOWN]})
