"""A writer's standing with head office, with the formula behind it: for herself, and for those who review her letters."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_GET

from brandguard.models import Artefact
from brandguard.passing import current_policy, readers_before
from brandguard.standing import FORMULA, NOTES, standing_of
from sellers.profiles.models import Seller
from sellers.profiles.queries import sellers_seen_by, sellers_written_by

from .desk import reviewer_or_404

SHOWN = 30


@require_GET
def mine(request: HttpRequest) -> HttpResponse:
    """Hers; an assistant's sellers one by one (?seller=)."""
    sellers = list(sellers_written_by(viewer=request.user).select_related("shop").order_by("name"))
    if not sellers:
        raise Http404
    wanted = request.GET.get("seller", "")
    seller = next((one for one in sellers if str(one.pk) == wanted), sellers[0])
    return _show(request, seller, own=seller.user_id == request.user.pk, back="letters:mine", sellers=sellers if len(sellers) > 1 else [])


@require_GET
def of_a_seller(request: HttpRequest, seller_id: int) -> HttpResponse:
    seller = get_object_or_404(sellers_seen_by(viewer=reviewer_or_404(request)).select_related("shop"), pk=seller_id)
    return _show(request, seller, own=False, back="desk:queue", sellers=[])


def _show(request: HttpRequest, seller: Seller, **context: Any) -> HttpResponse:
    policy, standing = current_policy(), standing_of(seller.user_id)
    nothing = Artefact(author_id=seller.user_id, subject="", audience_count=0)
    shown = {
        "seller": seller,
        "standing": standing,
        "policy": policy,
        "passes": standing.points >= policy.pass_standing,
        "missing": max(0, policy.pass_standing - standing.points),
        "readers": readers_before(nothing, policy=policy, now=timezone.now()),
        "events": standing.events[:SHOWN],
        "formula": FORMULA.values(),
        "notes": NOTES,
    }
    return render(request, "newsletters/writer/trust.html", shown | context)
